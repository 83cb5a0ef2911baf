"""Dates and hours as they are written in Vietnamese official documents."""

from __future__ import annotations

from datetime import date, datetime

from audit.inspections.domain.official_dates import (
    VIETNAM,
    clock_time,
    local,
    long_date,
    minutes_moment,
    month_number,
    short_date,
)

__all__ = [
    "BLANK",
    "VIETNAM",
    "clock_time",
    "date_range",
    "local",
    "long_date",
    "minutes_moment",
    "place_and_date",
    "short_date",
    "time_span",
    "weekday",
]

# No-break spaces: the room to write by hand must survive the breaking of lines.
BLANK = "\u00a0" * 6


def place_and_date(place: str, day: date | None, *, month: int | None = None, year: int | None = None) -> str:
    """``Lạng Sơn, ngày 05 tháng 9 năm 2025``; parts not yet known are left blank to be written by hand."""
    if day is not None:
        return f"{place}, {long_date(day)}"
    month_text = month_number(month) if month is not None else BLANK
    year_text = str(year) if year is not None else BLANK
    return f"{place}, ngày{BLANK}tháng {month_text} năm {year_text}"


def date_range(first: date, last: date) -> str:
    """``từ ngày 05/9/2025 đến ngày 28/9/2025``, or ``ngày 05/9/2025`` for a single day."""
    if first == last:
        return f"ngày {short_date(first)}"
    return f"từ ngày {short_date(first)} đến ngày {short_date(last)}"


_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def weekday(moment: datetime) -> str:
    """``Thứ Hai, 07/9/2026`` on a Vietnamese calendar."""
    here = local(moment)
    return f"{_WEEKDAYS[here.weekday()]}, {short_date(here.date())}"


def time_span(start: datetime, end: datetime) -> str:
    """``08 giờ 00 - 11 giờ 30`` in Vietnamese time, as schedules write it; another day is named."""
    first, last = local(start), local(end)
    text = f"{first:%H} giờ {first:%M} - {last:%H} giờ {last:%M}"
    return text if last.date() == first.date() else f"{text}, {short_date(last.date())}"

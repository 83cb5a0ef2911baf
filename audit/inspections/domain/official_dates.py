"""Days and hours as Vietnamese official documents write them: on paper and on the tablet in one wording."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))


def _day(day: int) -> str:
    return f"{day:02d}"


def month_number(month: int) -> str:
    """Months 1 and 2 take a leading zero, the others do not."""
    return f"{month:02d}" if month <= 2 else str(month)


def short_date(day: date) -> str:
    """``28/9/2021``, ``05/9/2025``, ``16/01/2023``: days below 10 and months 1, 2 take a leading zero.

    Source: Decree 30/2020/NĐ-CP, annex I, element 4, and the habit of the departments' documents.
    """
    return f"{_day(day.day)}/{month_number(day.month)}/{day.year}"


def long_date(day: date) -> str:
    """``ngày 05 tháng 9 năm 2025``, with the same rule for leading zeros."""
    return f"ngày {_day(day.day)} tháng {month_number(day.month)} năm {day.year}"


def local(moment: datetime) -> datetime:
    """The moment on a Vietnamese clock; one without a zone is taken as Vietnamese already."""
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment


def clock_time(moment: datetime) -> str:
    """``08 giờ 30 phút`` in Vietnamese time."""
    here = local(moment)
    return f"{here.hour:02d} giờ {here.minute:02d} phút"


def minutes_moment(moment: datetime) -> str:
    """``08 giờ 30 phút, ngày 05 tháng 9 năm 2025``, as minutes (biên bản) open and close."""
    return f"{clock_time(moment)}, {long_date(local(moment).date())}"

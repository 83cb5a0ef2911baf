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


def clock_words(hour: str, minute: str) -> str:
    """``08 giờ 30 phút``; either may be a place to fill."""
    return f"{hour} giờ {minute} phút"


def clock_time(moment: datetime) -> str:
    """``08 giờ 30 phút`` in Vietnamese time."""
    here = local(moment)
    return clock_words(f"{here.hour:02d}", f"{here.minute:02d}")


def minutes_moment(moment: datetime) -> str:
    """``08 giờ 30 phút, ngày 05 tháng 9 năm 2025``, as minutes (biên bản) open and close."""
    return moment_words(clock_time(moment), local(moment).date())


def moment_words(clock: str, day: date) -> str:
    """The same of a clock time in words, which may have places to fill."""
    return f"{clock}, {long_date(day)}"

"""Time of a visit in half hours: what may be booked, and which slots it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

# Vietnam has had one zone, without summer time, since 1975.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SLOT = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


class SpanProblem(StrEnum):
    """Why a span of time cannot be booked."""

    ENDS_BEFORE_START = "ends_before_start"
    NOT_HALF_HOUR = "not_half_hour"
    MORE_THAN_ONE_DAY = "more_than_one_day"
    TOO_LONG = "too_long"


def span_problem(starts_at: datetime, ends_at: datetime) -> SpanProblem | None:
    """What is wrong with the span, or None. Both moments are aware.

    It lies on one Vietnamese day, begins and ends on a full or half hour, and lasts at most 12 hours;
    24:00 counts as the end of the same day.
    """
    start, end = starts_at.astimezone(VIETNAM), ends_at.astimezone(VIETNAM)
    if end <= start:
        return SpanProblem.ENDS_BEFORE_START
    if any(m.minute not in (0, 30) or m.second or m.microsecond for m in (start, end)):
        return SpanProblem.NOT_HALF_HOUR
    if (end - timedelta(microseconds=1)).date() != start.date():
        return SpanProblem.MORE_THAN_ONE_DAY
    if end - start > LONGEST:
        return SpanProblem.TOO_LONG
    return None


def slots(starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """Starts of the half hours of a bookable span, in UTC and in order; ``ValueError`` when it is none."""
    problem = span_problem(starts_at, ends_at)
    if problem is not None:
        raise ValueError(problem)
    start = starts_at.astimezone(UTC)
    count = (ends_at - starts_at) // SLOT
    return [start + SLOT * index for index in range(count)]

"""The calendar of visits as rows and columns: weeks from Monday, and the two halves of a working day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from audit.inspections.domain.slots import VIETNAM


class DayPart(StrEnum):
    """Vietnamese offices speak of mornings and afternoons; evenings exist for establishments."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


_STARTS = {DayPart.MORNING: time(0), DayPart.AFTERNOON: time(12), DayPart.EVENING: time(18)}


@dataclass(frozen=True, slots=True)
class Span:
    """The Vietnamese days shown, first and last, and the days to page to."""

    first: date
    last: date
    previous: date
    next: date

    def bounds(self) -> tuple[datetime, datetime]:
        """The span as aware moments: from the first midnight to the one after the last day."""
        start = datetime.combine(self.first, time(0), VIETNAM)
        return start, datetime.combine(self.last + timedelta(days=1), time(0), VIETNAM)


def month_span(day: date) -> Span:
    """The whole weeks that cover the month of ``day``."""
    weeks = month_weeks(day)
    first_of_month = day.replace(day=1)
    return Span(
        first=weeks[0][0],
        last=weeks[-1][-1],
        previous=(first_of_month - timedelta(days=1)).replace(day=1),
        next=(first_of_month + timedelta(days=32)).replace(day=1),
    )


def week_span(day: date) -> Span:
    """The week of ``day``, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    week = timedelta(days=7)
    return Span(first=monday, last=monday + timedelta(days=6), previous=monday - week, next=monday + week)


def month_weeks(day: date) -> list[list[date]]:
    """The weeks of the month of ``day``, each seven days from Monday."""
    return calendar.Calendar(firstweekday=0).monthdatescalendar(day.year, day.month)


def day_parts(starts_at: datetime, ends_at: datetime) -> list[DayPart]:
    """The parts of its day that a visit touches, in order."""
    start, end = starts_at.astimezone(VIETNAM), ends_at.astimezone(VIETNAM)
    found = []
    for part, following in zip(_STARTS, [*list(_STARTS)[1:], None], strict=True):
        begins = datetime.combine(start.date(), _STARTS[part], VIETNAM)
        finishes = (
            datetime.combine(start.date(), _STARTS[following], VIETNAM)
            if following
            else begins + timedelta(hours=6)
        )
        if start < finishes and end > begins:
            found.append(part)
    return found

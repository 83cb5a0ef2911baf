"""Half hours, the road of a visit, the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.inspections.domain.calendars import DayPart, day_parts, month_span, month_weeks, week_span
from audit.inspections.domain.kinds import VisitState
from audit.inspections.domain.slots import SLOT, VIETNAM, SpanProblem, slots, span_problem
from audit.inspections.domain.visits import accepts_answers, may_move, may_reschedule, road


def at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=VIETNAM)


def test_a_morning_is_seven_half_hours_in_utc() -> None:
    found = slots(at(8), at(11, 30))
    assert len(found) == 7
    assert found[0] == datetime(2026, 9, 14, 1, tzinfo=UTC)
    assert found[-1] + SLOT == at(11, 30)


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        (at(8), at(8), SpanProblem.ENDS_BEFORE_START),
        (at(8), at(7), SpanProblem.ENDS_BEFORE_START),
        (at(8, 10), at(9), SpanProblem.NOT_HALF_HOUR),
        (at(8), at(9) + timedelta(seconds=1), SpanProblem.NOT_HALF_HOUR),
        (at(8), at(20, 30), SpanProblem.TOO_LONG),
        (at(22), at(1, day=15), SpanProblem.MORE_THAN_ONE_DAY),
        (at(8), at(20), None),
        (at(22), at(0, day=15), None),
    ],
)
def test_what_may_be_booked(start: datetime, end: datetime, problem: SpanProblem | None) -> None:
    assert span_problem(start, end) == problem


def test_the_day_is_the_vietnamese_one() -> None:
    # 23:30 to 00:30 in UTC is one morning in Vietnam.
    start = datetime(2026, 9, 14, 23, 30, tzinfo=UTC)
    assert span_problem(start, start + timedelta(hours=1)) is None


def test_slots_of_an_impossible_span_are_an_error() -> None:
    with pytest.raises(ValueError, match="too_long"):
        slots(at(6), at(22))


@given(st.integers(0, 46), st.integers(1, 24))
def test_slots_cover_the_span_without_gap_or_overlap(first: int, count: int) -> None:
    start = at(0) + SLOT * first
    end = start + SLOT * count
    if span_problem(start, end) is None:
        found = slots(start, end)
        assert len(found) == count
        assert all(later - earlier == SLOT for earlier, later in pairwise(found))


def test_only_an_interagency_squad_comes_unannounced() -> None:
    assert not may_move("management", "planned", "in_progress")
    assert may_move("establishment", "planned", "in_progress")
    assert may_move("management", "announced", "in_progress")


@pytest.mark.parametrize("state", ["reviewed", "cancelled"])
def test_reviewed_and_cancelled_are_the_end(state: str) -> None:
    assert not any(may_move("establishment", state, target) for target in VisitState)


def test_a_completed_visit_is_not_cancelled_but_may_be_opened_again() -> None:
    assert not may_move("management", "completed", "cancelled")
    assert may_move("management", "completed", "in_progress")
    assert not may_move("management", "in_progress", "reviewed")


def test_time_changes_before_the_visit_and_answers_during_it() -> None:
    assert [s.value for s in VisitState if may_reschedule(s)] == ["planned", "announced"]
    assert [s.value for s in VisitState if accepts_answers(s)] == ["in_progress"]


def test_the_road_tells_what_is_done_and_what_is_next() -> None:
    assert [where for _step, where in road("in_progress")] == ["done", "done", "now", "next", "next"]
    assert {where for _step, where in road("cancelled")} == {"next"}


def test_a_month_is_whole_weeks_from_monday() -> None:
    span = month_span(date(2026, 11, 22))
    assert (span.first, span.last) == (date(2026, 10, 26), date(2026, 12, 6))
    assert (span.previous, span.next) == (date(2026, 10, 1), date(2026, 12, 1))
    assert all(week[0].weekday() == 0 for week in month_weeks(date(2026, 11, 22)))


def test_a_week_pages_by_seven_days() -> None:
    span = week_span(date(2026, 11, 22))
    assert (span.first, span.last) == (date(2026, 11, 16), date(2026, 11, 22))
    assert (span.previous, span.next) == (date(2026, 11, 9), date(2026, 11, 23))
    start, end = span.bounds()
    assert end - start == timedelta(days=7)


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        (at(8), at(11, 30), [DayPart.MORNING]),
        (at(8), at(12), [DayPart.MORNING]),
        (at(8), at(16), [DayPart.MORNING, DayPart.AFTERNOON]),
        (at(17), at(19), [DayPart.AFTERNOON, DayPart.EVENING]),
        (at(22), at(0, day=15), [DayPart.EVENING]),
    ],
)
def test_a_visit_stands_in_every_part_of_the_day_it_touches(
    start: datetime, end: datetime, parts: list[DayPart]
) -> None:
    assert day_parts(start, end) == parts

"""Proposed days: dated periods, the shortest counts, never a weekend."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.findings.adapters.data_files import due_periods
from audit.findings.domain.deadlines import DuePeriod, check_due, due_date, period_for
from audit.kernel.errors import Invalid
from checklists.domain.kinds import Severity

ROWS = (
    DuePeriod(date(2021, 1, 1), Severity.HIGH, 15, "a"),
    DuePeriod(date(2026, 7, 1), Severity.HIGH, 10, "b"),
    DuePeriod(date(2021, 1, 1), Severity.LOW, 60, "a"),
)


def test_the_row_in_force_on_the_day_counts() -> None:
    before = period_for(ROWS, Severity.HIGH, date(2026, 6, 30))
    after = period_for(ROWS, Severity.HIGH, date(2026, 7, 1))
    assert before is not None and before.days == 15
    assert after is not None and after.days == 10
    assert period_for(ROWS, Severity.HIGH, date(2020, 12, 31)) is None
    assert period_for(ROWS, Severity.MEDIUM, date(2026, 7, 1)) is None


def test_the_severest_finding_sets_the_day() -> None:
    on = date(2026, 3, 2)
    assert due_date(ROWS, [Severity.LOW, Severity.HIGH], on) == date(2026, 3, 17)
    assert due_date(ROWS, [Severity.LOW], on) == date(2026, 5, 1)
    assert due_date(ROWS, [], on) is None


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 6), date(2026, 3, 23)),  # 21/3/2026 is a Saturday
        (date(2026, 3, 7), date(2026, 3, 23)),  # 22/3/2026 is a Sunday
        (date(2026, 3, 9), date(2026, 3, 24)),
    ],
)
def test_a_period_that_ends_on_a_weekend_ends_on_monday(on: date, expected: date) -> None:
    assert due_date(ROWS, [Severity.HIGH], on) == expected


@given(st.dates(date(2021, 1, 1), date(2100, 1, 1)), st.sampled_from(list(Severity)))
def test_the_proposed_day_is_a_working_day_no_earlier_than_the_period(on: date, severity: Severity) -> None:
    period = period_for(due_periods(), severity, on)
    assert period is not None
    day = due_date(due_periods(), [severity], on)
    assert day is not None
    assert day.weekday() < 5
    assert 0 <= (day - on - timedelta(days=period.days)).days <= 2


def test_every_default_period_says_where_it_comes_from() -> None:
    assert {row.severity for row in due_periods()} == set(Severity)
    assert all(row.origin for row in due_periods())
    days = {row.severity: row.days for row in due_periods()}
    assert days[Severity.HIGH] < days[Severity.MEDIUM] < days[Severity.LOW]


def test_a_day_before_the_visit_or_years_away_is_refused() -> None:
    visited = date(2026, 3, 10)
    check_due(visited, visited_on=visited)
    for day, code in ((date(2026, 3, 9), "due_before_visit"), (date(2032, 1, 1), "due_too_far")):
        with pytest.raises(Invalid) as refused:
            check_due(day, visited_on=visited)
        assert (refused.value.code, refused.value.field) == (code, "due_on")

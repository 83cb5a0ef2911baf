"""How failures slow an account down, and when a session is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from audit.accounts.domain.attempts import LONGEST_REST, is_resting, rest_after, session_ended

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=12)


def test_the_first_four_mistakes_cost_nothing() -> None:
    assert [rest_after(n) for n in range(5)] == [None] * 5


def test_the_rest_doubles_and_stops_growing_at_a_quarter_of_an_hour() -> None:
    minutes = [rest.total_seconds() / 60 for n in range(5, 12) if (rest := rest_after(n))]
    assert minutes == [1, 2, 4, 8, 15, 15, 15]
    assert rest_after(10_000_000) == LONGEST_REST


def test_a_rest_ends_by_itself() -> None:
    until = NOW + timedelta(minutes=1)
    assert is_resting(until, NOW)
    assert not is_resting(until, until)
    assert not is_resting(None, NOW)


def test_a_session_ends_when_unused_and_when_old_however_busy() -> None:
    def ended(*, age: timedelta, unused: timedelta) -> bool:
        return session_ended(started_at=NOW - age, seen_at=NOW - unused, now=NOW, idle=IDLE, whole=WHOLE)

    minute = timedelta(minutes=1)
    assert not ended(age=WHOLE - minute, unused=IDLE - minute)
    assert ended(age=minute, unused=IDLE + minute)
    assert ended(age=WHOLE + minute, unused=timedelta(0))

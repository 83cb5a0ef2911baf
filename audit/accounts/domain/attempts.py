"""How long an account rests after wrong passwords: enough to stop guessing, too short to shut people out."""

from __future__ import annotations

from datetime import datetime, timedelta

FREE_ATTEMPTS = 5
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=15)


def rest_after(failures: int) -> timedelta | None:
    """The rest after so many wrong passwords in a row: none before the fifth, then 1, 2, 4, 8, 15 minutes."""
    if failures < FREE_ATTEMPTS:
        return None
    doublings = min(failures - FREE_ATTEMPTS, 10)
    return min(timedelta(seconds=FIRST_REST.total_seconds() * 2**doublings), LONGEST_REST)


def is_resting(locked_until: datetime | None, now: datetime) -> bool:
    """Whether the account refuses every password at this moment."""
    return locked_until is not None and now < locked_until


def session_ended(
    *, started_at: datetime, seen_at: datetime, now: datetime, idle: timedelta, whole: timedelta
) -> bool:
    """Whether a session is over: unused for ``idle``, or older than ``whole`` whatever was done in it."""
    return now - seen_at > idle or now - started_at > whole

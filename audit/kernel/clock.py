"""The only place that asks what time it is; UTC in store, Asia/Ho_Chi_Minh on screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present moment as an aware UTC datetime."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """The present calendar day in Vietnam."""
    return now().astimezone(VIETNAM).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the block live at ``moment``: the demonstration tells of several weeks, tests need one day."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def local(moment: datetime) -> datetime:
    """The same moment on a Vietnamese clock."""
    return moment.astimezone(VIETNAM)


def from_local(naive: datetime) -> datetime:
    """A wall-clock time typed by a person in Vietnam, as an aware UTC datetime."""
    return naive.replace(tzinfo=VIETNAM).astimezone(UTC)

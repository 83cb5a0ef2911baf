"""What a tablet says it holds, beside what was received from it, and what of that calls for attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

SKEW = timedelta(minutes=5)
SILENCE = timedelta(days=5)
NEARLY_FULL = 0.9
GIB = 2**30
MOST_VISITS = 2_000


class Concern(StrEnum):
    """Why a lead should look at a tablet."""

    SILENT = "silent"
    NOT_RECEIVED = "not_received"
    SKEW = "skew"
    NOT_PERSISTED = "not_persisted"
    NEARLY_FULL = "nearly_full"
    WAITS_FOR_WIPE = "waits_for_wipe"


@dataclass(frozen=True, slots=True)
class Held:
    """Records and photos, declared by a tablet or received from it."""

    records: int = 0
    media: int = 0

    def without(self, other: Held) -> Held:
        """What is left when ``other`` is taken away; never below zero."""
        return Held(max(0, self.records - other.records), max(0, self.media - other.media))

    def __add__(self, other: Held) -> Held:
        return Held(self.records + other.records, self.media + other.media)

    def __bool__(self) -> bool:
        return bool(self.records or self.media)


@dataclass(frozen=True, slots=True)
class Said:
    """The state a tablet last told; numbers it did not tell, or told wrongly, are None or 0."""

    app_version: str = ""
    persisted: bool | None = None
    usage: int | None = None
    quota: int | None = None
    held: Mapping[int, Held] = field(default_factory=dict)
    unsent: Mapping[int, Held] = field(default_factory=dict)

    @property
    def left(self) -> int | None:
        """Bytes left on the tablet, as its browser estimates; None where it hides that.

        Chromium since 138 reports what is used and whole GiB, at most ten, whatever the disk holds.
        """
        if not self.quota or self.usage is None:
            return None
        left = max(0, self.quota - self.usage)
        return None if left and left % GIB == 0 else left

    @property
    def full(self) -> bool:
        return bool(self.quota and self.usage is not None and self.usage / self.quota >= NEARLY_FULL)


def read_said(raw: Mapping[str, Any] | None) -> Said:
    """The state as far as it can be understood; a tablet can tell what it likes, so nothing raises."""
    if not isinstance(raw, Mapping):
        return Said()
    persisted, version = raw.get("persisted"), raw.get("app_version")
    held: dict[int, Held] = {}
    unsent: dict[int, Held] = {}
    visits = raw.get("visits")
    for name, told in list(visits.items())[:MOST_VISITS] if isinstance(visits, Mapping) else ():
        if not isinstance(told, Mapping) or not (name.isascii() and name.isdecimal() and len(name) < 10):
            continue
        held[int(name)] = Held(_number(told.get("records")) or 0, _number(told.get("media")) or 0)
        unsent[int(name)] = Held(
            _number(told.get("unsent_records")) or 0, _number(told.get("unsent_media")) or 0
        )
    return Said(
        app_version=version[:40] if isinstance(version, str) else "",
        persisted=persisted if isinstance(persisted, bool) else None,
        usage=_number(raw.get("usage")),
        quota=_number(raw.get("quota")),
        held=held,
        unsent=unsent,
    )


def _number(raw: object) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw < 2**60:
        return None
    return int(raw)


@dataclass(frozen=True, slots=True)
class VisitHolding:
    """One visit on one tablet: declared, received, and what is still on the way."""

    visit_id: int
    declared: Held
    received: Held

    @property
    def missing(self) -> Held:
        return self.declared.without(self.received)


def holdings(said: Said, received: Mapping[int, Held]) -> list[VisitHolding]:
    """Every visit the tablet speaks of or has sent something for, the latest first."""
    return [
        VisitHolding(visit_id, said.held.get(visit_id, Held()), received.get(visit_id, Held()))
        for visit_id in sorted({*said.held, *received}, reverse=True)
    ]


def concerns(
    *,
    said: Said,
    missing: Held,
    last_seen_at: datetime,
    skew_ms: int | None,
    revoked: bool,
    wiped: bool,
    now: datetime,
) -> tuple[Concern, ...]:
    """What calls for attention, the gravest first; nothing about a tablet that was wiped."""
    if wiped:
        return ()
    found = {
        Concern.SILENT: bool(missing) and now - last_seen_at >= SILENCE,
        Concern.NOT_RECEIVED: bool(missing),
        Concern.WAITS_FOR_WIPE: revoked,
        Concern.SKEW: is_skewed(skew_ms),
        Concern.NEARLY_FULL: said.full,
        Concern.NOT_PERSISTED: said.persisted is False,
    }
    return tuple(concern for concern, there in found.items() if there)


def is_skewed(skew_ms: int | None) -> bool:
    """Whether a tablet's clock differs from the server's by more than five minutes."""
    return skew_ms is not None and abs(skew_ms) > SKEW.total_seconds() * 1000


def skew_minutes(skew_ms: int | None) -> int | None:
    """By how many minutes a tablet's clock is ahead (negative: behind), when that is more than five."""
    return round(skew_ms / 60_000) if skew_ms is not None and is_skewed(skew_ms) else None

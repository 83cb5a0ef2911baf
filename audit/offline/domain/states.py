"""What a tablet says of itself, reduced to what the board shows."""

from __future__ import annotations

from typing import Any

MAX_VISITS = 400
_LARGEST = 2**53
_COUNTS = ("records", "media", "unsent_records", "unsent_media")


def read_state(raw: object) -> dict[str, Any] | None:
    """``app_version``, ``persisted``, ``usage``, ``quota`` and ``visits`` where they are of the right type,
    nothing else; None when there is no state at all. Never raises."""
    if not isinstance(raw, dict):
        return None
    state: dict[str, Any] = {}
    version = raw.get("app_version")
    if isinstance(version, str) and version.isprintable():
        state["app_version"] = version[:40]
    if isinstance(raw.get("persisted"), bool):
        state["persisted"] = raw["persisted"]
    for name in ("usage", "quota"):
        if _count(raw.get(name)) is not None:
            state[name] = _count(raw[name])
    visits = raw.get("visits")
    state["visits"] = (
        {
            visit: {name: _count(said.get(name)) or 0 for name in _COUNTS}
            for visit, said in list(visits.items())[:MAX_VISITS]
            if visit.isascii() and visit.isdecimal() and len(visit) <= 10 and isinstance(said, dict)
        }
        if isinstance(visits, dict)
        else {}
    )
    return state


def _count(raw: object) -> int | None:
    """A whole number from 0 on; browsers give estimates of storage as numbers with a fraction."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw <= _LARGEST:
        return None
    return int(raw)

"""Reading a batch of answer events as it came over the wire: strict about types, deaf to unknown keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, NoReturn

from audit.kernel.json_text import sorted_bytes
from checklists.domain.identifiers import is_identifier
from checklists.domain.kinds import AnswerStatus
from checklists.domain.problems import Problem
from checklists.domain.values import clean_text

MAX_BYTES = 2 * 1024 * 1024
MAX_EVENTS = 500
MAX_BASES = 50
MAX_NOTE = 20_000
MAX_SEQUENCE = 2**53
_STATUSES = frozenset(AnswerStatus)


class IncomingEvent(NamedTuple):
    """One event with every field of the right type; `value` is still as sent."""

    id: str
    item: str
    period: str
    status: AnswerStatus
    value: Any
    note: str
    base_ids: tuple[str, ...]
    device_id: str
    device_sequence: int
    device_time: datetime
    confirmed_no_personal_data: bool = False

    def content_hash(self, value: Any) -> str:
        """SHA-256 of all that the event says, with its cleaned value; tells a resend from a reuse."""
        said = [self.item, self.period, self.status, value, self.note, sorted(self.base_ids)]
        return hashlib.sha256(sorted_bytes(said)).hexdigest()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that could not be read; `index` is its place in the batch, `id` what it called itself."""

    index: int
    id: str | None
    problem: Problem


Entry = IncomingEvent | Refusal


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def decode(body: bytes) -> Any:
    """JSON from bytes; raises :class:`Problem` for anything else, however hostile (size, depth, NaN)."""
    if len(body) > MAX_BYTES:
        raise Problem("batch_too_large", limit=MAX_BYTES // 1024 // 1024)
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Problem("batch_not_json") from None


def read_batch(body: bytes) -> list[Entry]:
    """The events of ``{"events": [...]}``, each read or refused by itself.

    Raises :class:`Problem` only when the batch as a whole cannot be read: ``batch_not_json``,
    ``batch_shape``, ``batch_too_large``, ``too_many_events``.
    """
    raw = decode(body)
    if not isinstance(raw, dict) or not isinstance(raw.get("events"), list):
        raise Problem("batch_shape")
    if len(raw["events"]) > MAX_EVENTS:
        raise Problem("too_many_events", limit=MAX_EVENTS)
    return [_entry(index, event) for index, event in enumerate(raw["events"])]


def _entry(index: int, raw: object) -> Entry:
    own_id = raw.get("id") if isinstance(raw, dict) else None
    try:
        return read_event(raw)
    except Problem as problem:
        return Refusal(index, own_id if isinstance(own_id, str) and is_identifier(own_id) else None, problem)


def read_event(raw: object) -> IncomingEvent:
    """One event; raises :class:`Problem` with a code that names the field at fault."""
    if not isinstance(raw, dict):
        raise Problem("event_shape")
    identifier = _identifier(raw.get("id"), "event_id_invalid")
    bases = raw.get("base_ids", [])
    if not isinstance(bases, list) or len(bases) > MAX_BASES:
        raise Problem("base_ids_invalid")
    base_ids = tuple(sorted({_identifier(base, "base_ids_invalid") for base in bases}))
    if identifier in base_ids:
        raise Problem("base_ids_invalid")
    confirmed = raw.get("confirmed_no_personal_data", False)
    if not isinstance(confirmed, bool):
        raise Problem("confirmation_invalid")
    return IncomingEvent(
        id=identifier,
        item=_short(raw, "item", 60, "item_invalid"),
        period=_short(raw, "period", 20, "period_invalid", required=False),
        status=_status(raw.get("status")),
        value=raw.get("value"),
        note=clean_text(raw.get("note") or "", limit=MAX_NOTE, required=False),
        base_ids=base_ids,
        device_id=_short(raw, "device_id", 64, "device_invalid"),
        device_sequence=_sequence(raw.get("device_sequence")),
        device_time=read_moment(raw.get("device_time")),
        confirmed_no_personal_data=confirmed,
    )


def _identifier(raw: object, code: str) -> str:
    if not isinstance(raw, str) or not is_identifier(raw):
        raise Problem(code)
    return raw


def _short(raw: Mapping[str, Any], key: str, limit: int, code: str, *, required: bool = True) -> str:
    text = raw.get(key, None if required else "")
    if not isinstance(text, str) or len(text) > limit or (required and not text) or not text.isprintable():
        raise Problem(code)
    return clean_text(text, limit=limit, required=required)


def _status(raw: object) -> AnswerStatus:
    if not isinstance(raw, str) or raw not in _STATUSES:
        raise Problem("status_invalid")
    return AnswerStatus(raw)


def _sequence(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= MAX_SEQUENCE:
        raise Problem("device_sequence_invalid")
    return raw


def read_moment(raw: object) -> datetime:
    """A moment with its zone, between 2000 and 2200: tablets' clocks are wrong, not absurd."""
    if not isinstance(raw, str) or len(raw) > 40:
        raise Problem("device_time_invalid")
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        raise Problem("device_time_invalid") from None
    if moment.tzinfo is None or not 2000 <= moment.year < 2200:
        raise Problem("device_time_invalid")
    return moment

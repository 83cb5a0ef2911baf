"""Reading one record as it came from a tablet: strict about types, never raising for what it says."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple, NoReturn, TypeGuard

from audit.offline.domain.bodies import Body, read_body
from audit.offline.domain.outcomes import Kind
from checklists.domain.batches import MAX_SEQUENCE, IncomingEvent, read_moment
from checklists.domain.identifiers import is_identifier
from checklists.domain.problems import Problem

MAX_TEXT_BYTES = 256 * 1024
MAX_VISIT = 2**31 - 1
VERSION = 1
_KINDS = frozenset(Kind)


class Unreadable(ValueError):
    """The text is no record of this device; ``id`` and ``digest`` as far as they can be known."""

    def __init__(self, code: str, id: str | None = None, digest: str | None = None) -> None:
        super().__init__(code)
        self.code, self.id, self.digest = code, id, digest


class Record(NamedTuple):
    """A record with its head read; ``problem`` says why it can only be kept, not applied.

    ``visit`` and ``sequence`` are 0 and ``time`` is None where the record does not name them rightly.
    ``answers`` is the item that an answer names, also of one that cannot be applied.
    """

    id: str
    digest: str
    text: str
    kind: str
    visit: int
    device: str
    sequence: int
    time: datetime | None
    body: Body | None
    problem: Problem | None
    answers: str | None


def digest_of(text: str) -> str:
    """SHA-256 of the record's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def read_record(text: object, *, device: str) -> Record:
    """One record of ``device``; what is wrong with its content is in ``problem``.

    Raises :class:`Unreadable` (``not_a_record``, ``record_too_large``, ``id_invalid``, ``wrong_device``) for
    what the ledger does not keep.
    """
    if not isinstance(text, str):
        raise Unreadable("not_a_record")
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise Unreadable("not_a_record") from None
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_TEXT_BYTES:
        raise Unreadable("record_too_large", digest=digest)
    try:
        raw = _DECODER.decode(text)
    except (ValueError, RecursionError):
        raise Unreadable("not_a_record", digest=digest) from None
    if not isinstance(raw, dict):
        raise Unreadable("not_a_record", digest=digest)
    identifier = raw.get("id")
    if not isinstance(identifier, str) or not is_identifier(identifier):
        raise Unreadable("id_invalid", digest=digest)
    if raw.get("device") != device:
        raise Unreadable("wrong_device", identifier, digest)
    return _content(raw, identifier, digest, text, device)


def _content(raw: dict[str, Any], identifier: str, digest: str, text: str, device: str) -> Record:
    kind, visit, sequence = raw.get("kind"), raw.get("visit"), raw.get("sequence")
    known = Kind(kind) if isinstance(kind, str) and kind in _KINDS else None
    time: datetime | None = None
    body: Body | None = None
    problem: Problem | None = None
    visit = visit if _whole(visit, 1, MAX_VISIT) else 0
    try:
        # The reader of answers reads the moment itself.
        time = None if known is Kind.ANSWER else read_moment(raw.get("time"))
        if not _whole(raw.get("v"), VERSION, VERSION):
            raise Problem("version_unknown")
        if known is None:
            raise Problem("kind_unknown")
        if not visit:
            raise Problem("visit_invalid")
        if not _whole(sequence, 1, MAX_SEQUENCE):
            raise Problem("device_sequence_invalid")
        body = read_body(known, raw.get("body"), _envelope(raw, identifier, device))
        if isinstance(body, IncomingEvent):
            time = body.device_time
    except Problem as found:
        problem = found
        with suppress(Problem):
            time = read_moment(raw.get("time"))
    return Record(
        id=identifier,
        digest=digest,
        text=text,
        kind=known.value if known else "unknown",
        visit=visit,
        device=device,
        sequence=sequence if _whole(sequence, 1, MAX_SEQUENCE) else 0,
        time=time,
        body=body,
        problem=problem,
        answers=_answers(raw) if known is Kind.ANSWER else None,
    )


def _answers(raw: dict[str, Any]) -> str | None:
    body = raw.get("body")
    item = body.get("item") if isinstance(body, dict) else None
    return item if isinstance(item, str) else None


def _envelope(raw: dict[str, Any], identifier: str, device: str) -> dict[str, Any]:
    """The head of the record under the names that answer events have."""
    return {
        "id": identifier,
        "device_id": device,
        "device_sequence": raw.get("sequence"),
        "device_time": raw.get("time"),
    }


def _whole(raw: object, low: int, high: int) -> TypeGuard[int]:
    return isinstance(raw, int) and not isinstance(raw, bool) and low <= raw <= high

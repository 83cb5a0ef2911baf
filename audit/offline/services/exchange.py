"""The exchange: records come in, each gets an outcome for good, and the ledger keeps them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Forbidden
from audit.kernel.i18n import _
from audit.kernel.journal.services import record as journal
from audit.offline.domain.bodies import CaptionBody, PhotoBody, RemovalBody
from audit.offline.domain.outcomes import UNREADABLE
from audit.offline.domain.records import Record, Unreadable, read_record
from audit.offline.models import Device
from audit.offline.queries.devices import owner_now
from audit.offline.queries.ledger import Known, known_records, receipts_of
from audit.offline.queries.standing import Standing, standings
from audit.offline.queries.wording import record_problem, words_for
from audit.offline.services.applying import apply_lines, begin
from audit.offline.services.devices import note_contact, note_state
from audit.offline.services.lines import Line, write_lines
from audit.offline.services.photos import settle_photos
from checklists.queries.held import SheetKey, held_of, sheet_key

MAX_RECORDS = 500
MAX_RECEIPTS = 400


@dataclass(slots=True)
class Taken:
    """What became of records, in their order, the visits they name, and those sheets of them that the
    person may see with the items that answers name."""

    results: list[dict[str, Any]] = field(default_factory=list)
    visits: set[int] = field(default_factory=set)
    sheets: dict[int, SheetKey] = field(default_factory=dict)
    items: dict[int, set[str]] = field(default_factory=dict)

    def add(self, other: Taken) -> None:
        """Go on with what became of the records that came after."""
        self.results += other.results
        self.visits |= other.visits
        self.sheets |= other.sheets
        for visit, codes in other.items.items():
            self.items.setdefault(visit, set()).update(codes)


Reading = Record | Unreadable


def read_all(texts: Sequence[object], *, device_id: str) -> list[Reading]:
    """Each record read, or why it is none; asks nothing of the database."""
    return [_read(text, device_id) for text in texts]


def take(
    *,
    device_id: str,
    records: Sequence[Reading],
    state: dict[str, Any] | None = None,
    skew_ms: int | None = None,
) -> Taken:
    """Take records, and say what became of each.

    What the device's owner may do is read here, under its lock; ``skew_ms`` is how far the tablet's clock is
    ahead. The same records again write nothing and are answered the same. The number of statements does not
    grow with the number of records of a visit.
    """
    device = lock_device(device_id)
    person = owner_now(device)
    now = clock.now()
    note_contact(device, now=now)
    note_state(device, state=state, skew_ms=skew_ms, now=now)
    return take_records(person=person, device=device, records=records, now=now, skew_ms=skew_ms)


def answer(
    *, device_id: str, taken: Taken, receipts: Sequence[int] = (), skew_ms: int | None = None
) -> dict[str, Any]:
    """What the tablet is told of records that were taken: outcomes, and what the server holds now."""
    return {
        "results": taken.results,
        "receipts": receipts_of(device_id, receipts),
        "visits": {str(id): held_of(sheet, taken.items[id]) for id, sheet in taken.sheets.items()},
        "skew_ms": skew_ms,
    }


def lock_device(device_id: str) -> Device:
    """The device's row, locked: what one tablet sends is taken one after the other.

    Raises :class:`Forbidden` ``device_revoked``, also when that happened after the request was let in.
    """
    device = db.session.get_one(Device, device_id, with_for_update=True, populate_existing=True)
    if device.revoked_at is not None:
        raise Forbidden(
            "device_revoked", _("Máy tính bảng này đã bị thu hồi; dữ liệu trên máy phải được xóa.")
        )
    return device


def take_records(
    *, person: Actor, device: Device, records: Sequence[Reading], now: datetime, skew_ms: int | None = None
) -> Taken:
    """Take records of a device into the ledger and apply those that may be applied; journals what it did."""
    known = known_records({record.id for record in records if isinstance(record, Record)})
    lines = _fresh_lines(records, known)
    visits = {record.visit for record in records if isinstance(record, Record) and record.visit}
    standing = standings(person, visits)
    _park_what_came_too_late(lines.values(), device, skew_ms)
    by_visit: dict[int, list[Line]] = {}
    for line in lines.values():
        if line.record.problem is None and not line.code:
            by_visit.setdefault(line.record.visit, []).append(line)
    for visit_id, of_visit in sorted(by_visit.items()):
        _apply(of_visit, standing[visit_id], person, now, skew_ms)
    write_lines(lines.values(), now=now)
    for visit_id, of_visit in by_visit.items():
        _settle(of_visit, standing[visit_id], person, device)
    _journal(lines.values(), device, person)
    return Taken(
        results=[_result(record, known, lines) for record in records],
        visits=visits,
        sheets={
            id: sheet_key(found.submission) for id, found in standing.items() if found.submission is not None
        },
        items=_items(records, visits),
    )


def _read(text: object, device_id: str) -> Reading:
    try:
        return read_record(text, device=device_id)
    except Unreadable as refusal:
        return refusal


Key = tuple[str, str]


def _fresh_lines(records: Sequence[Reading], known: Mapping[str, Mapping[str, Known]]) -> dict[Key, Line]:
    """A line for each record that has not come before; the first with an id has it, others are parked."""
    lines: dict[Key, Line] = {}
    used = set(known)
    for record in records:
        if isinstance(record, Unreadable) or record.digest in known.get(record.id, ()):
            continue
        if (record.id, record.digest) in lines:
            continue
        line = Line(record)
        if record.id in used:
            line.park("id_reused")
        elif record.problem is not None:
            line.refuse(record.problem.code, record_problem(record.problem))
        used.add(record.id)
        lines[record.id, record.digest] = line
    return lines


def _park_what_came_too_late(lines: Any, device: Device, skew_ms: int | None) -> None:
    """Park what was written while the tablet had been away for longer than it may."""
    if device.over_from is None or device.over_until is None:
        return
    ahead = timedelta(milliseconds=skew_ms or 0)
    for line in lines:
        made = line.record.time
        if not line.code and made is not None and device.over_from <= made - ahead < device.over_until:
            line.park("device_period_over")


def _apply(lines: list[Line], standing: Standing, person: Actor, now: datetime, skew_ms: int | None) -> None:
    code, message = standing.code, ""
    if not code and standing.booked:
        code, message = begin(standing, actor=person, began_at=_first_made(lines, skew_ms))
    if code:
        for line in lines:
            line.park(code, message)
        return
    assert standing.visit is not None and standing.submission is not None
    apply_lines(
        lines,
        visit=standing.visit,
        submission=standing.submission,
        actor=person,
        author=person,
        now=now,
    )


def _first_made(lines: Sequence[Line], skew_ms: int | None) -> datetime | None:
    """When the earliest of the records was made, on the server's clock."""
    times = [line.record.time for line in lines if line.record.time is not None]
    return min(times) - timedelta(milliseconds=skew_ms or 0) if times else None


def _settle(lines: list[Line], standing: Standing, person: Actor, device: Device) -> None:
    """Let photos appear, change or go, now that the ledger knows of them."""
    photos: set[str] = set()
    for line in lines:
        body = line.record.body
        if line.code:
            continue
        if isinstance(body, PhotoBody):
            photos.add(line.record.id)
        elif isinstance(body, CaptionBody | RemovalBody):
            photos.add(body.photo)
    if not photos or standing.submission is None:
        return
    changed = settle_photos(
        record_ids=photos, device_id=device.id, submission=standing.submission, actor=person, author=person
    )
    for line in lines:
        refusal = changed.get(line.record.id)
        if refusal is not None:
            line.refuse(*refusal)


def _result(
    record: Reading, known: Mapping[str, Mapping[str, Known]], lines: Mapping[Key, Line]
) -> dict[str, Any]:
    if isinstance(record, Unreadable):
        return _reply(record.id, record.digest, UNREADABLE, record.code, words_for(record.code), "")
    line = lines.get((record.id, record.digest))
    if line is not None:
        return _reply(record.id, record.digest, line.outcome.value, line.code, line.message, line.item)
    before = known[record.id][record.digest]
    return _reply(record.id, record.digest, before.outcome, before.code, before.message, before.item)


def _reply(
    id: str | None, digest: str | None, outcome: str, code: str, message: str, item: str
) -> dict[str, Any]:
    return {
        "id": id,
        "digest": digest,
        "outcome": outcome,
        "code": code or None,
        "message": message or None,
        "item": item or None,
    }


def _items(records: Sequence[Reading], visits: Collection[int]) -> dict[int, set[str]]:
    """The items that answers name, by visit."""
    named: dict[int, set[str]] = {id: set() for id in visits}
    for record in records:
        if isinstance(record, Record) and record.visit and record.answers is not None:
            named[record.visit].add(record.answers)
    return named


def _journal(lines: Any, device: Device, person: Actor) -> None:
    """One entry for all that the journal of the sheets does not tell already."""
    told = [line for line in lines if not line.event]
    if not told:
        return
    counts = Counter(f"{line.record.kind} {line.outcome}" for line in told)
    journal(
        actor=person,
        action="tablet.received",
        subject="tablet_device",
        subject_id=device.id,
        details={
            "counts": dict(sorted(counts.items())),
            "visits": sorted({line.record.visit for line in told}),
            "records": [[line.record.id, line.record.digest, line.outcome, line.code] for line in told],
        },
    )

"""Reads of the ledger: what has come before, receipts, and what the server does not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, and_, select

from audit.kernel.database import db
from audit.offline.domain.outcomes import Kind
from audit.offline.domain.receipts import Held, receipt_of
from audit.offline.models import LedgerRecord, Upload

_LEDGER = cast(Table, LedgerRecord.__table__)


@dataclass(frozen=True, slots=True)
class Known:
    """What became of a record that has come before."""

    outcome: str
    code: str
    message: str
    item: str


def known_records(ids: Collection[str]) -> dict[str, dict[str, Known]]:
    """By record id, by digest: what became of each; one statement."""
    found: dict[str, dict[str, Known]] = {}
    if not ids:
        return found
    names = ("record_id", "digest", "outcome", "code", "message", "item_code")
    rows = db.session.execute(
        select(*(_LEDGER.c[name] for name in names)).where(_LEDGER.c.record_id.in_(ids))
    )
    for record_id, digest, outcome, code, message, item in rows:
        found.setdefault(record_id, {})[digest] = Known(outcome, code, message, item)
    return found


def receipts_of(device_id: str, visit_ids: Iterable[int]) -> list[dict[str, Any]]:
    """What the ledger holds of each visit from this device; two statements for any number of visits."""
    wanted = sorted(set(visit_ids))
    if not wanted:
        return []
    records: dict[int, list[Held]] = {visit: [] for visit in wanted}
    media: dict[int, list[tuple[str, int]]] = {visit: [] for visit in wanted}
    mine = and_(_LEDGER.c.device_id == device_id, _LEDGER.c.visit_id.in_(wanted))
    names = ("visit_id", "record_id", "digest", "kind", "outcome")
    for visit, record_id, digest, kind, outcome in db.session.execute(
        select(*(_LEDGER.c[name] for name in names)).where(mine)
    ):
        records[visit].append(Held(record_id, digest, kind, outcome))
    if any(record.kind == Kind.PHOTO for held in records.values() for record in held):
        for visit, sha256, size in db.session.execute(
            select(LedgerRecord.visit_id, Upload.sha256, Upload.size)
            .join(
                Upload, and_(Upload.device_id == LedgerRecord.device_id, Upload.sha256 == LedgerRecord.media)
            )
            .where(mine, Upload.completed_at.is_not(None))
        ):
            media[visit].append((sha256, size))
    return [receipt_of(visit, records[visit], media[visit]) for visit in wanted]


def records_not_held(device_id: str, offered: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of these (id, digest), those that the ledger does not hold for this device; in their order."""
    if not offered:
        return []
    rows = db.session.execute(
        select(LedgerRecord.record_id, LedgerRecord.digest).where(
            LedgerRecord.device_id == device_id, LedgerRecord.record_id.in_({id for id, _digest in offered})
        )
    )
    held = {(record_id, digest) for record_id, digest in rows}
    return [record for record in offered if record not in held]

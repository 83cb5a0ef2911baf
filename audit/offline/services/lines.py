"""A record on its way into the ledger, and the ledger's rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert

from audit.kernel.database import db
from audit.offline.domain.bodies import CaptionBody, PhotoBody, RemovalBody, SignatureBody
from audit.offline.domain.outcomes import Kind, Outcome
from audit.offline.domain.records import Record
from audit.offline.models import LedgerRecord
from audit.offline.queries.wording import words_for
from checklists.domain.batches import IncomingEvent

_LEDGER = cast(Table, LedgerRecord.__table__)


@dataclass(slots=True)
class Line:
    """A record that has not come before, with what becomes of it; ``event`` says that the journal of the
    sheet tells of it."""

    record: Record
    outcome: Outcome = Outcome.ACCEPTED
    code: str = ""
    message: str = ""
    event: bool = False

    def park(self, code: str, message: str = "") -> None:
        self.outcome, self.code, self.message = Outcome.PARKED, code, message or words_for(code)

    def refuse(self, code: str, message: str) -> None:
        self.outcome, self.code, self.message = Outcome.REFUSED, code, message

    @property
    def item(self) -> str:
        """The code of the item that the record answers or shows."""
        body = self.record.body
        return body.item if isinstance(body, IncomingEvent | PhotoBody) else ""


def write_lines(lines: Iterable[Line], *, now: datetime) -> None:
    """Insert the ledger's rows, in one statement."""
    rows = [_row(line, now) for line in lines]
    if rows:
        db.session.execute(insert(_LEDGER), rows)


def _row(line: Line, now: datetime) -> dict[str, Any]:
    record, body = line.record, line.record.body
    told_by_its_event = record.kind == Kind.ANSWER and line.outcome is Outcome.ACCEPTED
    photo = body if isinstance(body, PhotoBody) else None
    return {
        "record_id": record.id,
        "digest": record.digest,
        "device_id": record.device,
        "visit_id": record.visit,
        "sequence": record.sequence,
        "kind": record.kind,
        "outcome": line.outcome.value,
        "code": line.code,
        "message": line.message,
        "item_code": line.item,
        "text": "" if told_by_its_event else record.text,
        "about": _about(body),
        "media": photo.sha256 if photo else None,
        "media_size": photo.size if photo else None,
        "device_time": record.time,
        "received_at": now,
        "decided_by_name": "",
        "decision": "",
        "decision_reason": "",
    }


def _about(body: object) -> str | None:
    if isinstance(body, CaptionBody | RemovalBody):
        return body.photo
    return body.minutes if isinstance(body, SignatureBody) else None

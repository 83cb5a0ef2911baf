"""A record on its way into the ledger, and the ledger's rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table

from audit.kernel.bulk import insert_rows
from audit.offline.domain.bodies import CaptionBody, PhotoBody, RemovalBody, SignatureBody
from audit.offline.domain.outcomes import Kind, Outcome
from audit.offline.domain.records import Record
from audit.offline.models import LedgerRecord
from audit.offline.queries.wording import words_for
from checklists.domain.batches import IncomingEvent

_LEDGER = cast(Table, LedgerRecord.__table__)
_UNDECIDED = ("decided_by_name", "decision", "decision_reason")


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
    """Insert the ledger's rows, in at most two statements."""
    told: list[dict[str, Any]] = []
    whole: list[dict[str, Any]] = []
    for line in lines:
        if line.record.kind == Kind.ANSWER and line.outcome is Outcome.ACCEPTED:
            told.append(_told_by_its_event(line, now))
        else:
            whole.append(_told_by_its_event(line, now) | _rest(line))
    insert_rows(_LEDGER, told, empty=(*_UNDECIDED, "code", "message", "text"))
    insert_rows(_LEDGER, whole, empty=_UNDECIDED)


def _told_by_its_event(line: Line, now: datetime) -> dict[str, Any]:
    record = line.record
    return {
        "record_id": record.id,
        "digest": record.digest,
        "device_id": record.device,
        "visit_id": record.visit,
        "sequence": record.sequence,
        "kind": record.kind,
        "outcome": line.outcome.value,
        "item_code": line.item,
        "device_time": record.time,
        "received_at": now,
    }


def _rest(line: Line) -> dict[str, Any]:
    body = line.record.body
    photo = body if isinstance(body, PhotoBody) else None
    return {
        "code": line.code,
        "message": line.message,
        "text": line.record.text,
        "about": _about(body),
        "media": photo.sha256 if photo else None,
        "media_size": photo.size if photo else None,
    }


def _about(body: object) -> str | None:
    if isinstance(body, CaptionBody | RemovalBody):
        return body.photo
    return body.minutes if isinstance(body, SignatureBody) else None

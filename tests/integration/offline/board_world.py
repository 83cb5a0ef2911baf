"""Tablets, what they said and sent, records that wait and answers in conflict, in the told demonstration."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from audit.inspections.models.visits import Visit
from audit.inspections.services.sheets import record_answers
from audit.kernel import clock
from audit.kernel.database import db, transaction
from audit.offline.domain.records import digest_of
from audit.offline.models import Device, LedgerRecord, Upload
from checklists.domain.batches import IncomingEvent
from checklists.domain.identifiers import uuid7
from checklists.domain.kinds import AnswerStatus
from checklists.models.instruments import Item
from checklists.models.submissions import Response
from tests.integration.offline.bundle_world import actor, attended


def under_way() -> Visit:
    """The visit of the demonstration that is being made, which both inspectors attend."""
    return next(visit for visit in attended("kiemtra1") if visit.state == "in_progress")


def enrolled(
    username: str,
    *,
    label: str = "Máy số 1",
    seen: timedelta = timedelta(),
    said: dict[str, Any] | None = None,
    skew_ms: int | None = 0,
) -> str:
    """A tablet of this person, last seen ``seen`` ago; its id."""
    now = clock.now()
    with transaction():
        device = Device(
            id=str(uuid.uuid4()),
            tablet=str(uuid.uuid4()),
            user_id=actor(username).id or 0,
            label=label,
            secret=b"x" * 32,
            app_version="1.4.0",
            enrolled_at=now - timedelta(days=20),
            last_seen_at=now - seen,
            skew_ms=skew_ms,
            said=said,
            said_at=now - seen if said else None,
        )
        db.session.add(device)
        return device.id


def said(visit_id: int, records: int, media: int = 0, **more: Any) -> dict[str, Any]:
    """The state of a tablet that holds this of one visit."""
    told = {"records": records, "media": media, "unsent_records": 0, "unsent_media": 0}
    return {
        "app_version": "1.4.0",
        "persisted": True,
        "usage": 40_000_000,
        "quota": 2_000_000_000,
        "visits": {str(visit_id): told},
        **more,
    }


@dataclass
class Sent:
    """A record as a tablet made it."""

    device: str
    visit: int
    kind: str = "answer"
    body: dict[str, Any] = field(default_factory=dict)
    sequence: int = 1

    def text(self, id: str, time: datetime) -> str:
        record = {
            "v": 1,
            "id": id,
            "kind": self.kind,
            "visit": self.visit,
            "device": self.device,
            "sequence": self.sequence,
            "time": clock.local(time).isoformat(),
            "elapsed": 1,
            "boot": "b",
            "body": self.body,
        }
        return json.dumps(record, ensure_ascii=False)


def kept(sent: Sent, *, outcome: str, code: str = "", media: str | None = None) -> int:
    """The record in the ledger, with this outcome; the id of its row."""
    now = clock.now()
    id = uuid7(now)
    text = sent.text(id, now)
    with transaction():
        row = LedgerRecord(
            record_id=id,
            digest=digest_of(text),
            device_id=sent.device,
            visit_id=sent.visit,
            sequence=sent.sequence,
            kind=sent.kind,
            outcome=outcome,
            code=code,
            message="",
            item_code=str(sent.body.get("item", "")),
            text=text if outcome != "accepted" or sent.kind != "answer" else "",
            media=media,
            device_time=now,
            received_at=now,
        )
        db.session.add(row)
        db.session.flush()
        return row.id


def complete_media(device: str, sha256: str, size: int = 1000) -> None:
    with transaction():
        now = clock.now()
        db.session.add(Upload(device_id=device, sha256=sha256, size=size, offset=size, completed_at=now))


def answer_body(item: str, value: Any, note: str = "") -> dict[str, Any]:
    return {
        "item": item,
        "period": "",
        "status": "answered",
        "value": value,
        "note": note,
        "base_ids": [],
        "confirmed_no_personal_data": False,
    }


def yes_no_items(visit: Visit) -> list[Item]:
    """Items with Có or Không of the visit's checklist that have an answer, in order."""
    return list(
        db.session.scalars(
            select(Item)
            .join(Response, Response.item_id == Item.id)
            .where(Response.submission_id == visit.submission_id, Item.answer_type == "yes_no")
            .order_by(Item.position)
        )
    )


def differ(visit_id: int, item: str, *, devices: tuple[str, str], notes: tuple[str, str] = ("", "")) -> int:
    """Two inspectors answer Có and Không to one item without seeing each other; the id of its response."""
    now = clock.now()
    with transaction():
        visit = db.session.get_one(Visit, visit_id)
        response = db.session.scalars(
            select(Response)
            .join(Item)
            .where(Response.submission_id == visit.submission_id, Item.code == item)
        ).one()
        bases = tuple(response.head_ids)
        for position, (username, value) in enumerate((("kiemtra1", True), ("kiemtra2", False))):
            results = record_answers(
                actor=actor(username),
                visit_id=visit_id,
                entries=[
                    IncomingEvent(
                        id=uuid7(now + timedelta(seconds=position)),
                        item=item,
                        period="",
                        status=AnswerStatus.ANSWERED,
                        value=value,
                        note=notes[position],
                        base_ids=bases,
                        device_id=devices[position],
                        device_sequence=position + 1,
                        device_time=now + timedelta(seconds=position),
                    )
                ],
            )
            assert results[0].outcome in ("accepted", "conflict"), results
        return response.id

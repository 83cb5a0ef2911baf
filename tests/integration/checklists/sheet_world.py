"""Events and batches as a device makes them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event as sqlalchemy_event

from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from checklists.domain.batches import Entry, IncomingEvent
from checklists.domain.identifiers import uuid7
from checklists.domain.kinds import AnswerStatus
from checklists.models.submissions import Submission
from checklists.queries.sheets import submission_by_id
from checklists.services.events import EventResult, record_events
from checklists.services.exchange import record_batch

START = datetime(2025, 9, 15, 1, 0, tzinfo=UTC)
_clock = itertools.count()


def answer(
    item: str,
    value: Any,
    *bases: str,
    status: AnswerStatus = AnswerStatus.ANSWERED,
    note: str = "",
    confirmed: bool = False,
    device: str = "tablet-1",
) -> IncomingEvent:
    """One event, later than all made before it."""
    number = next(_clock)
    moment = START + timedelta(seconds=number)
    return IncomingEvent(
        id=uuid7(moment),
        item=item,
        period="",
        status=status,
        value=value,
        note=note,
        base_ids=tuple(sorted(bases)),
        device_id=device,
        device_sequence=number,
        device_time=moment,
        confirmed_no_personal_data=confirmed,
    )


def write(submission: Submission, actor: Actor, *entries: Entry) -> tuple[EventResult, ...]:
    identifier = submission.id
    with transaction():
        return record_events(submission=submission_by_id(identifier), entries=entries, actor=actor)


def post(submission: Submission, actor: Actor, body: bytes) -> dict[str, Any]:
    identifier = submission.id
    with transaction():
        return record_batch(submission=submission_by_id(identifier), body=body, actor=actor)


def as_json(events: Iterable[IncomingEvent]) -> bytes:
    """The body a page would send for these events."""
    rows = [
        {
            "id": event.id, "item": event.item, "period": event.period, "status": event.status,
            "value": event.value, "note": event.note, "base_ids": list(event.base_ids),
            "device_id": event.device_id, "device_sequence": event.device_sequence,
            "device_time": event.device_time.isoformat(),
            "confirmed_no_personal_data": event.confirmed_no_personal_data,
        }
        for event in events
    ]  # fmt: skip
    return json.dumps({"events": rows}).encode()


@contextmanager
def counting_queries() -> Any:
    """The statements sent to the database inside the block."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE")):
            statements.append(statement)

    sqlalchemy_event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sqlalchemy_event.remove(db.engine, "before_cursor_execute", note)

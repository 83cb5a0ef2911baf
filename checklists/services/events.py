"""Recording answer events: append-only, idempotent, merged whatever the order they arrive in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, select, update

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.bulk import insert_rows
from audit.kernel.database import db
from audit.kernel.journal.services import record
from audit.kernel.privacy import personal_data_warnings
from checklists.domain.batches import Entry, IncomingEvent, Refusal
from checklists.domain.events import Event, State, project
from checklists.domain.items import ItemSpec
from checklists.domain.kinds import AnswerStatus, SubmissionState
from checklists.domain.problems import Problem
from checklists.domain.values import clean_value, free_texts
from checklists.domain.visibility import applies
from checklists.models.submissions import Response, ResponseEvent, Submission
from checklists.queries.instruments import frozen_items
from checklists.queries.wording import problem_text


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REJECTED = "rejected"


class EventResult(NamedTuple):
    """What became of one event; `missing_bases` are events it builds on that have not arrived yet."""

    id: str | None
    outcome: Outcome
    item: str | None = None
    code: str | None = None
    message: str | None = None
    missing_bases: tuple[str, ...] = ()


Row = dict[str, Any]

_RESPONSES = cast(Table, Response.__table__)
_EVENTS = cast(Table, ResponseEvent.__table__)
_CHANGE = (
    update(_RESPONSES)
    .where(_RESPONSES.c.id == bindparam("response_id"))
    .values(
        {
            name: bindparam(name)
            for name in ("event_id", "head_ids", "status", "value", "note", "conflict", "updated_at")
        }
    )
)


def record_events(
    *, submission: Submission, entries: Sequence[Entry], actor: Actor, author: Actor | None = None
) -> tuple[EventResult, ...]:
    """Store each event that is right, refuse each that is not, and bring the responses up to date.

    Results stand in the order of the entries. An event whose id is known with the same content is a
    ``duplicate``; with other content it is refused as ``event_id_reused`` and what was there stays. An event
    is in ``conflict`` when it is stored and another head says something else. Bases that have not arrived are
    remembered. One bad event never holds up the others. Never raises for what an entry contains.
    ``author`` is who answered, when that is not who records it. The number of statements does not grow with
    the number of entries.
    """
    # Two batches for one sheet are projected one after the other (SQLite holds its write lock anyway).
    db.session.execute(select(Submission.id).where(Submission.id == submission.id).with_for_update())
    items = frozen_items(submission.version_id)
    now = clock.now()
    incoming = [entry for entry in entries if isinstance(entry, IncomingEvent)]
    known = _known_hashes([event.id for event in incoming])
    results: list[EventResult] = []
    fresh: dict[str, Row] = {}
    # Read once: an attribute of a mapped object costs as much as the rest of a short answer.
    sheet = _Sheet(submission.id, submission.subject_type_code, items, author or actor, now)
    open_for_answers = submission.state == SubmissionState.DRAFT
    for entry in entries:
        if isinstance(entry, Refusal):
            results.append(_rejected(entry.id, None, entry.problem))
            continue
        try:
            row = sheet.row(entry)
            stored = known.get(entry.id)
            if stored is not None:
                if stored != (sheet.id, row["content_hash"]):
                    raise Problem("event_id_reused")
                results.append(EventResult(entry.id, Outcome.DUPLICATE, entry.item))
                continue
            if not open_for_answers:
                raise Problem("submission_completed")
            _check_privacy(entry, items[entry.item][1], row["value"])
        except Problem as problem:
            results.append(_rejected(entry.id, entry.item, problem))
            continue
        known[entry.id] = (sheet.id, row["content_hash"])
        fresh[entry.id] = row
        results.append(EventResult(entry.id, Outcome.ACCEPTED, entry.item))
    if fresh:
        states = _store(submission, fresh)
        absent = _absent(fresh)
        results = [_with_state(result, fresh, states, absent) for result in results]
    _journal(submission, results, actor)
    return tuple(results)


def _rejected(id: str | None, item: str | None, problem: Problem) -> EventResult:
    return EventResult(id, Outcome.REJECTED, item, problem.code, problem_text(problem))


def _known_hashes(ids: list[str]) -> dict[str, tuple[int, str]]:
    if not ids:
        return {}
    rows = db.session.execute(
        select(_EVENTS.c.id, _EVENTS.c.submission_id, _EVENTS.c.content_hash).where(_EVENTS.c.id.in_(ids))
    )
    return {id: (submission_id, content_hash) for id, submission_id, content_hash in rows}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the rows of one batch share."""

    id: int
    subject_type_code: str | None
    items: Mapping[str, tuple[int, ItemSpec]]
    author: Actor
    now: datetime

    def row(self, event: IncomingEvent) -> Row:
        """The event as a row of the table; raises Problem when it does not fit the item."""
        if event.item not in self.items:
            raise Problem("item_unknown")
        item_id, spec = self.items[event.item]
        if not applies(spec, self.subject_type_code):
            raise Problem("item_not_applicable")
        answered = event.status is AnswerStatus.ANSWERED
        value = clean_value(spec, event.value) if answered else None
        return {
            "id": event.id,
            "submission_id": self.id,
            "item_id": item_id,
            "period": event.period,
            "status": event.status.value,
            "value": value,
            "note": event.note,
            "base_ids": list(event.base_ids),
            "content_hash": event.content_hash(value),
            "personal_data_confirmed": event.confirmed_no_personal_data,
            "author_id": self.author.id,
            "author_name": self.author.full_name,
            "device_id": event.device_id,
            "device_sequence": event.device_sequence,
            "device_time": event.device_time,
            "received_at": self.now,
        }


def _check_privacy(event: IncomingEvent, spec: ItemSpec, value: Any) -> None:
    if event.confirmed_no_personal_data:
        return
    texts = [event.note] if event.note else []
    if value is not None:
        texts += free_texts(spec.answer_type, value)
    seen = list(dict.fromkeys(warning for text in texts for warning in personal_data_warnings(text)))
    if seen:
        raise Problem("personal_data_suspected", seen=", ".join(seen))


def _store(submission: Submission, fresh: dict[str, Row]) -> dict[tuple[int, str], State]:
    """Insert the events and project every item they touch, from all its events."""
    keys = {(row["item_id"], row["period"]) for row in fresh.values()}
    item_ids = {item_id for item_id, _period in keys}
    before = db.session.execute(
        select(
            *(_EVENTS.c[name] for name in ("id", "item_id", "period", "status", "value", "note")),
            *(_EVENTS.c[name] for name in ("base_ids", "device_time")),
        ).where(_EVENTS.c.submission_id == submission.id, _EVENTS.c.item_id.in_(item_ids))
    ).all()
    insert_rows(_EVENTS, list(fresh.values()))
    rows: list[Mapping[Any, Any]] = [*(row._mapping for row in before), *fresh.values()]
    projected = project(_event(row) for row in rows)
    states = {(int(item), period): state for (item, period), state in projected.items()}
    answered = _answered(submission.id, item_ids) if before else {}
    _update_responses(submission.id, {key: states[key] for key in keys}, answered)
    return states


def _event(row: Mapping[Any, Any]) -> Event:
    return Event(
        id=row["id"],
        item=str(row["item_id"]),
        period=row["period"],
        status=AnswerStatus(row["status"]),
        value=row["value"],
        note=row["note"],
        bases=frozenset(row["base_ids"]),
        made_at=row["device_time"],
    )


def _answered(submission_id: int, item_ids: Collection[int]) -> dict[tuple[int, str], int]:
    """The responses there are to these items, by item and period."""
    rows = db.session.execute(
        select(_RESPONSES.c.id, _RESPONSES.c.item_id, _RESPONSES.c.period).where(
            _RESPONSES.c.submission_id == submission_id, _RESPONSES.c.item_id.in_(item_ids)
        )
    )
    return {(item_id, period): id for id, item_id, period in rows}


def _update_responses(
    submission_id: int,
    states: Mapping[tuple[int, str], State],
    answered: Mapping[tuple[int, str], int],
) -> None:
    """Write what holds now: one statement for items answered before, one for those answered first."""
    now = clock.now()
    new: list[Row] = []
    changed: list[Row] = []
    for (item_id, period), state in states.items():
        row = {
            "event_id": state.shown.id,
            "head_ids": [head.id for head in state.heads],
            "status": state.shown.status.value,
            "value": state.shown.value,
            "note": state.shown.note,
            "conflict": state.conflict,
            "updated_at": now,
        }
        if (item_id, period) in answered:
            changed.append({**row, "response_id": answered[item_id, period]})
        else:
            new.append({**row, "submission_id": submission_id, "item_id": item_id, "period": period})
    insert_rows(_RESPONSES, new)
    if changed:
        db.session.execute(_CHANGE, changed)
        # Whoever holds one of these rows as an object sees what was written past it.
        for held in [held for held in db.session.identity_map.values() if isinstance(held, Response)]:
            db.session.expire(held)


def _with_state(
    result: EventResult, fresh: dict[str, Row], states: dict[tuple[int, str], State], absent: set[str]
) -> EventResult:
    """The result of a stored event, told whether it stands against another head."""
    if result.outcome is not Outcome.ACCEPTED or result.id is None:
        return result
    row = fresh[result.id]
    state = states[(row["item_id"], row["period"])]
    in_conflict = state.conflict and result.id in {head.id for head in state.heads}
    missing = tuple(base for base in row["base_ids"] if base in absent)
    if not in_conflict and not missing:
        return result
    return result._replace(
        outcome=Outcome.CONFLICT if in_conflict else Outcome.ACCEPTED, missing_bases=missing
    )


def _absent(fresh: dict[str, Row]) -> set[str]:
    """Bases named by the new events that have not arrived yet."""
    bases = {base for row in fresh.values() for base in row["base_ids"]} - fresh.keys()
    if not bases:
        return set()
    return bases - set(db.session.scalars(select(ResponseEvent.id).where(ResponseEvent.id.in_(bases))))


def _journal(submission: Submission, results: Sequence[EventResult], actor: Actor) -> None:
    counts = {outcome.value: sum(result.outcome is outcome for result in results) for outcome in Outcome}
    if counts[Outcome.DUPLICATE] == len(results):
        return  # nothing was written: a resend of what is known leaves no trace
    record(
        actor=actor,
        action="submission.answered",
        subject="submission",
        subject_id=submission.id,
        details={
            **{name: number for name, number in counts.items() if number},
            "events": [result.id for result in results if result.outcome in ("accepted", "conflict")],
            "refused": [[result.id, result.code] for result in results if result.outcome == "rejected"],
        },
    )

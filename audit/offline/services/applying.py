"""Applying records to a visit: answers in one go, photos described, minutes and signatures kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from audit.inspections.models.visits import Visit
from audit.inspections.services.visits import start_visit
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import DomainError
from audit.kernel.privacy import personal_data_warnings
from audit.offline.domain.bodies import CaptionBody, MinutesBody, PhotoBody, SignatureBody
from audit.offline.domain.outcomes import Outcome
from audit.offline.models import MinutesSignature, SignedMinutes
from audit.offline.queries.standing import Standing
from audit.offline.queries.wording import record_problem
from audit.offline.services.lines import Line
from checklists.domain.batches import IncomingEvent
from checklists.domain.problems import Problem
from checklists.domain.visibility import applies
from checklists.models.submissions import Submission
from checklists.queries.instruments import frozen_items
from checklists.services.events import Outcome as EventOutcome
from checklists.services.events import record_events


def begin(standing: Standing, *, actor: Actor, began_at: datetime | None = None) -> tuple[str, str]:
    """Start a booked visit, as the button on its page does; ("", "") or why that is not possible yet.

    ``began_at`` is when the first of its records was made: the visit began then, not when the network came.
    """
    assert standing.visit is not None
    try:
        with db.session.begin_nested():
            visit = start_visit(actor=actor, visit_id=standing.visit.id, began_at=began_at)
    except DomainError as error:
        return error.code, str(error.message)
    standing.visit, standing.submission = visit, visit.submission
    return "", ""


def apply_lines(
    lines: Sequence[Line],
    *,
    visit: Visit,
    submission: Submission,
    actor: Actor,
    author: Actor,
    now: datetime,
) -> None:
    """Apply records to the open sheet of a visit and say on each line what became of it.

    ``author`` is the person of the tablet, ``actor`` who has it done. Photos are only looked at here: they
    appear once their line is in the ledger and their bytes are whole.
    """
    _apply_answers(
        [line for line in lines if isinstance(line.record.body, IncomingEvent)], submission, actor, author
    )
    for line in lines:
        try:
            _check(line, submission)
        except Problem as problem:
            line.refuse(problem.code, record_problem(problem))
        if isinstance(line.record.body, MinutesBody) and _closes_strangely(line.record.body, visit):
            # What was signed cannot be signed again: the lead decides.
            line.park("ended_at_strange")
    keep_papers([line for line in lines if not line.code], author=author, now=now)


def keep_papers(lines: Sequence[Line], *, author: Actor, now: datetime) -> None:
    """Keep minutes and signatures; the same id is kept once."""
    minutes = [line for line in lines if isinstance(line.record.body, MinutesBody)]
    signatures = [line for line in lines if isinstance(line.record.body, SignatureBody)]
    taken = _taken(SignedMinutes.record_id, minutes) | _taken(MinutesSignature.record_id, signatures)
    for line in [*minutes, *signatures]:
        if line.record.id in taken:
            line.park("id_reused")
            continue
        taken.add(line.record.id)
        db.session.add(_paper(line, author, now))


def _apply_answers(lines: Sequence[Line], submission: Submission, actor: Actor, author: Actor) -> None:
    entries = [line.record.body for line in lines if isinstance(line.record.body, IncomingEvent)]
    if not entries:
        return
    results = record_events(submission=submission, entries=entries, actor=actor, author=author)
    for line, result in zip(lines, results, strict=True):
        line.event = True
        if result.outcome is EventOutcome.CONFLICT:
            line.outcome = Outcome.CONFLICT
        elif result.code == "event_id_reused":
            line.park("id_reused")
        elif result.code == "submission_completed":
            line.park("visit_closed")
        elif result.outcome is EventOutcome.REJECTED:
            line.refuse(str(result.code), str(result.message))


def _check(line: Line, submission: Submission) -> None:
    """Whether a photo or caption may stand on this sheet; raises Problem."""
    body = line.record.body
    if isinstance(body, PhotoBody):
        found = frozen_items(submission.version_id).get(body.item)
        if found is None:
            raise Problem("item_unknown")
        if not applies(found[1], submission.subject_type_code):
            raise Problem("item_not_applicable")
    if isinstance(body, PhotoBody | CaptionBody) and not body.confirmed:
        seen = personal_data_warnings(body.caption)
        if seen:
            raise Problem("personal_data_suspected", seen=", ".join(seen))


def _closes_strangely(minutes: MinutesBody, visit: Visit) -> bool:
    """Whether the minutes close before the visit began, or a day after it was booked."""
    if minutes.ended_at is None:
        return False
    # A second tablet may have begun earlier than the one whose records came first.
    begin = min(visit.starts_at, visit.started_at or visit.starts_at).replace(second=0, microsecond=0)
    return not begin <= minutes.ended_at < visit.starts_at + timedelta(days=1)


def _taken(column: object, lines: Sequence[Line]) -> set[str]:
    ids = [line.record.id for line in lines]
    return set(db.session.scalars(select(column).where(column.in_(ids)))) if ids else set()  # type: ignore


def _paper(line: Line, author: Actor, now: datetime) -> SignedMinutes | MinutesSignature:
    record, body = line.record, line.record.body
    assert record.time is not None
    if isinstance(body, MinutesBody):
        return SignedMinutes(
            record_id=record.id,
            visit_id=record.visit,
            digest=record.digest,
            title=body.title,
            blocks=body.blocks,
            made_at=record.time,
            received_at=now,
            author_id=author.id,
            author_name=author.full_name,
            device_id=record.device,
        )
    assert isinstance(body, SignatureBody)
    return MinutesSignature(
        record_id=record.id,
        minutes_id=body.minutes,
        visit_id=record.visit,
        signed=body.signed,
        side=body.side.value,
        name=body.name,
        function=body.function,
        strokes=body.strokes,
        refused=body.refused,
        reason=body.reason,
        signed_at=record.time,
        received_at=now,
        author_name=author.full_name,
    )

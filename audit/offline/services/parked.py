"""The lead decides on what was parked: apply it now, or set it aside with a reason. Nothing is deleted."""

from __future__ import annotations

from audit.inspections.domain.visits import accepts_answers
from audit.inspections.queries.scope import get_visit
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record as journal
from audit.kernel.text import tidy
from audit.offline.domain.bodies import CaptionBody, MinutesBody, PhotoBody, RemovalBody, SignatureBody
from audit.offline.domain.outcomes import Decision, Outcome
from audit.offline.domain.records import read_record
from audit.offline.models import LedgerRecord
from audit.offline.queries.parked import get_parked
from audit.offline.queries.wording import record_problem
from audit.offline.services.applying import apply_lines, keep_papers
from audit.offline.services.lines import Line
from audit.offline.services.photos import settle_photos
from checklists.domain.batches import IncomingEvent
from checklists.domain.identifiers import uuid7


def apply_parked(*, actor: Actor, ledger_id: int) -> LedgerRecord:
    """Apply a parked record as the work of the person who wrote it.

    Answers and photos need a sheet that is open: the lead reopens the visit first. Minutes and signatures are
    taken in every state of the visit. Raises :class:`Conflict` ``visit_not_open``, ``id_reused`` or
    ``already_decided``, :class:`Invalid` when the record itself is not right; nothing is changed then.
    """
    row = get_parked(actor, ledger_id)
    if row.decision == Decision.APPLIED:
        raise Conflict("already_decided", _("Nội dung này đã được quyết định."))
    record = read_record(row.text, device=row.device_id)
    if record.problem is not None:
        raise Invalid(record.problem.code, record_problem(record.problem))
    visit = get_visit(actor, row.visit_id, lock=True)
    now, author = clock.now(), row.device.user.actor
    was = row.code
    line = Line(record)
    if isinstance(record.body, MinutesBody | SignatureBody):
        keep_papers([line], author=author, now=now)
    else:
        if visit.submission is None or not accepts_answers(visit.state):
            raise Conflict(
                "visit_not_open",
                _("Buổi kiểm tra không ở trạng thái đang kiểm tra. Mở lại buổi kiểm tra rồi áp dụng."),
            )
        if isinstance(record.body, IncomingEvent) and was == "id_reused":
            # Its own id speaks of another answer; the ledger keeps which record this one came from.
            line = Line(record._replace(body=record.body._replace(id=uuid7(now))))
        apply_lines([line], visit=visit, submission=visit.submission, actor=actor, author=author, now=now)
    _raise_unless_applied(line)
    row.outcome, row.code, row.message = line.outcome, "", ""
    _decide(row, actor, Decision.APPLIED, "")
    db.session.flush()
    photo = _photo_of(record.id, record.body)
    if photo is not None and visit.submission is not None:
        refused = settle_photos(
            record_ids={photo},
            device_id=row.device_id,
            submission=visit.submission,
            actor=actor,
            author=author,
        )
        if photo in refused:
            raise Invalid(*refused[photo])
    journal(
        actor=actor,
        action="tablet.parked_applied",
        subject="tablet_record",
        subject_id=row.id,
        details={"record": row.record_id, "digest": row.digest, "visit": row.visit_id, "was": was},
    )
    return row


def set_aside(*, actor: Actor, ledger_id: int, reason: str) -> LedgerRecord:
    """Leave a parked record out, with a reason; its text stays in the ledger."""
    row = get_parked(actor, ledger_id)
    if row.decision:
        raise Conflict("already_decided", _("Nội dung này đã được quyết định."))
    text = tidy(reason)
    if not text:
        raise Invalid("reason_missing", _("Hãy ghi lý do không áp dụng."), "reason")
    if len(text) > 2_000:
        raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=2_000), "reason")
    _decide(row, actor, Decision.SET_ASIDE, text)
    journal(
        actor=actor,
        action="tablet.parked_set_aside",
        subject="tablet_record",
        subject_id=row.id,
        details={"record": row.record_id, "digest": row.digest, "visit": row.visit_id, "reason": text},
    )
    return row


def _decide(row: LedgerRecord, actor: Actor, decision: Decision, reason: str) -> None:
    row.decided_at, row.decided_by_name = clock.now(), actor.full_name
    row.decision, row.decision_reason = decision.value, reason


def _raise_unless_applied(line: Line) -> None:
    if line.outcome is Outcome.PARKED:
        raise Conflict(line.code, line.message)
    if line.outcome is Outcome.REFUSED:
        raise Invalid(line.code, line.message)


def _photo_of(record_id: str, body: object) -> str | None:
    if isinstance(body, PhotoBody):
        return record_id
    return body.photo if isinstance(body, CaptionBody | RemovalBody) else None

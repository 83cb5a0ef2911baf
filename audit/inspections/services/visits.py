"""The steps of a visit: announced, begun, finished, reviewed, reopened, cancelled; and what is noted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from audit.inspections.domain.kinds import PlanState, VisitState
from audit.inspections.domain.visits import may_move
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import attends, get_visit
from audit.inspections.services import hooks, words
from audit.inspections.services.booking import free_time
from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Forbidden, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.privacy import personal_data_warnings
from audit.kernel.revisions import unchanged_since
from checklists.queries.sheets import evaluation
from checklists.services.submissions import complete_submission, open_submission, reopen_submission

_S = VisitState


def announce_visit(*, actor: Actor, visit_id: int, revision: int) -> Visit:
    """Tell the unit when the team comes; only under an approved plan. The unit sees the visit from now on."""
    visit = get_visit(actor, visit_id, lock=True)
    _move(visit, _S.ANNOUNCED, revision)
    _needs_approved_plan(visit)
    visit.announced_at = clock.now()
    return _recorded(actor, visit, "visit.announced")


def start_visit(*, actor: Actor, visit_id: int, began_at: datetime | None = None) -> Visit:
    """Begin: opens the checklist on the version the plan was made with, for the type of the establishment.

    Only somebody who takes part may begin, or the one who books (:func:`must_take_part`). ``began_at`` is
    when work began without a network; it counts when it lies on the booked day and not ahead of now.
    """
    visit = get_visit(actor, visit_id, lock=True)
    must_take_part(actor, visit)
    _move(visit, _S.IN_PROGRESS)
    _needs_approved_plan(visit)
    submission = open_submission(
        version=_plan(visit).instrument_version,
        actor=actor,
        subject_type_code=visit.establishment.type_code if visit.establishment else None,
    )
    visit.submission_id = submission.id
    visit.started_at = _beginning(visit, began_at)
    return _recorded(actor, visit, "visit.started", submission_id=submission.id)


def _beginning(visit: Visit, told: datetime | None) -> datetime:
    now = clock.now()
    if told is None or told > now or clock.local(told).date() != clock.local(visit.starts_at).date():
        return now
    return told


def complete_visit(*, actor: Actor, visit_id: int) -> Visit:
    """Finish: the checklist is closed, the score kept, and packages above suggest findings.

    :class:`Invalid` ``submission_incomplete`` (from checklists) names what is still missing: ``details``
    holds item codes under ``missing``, ``notes`` and ``conflicts``.
    """
    visit = get_visit(actor, visit_id, lock=True)
    must_take_part(actor, visit)
    _move(visit, _S.COMPLETED)
    if visit.submission is None:
        raise Conflict("no_checklist", _("Buổi kiểm tra chưa có phiếu."))
    complete_submission(submission=visit.submission, actor=actor)
    _progress, scores, _suggestions = evaluation(visit.submission)
    percent = scores.total.percent
    visit.score = float(percent) if percent is not None else None
    visit.completed_at = clock.now()
    _recorded(actor, visit, "visit.completed", score=visit.score)
    for hook in hooks.visit_completed:
        hook(visit=visit, actor=actor)
    return visit


def reopen_visit(*, actor: Actor, visit_id: int, reason: str) -> Visit:
    """Open a finished visit's checklist again, as long as it was not reviewed; the reason is kept."""
    visit = get_visit(actor, visit_id, lock=True)
    _move(visit, _S.IN_PROGRESS)
    if visit.submission is None:
        raise Conflict("no_checklist", _("Buổi kiểm tra chưa có phiếu."))
    reopen_submission(submission=visit.submission, actor=actor, reason=reason)
    visit.completed_at, visit.score = None, None
    return _recorded(actor, visit, "visit.reopened", reason=reason)


def review_visit(*, actor: Actor, visit_id: int) -> Visit:
    """The lead has looked through the result: nothing of the checklist changes any more."""
    visit = get_visit(actor, visit_id, lock=True)
    _move(visit, _S.REVIEWED)
    visit.reviewed_at = clock.now()
    return _recorded(actor, visit, "visit.reviewed")


def cancel_visit(*, actor: Actor, visit_id: int, reason: str) -> Visit:
    """Call a visit off with a reason; everybody's time is free again, answers given so far are kept."""
    visit = get_visit(actor, visit_id, lock=True)
    _move(visit, _S.CANCELLED)
    if not reason.strip():
        raise Invalid("reason_missing", _("Hãy ghi lý do hủy."), "reason")
    visit.cancelled_reason = reason.strip()
    free_time(visit)
    return _recorded(actor, visit, "visit.cancelled", reason=visit.cancelled_reason)


def describe_visit(
    *,
    actor: Actor,
    visit_id: int,
    revision: int,
    place: str,
    unit_representative: str = "",
    unit_representative_position: str = "",
    unit_opinion: str = "",
    note: str = "",
    confirmed_no_personal_data: bool = False,
) -> Visit:
    """Write where the visit takes place, who spoke for the unit, what it said, and a note.

    Text that looks like personal data of a third person is questioned first (``personal_data_suspected``).
    """
    visit = get_visit(actor, visit_id, lock=True)
    must_take_part(actor, visit)
    if visit.state in (_S.REVIEWED, _S.CANCELLED):
        raise Conflict("visit_closed", _("Buổi kiểm tra đã rà soát hoặc đã hủy nên không sửa được."))
    unchanged_since(visit, revision)
    values = {
        "place": place.strip(),
        "unit_representative": unit_representative.strip(),
        "unit_representative_position": unit_representative_position.strip(),
        "unit_opinion": unit_opinion.strip(),
        "note": note.strip(),
    }
    for name, limit in (
        ("place", 300),
        ("unit_representative", 200),
        ("unit_representative_position", 200),
        ("unit_opinion", 20_000),
        ("note", 20_000),
    ):
        if len(values[name]) > limit:
            raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=limit), name)
    for name in ("unit_opinion", "note"):
        seen = [] if confirmed_no_personal_data else personal_data_warnings(values[name])
        if seen:
            raise Invalid(
                "personal_data_suspected",
                _(
                    "Nội dung có vẻ chứa thông tin cá nhân (%(what)s). Bỏ thông tin đó, hoặc xác nhận không "
                    "phải thông tin cá nhân.",
                    what=", ".join(seen),
                ),
                name,
            )
    changed = [name for name, value in values.items() if getattr(visit, name) != value]
    for name in changed:
        setattr(visit, name, values[name])
    return _recorded(actor, visit, "visit.described", fields=changed)


def must_take_part(actor: Actor, visit: Visit) -> None:
    """:class:`Forbidden` unless the person takes part in the visit, or books visits for the province."""
    if actor.may(Permission.BOOK_VISITS):
        return
    if not (actor.may(Permission.FILL_CHECKLISTS) and attends(actor, visit)):
        raise Forbidden("not_attendee", _("Chỉ người tham gia buổi kiểm tra thực hiện được việc này."))


def _plan(visit: Visit) -> InspectionPlan:
    return db.session.get_one(InspectionPlan, visit.plan_id)


def _move(visit: Visit, target: VisitState, revision: int | None = None) -> None:
    if not may_move(_plan(visit).kind, visit.state, target):
        if visit.state == _S.PLANNED and target is _S.IN_PROGRESS:
            raise Conflict(
                "visit_not_announced",
                _("Hãy thông báo cho đơn vị trước khi bắt đầu kiểm tra công tác quản lý."),
            )
        raise Conflict(
            "visit_wrong_state",
            _(
                "Buổi kiểm tra đang ở trạng thái “%(state)s” nên không thực hiện được việc này.",
                state=words.VISIT_STATES[VisitState(visit.state)],
            ),
        )
    if revision is not None:
        unchanged_since(visit, revision)
    visit.state = target


def _needs_approved_plan(visit: Visit) -> None:
    if _plan(visit).state != PlanState.APPROVED:
        raise Conflict("plan_not_approved", _("Kế hoạch chưa được phê duyệt (hoặc đã kết thúc)."))


def _recorded(actor: Actor, visit: Visit, action: str, **details: Any) -> Visit:
    visit.revision += 1
    record(actor=actor, action=action, subject="visit", subject_id=visit.id, details=details)
    return visit

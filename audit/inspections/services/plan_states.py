"""Approving a plan, taking the approval back, closing it."""

from __future__ import annotations

from sqlalchemy import func, select

from audit.inspections.domain.kinds import OPEN, PlanState
from audit.inspections.domain.plans import MANDATORY_PARTS, PlanProblem, approval_problems, may_move
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.inspections.queries.plans import teams_of
from audit.inspections.queries.scope import get_plan
from audit.inspections.services import words
from audit.inspections.services.people import persons
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.revisions import unchanged_since


def problems_of(plan: InspectionPlan, *, unit_count: int, teams: list[Team]) -> list[PlanProblem]:
    """What stands between this plan and its approval."""
    return approval_problems(
        kind=plan.kind,
        parts={name: getattr(plan, name) for name in MANDATORY_PARTS},
        legal_bases=plan.legal_bases,
        unit_count=unit_count,
        teams=[persons(team.members) for team in teams],
    )


def approve_plan(*, actor: Actor, plan_id: int, revision: int) -> InspectionPlan:
    """Approve the draft the person read. :class:`Conflict` when it is no draft or changed since;
    :class:`Invalid` with every reason when something is missing."""
    plan = get_plan(actor, plan_id, lock=True)
    _move(plan, PlanState.APPROVED)
    unchanged_since(plan, revision)
    units = db.session.scalar(select(func.count()).where(PlanUnit.plan_id == plan.id)) or 0
    problems = problems_of(plan, unit_count=units, teams=list(teams_of(plan)))
    if problems:
        reasons = " ".join(str(words.PLAN_PROBLEMS[problem]) for problem in problems)
        raise Invalid(
            "plan_incomplete", _("Chưa phê duyệt được. %(why)s", why=reasons), problems=list(problems)
        )
    plan.state = PlanState.APPROVED
    plan.approved_at, plan.approved_by_name = clock.now(), actor.full_name
    plan.revision += 1
    record(
        actor=actor,
        action="plan.approved",
        subject="inspection_plan",
        subject_id=plan.id,
        details={"units": units},
    )
    return plan


def return_plan_to_draft(*, actor: Actor, plan_id: int, revision: int, reason: str) -> InspectionPlan:
    """Take the approval back so that the text can change; not once a visit was announced or held."""
    plan = get_plan(actor, plan_id, lock=True)
    _move(plan, PlanState.DRAFT)
    unchanged_since(plan, revision)
    if not reason.strip():
        raise Invalid("reason_missing", _("Hãy ghi lý do."), "reason")
    begun = select(Visit.id).where(Visit.plan_id == plan.id, Visit.state.not_in(("planned", "cancelled")))
    if db.session.scalar(begun.limit(1)) is not None:
        raise Conflict(
            "plan_has_visits",
            _("Đã có buổi kiểm tra được thông báo hoặc tiến hành nên kế hoạch không trả lại được."),
        )
    plan.state, plan.approved_by_name = PlanState.DRAFT, ""
    plan.revision += 1
    record(
        actor=actor,
        action="plan.returned",
        subject="inspection_plan",
        subject_id=plan.id,
        details={"reason": reason},
    )
    return plan


def close_plan(*, actor: Actor, plan_id: int, revision: int) -> InspectionPlan:
    """Close an approved plan whose visits are all finished or cancelled."""
    plan = get_plan(actor, plan_id, lock=True)
    _move(plan, PlanState.CLOSED)
    unchanged_since(plan, revision)
    left = db.session.scalar(select(func.count()).where(Visit.plan_id == plan.id, Visit.state.in_(OPEN))) or 0
    if left:
        raise Conflict(
            "plan_has_open_visits",
            _(
                "Còn %(n)s buổi kiểm tra chưa xong; hãy hoàn thành hoặc hủy trước khi kết thúc kế hoạch.",
                n=left,
            ),
        )
    plan.state, plan.closed_at = PlanState.CLOSED, clock.now()
    plan.revision += 1
    record(actor=actor, action="plan.closed", subject="inspection_plan", subject_id=plan.id)
    return plan


def _move(plan: InspectionPlan, target: PlanState) -> None:
    if not may_move(plan.state, target):
        raise Conflict(
            f"plan_not_{'draft' if target is PlanState.APPROVED else 'approved'}",
            _(
                "Kế hoạch đang ở trạng thái “%(state)s” nên không thực hiện được việc này.",
                state=words.PLAN_STATES[PlanState(plan.state)],
            ),
        )

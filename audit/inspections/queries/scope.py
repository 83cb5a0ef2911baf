"""Which plans, teams and visits a person may see; everything else answers as if it did not exist."""

from __future__ import annotations

from sqlalchemy import Select, false, or_, select

from audit.inspections.domain.kinds import SHOWN_TO_UNIT, PlanState, VisitState
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.registers.models.units import AdministrativeUnit


def plans_of(actor: Actor) -> Select[InspectionPlan]:
    """Plans within the person's area: those of the province; for a commune, approved ones that name it."""
    statement = select(InspectionPlan)
    if actor.scope_kind is ScopeKind.COMMUNE:
        named = (
            select(PlanUnit.plan_id).join(PlanUnit.unit).where(AdministrativeUnit.code == actor.scope_code)
        )
        return statement.where(
            InspectionPlan.province_code == actor.province_code,
            InspectionPlan.state != PlanState.DRAFT,
            InspectionPlan.id.in_(named),
        )
    if not actor.province_code:
        return statement if actor.role is Role.ADMINISTRATOR else statement.where(false())
    return statement.where(InspectionPlan.province_code == actor.province_code)


def visits_of(actor: Actor) -> Select[Visit]:
    """Visits within the person's area: those of the province; for a commune its own from the day they are
    announced; for an officer of an agency none, because no agency is visited."""
    statement = select(Visit)
    if actor.scope_kind is ScopeKind.COMMUNE:
        own = select(AdministrativeUnit.id).where(AdministrativeUnit.code == actor.scope_code)
        return statement.where(
            Visit.province_code == actor.province_code,
            Visit.unit_id.in_(own),
            or_(
                Visit.state.in_(SHOWN_TO_UNIT), (Visit.state == "cancelled") & Visit.announced_at.is_not(None)
            ),
        )
    if actor.role is Role.UNIT_OFFICER:
        return statement.where(false())
    if not actor.province_code:
        return statement if actor.role is Role.ADMINISTRATOR else statement.where(false())
    return statement.where(Visit.province_code == actor.province_code)


def attended_by(actor: Actor, statement: Select[Visit]) -> Select[Visit]:
    """Of these visits, those the person takes part in."""
    mine = select(VisitMember.visit_id).join(VisitMember.member).where(TeamMember.user_id == actor.id)
    return statement.where(Visit.id.in_(mine))


def get_plan(actor: Actor, plan_id: int, *, lock: bool = False) -> InspectionPlan:
    """One plan within the person's area; with ``lock`` nobody else changes it until the transaction ends."""
    statement = plans_of(actor).where(InspectionPlan.id == plan_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    plan = db.session.scalar(statement)
    if plan is None:
        raise NotFound("plan_not_found", _("Không tìm thấy kế hoạch kiểm tra."))
    return plan


def get_team(actor: Actor, team_id: int, *, lock: bool = False) -> Team:
    """One team of a plan within the person's area; ``lock`` locks its plan."""
    team = db.session.get(Team, team_id)
    if team is None:
        raise NotFound("team_not_found", _("Không tìm thấy đoàn (đội) kiểm tra."))
    get_plan(actor, team.plan_id, lock=lock)
    return team


def get_visit(actor: Actor, visit_id: int, *, lock: bool = False) -> Visit:
    """One visit within the person's area; with ``lock`` nobody else changes it until the transaction ends."""
    statement = visits_of(actor).where(Visit.id == visit_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    visit = db.session.scalar(statement)
    if visit is None:
        raise NotFound("visit_not_found", _("Không tìm thấy buổi kiểm tra."))
    return visit


def attends(actor: Actor, visit: Visit) -> bool:
    """Whether the person takes part in this visit."""
    statement = (
        select(VisitMember.id)
        .join(VisitMember.member)
        .where(VisitMember.visit_id == visit.id, TeamMember.user_id == actor.id)
    )
    return actor.id is not None and db.session.scalar(statement) is not None


def sees_sheet(actor: Actor, visit: Visit) -> bool:
    """A unit sees its checklist when the result was reviewed; the department from the beginning."""
    if visit.submission_id is None:
        return False
    return actor.commune_code is None or visit.state == VisitState.REVIEWED

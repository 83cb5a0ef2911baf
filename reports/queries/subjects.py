"""The team a document is about, and the units that fall to a team."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor, ScopeKind
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _


def team(actor: Actor, team_id: int) -> Team:
    """The team a document is to be made of, with plan and members; else :class:`NotFound`."""
    province = actor.province_code if actor.scope_kind is ScopeKind.PROVINCE else ""
    found = db.session.scalar(
        select(Team)
        .join(Team.plan)
        .where(Team.id == team_id, InspectionPlan.province_code == province)
        .options(joinedload(Team.plan), selectinload(Team.members))
    )
    if found is None:
        raise NotFound("team_not_found", _("Không tìm thấy đoàn (đội) kiểm tra."))
    return found


def teams_of(plan_id: int) -> list[Team]:
    """The teams of a plan in the order they were set up, with their members."""
    statement = select(Team).where(Team.plan_id == plan_id).options(selectinload(Team.members))
    return list(db.session.scalars(statement.order_by(Team.id)))


def number_of_teams(plan_id: int) -> int:
    return db.session.scalar(select(func.count()).select_from(Team).where(Team.plan_id == plan_id)) or 0


def units_of(team: Team) -> list[PlanUnit]:
    """What a team will inspect: what is booked for it when the plan has several teams, else (or while nothing
    is booked) everything the plan chose; in the plan's order."""
    chosen = list(
        db.session.scalars(
            select(PlanUnit)
            .where(PlanUnit.plan_id == team.plan_id)
            .options(joinedload(PlanUnit.unit), joinedload(PlanUnit.establishment))
            .order_by(PlanUnit.position, PlanUnit.id)
        )
    )
    if number_of_teams(team.plan_id) < 2:
        return chosen
    booked = {
        (row.unit_id, row.establishment_id)
        for row in db.session.execute(
            select(Visit.unit_id, Visit.establishment_id).where(
                Visit.team_id == team.id, Visit.state != "cancelled"
            )
        )
    }
    return [unit for unit in chosen if (unit.unit_id, unit.establishment_id) in booked] or chosen

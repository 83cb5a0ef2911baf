"""Reads of plans: the list, one plan with its units and teams, and what a new plan is made from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from audit.inspections.domain.kinds import VisitState
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import plans_of
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.paging import Page, paginate
from audit.registers.queries.units import names_on


def plans_page(
    actor: Actor,
    *,
    year: int | None = None,
    kind: str = "",
    state: str = "",
    cursor: str | None = None,
    limit: int = 25,
) -> Page[InspectionPlan]:
    """Plans the person may see, newest year first."""
    statement = plans_of(actor)
    if year is not None:
        statement = statement.where(InspectionPlan.year == year)
    if kind:
        statement = statement.where(InspectionPlan.kind == kind)
    if state:
        statement = statement.where(InspectionPlan.state == state)
    keys = (InspectionPlan.year.desc(), InspectionPlan.id.desc())
    return paginate(statement, keys=keys, cursor=cursor, limit=limit)


def years(actor: Actor) -> list[int]:
    """Years that have a plan, newest first."""
    statement = plans_of(actor).with_only_columns(InspectionPlan.year).distinct()
    return sorted(db.session.scalars(statement), reverse=True)


def counts(plan_ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Units chosen, visits booked (cancelled ones left out) and visits done, by plan."""
    if not plan_ids:
        return {}
    units = dict(
        db.session.execute(
            select(PlanUnit.plan_id, func.count())
            .where(PlanUnit.plan_id.in_(plan_ids))
            .group_by(PlanUnit.plan_id)
        ).all()
    )
    done = func.count().filter(Visit.state.in_((VisitState.COMPLETED, VisitState.REVIEWED)))
    visits = {
        plan_id: (booked, finished)
        for plan_id, booked, finished in db.session.execute(
            select(Visit.plan_id, func.count(), done)
            .where(Visit.plan_id.in_(plan_ids), Visit.state != VisitState.CANCELLED)
            .group_by(Visit.plan_id)
        )
    }
    return {plan_id: (units.get(plan_id, 0), *visits.get(plan_id, (0, 0))) for plan_id in plan_ids}


def units_of(plan: InspectionPlan) -> Sequence[PlanUnit]:
    """The plan's communes or establishments in order, each with what it points at."""
    statement = (
        select(PlanUnit)
        .where(PlanUnit.plan_id == plan.id)
        .options(selectinload(PlanUnit.unit), selectinload(PlanUnit.establishment))
        .order_by(PlanUnit.position, PlanUnit.id)
    )
    return db.session.scalars(statement).all()


def teams_of(plan: InspectionPlan) -> Sequence[Team]:
    """The plan's teams with their members."""
    statement = (
        select(Team).where(Team.plan_id == plan.id).options(selectinload(Team.members)).order_by(Team.id)
    )
    return db.session.scalars(statement).all()


def province_name(province_code: str, on: date) -> str:
    """The full name of the province on that day ("Tỉnh Lạng Sơn"); empty when it is not in the register."""
    return names_on({province_code}, on).get(province_code, "")

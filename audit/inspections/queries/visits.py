"""Reads of visits: the list, the calendar, one visit, and when people are busy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from audit.inspections.domain.kinds import OPEN, VisitState
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.inspections.queries.scope import attended_by, get_visit, visits_of
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.paging import Page, paginate
from audit.kernel.text import search_key
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit


def _with_names(statement: Select[Visit]) -> Select[Visit]:
    """The visits with unit, establishment, team and people loaded: four queries for any number of rows."""
    return statement.options(
        joinedload(Visit.unit),
        joinedload(Visit.establishment),
        joinedload(Visit.team),
        selectinload(Visit.attendees).joinedload(VisitMember.member),
    )


def _matching(
    actor: Actor,
    *,
    mine: bool = False,
    plan_id: int | None = None,
    unit_id: int | None = None,
    state: str = "",
    q: str = "",
) -> Select[Visit]:
    statement = visits_of(actor)
    if mine:
        statement = attended_by(actor, statement)
    if plan_id is not None:
        statement = statement.where(Visit.plan_id == plan_id)
    if unit_id is not None:
        statement = statement.where(Visit.unit_id == unit_id)
    if state == "open":
        statement = statement.where(Visit.state.in_(OPEN))
    elif state:
        statement = statement.where(Visit.state == state)
    if q.strip():
        key = search_key(q)
        # Asked of each visit's own place, latest first, until a page is full: most establishments of a
        # province have no visit, so their names need not be read.
        statement = statement.where(
            Visit.unit.has(AdministrativeUnit.search_key.contains(key, autoescape=True))
            | Visit.establishment.has(Establishment.search_key.contains(key, autoescape=True))
        )
    return statement


def visits_page(
    actor: Actor,
    *,
    mine: bool = False,
    plan_id: int | None = None,
    unit_id: int | None = None,
    state: str = "",
    q: str = "",
    oldest_first: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Visit]:
    """Visits the person may see, latest first; ``state="open"`` means all that are not finished."""
    statement = _matching(actor, mine=mine, plan_id=plan_id, unit_id=unit_id, state=state, q=q)
    keys = (Visit.starts_at, Visit.id) if oldest_first else (Visit.starts_at.desc(), Visit.id.desc())
    return paginate(_with_names(statement), keys=keys, cursor=cursor, limit=limit)


def visits_between(
    actor: Actor,
    start: datetime,
    end: datetime,
    *,
    mine: bool = False,
    plan_id: int | None = None,
) -> Sequence[Visit]:
    """Visits that begin in the span and are not cancelled, in order of time; for the calendar."""
    statement = _matching(actor, mine=mine, plan_id=plan_id).where(
        Visit.starts_at >= start, Visit.starts_at < end, Visit.state != VisitState.CANCELLED
    )
    return db.session.scalars(_with_names(statement).order_by(Visit.starts_at, Visit.id)).all()


def visits_of_plan(actor: Actor, plan: InspectionPlan) -> Sequence[Visit]:
    """All visits of one plan in order of time, cancelled ones too."""
    statement = _with_names(visits_of(actor).where(Visit.plan_id == plan.id))
    return db.session.scalars(statement.order_by(Visit.starts_at, Visit.id)).all()


def whole_visit(actor: Actor, visit_id: int) -> Visit:
    """One visit with everything its page shows."""
    visit = get_visit(actor, visit_id)
    statement = _with_names(select(Visit).where(Visit.id == visit.id)).options(
        joinedload(Visit.plan), joinedload(Visit.submission)
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def busy_times(person_keys: Sequence[str], start: datetime, end: datetime) -> list[tuple[str, Visit]]:
    """Who of these people is booked in the span, and for what; by time."""
    if not person_keys:
        return []
    statement = (
        select(TeamMember.person_key, Visit)
        .join(VisitMember, VisitMember.member_id == TeamMember.id)
        .join(Visit, Visit.id == VisitMember.visit_id)
        .where(
            TeamMember.person_key.in_(person_keys),
            Visit.starts_at < end,
            Visit.ends_at > start,
            Visit.state != VisitState.CANCELLED,
        )
        .options(joinedload(Visit.unit), joinedload(Visit.establishment))
        .order_by(Visit.starts_at, TeamMember.person_key)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def state_counts(actor: Actor, *, mine: bool = False) -> dict[str, int]:
    """How many visits the person may see in each state; one query."""
    visits = _matching(actor, mine=mine).subquery()
    rows = db.session.execute(select(visits.c.state, func.count()).group_by(visits.c.state))
    return {state: count for state, count in rows}

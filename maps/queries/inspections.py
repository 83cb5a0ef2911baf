"""Visits and findings as the map needs them, within a person's reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from audit.findings.domain.states import UNSETTLED
from audit.findings.models import Finding, Recommendation, recommendation_finding
from audit.findings.queries.scope import visible_findings
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import plans_of, visits_of
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from maps.domain.filters import HELD_STATES, MapFilters


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit and where it is: the establishment's point, else the commune's; None when neither is known."""

    id: int
    unit_id: int
    unit_name: str
    establishment_name: str | None
    starts_at: datetime
    state: str
    score: float | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How many findings of one kind and severity one place has."""

    unit_id: int
    establishment_id: int | None
    place: str
    kind: str
    severity: str | None
    count: int
    latitude: float | None
    longitude: float | None


def plans(actor: Actor) -> Sequence[tuple[int, str]]:
    """Plans this person may see, newest first, as (id, title with the year)."""
    statement = plans_of(actor).with_only_columns(
        InspectionPlan.id, InspectionPlan.year, InspectionPlan.title
    )
    statement = statement.order_by(InspectionPlan.year.desc(), InspectionPlan.id.desc()).limit(100)
    return [(row.id, f"{row.year} – {row.title}") for row in db.session.execute(statement)]


def _visits_in(filters: MapFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.plan is not None:
        conditions.append(Visit.plan_id == filters.plan)
    if filters.team is not None:
        conditions.append(Visit.team_id == filters.team)
    if filters.since is not None:
        conditions.append(Visit.starts_at >= clock.from_local(datetime.combine(filters.since, time())))
    if filters.until is not None:
        after = datetime.combine(filters.until + timedelta(days=1), time())
        conditions.append(Visit.starts_at < clock.from_local(after))
    return conditions


def _visible_visits(actor: Actor) -> list[ColumnElement[bool]]:
    """The visits this person may see, by the rule of the visits' own pages."""
    condition = visits_of(actor).whereclause
    return [] if condition is None else [condition]


def _visit_rows(
    *conditions: ColumnElement[bool],
) -> Select[int, int, str, str, datetime, str, float | None, float, float]:
    latitude = func.coalesce(Establishment.latitude, AdministrativeUnit.latitude)
    longitude = func.coalesce(Establishment.longitude, AdministrativeUnit.longitude)
    return (
        select(
            Visit.id,
            Visit.unit_id,
            AdministrativeUnit.name,
            Establishment.name,
            Visit.starts_at,
            Visit.state,
            Visit.score,
            latitude,
            longitude,
        )
        .join(AdministrativeUnit, AdministrativeUnit.id == Visit.unit_id)
        .outerjoin(Establishment, Establishment.id == Visit.establishment_id)
        .where(*conditions)
        .order_by(Visit.starts_at.desc(), Visit.id.desc())
    )


def visits(actor: Actor, filters: MapFilters, *, units: Sequence[int] | None = None) -> Sequence[VisitRow]:
    """Visits in the filters, latest first; ``units`` narrows them to some (dated rows of) communes."""
    conditions = _visible_visits(actor) + _visits_in(filters)
    if filters.state is not None:
        conditions.append(Visit.state == filters.state)
    if units is not None:
        conditions.append(Visit.unit_id.in_(units))
    return [VisitRow(*row) for row in db.session.execute(_visit_rows(*conditions))]


def units_to_visit(actor: Actor, filters: MapFilters) -> set[int]:
    """The (dated rows of) communes of all visits in the filters that were not called off."""
    conditions = [*_visible_visits(actor), *_visits_in(filters), Visit.state != "cancelled"]
    return set(db.session.scalars(select(Visit.unit_id).where(*conditions).distinct()))


@dataclass(frozen=True, slots=True)
class HeldVisits:
    """How often a commune was visited itself (``own``) or in its establishments, and the latest of those."""

    unit_id: int
    own: bool
    visits: int
    latest: datetime
    score: float | None


def held_visits(actor: Actor, filters: MapFilters) -> Sequence[HeldVisits]:
    """Visits that took place, counted in the database: two rows a commune at most, latest first.

    The score of a visit is for its commune to see only once the visit has been reviewed.
    """
    shown = HELD_STATES if actor.commune_code is None else ("reviewed",)
    conditions = [*_visible_visits(actor), *_visits_in(filters), Visit.state.in_(shown)]
    own = Visit.establishment_id.is_(None)
    totals = (
        select(
            Visit.unit_id,
            own.label("own"),
            func.count().label("visits"),
            func.max(Visit.starts_at).label("latest"),
        )
        .where(*conditions)
        .group_by(Visit.unit_id, own)
        .subquery()
    )
    same_time = (
        Visit.unit_id == totals.c.unit_id,
        own == totals.c.own,
        Visit.starts_at == totals.c.latest,
    )
    # Of visits that began at the same minute the one booked last counts.
    statement = (
        select(totals.c.unit_id, totals.c.own, totals.c.visits, Visit.starts_at, Visit.score)
        .join(Visit, and_(*same_time))
        .where(*conditions)
        .order_by(Visit.starts_at.desc(), Visit.id.desc())
    )
    found: dict[tuple[int, bool], HeldVisits] = {}
    for row in db.session.execute(statement):
        found.setdefault((row[0], row[1]), HeldVisits(*row))
    return list(found.values())


def _open() -> ColumnElement[bool]:
    """Strengths, and shortcomings without a recommendation or with one that is not verified yet."""
    linked = exists().where(recommendation_finding.c.finding_id == Finding.id)
    unsettled = exists().where(
        recommendation_finding.c.finding_id == Finding.id,
        recommendation_finding.c.recommendation_id == Recommendation.id,
        Recommendation.state.in_(UNSETTLED),
    )
    return or_(Finding.kind == "strength", ~linked, unsettled)


def _findings_in(actor: Actor, filters: MapFilters) -> list[ColumnElement[bool]]:
    conditions = [*visible_findings(actor), Finding.state == "confirmed", _open()]
    if filters.kind is not None:
        conditions.append(Finding.kind == filters.kind)
    if filters.severity is not None:
        conditions.append(or_(Finding.severity == filters.severity.value, Finding.kind == "strength"))
    within = _visits_in(filters)
    if within:
        conditions.append(Finding.visit_id.in_(select(Visit.id).where(*within)))
    return conditions


def finding_counts(actor: Actor, filters: MapFilters) -> Sequence[FindingCount]:
    """Confirmed findings that still stand, counted by place, kind and severity."""
    counted = (
        select(
            Finding.unit_id,
            Finding.establishment_id,
            Finding.kind,
            Finding.severity,
            func.count().label("number"),
        )
        .where(*_findings_in(actor, filters))
        .group_by(Finding.unit_id, Finding.establishment_id, Finding.kind, Finding.severity)
        .subquery()
    )
    unit = aliased(AdministrativeUnit)
    statement = (
        select(
            counted.c.unit_id,
            counted.c.establishment_id,
            func.coalesce(Establishment.name, unit.name),
            counted.c.kind,
            counted.c.severity,
            counted.c.number,
            func.coalesce(Establishment.latitude, unit.latitude),
            func.coalesce(Establishment.longitude, unit.longitude),
        )
        .select_from(counted)
        .join(unit, unit.id == counted.c.unit_id)
        .outerjoin(Establishment, Establishment.id == counted.c.establishment_id)
        .order_by(counted.c.unit_id, counted.c.establishment_id, counted.c.kind, counted.c.severity)
    )
    return [FindingCount(*row) for row in db.session.execute(statement)]


def severity_counts(actor: Actor, filters: MapFilters) -> Sequence[tuple[int, str, int]]:
    """(unit id, severity, number) of the confirmed shortcomings that still stand."""
    statement = (
        select(Finding.unit_id, Finding.severity, func.count())
        .where(*_findings_in(actor, filters), Finding.severity.is_not(None))
        .group_by(Finding.unit_id, Finding.severity)
    )
    return [(row[0], str(row[1]), row[2]) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class FindingText:
    """One finding as the panel of a commune lists it."""

    id: int
    unit_id: int
    kind: str
    severity: str | None
    condition: str


def finding_texts(
    actor: Actor, filters: MapFilters, *, units: Sequence[int] | None = None, limit: int = 5000
) -> Sequence[FindingText]:
    """Confirmed findings that still stand, the most severe first."""
    rank = case({"high": 0, "medium": 1, "low": 2}, value=Finding.severity, else_=3)
    statement = select(Finding.id, Finding.unit_id, Finding.kind, Finding.severity, Finding.condition)
    statement = statement.where(*_findings_in(actor, filters)).order_by(rank, Finding.id.desc()).limit(limit)
    if units is not None:
        statement = statement.where(Finding.unit_id.in_(units))
    return [FindingText(*row) for row in db.session.execute(statement)]

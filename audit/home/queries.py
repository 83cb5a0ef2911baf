"""What each role needs to see first; a fixed number of queries whatever the size of the province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from audit.findings.models import Finding, Recommendation
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.offline.queries.conflicts import count_open
from audit.offline.queries.records import counts
from audit.offline.queries.scope import oversees
from audit.registers.models.units import AdministrativeUnit
from checklists.queries.progress import progress_of
from reports.models import Document

FEW = 8
FEWER = 5


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of the running year within the person's province."""

    visits: int
    visits_done: int
    units: int
    strengths: int
    shortcomings: int
    severe: int
    open_recommendations: int
    overdue_recommendations: int


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A visit under way and how far its checklist is."""

    visit: Visit
    answered: int
    items: int


@dataclass(frozen=True, slots=True)
class ToDecide:
    """What tablets brought that waits for the lead; all zero for those who do not decide."""

    conflicts: int = 0
    records: int = 0

    def __bool__(self) -> bool:
        return bool(self.conflicts or self.records)


@dataclass(frozen=True, slots=True)
class ReportDue:
    """An approved plan with finished visits and no report issued yet."""

    plan: InspectionPlan
    finished: int
    visits: int


def _local_midnight(day: date) -> datetime:
    return clock.from_local(datetime.combine(day, time()))


def _visits() -> Select[Visit]:
    return select(Visit).options(
        joinedload(Visit.unit),
        joinedload(Visit.establishment),
        joinedload(Visit.team),
        joinedload(Visit.plan),
    )


def _mine(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        VisitMember.visit_id == Visit.id,
        VisitMember.member_id == TeamMember.id,
        TeamMember.user_id == actor.id,
    )


def _overdue(today: date) -> ColumnElement[bool]:
    return and_(Recommendation.due_on < today, Recommendation.state.in_(("open", "in_progress")))


def totals(actor: Actor, today: date) -> Totals:
    """Three aggregate queries over the year of ``today``."""
    year_start = _local_midnight(date(today.year, 1, 1))
    done = Visit.state.in_(("completed", "reviewed"))
    visits = db.session.execute(
        select(
            func.count(), func.count(case((done, 1))), func.count(case((done, Visit.unit_id)).distinct())
        ).where(
            Visit.province_code == actor.province_code,
            Visit.starts_at >= year_start,
            Visit.state != "cancelled",
        )
    ).one()
    findings = db.session.execute(
        select(
            func.count(case((Finding.kind == "strength", 1))),
            func.count(case((Finding.kind == "shortcoming", 1))),
            func.count(case((Finding.severity == "high", 1))),
        ).where(
            Finding.province_code == actor.province_code,
            Finding.state == "confirmed",
            Finding.created_at >= year_start,
        )
    ).one()
    recommendations = db.session.execute(
        select(
            func.count(),
            func.count(case((_overdue(today), 1))),
        ).where(
            Recommendation.province_code == actor.province_code,
            Recommendation.state.in_(("open", "in_progress")),
        )
    ).one()
    return Totals(*visits, *findings, *recommendations)


def visits_this_week(actor: Actor, today: date) -> Sequence[Visit]:
    """Visits of the province from Monday to Sunday, in order of time."""
    monday = today - timedelta(days=today.weekday())
    return db.session.scalars(
        _visits()
        .where(
            Visit.province_code == actor.province_code,
            Visit.starts_at >= _local_midnight(monday),
            Visit.starts_at < _local_midnight(monday + timedelta(days=7)),
            Visit.state != "cancelled",
        )
        .order_by(Visit.starts_at, Visit.id)
        .limit(40)
    ).all()


def visits_to_review(actor: Actor) -> Sequence[Visit]:
    """Completed visits whose findings the lead has not reviewed, oldest first."""
    return db.session.scalars(
        _visits()
        .where(Visit.province_code == actor.province_code, Visit.state == "completed")
        .order_by(Visit.completed_at, Visit.id)
        .limit(FEW)
    ).all()


def to_decide(actor: Actor) -> ToDecide:
    """Answers that differ and records that were not applied; two queries."""
    if not oversees(actor):
        return ToDecide()
    return ToDecide(count_open(actor), counts(actor)["waiting"])


def my_visits(actor: Actor) -> Sequence[Visit]:
    """Visits this person takes part in that are still ahead, in order of time."""
    return db.session.scalars(
        _visits()
        .where(_mine(actor), Visit.state.in_(("planned", "announced")))
        .order_by(Visit.starts_at, Visit.id)
        .limit(FEW)
    ).all()


def unfinished(actor: Actor, *, mine: bool) -> list[Unfinished]:
    """Visits under way with the progress of their checklists; three queries."""
    statement = _visits().where(Visit.state == "in_progress", Visit.province_code == actor.province_code)
    if mine:
        statement = statement.where(_mine(actor))
    statement = statement.options(joinedload(Visit.submission)).order_by(Visit.starts_at, Visit.id)
    visits = db.session.scalars(statement.limit(FEW)).all()
    found = progress_of([visit.submission for visit in visits if visit.submission is not None])
    return [
        Unfinished(visit, found[visit.submission_id].done, found[visit.submission_id].total)
        for visit in visits
        if visit.submission_id in found
    ]


def undecided_findings(actor: Actor) -> Sequence[tuple[Visit, int]]:
    """Visits of this person with suggestions nobody has confirmed or dropped, and how many."""
    rows = db.session.execute(
        select(Visit, func.count(Finding.id))
        .join(Finding, Finding.visit_id == Visit.id)
        .where(Finding.state == "suggested", Visit.province_code == actor.province_code, _mine(actor))
        .group_by(Visit.id)
        .order_by(Visit.starts_at, Visit.id)
        .options(joinedload(Visit.unit), joinedload(Visit.establishment))
        .limit(FEW)
    )
    return [(visit, count) for visit, count in rows]


def plans_to_approve(actor: Actor) -> Sequence[InspectionPlan]:
    return db.session.scalars(
        select(InspectionPlan)
        .where(InspectionPlan.province_code == actor.province_code, InspectionPlan.state == "draft")
        .order_by(InspectionPlan.year.desc(), InspectionPlan.id)
        .limit(FEW)
    ).all()


def reports_due(actor: Actor) -> list[ReportDue]:
    """Plans under way whose findings report has not been issued although visits are finished."""
    finished = func.count(case((Visit.state.in_(("completed", "reviewed")), 1)))
    # A report on one visit or of one team is not yet the plan's.
    issued = exists().where(
        Document.plan_id == InspectionPlan.id,
        Document.kind == "findings_report",
        Document.state == "issued",
        Document.visit_id.is_(None),
        Document.team_id.is_(None),
    )
    rows = db.session.execute(
        select(InspectionPlan, finished, func.count(Visit.id))
        .join(Visit, and_(Visit.plan_id == InspectionPlan.id, Visit.state != "cancelled"))
        .where(
            InspectionPlan.province_code == actor.province_code, InspectionPlan.state == "approved", ~issued
        )
        .group_by(InspectionPlan.id)
        .having(finished > 0)
        .order_by(InspectionPlan.id)
        .limit(FEW)
    )
    return [ReportDue(*row) for row in rows]


def draft_documents(actor: Actor) -> Sequence[Document]:
    return db.session.scalars(
        select(Document)
        .where(Document.province_code == actor.province_code, Document.state == "draft")
        .order_by(Document.id.desc())
        .limit(FEW)
    ).all()


def overdue_recommendations(actor: Actor, today: date) -> Sequence[Recommendation]:
    """The longest overdue first."""
    return db.session.scalars(
        select(Recommendation)
        .options(joinedload(Recommendation.unit))
        .where(Recommendation.province_code == actor.province_code, _overdue(today))
        .order_by(Recommendation.due_on, Recommendation.id)
        .limit(FEWER)
    ).all()


def unit_visits(actor: Actor) -> Sequence[Visit]:
    """Announced or running visits to this officer's commune."""
    return db.session.scalars(
        _visits()
        .join(AdministrativeUnit, AdministrativeUnit.id == Visit.unit_id)
        .where(
            Visit.province_code == actor.province_code,
            AdministrativeUnit.code == actor.commune_code,
            Visit.state.in_(("announced", "in_progress")),
        )
        .order_by(Visit.starts_at, Visit.id)
        .limit(FEW)
    ).all()


def unit_recommendations(actor: Actor) -> Sequence[Recommendation]:
    """Recommendations this officer's commune still has to carry out, most urgent first."""
    return db.session.scalars(
        select(Recommendation)
        .join(AdministrativeUnit, AdministrativeUnit.id == Recommendation.unit_id)
        .join(Visit, Visit.id == Recommendation.visit_id)
        .options(selectinload(Recommendation.steps))
        .where(
            Recommendation.province_code == actor.province_code,
            AdministrativeUnit.code == actor.commune_code,
            Recommendation.state.in_(("open", "in_progress")),
            Visit.state == "reviewed",
        )
        .order_by(Recommendation.due_on, Recommendation.id)
        .limit(FEW)
    ).all()

"""The register of recommendations: who was asked to do what by when, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from audit.findings.domain.states import AWAITED, UNSETTLED, RecommendationState
from audit.findings.models import Finding, FollowUp, Recommendation, recommendation_finding
from audit.findings.queries.findings import containing
from audit.findings.queries.scope import visible_findings, visible_recommendations
from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.paging import Page, paginate


@dataclass(frozen=True, slots=True)
class RecommendationFilters:
    """What a list of recommendations is narrowed to; ``state`` may be ``unsettled``, all not closed yet."""

    unit_id: int | None = None
    plan_id: int | None = None
    visit_id: int | None = None
    state: str = ""
    overdue: bool = False
    addressee: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationTotals:
    """Numbers above a list; ``overdue`` are among ``open`` and ``in_progress``."""

    open: int = 0
    in_progress: int = 0
    done: int = 0
    verified: int = 0
    withdrawn: int = 0
    overdue: int = 0

    @property
    def all(self) -> int:
        return self.open + self.in_progress + self.done + self.verified + self.withdrawn


def _conditions(actor: Actor, filters: RecommendationFilters, today: date) -> list[ColumnElement[bool]]:
    conditions = visible_recommendations(actor)
    if filters.state == "unsettled":
        conditions.append(Recommendation.state.in_(UNSETTLED))
    elif filters.state:
        conditions.append(Recommendation.state == filters.state)
    if filters.overdue:
        conditions += [Recommendation.due_on < today, Recommendation.state.in_(AWAITED)]
    if filters.unit_id is not None:
        conditions.append(Recommendation.unit_id == filters.unit_id)
    if filters.visit_id is not None:
        conditions.append(Recommendation.visit_id == filters.visit_id)
    if filters.plan_id is not None:
        conditions.append(
            Recommendation.visit_id.in_(select(Visit.id).where(Visit.plan_id == filters.plan_id))
        )
    kind, _colon, code = filters.addressee.partition(":")
    if kind:
        conditions.append(Recommendation.addressee_kind == kind)
    if code:
        conditions.append(Recommendation.addressee_code == code)
    return conditions + containing(Recommendation.search_key, filters.text)


def register(
    actor: Actor,
    filters: RecommendationFilters,
    *,
    today: date,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Recommendation]:
    """One page of the recommendations a person may see, the soonest due first."""
    statement = (
        select(Recommendation)
        .where(*_conditions(actor, filters, today))
        .options(joinedload(Recommendation.unit), joinedload(Recommendation.visit))
    )
    return paginate(statement, keys=(Recommendation.due_on, Recommendation.id), cursor=cursor, limit=limit)


def totals(actor: Actor, filters: RecommendationFilters, *, today: date) -> RecommendationTotals:
    """Totals of all that :func:`register` would list, in one query."""
    late = case((Recommendation.due_on < today, 1), else_=0)
    statement = (
        select(Recommendation.state, func.count(), func.sum(late))
        .where(*_conditions(actor, filters, today))
        .group_by(Recommendation.state)
    )
    numbers = {state: (number, overdue) for state, number, overdue in db.session.execute(statement)}
    return RecommendationTotals(
        **{str(state): numbers[state][0] for state in RecommendationState if state in numbers},
        overdue=sum(numbers[state][1] for state in AWAITED if state in numbers),
    )


def for_export(
    actor: Actor, filters: RecommendationFilters, *, today: date, limit: int = 50_000
) -> Sequence[Recommendation]:
    """The whole filtered register in the order of the page, for a spreadsheet; at most ``limit`` rows."""
    statement = (
        select(Recommendation)
        .where(*_conditions(actor, filters, today))
        .options(
            joinedload(Recommendation.unit),
            joinedload(Recommendation.visit).joinedload(Visit.establishment),
            selectinload(Recommendation.findings),
            selectinload(Recommendation.steps),
        )
        .order_by(Recommendation.due_on, Recommendation.id)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def of_visit(actor: Actor, visit_id: int) -> Sequence[Recommendation]:
    """All recommendations of a visit, in the order they were made, with the findings they answer."""
    statement = (
        select(Recommendation)
        .where(Recommendation.visit_id == visit_id, *visible_recommendations(actor))
        .options(selectinload(Recommendation.findings))
        .order_by(Recommendation.id)
    )
    return db.session.scalars(statement).all()


def of_visits(actor: Actor, visit_ids: Sequence[int]) -> dict[int, list[Recommendation]]:
    """Recommendations of several visits by visit, without those withdrawn, the soonest due first."""
    statement: Select[Any] = (
        select(Recommendation)
        .where(
            Recommendation.visit_id.in_(visit_ids),
            Recommendation.state != RecommendationState.WITHDRAWN,
            *visible_recommendations(actor),
        )
        .options(joinedload(Recommendation.unit), selectinload(Recommendation.findings))
        .order_by(Recommendation.visit_id, Recommendation.due_on, Recommendation.id)
    )
    found: dict[int, list[Recommendation]] = {visit_id: [] for visit_id in visit_ids}
    for recommendation in db.session.scalars(statement):
        found[recommendation.visit_id].append(recommendation)
    return found


def findings_of(actor: Actor, recommendation: Recommendation) -> Sequence[Finding]:
    """The findings a recommendation answers, those the person may see."""
    statement = (
        select(Finding)
        .join(recommendation_finding, recommendation_finding.c.finding_id == Finding.id)
        .where(recommendation_finding.c.recommendation_id == recommendation.id, *visible_findings(actor))
        .order_by(Finding.position, Finding.id)
    )
    return db.session.scalars(statement).all()


def steps_of(recommendation: Recommendation) -> Sequence[FollowUp]:
    """What was reported and decided, the newest first."""
    statement = (
        select(FollowUp).where(FollowUp.recommendation_id == recommendation.id).order_by(FollowUp.id.desc())
    )
    return db.session.scalars(statement).all()

"""Numbers of findings and recommendations for other packages: candidates, maps, home pages, reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from sqlalchemy import func, select

from audit.findings.domain.states import AWAITED, UNSETTLED, FindingState
from audit.findings.models import Finding, Recommendation
from audit.findings.queries.findings import Totals, as_totals
from audit.findings.queries.scope import visible_findings, visible_recommendations
from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor
from audit.kernel.database import db


def open_recommendations(unit_ids: Sequence[int]) -> Mapping[int, int]:
    """Recommendations not verified or withdrawn yet, by commune id; communes without any are left out."""
    statement = (
        select(Recommendation.unit_id, func.count())
        .where(Recommendation.unit_id.in_(unit_ids), Recommendation.state.in_(UNSETTLED))
        .group_by(Recommendation.unit_id)
    )
    return {unit_id: number for unit_id, number in db.session.execute(statement)}


def finding_counts(
    actor: Actor,
    *,
    by: Literal["visit", "unit", "establishment"],
    ids: Sequence[int] | None = None,
    plan_id: int | None = None,
    states: Sequence[FindingState] = (FindingState.CONFIRMED,),
) -> dict[int, Totals]:
    """Strengths and shortcomings by severity of each visit, commune or establishment, in one query.

    ``ids`` narrows the result (None: all the person may see), ``plan_id`` to the visits of one plan. What
    has none is left out. Counts by commune include what was found in its establishments.
    """
    key = {"visit": Finding.visit_id, "unit": Finding.unit_id, "establishment": Finding.establishment_id}[by]
    statement = (
        select(key, Finding.kind, Finding.severity, func.count())
        .where(Finding.state.in_(states), key.is_not(None), *visible_findings(actor))
        .group_by(key, Finding.kind, Finding.severity)
    )
    if ids is not None:
        statement = statement.where(key.in_(ids))
    if plan_id is not None:
        statement = statement.where(Finding.visit_id.in_(select(Visit.id).where(Visit.plan_id == plan_id)))
    rows: dict[int | None, list[tuple[str, str | None, int]]] = {}
    for subject, kind, severity, number in db.session.execute(statement):
        rows.setdefault(subject, []).append((kind, severity, number))
    return {subject: as_totals(iter(found)) for subject, found in rows.items() if subject is not None}


def suggestions_waiting(actor: Actor, visit_ids: Sequence[int]) -> dict[int, int]:
    """How many suggestions of each visit nobody has confirmed or dropped yet."""
    counts = finding_counts(actor, by="visit", ids=visit_ids, states=(FindingState.SUGGESTED,))
    return {visit_id: found.all for visit_id, found in counts.items()}


def overdue_recommendations(actor: Actor, today: date) -> int:
    """How many recommendations the person may see are past their day."""
    statement = select(func.count()).where(
        Recommendation.due_on < today,
        Recommendation.state.in_(AWAITED),
        *visible_recommendations(actor),
    )
    return db.session.scalar(statement) or 0

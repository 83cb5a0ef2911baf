"""What speaks for each commune and each establishment that a plan could choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from audit.inspections.domain.candidates import Candidate
from audit.inspections.domain.kinds import DONE
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.database import db
from audit.kernel.paging import Page, paginate
from audit.kernel.text import search_key
from audit.registers.models.establishments import Establishment
from audit.registers.queries.units import commune_choices

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def commune_candidates(
    plan: InspectionPlan,
    *,
    on: date,
    open_recommendations: Callable[[Sequence[int]], Mapping[int, int]],
) -> list[Candidate]:
    """Every commune of the plan's province with what speaks for it; five queries, however many there are."""
    communes = commune_choices(plan.province_code, on)
    ids = [commune.id for commune in communes]
    establishments = {
        unit_id: (count, unsigned)
        for unit_id, count, unsigned in db.session.execute(
            select(
                Establishment.unit_id,
                func.count(),
                func.sum(case((Establishment.commitment_state != "signed", 1), else_=0)),
            )
            .where(Establishment.province_code == plan.province_code, Establishment.state == "active")
            .group_by(Establishment.unit_id)
        )
    }
    last = _last_visits(plan)
    chosen: dict[int, set[int]] = {}
    for unit_id, plan_id in db.session.execute(
        select(PlanUnit.unit_id, PlanUnit.plan_id)
        .join(PlanUnit.plan)
        .where(
            InspectionPlan.province_code == plan.province_code,
            InspectionPlan.year == plan.year,
            InspectionPlan.kind == plan.kind,
        )
    ):
        chosen.setdefault(unit_id, set()).add(plan_id)
    recommendations = open_recommendations(ids)
    return [
        Candidate(
            unit_id=commune.id,
            code=commune.code,
            name=commune.name,
            establishments=establishments.get(commune.id, (0, 0))[0],
            unsigned=int(establishments.get(commune.id, (0, 0))[1] or 0),
            last_day=clock.local(last[commune.id][0]).date() if commune.id in last else None,
            last_score=last[commune.id][1] if commune.id in last else None,
            recommendations=recommendations.get(commune.id, 0),
            chosen=plan.id in chosen.get(commune.id, set()),
            elsewhere=bool(chosen.get(commune.id, set()) - {plan.id}),
        )
        for commune in communes
    ]


def _last_visits(plan: InspectionPlan) -> dict[int, tuple[datetime, float | None]]:
    """Start and score of the last finished visit of the plan's kind, by commune."""
    rank = func.row_number().over(
        partition_by=Visit.unit_id, order_by=(Visit.starts_at.desc(), Visit.id.desc())
    )
    ranked = (
        select(Visit.unit_id, Visit.starts_at, Visit.score, rank.label("rank"))
        .join(Visit.plan)
        .where(
            Visit.province_code == plan.province_code,
            Visit.state.in_(DONE),
            InspectionPlan.kind == plan.kind,
        )
        .subquery()
    )
    rows = db.session.execute(
        select(ranked.c.unit_id, ranked.c.starts_at, ranked.c.score).where(ranked.c.rank == 1)
    )
    return {unit_id: (starts_at, score) for unit_id, starts_at, score in rows}


@dataclass(frozen=True, slots=True)
class EstablishmentCandidate:
    """An establishment that could be inspected; ``last_day`` is the Vietnamese day of its last visit."""

    establishment: Establishment
    last_day: date | None
    chosen: bool


def establishment_candidates(
    plan: InspectionPlan,
    *,
    q: str = "",
    type_code: str = "",
    unit_id: int | None = None,
    unsigned: bool = False,
    sort: str = "name",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[EstablishmentCandidate]:
    """Active establishments of the province, by name or (``sort="last"``) longest not inspected first."""
    last = (
        select(Visit.establishment_id, func.max(Visit.starts_at).label("at"))
        .where(
            Visit.province_code == plan.province_code,
            Visit.state.in_(DONE),
            Visit.establishment_id.is_not(None),
        )
        .group_by(Visit.establishment_id)
        .subquery()
    )
    chosen = select(PlanUnit.establishment_id).where(
        PlanUnit.plan_id == plan.id, PlanUnit.establishment_id.is_not(None)
    )
    last_at = func.coalesce(last.c.at, NEVER, type_=last.c.at.type)
    statement = (
        select(Establishment, last.c.at, Establishment.id.in_(chosen))
        .outerjoin(last, last.c.establishment_id == Establishment.id)
        .where(Establishment.province_code == plan.province_code, Establishment.state == "active")
        .options(joinedload(Establishment.unit))
    )
    if q.strip():
        statement = statement.where(Establishment.search_key.contains(search_key(q), autoescape=True))
    if type_code:
        statement = statement.where(Establishment.type_code == type_code)
    if unit_id is not None:
        statement = statement.where(Establishment.unit_id == unit_id)
    if unsigned:
        statement = statement.where(Establishment.commitment_state != "signed")
    keys = (last_at, Establishment.id) if sort == "last" else (Establishment.sort_key, Establishment.id)
    page = paginate(statement, keys=keys, cursor=cursor, limit=limit, scalars=False)
    items = [
        EstablishmentCandidate(row[0], clock.local(row[1]).date() if row[1] else None, bool(row[2]))
        for row in page.items
    ]
    return Page(items=items, next=page.next, previous=page.previous, limit=page.limit)

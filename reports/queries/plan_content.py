"""The content of a plan document from the plan, its units and the visits booked for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.database import db
from reports.domain.dates import short_date
from reports.domain.letterhead import Clause
from reports.domain.plan_document import PlanDocument, PlannedUnit
from reports.domain.wording import agency_in_text, lines_of, without_type
from reports.models import Document
from reports.queries.heads import basis_text, letterhead
from reports.queries.visit_facts import subject_name


def plan_document(document: Document, *, frozen: bool) -> PlanDocument:
    """Kế hoạch kiểm tra with the units chosen so far as its annex; three queries."""
    plan = document.plan
    establishment = plan.kind == "establishment"
    return PlanDocument(
        letterhead=letterhead(
            document, frozen=frozen, legal_bases=tuple(basis_text(text) for text in plan.legal_bases)
        ),
        opening=lines_of(plan.introduction) or (_opening(plan),),
        purposes=lines_of(plan.purpose),
        requirements=lines_of(plan.requirements),
        contents=tuple(_clause(entry) for entry in plan.content),
        targets=lines_of(plan.inspected),
        methods=lines_of(plan.method),
        composition=lines_of(plan.composition),
        schedule=" ".join(lines_of(plan.time_text)),
        requests=(*lines_of(plan.request), *_contact(plan.contact)),
        units=_units(plan.id),
        units_title="Danh sách cơ sở được kiểm tra" if establishment else "Danh sách đơn vị được kiểm tra",
    )


def _opening(plan: InspectionPlan) -> str:
    agency = agency_in_text(plan.agency, plan.place)
    return f"{agency} xây dựng Kế hoạch {without_type(plan.title)}, cụ thể như sau:"


def _contact(contact: str) -> tuple[str, ...]:
    if not contact.strip():
        return ()
    return (f"Đầu mối liên hệ: {contact.strip().rstrip('.')}.",)


def _clause(entry: Mapping[str, Any]) -> Clause:
    return Clause(
        title=str(entry.get("title", "")).strip().rstrip(":"),
        paragraphs=tuple(str(text).strip() for text in entry.get("paragraphs") or () if str(text).strip()),
    )


def _units(plan_id: int) -> tuple[PlannedUnit, ...]:
    booked: dict[tuple[int, int | None], list[str]] = defaultdict(list)
    visits = select(Visit.unit_id, Visit.establishment_id, Visit.starts_at).where(
        Visit.plan_id == plan_id, Visit.state != "cancelled"
    )
    for row in db.session.execute(visits.order_by(Visit.starts_at, Visit.id)):
        booked[row.unit_id, row.establishment_id].append(short_date(clock.local(row.starts_at).date()))
    chosen = (
        select(PlanUnit)
        .where(PlanUnit.plan_id == plan_id)
        .options(joinedload(PlanUnit.unit), joinedload(PlanUnit.establishment))
        .order_by(PlanUnit.position, PlanUnit.id)
    )
    return tuple(
        PlannedUnit(
            name=subject_name(unit),
            when="\n".join(dict.fromkeys(booked[unit.unit_id, unit.establishment_id])),
            reason=unit.reason,
        )
        for unit in db.session.scalars(chosen)
    )

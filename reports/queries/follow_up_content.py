"""The content of the report on recommendations: each one of a plan, how far it came, what was verified."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from audit.findings.models import Recommendation
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.database import db
from reports.domain.dates import short_date
from reports.domain.follow_up_document import FollowedUp, FollowUpDocument
from reports.domain.merging import sentence
from reports.domain.wording import agency_in_text, lines_of, lowered, without_type
from reports.models import Document
from reports.queries.documents import plan_reference
from reports.queries.heads import letterhead
from reports.queries.visit_facts import subject_name

_AWAITED = ("open", "in_progress")


def follow_up_document(document: Document, *, frozen: bool) -> FollowUpDocument:
    """Báo cáo tình hình thực hiện kiến nghị of the document's plan, as of its day of issue (today while it
    has none); the number of queries does not grow with the recommendations."""
    plan = document.plan
    as_of = document.issued_on or clock.today()
    return FollowUpDocument(
        letterhead=letterhead(document, frozen=frozen),
        opening=_opening(plan, as_of),
        as_of=as_of,
        rows=tuple(_row(item, as_of) for item in in_force(plan.id)),
        remarks=lines_of(document.general_remarks),
        closing=_closing(document, plan),
    )


def in_force(plan_id: int) -> list[Recommendation]:
    """Recommendations of a plan that were not withdrawn, unit by unit in the order of the visits."""
    statement = (
        select(Recommendation)
        .join(Recommendation.visit)
        .where(Visit.plan_id == plan_id, Recommendation.state != "withdrawn")
        .options(
            joinedload(Recommendation.visit).joinedload(Visit.unit),
            joinedload(Recommendation.visit).joinedload(Visit.establishment),
            selectinload(Recommendation.steps),
        )
        .order_by(Visit.starts_at, Visit.id, Recommendation.due_on, Recommendation.id)
    )
    return list(db.session.scalars(statement))


def _row(item: Recommendation, as_of: date) -> FollowedUp:
    told = [step for step in item.steps if step.state != "open" and step.note.strip()]
    result = ""
    if told:
        day = short_date(clock.local(told[-1].at).date())
        result = f"{day}: {sentence(' '.join(told[-1].note.split()))}"
    return FollowedUp(
        unit=subject_name(item.visit),
        text=sentence(item.text),
        addressee=item.addressee,
        due_on=item.due_on,
        state=item.state,
        result=result,
        late=item.state in _AWAITED and item.due_on < as_of,
    )


def _opening(plan: InspectionPlan, as_of: date) -> str:
    agency = agency_in_text(plan.agency, plan.place)
    number, day = plan_reference(plan)
    reference = f" số {number}" if number else ""
    dated = f" ngày {short_date(day)}" if day else ""
    return (
        f"Thực hiện Kế hoạch{reference}{dated} của {agency} về {without_type(plan.title)}, {agency} báo cáo "
        f"tình hình thực hiện các kiến nghị sau kiểm tra tính đến ngày {short_date(as_of)} như sau:"
    )


def _closing(document: Document, plan: InspectionPlan) -> str:
    agency = agency_in_text(plan.agency, plan.place)
    tail = ", kính trình xem xét, chỉ đạo" if document.addressee.strip() else ""
    return f"Trên đây là Báo cáo {lowered(document.title)} của {agency}{tail}./."

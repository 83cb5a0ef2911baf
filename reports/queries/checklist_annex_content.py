"""The content of the annex to the minutes of a visit: its checklist as filled in, item by item."""

from __future__ import annotations

from sqlalchemy import select

from audit.inspections.queries.minutes import party_of, place_of, present
from audit.kernel import clock
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from checklists.domain.kinds import AnswerType
from checklists.models.submissions import Attachment, ResponseEvent
from reports.domain.answer_text import note_text
from reports.domain.checklist_annex_document import ChecklistAnnex, RecordedItem, RecordedSection
from reports.domain.dates import short_date
from reports.domain.merging import sentence
from reports.domain.minutes_document import MinutesKind
from reports.domain.wording import lines_of
from reports.models import Document
from reports.queries.conclusion_content import minutes_reference
from reports.queries.heads import letterhead
from reports.queries.minutes_content import without_unit
from reports.queries.people import participant, team_line
from reports.queries.visit_facts import AskedItem, VisitFacts, gather, of_visit


def checklist_annex(document: Document, *, frozen: bool) -> ChecklistAnnex:
    """Phiếu kiểm tra đã ghi of the document's visit; :class:`NotFound` when the visit is gone. Small numbers
    of restricted items are not printed, as in every document."""
    visits = of_visit(document.visit_id or 0)
    if not visits:
        raise NotFound("visit_not_found", _("Không tìm thấy buổi kiểm tra."))
    facts = gather(visits)[0]
    visit, plan = facts.visit, facts.visit.plan
    asked = [item for item in facts.items if item.spec.answer_type is not AnswerType.HEADING]
    numbers = {item.row.id: number for number, item in enumerate(asked, start=1)}
    return ChecklistAnnex(
        letterhead=letterhead(document, frozen=frozen, parent_agency=plan.agency, agency=visit.team.name),
        kind=MinutesKind(plan.kind),
        minutes=minutes_reference(visit),
        inspected=party_of(visit).name,
        visited_on=facts.day,
        place=place_of(visit),
        team=team_line(visit.team),
        sections=_sections(asked, numbers),
        settled=_settled(facts, numbers),
        captions=_captions(facts, numbers),
        remarks=lines_of(document.general_remarks),
        inspectors=tuple(participant(member, plan.kind) for member in present(visit)),
        representative=visit.unit_representative,
    )


def _sections(asked: list[AskedItem], numbers: dict[int, int]) -> tuple[RecordedSection, ...]:
    sections: dict[str, tuple[str, list[RecordedItem]]] = {}
    for item in asked:
        section = item.row.section
        sections.setdefault(section.code, (section.title, []))[1].append(
            RecordedItem(
                number=str(numbers[item.row.id]),
                question=item.spec.text,
                answer=without_unit(item),
                unit=item.spec.unit or "",
                note=note_text(item.answer, restricted=item.restricted),
            )
        )
    return tuple(RecordedSection(title, tuple(items)) for title, items in sections.values())


def _settled(facts: VisitFacts, numbers: dict[int, int]) -> tuple[str, ...]:
    """Items whose differing answers were decided: an act that knew several answers at once and chose.

    An item with answers that differ still says so in its own row. The last decision of an item is told.
    """
    statement = (
        select(ResponseEvent)
        .where(ResponseEvent.submission_id == facts.visit.submission_id)
        .order_by(ResponseEvent.received_at, ResponseEvent.id)
    )
    open_still = {item.row.id for item in facts.items if item.answer is not None and item.answer.conflict}
    told: dict[int, str] = {}
    for event in db.session.scalars(statement):
        if len(event.base_ids) < 2 or event.item_id not in numbers or event.item_id in open_still:
            continue
        day = short_date(clock.local(event.received_at).date())
        told[event.item_id] = (
            f"Nội dung số {numbers[event.item_id]}: các ghi nhận khác nhau đã được thống nhất theo kết quả "
            f"ghi tại bảng trên; người chốt: {event.author_name}, ngày {day}."
        )
    return tuple(told[item] for item in sorted(told, key=lambda item: numbers[item]))


def _captions(facts: VisitFacts, numbers: dict[int, int]) -> tuple[str, ...]:
    """A line a photo: its caption, and the item it belongs to."""
    return tuple(
        sentence(
            " ".join((photo.caption or "Không có chú thích").split()).rstrip(".") + _of_item(photo, numbers)
        )
        for photo in facts.photos
    )


def _of_item(photo: Attachment, numbers: dict[int, int]) -> str:
    number = numbers.get(photo.item_id)
    return f" (nội dung số {number})" if number else ""

"""The content of the minutes of one visit: who was there, what was checked, found, said and asked for."""

from __future__ import annotations

from collections.abc import Sequence

from audit.inspections.models.visits import Visit
from audit.inspections.queries.minutes import party_of, place_of, present
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from checklists.domain.kinds import AnswerStatus
from reports.domain.answer_text import NUMERIC, answer_text, note_text
from reports.domain.citations import Citations
from reports.domain.consolidation import plain_title
from reports.domain.letterhead import Clause
from reports.domain.merging import sentence
from reports.domain.minutes_document import (
    Figure,
    InspectedParty,
    MinutesDocument,
    MinutesKind,
    Participant,
    SiteRequest,
    SiteShortcoming,
)
from reports.domain.numbering import padded
from reports.domain.wording import lines_of
from reports.models import Document
from reports.queries.heads import letterhead
from reports.queries.people import participant
from reports.queries.signed_text import signing_facts
from reports.queries.visit_facts import AskedItem, VisitFacts, condition_text, gather, of_visit


def minutes_document(document: Document, *, frozen: bool) -> MinutesDocument:
    """Biên bản kiểm tra of the document's visit; :class:`NotFound` when the visit is gone."""
    visits = of_visit(document.visit_id or 0)
    if not visits:
        raise NotFound("visit_not_found", _("Không tìm thấy buổi kiểm tra."))
    facts = gather(visits)[0]
    visit, plan = facts.visit, facts.visit.plan
    people = [participant(member, plan.kind) for member in present(visit)]
    cited = Citations()
    finished = visit.state in ("completed", "reviewed")
    signing = signing_facts(facts)
    return MinutesDocument(
        letterhead=letterhead(document, frozen=frozen, parent_agency=plan.agency, agency=visit.team.name),
        kind=MinutesKind(plan.kind),
        started_at=facts.started_at,
        ended_at=signing.ended_at or (facts.ended_at if finished else None),
        place=place_of(visit),
        inspectors=tuple(people),
        inspected=_inspected(visit),
        witnesses=signing.witnesses,
        contents=_contents(facts),
        figures=_figures(facts.items),
        results=_results(document, facts),
        shortcomings=tuple(
            SiteShortcoming(
                sentence(" ".join(condition_text(finding).split())),
                cited.running(finding.legal_basis) or finding.criterion,
            )
            for finding in facts.findings
            if finding.kind == "shortcoming"
        ),
        opinions=signing.opinions or lines_of(visit.unit_opinion),
        requests=tuple(
            SiteRequest(sentence(item.text), item.addressee, item.due_on) for item in facts.recommendations
        ),
        attachments=_attachments(facts),
        secretary=next((p.name for p in people if p.role == "Thư ký"), ""),
        refusal=signing.refusal,
        signed=signing.signed,
    )


def _inspected(visit: Visit) -> InspectedParty:
    present_for_unit = (
        (Participant(visit.unit_representative, visit.unit_representative_position),)
        if visit.unit_representative
        else ()
    )
    party = party_of(visit)
    return InspectedParty(
        name=party.name,
        address=party.address,
        business=party.business,
        licence=party.licence,
        representatives=present_for_unit,
    )


def _contents(facts: VisitFacts) -> tuple[Clause, ...]:
    """What was checked, section by section: items in words with the answer and the note."""
    sections: dict[str, list[str]] = {}
    for item in facts.items:
        if item.spec.answer_type in NUMERIC:
            continue
        sections.setdefault(item.row.section.title, []).append(_line(item))
    return tuple(Clause(plain_title(title), tuple(lines)) for title, lines in sections.items())


def _line(item: AskedItem) -> str:
    found = answer_text(item.spec, item.answer, restricted=item.restricted).replace("\n", "; ")
    note = note_text(item.answer, restricted=item.restricted).replace("\n", "; ").strip().rstrip(".")
    question = item.spec.text.strip()
    joint = " " if question.endswith(("?", ":")) else ": "
    return sentence(f"{question}{joint}{found.rstrip('.')}" + (f" ({note})" if note else ""))


def _figures(items: Sequence[AskedItem]) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            name=item.spec.text.strip().rstrip("?").strip(),
            unit=item.spec.unit or "",
            reported=item.reported_figure,
            observed=without_unit(item),
            note=note_text(item.answer, restricted=item.restricted),
        )
        for item in items
        if item.spec.answer_type in NUMERIC
    )


def without_unit(item: AskedItem) -> str:
    """The unit of measure has its own column."""
    text = answer_text(item.spec, item.answer, restricted=item.restricted)
    if item.answer is None or item.answer.status is not AnswerStatus.ANSWERED or not item.spec.unit:
        return text
    return text.replace(f" {item.spec.unit}", "", 1) if item.spec.unit != "%" else text.replace("%", "", 1)


def _results(document: Document, facts: VisitFacts) -> tuple[str, ...]:
    remarks = list(lines_of(document.general_remarks))
    strengths = [
        sentence(" ".join(condition_text(finding).split()))
        for finding in facts.findings
        if finding.kind == "strength"
    ]
    counted = [item for item in facts.items if item.answer and item.answer.status is AnswerStatus.ANSWERED]
    total = len(facts.items)
    summary = f"Đã kiểm tra {padded(len(counted))}/{padded(total)} nội dung của bảng kiểm." if total else ""
    if facts.scores is not None and facts.scores.total.percent is not None:
        points = f"{facts.scores.total.percent:f}".removesuffix(".0").replace(".", ",")
        summary += f" Mức độ đáp ứng: {points}/100 điểm."
    return (*((summary,) if summary else ()), *remarks, *strengths)


def _attachments(facts: VisitFacts) -> tuple[str, ...]:
    listed = (
        [f"Bảng kiểm đã ghi tại buổi kiểm tra ({padded(len(facts.items))} nội dung)."] if facts.items else []
    )
    if facts.photos:
        listed.append(f"{padded(len(facts.photos))} ảnh chụp tài liệu, hiện trạng lưu theo hồ sơ kiểm tra.")
    return tuple(listed)

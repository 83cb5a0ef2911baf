"""The annex of one visit: the checklist as filled in, the findings and the photos."""

from __future__ import annotations

from audit.inspections.queries.minutes import place_of, present
from checklists.domain.kinds import AnswerType
from checklists.models.submissions import Attachment
from reports.domain.answer_text import LISTS, answer_text, note_text, short_answer
from reports.domain.citations import Citations
from reports.domain.findings_report import (
    AnnexFinding,
    AnswerRow,
    AnswerSection,
    Photo,
    Severity,
    UnitAnnex,
)
from reports.domain.merging import sentence
from reports.queries.people import member_line
from reports.queries.visit_facts import AskedItem, VisitFacts, condition_text

# More than this makes an annex an album; evidence of findings goes first, the rest stays in the file.
MOST_PHOTOS = 12


def unit_annex(fact: VisitFacts, cited: Citations) -> UnitAnnex:
    """Phụ lục of one visited unit; legal bases are cited as in the rest of the report."""
    visit = fact.visit
    return UnitAnnex(
        unit=fact.name,
        visited_on=(fact.day,),
        place=place_of(visit),
        team=tuple(member_line(member, visit.plan.kind) for member in present(visit)),
        sections=_sections(fact.items, cited),
        findings=tuple(
            AnnexFinding(
                text=sentence(condition_text(finding)),
                severity=Severity(finding.severity) if finding.severity else None,
                criterion=cited.numbered(finding.legal_basis) or finding.criterion,
                cause=finding.cause,
            )
            for finding in fact.findings
        ),
        photos=_photos(fact),
    )


def _sections(items: list[AskedItem], cited: Citations) -> tuple[AnswerSection, ...]:
    sections: dict[str, list[AnswerRow]] = {}
    number = 0
    for item in items:
        if item.spec.answer_type is AnswerType.HEADING:
            continue
        number += 1
        sections.setdefault(item.row.section.title, []).append(_row(number, item, cited))
    return tuple(AnswerSection(title, tuple(rows)) for title, rows in sections.items())


def _row(number: int, item: AskedItem, cited: Citations) -> AnswerRow:
    note = note_text(item.answer, restricted=item.restricted)
    return AnswerRow(
        number=str(number),
        item=item.spec.text,
        reported=item.reported_text,
        observed=short_answer(item.spec, item.answer, restricted=item.restricted),
        legal_basis=cited.numbered(item.spec.legal_basis or ""),
        note="\n".join(part for part in (_listed(item), note) if part),
    )


def _listed(item: AskedItem) -> str:
    """The rows of an answer that is a list: the column of answers holds their number alone."""
    if item.spec.answer_type not in LISTS or item.answer is None or not item.answer.value:
        return ""
    return answer_text(item.spec, item.answer)


def _photos(fact: VisitFacts) -> tuple[Photo, ...]:
    """Photos of the visit, those that are evidence of a finding first, each file once."""
    evidence = {photo.id for finding in fact.findings for photo in finding.evidence}
    texts = {item.row.id: item.spec.text for item in fact.items}
    ordered = sorted(fact.photos, key=lambda photo: photo.id not in evidence)
    chosen: dict[str, Attachment] = {}
    for photo in ordered:
        if photo.media_type == "image/jpeg":
            chosen.setdefault(photo.published_sha256, photo)
    return tuple(
        Photo(photo.published_sha256, photo.caption or texts.get(photo.item_id, ""))
        for photo in list(chosen.values())[:MOST_PHOTOS]
    )

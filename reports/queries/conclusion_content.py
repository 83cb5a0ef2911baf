"""The content of the conclusion of one visit: what was found, asked for, and explained by the unit."""

from __future__ import annotations

from sqlalchemy import select

from audit.findings.models import Finding
from audit.inspections.models.visits import Visit
from audit.inspections.queries.minutes import party_of, place_of
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from reports.domain.answer_text import without_small_numbers
from reports.domain.citations import Citations
from reports.domain.conclusion_document import ConcludedShortcoming, ConclusionDocument
from reports.domain.consolidation import plain_title
from reports.domain.dates import short_date
from reports.domain.merging import sentence
from reports.domain.minutes_document import SiteRequest
from reports.domain.wording import agency_in_text, lines_of, lowered, without_type
from reports.models import Document
from reports.queries.documents import plan_reference
from reports.queries.heads import letterhead
from reports.queries.people import team_line
from reports.queries.visit_facts import VisitFacts, condition_text, gather, of_visit


def conclusion_document(document: Document, *, frozen: bool) -> ConclusionDocument:
    """Thông báo kết luận of the document's visit from its confirmed findings; :class:`NotFound` when the
    visit is gone. The request to explain stands on drafts alone."""
    visits = of_visit(document.visit_id or 0)
    if not visits:
        raise NotFound("visit_not_found", _("Không tìm thấy buổi kiểm tra."))
    facts = gather(visits)[0]
    visit, plan = facts.visit, facts.visit.plan
    agency = agency_in_text(plan.agency, plan.place)
    party = party_of(visit).name
    cited = Citations()
    return ConclusionDocument(
        letterhead=letterhead(document, frozen=frozen),
        opening=_opening(facts, agency),
        visited=_visited(facts),
        contents=_contents(facts),
        remarks=lines_of(document.general_remarks),
        strengths=tuple(_condition(f) for f in facts.findings if f.kind == "strength"),
        shortcomings=tuple(_shortcoming(f, cited) for f in facts.findings if f.kind == "shortcoming"),
        requests=tuple(
            SiteRequest(sentence(item.text), item.addressee, item.due_on) for item in facts.recommendations
        ),
        explain_line="" if frozen else _explain_line(document, party, agency),
        closing=_closing(document, party, agency, asked=bool(facts.recommendations)),
    )


def _condition(finding: Finding) -> str:
    return sentence(" ".join(condition_text(finding).split()))


def _shortcoming(finding: Finding, cited: Citations) -> ConcludedShortcoming:
    return ConcludedShortcoming(
        text=_condition(finding),
        criterion=cited.running(finding.legal_basis) or " ".join(finding.criterion.split()),
        cause=" ".join(finding.cause.split()),
        effect=" ".join(finding.effect.split()),
        explanation=_explanation(finding),
    )


def _explanation(finding: Finding) -> str:
    """What the unit said; small numbers of a restricted item are not printed there either."""
    restricted = finding.item is not None and finding.item.sensitivity == "restricted"
    said = finding.explanation.strip()
    return without_small_numbers(said) if restricted else said


def _opening(facts: VisitFacts, agency: str) -> str:
    plan = facts.visit.plan
    number, day = plan_reference(plan)
    reference = f" số {number}" if number else ""
    dated = f" ngày {short_date(day)}" if day else ""
    minutes = minutes_reference(facts.visit)
    return (
        f"Căn cứ Kế hoạch{reference}{dated} của {agency} về {without_type(plan.title)}; căn cứ {minutes} và "
        f"kết quả kiểm tra, {agency} thông báo kết luận kiểm tra như sau:"
    )


def minutes_reference(visit: Visit) -> str:
    """The minutes of the visit by number and day once they are issued."""
    issued = db.session.execute(
        select(Document.number, Document.symbol, Document.issued_on)
        .where(Document.visit_id == visit.id, Document.kind == "minutes", Document.state == "issued")
        .order_by(Document.id.desc())
        .limit(1)
    ).first()
    if issued is None:
        return "Biên bản kiểm tra"
    day = f" ngày {short_date(issued.issued_on)}" if issued.issued_on else ""
    return f"Biên bản kiểm tra số {issued.number.zfill(2)}/{issued.symbol}{day}"


def _visited(facts: VisitFacts) -> tuple[str, ...]:
    visit = facts.visit
    return (
        f"Đơn vị được kiểm tra: {party_of(visit).name}.",
        f"Thời gian, địa điểm: ngày {short_date(facts.day)}, tại {place_of(visit).rstrip('. ')}.",
        f"Đoàn kiểm tra: {team_line(visit.team).rstrip('.')}.",
    )


def _contents(facts: VisitFacts) -> tuple[str, ...]:
    """Titles of the parts of the checklist that were asked about, as they continue a sentence."""
    return tuple(dict.fromkeys(lowered(plain_title(item.row.section.title)) for item in facts.items))


def _explain_line(document: Document, party: str, agency: str) -> str:
    if document.explain_by is None:
        return ""
    return (
        f"Dự thảo kết luận này gửi {party} để có ý kiến giải trình bằng văn bản đối với từng nội dung (nếu "
        f"có), gửi về {agency} chậm nhất ngày {short_date(document.explain_by)}; sau thời hạn này, {agency} "
        "hoàn thiện, ban hành kết luận."
    )


def _closing(document: Document, party: str, agency: str, *, asked: bool) -> str:
    if not asked:
        return f"Trên đây là kết luận kiểm tra, {agency} thông báo để {party} biết, thực hiện./."
    day = f" chậm nhất ngày {short_date(document.report_by)}" if document.report_by else ""
    return (
        f"Đề nghị {party} tổ chức thực hiện các kiến nghị nêu trên đúng thời hạn, báo cáo kết quả bằng văn "
        f"bản về {agency}{day} để theo dõi, tổng hợp./."
    )

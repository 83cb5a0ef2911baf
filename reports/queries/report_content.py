"""The content of a findings report, of a plan, a team or one visit: finished visits, an annex for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit.findings.models import Finding
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.inspections.queries.minutes import present
from audit.kernel.journal.queries import head_hash
from checklists.domain.kinds import AnswerStatus, AnswerType
from reports.domain import consolidation
from reports.domain.citations import Citations
from reports.domain.consolidation import RecommendationFact, plain_title
from reports.domain.dates import date_range, short_date
from reports.domain.findings_report import FindingsReport, Severity, VisitedUnit
from reports.domain.letterhead import Clause
from reports.domain.merging import FindingFact
from reports.domain.numbering import padded
from reports.domain.steps import Listener, Step, nobody
from reports.domain.tables import percent
from reports.domain.wording import agency_in_text, enumeration, lines_of, lowered, without_type
from reports.models import Document
from reports.queries.annexes import unit_annex
from reports.queries.documents import plan_reference
from reports.queries.heads import letterhead
from reports.queries.people import member_line, team_line
from reports.queries.result_map import result_map
from reports.queries.visit_facts import (
    DONE,
    AskedItem,
    VisitFacts,
    condition_text,
    gather,
    of_plan,
    of_visit,
    subject_name,
)

NO_STRENGTH = "Qua kiểm tra, chưa ghi nhận kết quả nổi bật cần nêu riêng."
NO_CAUSE = "Chưa xác định nguyên nhân cụ thể của các tồn tại, hạn chế nêu trên."
RESTRICTED_NOTE = (
    "Số liệu hạn chế có giá trị từ 1 đến 4 được ghi là “< 5”; số liệu đầy đủ lưu tại hồ sơ kiểm tra."
)
NOTHING_TO_EXPLAIN = "Không có tồn tại, hạn chế cần phân tích nguyên nhân."


def findings_report(document: Document, *, frozen: bool, listener: Listener = nobody) -> FindingsReport:
    """Báo cáo kết quả kiểm tra of the document's plan, or of its one team or visit; the number of queries
    does not grow with visits. ``listener`` is told how many visits are put together.

    Only finished visits (completed or reviewed) and confirmed findings are in it; visits still to come are
    named as outstanding.
    """
    plan = document.plan
    visits = _visits(document)
    alone = document.visit_id is not None
    done = [visit for visit in visits if visit.state in DONE]
    outstanding = [visit for visit in visits if visit.state not in (*DONE, "cancelled")]
    facts = gather(done)
    units = _by_unit(facts)
    cited = Citations()
    findings = [_finding(fact, finding, cited) for fact in facts for finding in fact.findings]
    recommended = [
        RecommendationFact(fact.name, r.text, r.addressee, r.due_on)
        for fact in facts
        for r in fact.recommendations
    ]
    titles = _score_titles(facts)
    faults = consolidation.shortcomings(findings, named=not alone)
    annexes = []
    for number, fact in enumerate(facts, start=1):
        annexes.append(unit_annex(fact, cited))
        listener(Step.READ, number, len(facts))
    told = [fact for fact in facts if alone]
    return FindingsReport(
        letterhead=letterhead(document, frozen=frozen),
        opening=(_opening(document, facts, len(units)),),
        period=_period(facts),
        composition=_composition(facts, plan.kind),
        units=tuple(_row(group, titles) for group in units),
        score_titles=tuple(plain_title(title) for title in titles),
        general=(*_general(document, facts, outstanding, units), *_bases(cited)),
        results=consolidation.strengths(findings, len(units), named=not alone)
        or (Clause("Kết quả chung", (NO_STRENGTH,), marker=""),),
        shortcomings=faults,
        causes=consolidation.causes(findings) or ((NO_CAUSE,) if faults else (NOTHING_TO_EXPLAIN,)),
        recommendations=consolidation.recommendations(recommended),
        closing=_closing(document, plan),
        annexes=tuple(annexes),
        journal_hash=head_hash() if frozen else "",
        charts=True,
        map_svg=result_map(plan, document.team_id) if len(units) > 1 else "",
        per_content=tuple(line for fact in told for line in _per_content(fact)),
        opinions=tuple(line for fact in told for line in lines_of(fact.visit.unit_opinion)),
    )


def _visits(document: Document) -> list[Visit]:
    """The visits the report is about: those of the plan, of its one team, or the one visit."""
    if document.visit_id is not None:
        return of_visit(document.visit_id)
    visits = of_plan(document.plan.id)
    if document.team_id is None:
        return visits
    return [visit for visit in visits if visit.team_id == document.team_id]


def _per_content(fact: VisitFacts) -> Iterator[str]:
    """``Việc quản lý …: đã kiểm tra 03/03 nội dung; mức độ đáp ứng 100/100 điểm.``, a line a section."""
    sections: dict[str, list[AskedItem]] = {}
    for item in fact.items:
        if item.spec.answer_type is not AnswerType.HEADING:
            sections.setdefault(item.row.section.code, []).append(item)
    for code, items in sections.items():
        answered = [item for item in items if item.answer and item.answer.status is AnswerStatus.ANSWERED]
        line = f"{plain_title(items[0].row.section.title).rstrip(' .:')}: đã kiểm tra "
        line += f"{padded(len(answered))}/{padded(len(items))} nội dung"
        score = _percent(fact, code)
        yield line + (f"; mức độ đáp ứng {percent(score)}/100 điểm." if score is not None else ".")


def _by_unit(facts: Sequence[VisitFacts]) -> list[list[VisitFacts]]:
    """Visits to the same commune or establishment together, in the order of the first visit."""
    groups: dict[tuple[int, int | None], list[VisitFacts]] = {}
    for fact in facts:
        groups.setdefault((fact.visit.unit_id, fact.visit.establishment_id), []).append(fact)
    return list(groups.values())


def _finding(fact: VisitFacts, finding: Finding, cited: Citations) -> FindingFact:
    return FindingFact(
        unit=fact.name,
        severity=Severity(finding.severity) if finding.severity else None,
        condition=condition_text(finding),
        legal_basis=cited.numbered(finding.legal_basis),
        cause=finding.cause,
        effect=finding.effect,
        criterion=finding.criterion,
        section=finding.item.section.title if finding.item is not None else "",
    )


def _score_titles(facts: Sequence[VisitFacts]) -> dict[str, str]:
    """Titles of the sections that any visit scored, mapped to themselves, in the order of the checklist."""
    titles: dict[str, str] = {}
    for fact in facts:
        scored = set(fact.scores.sections) if fact.scores else set()
        for item in fact.items:
            code = item.row.section.code
            if code in scored and fact.scores and fact.scores.sections[code].possible:
                titles.setdefault(item.row.section.title, code)
    return titles


def _row(group: list[VisitFacts], titles: dict[str, str]) -> VisitedUnit:
    """One unit: days of all its visits, scores of the last, findings of all."""
    last = group[-1]
    kinds = [finding.severity for fact in group for finding in fact.findings]
    return VisitedUnit(
        name=last.name,
        visited_on=tuple(dict.fromkeys(fact.day for fact in group)),
        scores=tuple(_percent(last, code) for code in titles.values()),
        total=last.scores.total.percent if last.scores else None,
        strengths=kinds.count(None),
        high=kinds.count("high"),
        medium=kinds.count("medium"),
        low=kinds.count("low"),
    )


def _percent(fact: VisitFacts, code: str) -> Decimal | None:
    score = fact.scores.sections.get(code) if fact.scores else None
    return score.percent if score else None


def _period(facts: Sequence[VisitFacts]) -> str:
    if not facts:
        return "chưa có buổi kiểm tra hoàn thành"
    days = [fact.day for fact in facts]
    return date_range(min(days), max(days)) + "."


def _composition(facts: Sequence[VisitFacts], plan_kind: str) -> tuple[str, ...]:
    """A line for each team that went, naming everybody who went, in order of rank."""
    teams: dict[int, tuple[str, dict[int, str]]] = {}
    for fact in facts:
        _line, members = teams.setdefault(fact.visit.team_id, (team_line(fact.visit.team), {}))
        for member in present(fact.visit):
            members.setdefault(member.id, member_line(member, plan_kind))
    return tuple(f"{line}: {'; '.join(members.values())}." for line, members in teams.values())


def _opening(document: Document, facts: Sequence[VisitFacts], units: int) -> str:
    plan = document.plan
    agency = agency_in_text(plan.agency, plan.place)
    number, issued_on = plan_reference(plan)
    reference = f" số {number}" if number else ""
    day = f" ngày {short_date(issued_on)}" if issued_on else ""
    noun = "cơ sở kinh doanh dịch vụ" if plan.kind == "establishment" else "đơn vị"
    checked = f"tại {padded(units)} {noun}"
    if document.visit_id is not None and facts:
        checked = f"tại {lowered(facts[0].name)} ngày {short_date(facts[0].day)}"
    elif document.team is not None:
        checked = f"của {team_line(document.team)} {checked}"
    return (
        f"Thực hiện Kế hoạch{reference}{day} của {agency} {without_type(plan.title)}, từ kết quả kiểm tra "
        f"{checked}, {agency} báo cáo kết quả như sau:"
    )


def _general(
    document: Document, facts: Sequence[VisitFacts], outstanding: Sequence[Visit], units: Sequence[object]
) -> tuple[Clause, ...]:
    said = (_summary(facts, len(units)), *lines_of(document.general_remarks))
    clauses = [Clause("Đánh giá chung", said, marker="")]
    if outstanding:
        names = [lowered(subject_name(visit)) for visit in outstanding]
        text = (
            f"Báo cáo này là báo cáo tiến độ: còn {padded(len(outstanding))} buổi kiểm tra theo kế hoạch "
            f"chưa hoàn thành, tại {enumeration(names)}. Kết quả sẽ được bổ sung trong báo cáo tiếp theo."
        )
        clauses.append(Clause("Đơn vị chưa hoàn thành kiểm tra", (text,), marker=""))
    if any(item.restricted for fact in facts for item in fact.items):
        clauses.append(Clause("Về số liệu", (RESTRICTED_NOTE,), marker=""))
    return tuple(clauses)


def _bases(cited: Citations) -> tuple[Clause, ...]:
    """The documents that findings and annexes cite by number."""
    named = tuple(f"[{n}] {document}." for n, document in enumerate(cited.documents, start=1))
    return (Clause("Văn bản làm căn cứ đối chiếu", named, marker=""),) if named else ()


def _summary(facts: Sequence[VisitFacts], units: int) -> str:
    severities = [finding.severity for fact in facts for finding in fact.findings]
    strengths = severities.count(None)
    faults = len(severities) - strengths
    asked_for = sum(len(fact.recommendations) for fact in facts)
    text = f"Đoàn kiểm tra ghi nhận {padded(strengths)} ưu điểm và {padded(faults)} tồn tại, hạn chế"
    if faults:
        levels = (("nghiêm trọng", "high"), ("trung bình", "medium"), ("nhẹ", "low"))
        counted = [f"{padded(severities.count(key))} mức {name}" for name, key in levels if key in severities]
        text += f" ({', '.join(counted)})"
    totals = [f.scores.total.percent for f in facts if f.scores and f.scores.total.percent is not None]
    text += f"; đưa ra {padded(asked_for)} kiến nghị." if asked_for else "."
    if totals:
        mean = (sum(totals, Decimal(0)) / len(totals)).quantize(Decimal("0.1"))
        points = f"{mean:f}".removesuffix(".0").replace(".", ",")
        text += f" Mức độ đáp ứng bình quân của {padded(units)} đơn vị: {points}/100 điểm."
    return text


def _closing(document: Document, plan: InspectionPlan) -> str:
    agency = agency_in_text(plan.agency, plan.place)
    tail = ", kính trình xem xét, chỉ đạo" if document.addressee.strip() else ""
    if document.team_id is not None:
        # The title ends with the team, so the agency does not follow it.
        return f"Trên đây là Báo cáo {lowered(document.title)}{tail}./."
    return f"Trên đây là Báo cáo {lowered(document.title)} của {agency}{tail}./."

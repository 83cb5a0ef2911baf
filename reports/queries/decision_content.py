"""The content of the decision that sets up a team, from the team, its plan and the units it will inspect."""

from __future__ import annotations

from collections.abc import Sequence

from audit.inspections.domain.minutes import ROLE_ORDER, ended_lines
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from reports.domain.dates import date_range, short_date
from reports.domain.decision_document import Article, DecisionDocument, NamedUnit
from reports.domain.decision_words import TEAM_NOUNS
from reports.domain.letterhead import Clause
from reports.domain.numbering import padded
from reports.domain.wording import agency_in_text, authority_in_text, lines_of, lowered, without_type
from reports.models import Document
from reports.queries.documents import plan_reference
from reports.queries.heads import basis_text, letterhead
from reports.queries.people import member_line
from reports.queries.subjects import units_of
from reports.queries.visit_facts import subject_name

# More than these stand in an annex.
MOST_UNITS_IN_TEXT = 6
BLANK = "." * 36


def decision_document(document: Document, *, frozen: bool) -> DecisionDocument:
    """Quyết định thành lập of the document's team; :class:`NotFound` when the team was dissolved."""
    team, plan = document.team, document.plan
    if team is None:
        raise NotFound("team_not_found", _("Đoàn (đội) của văn bản này đã bị xóa."))
    units = units_of(team)
    annexed = len(units) > MOST_UNITS_IN_TEXT
    establishment = plan.kind == "establishment"
    return DecisionDocument(
        letterhead=letterhead(document, frozen=frozen),
        authority=authority_in_text(plan.agency, plan.place),
        bases=_bases(document),
        articles=(
            _members(team, plan),
            _work(document, plan),
            _units(units, establishment=establishment, annexed=annexed),
            _effect(establishment=establishment),
        ),
        units=tuple(_named(unit) for unit in units) if annexed else (),
        units_title="Danh sách cơ sở được kiểm tra" if establishment else "Danh sách đơn vị được kiểm tra",
    )


def _bases(document: Document) -> tuple[str, ...]:
    """Those of the plan, the plan itself, and at whose proposal."""
    plan = document.plan
    number, day = plan_reference(plan)
    reference = f" số {number}" if number else ""
    dated = f" ngày {short_date(day)}" if day else ""
    agency = agency_in_text(plan.agency, plan.place)
    return (
        *(basis_text(text) for text in plan.legal_bases),
        f"Căn cứ Kế hoạch{reference}{dated} của {agency} về {without_type(plan.title)}",
        f"Theo đề nghị của {document.proposer.strip() or BLANK}",
    )


def _members(team: Team, plan: InspectionPlan) -> Article:
    noun = TEAM_NOUNS[plan.kind]
    people = sorted(team.members, key=lambda m: (ROLE_ORDER.index(m.role), m.position_in_team, m.id))
    lines = ended_lines([f"{n}. {member_line(m, plan.kind)}" for n, m in enumerate(people, start=1)])
    called = f" (sau đây gọi là {noun})" if team.name.strip().casefold() != noun.casefold() else ""
    lead = f"Thành lập {team.name.strip()}{called} gồm {padded(len(people))} thành viên có tên sau đây:"
    return Article(f"Thành lập {noun}", (lead, *lines))


def _work(document: Document, plan: InspectionPlan) -> Article:
    titles = [lowered(str(entry.get("title", "")).strip().rstrip(".:")) for entry in plan.content]
    content = "; ".join(title for title in titles if title)
    when = date_range(plan.period_from, plan.period_to)
    clauses = [
        Clause("Nội dung kiểm tra", (f"{content[:1].upper()}{content[1:]}.",), "", run_in=True),
        Clause(
            "Thời gian kiểm tra",
            (f"{when[:1].upper()}{when[1:]}; lịch cụ thể thực hiện theo thông báo.",),
            "",
            run_in=True,
        ),
    ]
    if tasks := lines_of(document.general_remarks):
        clauses.append(Clause("Nhiệm vụ, quyền hạn", tasks, "a"))
    if not content:
        del clauses[0]
    return Article("Nhiệm vụ, quyền hạn, nội dung và thời gian kiểm tra", (), tuple(clauses))


def _units(units: Sequence[PlanUnit], *, establishment: bool, annexed: bool) -> Article:
    noun = "Cơ sở" if establishment else "Đơn vị"
    title = f"{noun} được kiểm tra"
    if annexed:
        total = f"{padded(len(units))} {noun.lower()}"
        return Article(title, (f"Gồm {total} có tên trong danh sách kèm theo Quyết định này.",))
    return Article(title, tuple(f"- {line}" for line in ended_lines([subject_name(unit) for unit in units])))


def _effect(*, establishment: bool) -> Article:
    heads = "chủ các cơ sở" if establishment else "thủ trưởng các đơn vị"
    return Article(
        "Hiệu lực và trách nhiệm thi hành",
        (
            "Quyết định này có hiệu lực kể từ ngày ký.",
            f"Các ông (bà) có tên tại Điều 1, {heads} nêu tại Điều 3 và các tổ chức, cá nhân có liên quan "
            "chịu trách nhiệm thi hành Quyết định này.",
        ),
    )


def _named(unit: PlanUnit) -> NamedUnit:
    place = unit.establishment
    if place is None:
        return NamedUnit(f"Ủy ban nhân dân {lowered(unit.unit.name)}")
    return NamedUnit(place.name, ", ".join(part for part in (place.address, unit.unit.name) if part))

"""Asking for something: recommendations made for findings of a visit, and changes of what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from audit.findings.adapters.data_files import due_periods
from audit.findings.domain.addressees import Addressee, AddresseeKind, chosen
from audit.findings.domain.deadlines import DuePeriod, check_due, due_date, period_for
from audit.findings.domain.states import AWAITED, FindingState, RecommendationState
from audit.findings.models import Finding, FollowUp, Recommendation
from audit.findings.queries.choices import addressees
from audit.findings.services.guards import check_texts, workable_recommendation, workable_visit
from audit.findings.services.texts import recommendation_key
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.text import nfc
from checklists.domain.kinds import FindingKind, Severity


@dataclass(frozen=True, slots=True)
class RecommendationContent:
    """What a person writes: ``addressee`` is a key (``unit``, ``establishment``, ``agency:…``, ``other``)."""

    text: str
    addressee: str
    due_on: date
    finding_ids: Sequence[int]
    addressee_other: str = ""


def present_periods(today: date) -> list[DuePeriod]:
    """The default period of each severity in force today, the severest first."""
    rows = (period_for(due_periods(), severity, today) for severity in reversed(Severity))
    return [row for row in rows if row is not None]


def proposed_due(findings: Sequence[Finding], today: date) -> date | None:
    """The day proposed for a recommendation that answers these findings."""
    severities = [Severity(f.severity) for f in findings if f.severity]
    return due_date(due_periods(), severities, today)


def add_recommendation(
    *,
    actor: Actor,
    visit_id: int,
    content: RecommendationContent,
    today: date,
    personal_data_confirmed: bool = False,
) -> Recommendation:
    """Ask somebody to do something about one or more confirmed shortcomings of a visit."""
    visit = workable_visit(actor, visit_id)
    now = clock.now()
    recommendation = Recommendation(
        province_code=visit.province_code,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        state=RecommendationState.OPEN,
        created_by_name=actor.full_name,
        created_at=now,
        updated_at=now,
        revision=1,
    )
    choice = chosen(content.addressee, content.addressee_other, addressees(visit, today))
    warned = _write(recommendation, visit, content, choice, confirmed=personal_data_confirmed)
    db.session.add(recommendation)
    db.session.flush()
    _record(
        actor,
        "recommendation.added",
        recommendation,
        addressee=recommendation.addressee,
        due_on=recommendation.due_on.isoformat(),
        findings=[finding.id for finding in recommendation.findings],
        warned=warned,
    )
    return recommendation


def add_drafted_recommendation(*, actor: Actor, finding: Finding, today: date) -> Recommendation:
    """Ask for what the checklist proposes, of the likeliest addressee, by the default day."""
    if not finding.recommendation_draft:
        raise Invalid("no_recommendation_draft", _("Bảng kiểm không gợi ý kiến nghị cho nhận xét này."))
    content = RecommendationContent(
        text=finding.recommendation_draft,
        addressee=addressees(finding.visit, today)[0].key,
        due_on=proposed_due([finding], today) or today,
        finding_ids=[finding.id],
    )
    return add_recommendation(actor=actor, visit_id=finding.visit_id, content=content, today=today)


def edit_recommendation(
    *,
    actor: Actor,
    recommendation_id: int,
    revision: int,
    content: RecommendationContent,
    today: date,
    personal_data_confirmed: bool = False,
) -> Recommendation:
    """Change what is asked, of whom or by when, while it is to be done; the follow-up shows a new day."""
    recommendation = workable_recommendation(actor, recommendation_id, revision, edit=True)
    if recommendation.state not in AWAITED:
        raise Conflict(
            "recommendation_settled", _("Kiến nghị đã báo cáo thực hiện hoặc đã đóng, không sửa được nữa.")
        )
    before = _values(recommendation)
    choice = chosen(content.addressee, content.addressee_other, choices_of(recommendation, today))
    warned = _write(recommendation, recommendation.visit, content, choice, confirmed=personal_data_confirmed)
    after = _values(recommendation)
    recommendation.revision += 1
    recommendation.updated_at = clock.now()
    changed = sorted(name for name in after if after[name] != before[name])
    if "due_on" in changed:
        _note_new_day(actor, recommendation, date.fromisoformat(str(before["due_on"])))
    _record(
        actor,
        "recommendation.edited",
        recommendation,
        changed=changed,
        before={name: before[name] for name in changed},
        warned=warned,
    )
    return recommendation


def choices_of(recommendation: Recommendation, today: date) -> tuple[Addressee, ...]:
    """Addressees on offer; the present one stays on offer after its agency has ended."""
    offered = addressees(recommendation.visit, today)
    present = addressee_key(recommendation)
    if recommendation.addressee_kind == AddresseeKind.OTHER or any(c.key == present for c in offered):
        return offered
    return (
        Addressee(AddresseeKind(recommendation.addressee_kind), present, recommendation.addressee),
        *offered,
    )


def addressee_key(recommendation: Recommendation) -> str:
    """The key by which a form names the present addressee."""
    if recommendation.addressee_code is not None:
        return f"{recommendation.addressee_kind}:{recommendation.addressee_code}"
    return recommendation.addressee_kind


def _write(
    recommendation: Recommendation,
    visit: Visit,
    content: RecommendationContent,
    addressee: Addressee,
    *,
    confirmed: bool,
) -> list[str]:
    text = nfc(content.text).strip()
    if not text:
        raise Invalid("text_required", _("Hãy ghi nội dung kiến nghị."), "text")
    warned = check_texts({"text": text, "addressee_other": addressee.name}, confirmed=confirmed)
    check_due(content.due_on, visited_on=clock.local(visit.starts_at).date())
    findings = _findings(visit, content.finding_ids)
    recommendation.text = text
    recommendation.addressee = nfc(addressee.name)
    recommendation.addressee_kind = addressee.kind
    is_agency = addressee.kind is AddresseeKind.AGENCY
    recommendation.addressee_code = addressee.key.partition(":")[2] if is_agency else None
    recommendation.due_on = content.due_on
    recommendation.findings = findings
    recommendation.search_key = recommendation_key(recommendation)
    return warned


def _findings(visit: Visit, wanted: Sequence[int]) -> list[Finding]:
    if not wanted:
        raise Invalid("findings_required", _("Hãy chọn ít nhất một tồn tại, hạn chế."), "finding_ids")
    statement = select(Finding).where(
        Finding.id.in_(wanted),
        Finding.visit_id == visit.id,
        Finding.kind == FindingKind.SHORTCOMING,
        Finding.state == FindingState.CONFIRMED,
    )
    found = list(db.session.scalars(statement.order_by(Finding.position, Finding.id)))
    if len(found) != len(set(wanted)):
        raise Invalid(
            "findings_not_usable",
            _("Chỉ kiến nghị đối với tồn tại, hạn chế đã xác nhận của buổi kiểm tra này."),
            "finding_ids",
        )
    return found


def _values(recommendation: Recommendation) -> dict[str, object]:
    return {
        "text": recommendation.text,
        "addressee": recommendation.addressee,
        "due_on": recommendation.due_on.isoformat(),
        "findings": sorted(finding.id for finding in recommendation.findings),
    }


def _note_new_day(actor: Actor, recommendation: Recommendation, earlier: date) -> None:
    note = f"Đổi thời hạn từ {earlier:%d/%m/%Y} sang {recommendation.due_on:%d/%m/%Y}."
    recommendation.steps.append(
        FollowUp(state=recommendation.state, note=note, author_name=actor.full_name, at=clock.now())
    )


def _record(actor: Actor, action: str, recommendation: Recommendation, **details: object) -> None:
    record(
        actor=actor,
        action=action,
        subject="recommendation",
        subject_id=recommendation.id,
        details={"visit_id": recommendation.visit_id, **{k: v for k, v in details.items() if v}},
    )

"""What people do with findings: add, edit, confirm, drop, restore."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from audit.findings.domain.states import UNSETTLED, FindingState, check_finding_move, check_severity
from audit.findings.models import Finding
from audit.findings.queries.choices import photos
from audit.findings.services.guards import check_texts, workable_finding, workable_visit
from audit.findings.services.texts import finding_key
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.text import nfc
from checklists.domain.kinds import FindingKind, Severity
from checklists.models.submissions import Attachment

_TEXTS = ("condition", "criterion", "legal_basis", "cause", "effect", "explanation")


@dataclass(frozen=True, slots=True)
class FindingContent:
    """Everything of a finding that a person writes; ``evidence`` are ids of photos of the visit."""

    kind: FindingKind
    condition: str
    severity: Severity | None = None
    criterion: str = ""
    legal_basis: str = ""
    cause: str = ""
    effect: str = ""
    explanation: str = ""
    evidence: Sequence[int] = field(default=())

    def texts(self) -> dict[str, str]:
        """The free texts by name, in NFC and trimmed."""
        return {name: nfc(getattr(self, name)).strip() for name in _TEXTS}


def add_finding(
    *, actor: Actor, visit_id: int, content: FindingContent, personal_data_confirmed: bool = False
) -> Finding:
    """Add a finding by hand; a person made it, so it is confirmed at once."""
    visit = workable_visit(actor, visit_id)
    now = clock.now()
    last = db.session.scalar(select(func.max(Finding.position)).where(Finding.visit_id == visit.id)) or 0
    finding = Finding(
        province_code=visit.province_code,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        establishment_id=visit.establishment_id,
        state=FindingState.CONFIRMED,
        position=last + 1,
        created_by_name=actor.full_name,
        created_at=now,
        updated_at=now,
        revision=1,
    )
    warned = _write(finding, visit, content, confirmed=personal_data_confirmed)
    db.session.add(finding)
    db.session.flush()
    _record(actor, "finding.added", finding, kind=finding.kind, severity=finding.severity, warned=warned)
    return finding


def edit_finding(
    *,
    actor: Actor,
    finding_id: int,
    revision: int,
    content: FindingContent,
    personal_data_confirmed: bool = False,
) -> Finding:
    """Change what a finding says; one that was dropped is restored first."""
    finding = workable_finding(actor, finding_id, revision)
    if finding.state == FindingState.DROPPED:
        raise Conflict("finding_dropped", _("Nhận xét đã bỏ; hãy khôi phục trước khi sửa."))
    if content.kind is FindingKind.STRENGTH and _has_live_recommendation(finding):
        raise Conflict(
            "finding_has_recommendation", _("Nhận xét đang có kiến nghị, không chuyển thành ưu điểm được.")
        )
    before = {**_texts(finding), "kind": finding.kind, "severity": finding.severity}
    warned = _write(finding, finding.visit, content, confirmed=personal_data_confirmed)
    after = {**_texts(finding), "kind": finding.kind, "severity": finding.severity}
    _touch(finding)
    changed = sorted(name for name in after if after[name] != before[name])
    _record(
        actor,
        "finding.edited",
        finding,
        changed=changed,
        before={name: before[name] for name in changed},
        warned=warned,
    )
    return finding


def confirm_finding(*, actor: Actor, finding_id: int, revision: int) -> Finding:
    """Make a suggestion the inspection's own finding."""
    return _move(actor, finding_id, revision, FindingState.CONFIRMED, "finding.confirmed")


def confirm_suggestions(*, actor: Actor, visit_id: int, seen: Mapping[int, int]) -> int:
    """Confirm the suggestions of a visit as they were seen (id to revision); returns how many.

    One that somebody else has edited, confirmed or dropped meanwhile is left to that person.
    """
    visit = workable_visit(actor, visit_id, by_hand=False)
    waiting = select(Finding).where(
        Finding.visit_id == visit.id, Finding.state == FindingState.SUGGESTED, Finding.id.in_(seen)
    )
    confirmed = [f for f in db.session.scalars(waiting) if f.revision == seen[f.id]]
    for finding in confirmed:
        finding.state = FindingState.CONFIRMED
        _touch(finding)
    if confirmed:
        record(
            actor=actor,
            action="findings.confirmed",
            subject="visit",
            subject_id=visit.id,
            details={"findings": sorted(finding.id for finding in confirmed)},
        )
    return len(confirmed)


def drop_finding(*, actor: Actor, finding_id: int, revision: int, reason: str) -> Finding:
    """Leave a finding out, with the reason; it stays readable and can be restored."""
    finding = workable_finding(actor, finding_id, revision)
    reason = nfc(reason).strip()
    check_texts({"reason": reason}, confirmed=False)
    check_finding_move(FindingState(finding.state), FindingState.DROPPED, reason=reason)
    if _has_live_recommendation(finding):
        raise Conflict(
            "finding_has_recommendation",
            _("Nhận xét đang có kiến nghị; hãy rút kiến nghị trước khi bỏ nhận xét."),
        )
    finding.dropped_reason = reason
    finding.state = FindingState.DROPPED
    _touch(finding)
    _record(actor, "finding.dropped", finding, reason=reason)
    return finding


def restore_finding(*, actor: Actor, finding_id: int, revision: int) -> Finding:
    """Bring a dropped or confirmed finding back among those to be decided."""
    finding = _move(actor, finding_id, revision, FindingState.SUGGESTED, "finding.restored")
    finding.dropped_reason = ""
    return finding


def _move(actor: Actor, finding_id: int, revision: int, target: FindingState, action: str) -> Finding:
    finding = workable_finding(actor, finding_id, revision)
    check_finding_move(FindingState(finding.state), target)
    if target is FindingState.SUGGESTED and _has_live_recommendation(finding):
        raise Conflict(
            "finding_has_recommendation", _("Nhận xét đang có kiến nghị; hãy rút kiến nghị trước.")
        )
    finding.state = target
    _touch(finding)
    _record(actor, action, finding)
    return finding


def _write(finding: Finding, visit: Visit, content: FindingContent, *, confirmed: bool) -> list[str]:
    texts = content.texts()
    if not texts["condition"]:
        raise Invalid("condition_required", _("Hãy ghi nội dung nhận xét."), "condition")
    check_severity(content.kind, content.severity)
    warned = check_texts(texts, confirmed=confirmed)
    evidence = _evidence(visit, content.evidence)
    finding.kind = content.kind
    finding.severity = content.severity
    for name, text in texts.items():
        setattr(finding, name, text)
    finding.evidence = evidence
    finding.search_key = finding_key(finding)
    return warned


def _evidence(visit: Visit, wanted: Sequence[int]) -> list[Attachment]:
    available = {photo.id: photo for photo in photos(visit)}
    if not set(wanted) <= available.keys():
        raise Invalid(
            "evidence_of_another_visit", _("Ảnh đã chọn không thuộc buổi kiểm tra này."), "evidence"
        )
    return [available[photo_id] for photo_id in sorted(set(wanted))]


def _has_live_recommendation(finding: Finding) -> bool:
    return any(r.state in (*UNSETTLED, "verified") for r in finding.recommendations)


def _texts(finding: Finding) -> dict[str, str | None]:
    return {name: getattr(finding, name) for name in _TEXTS}


def _touch(finding: Finding) -> None:
    finding.revision += 1
    finding.updated_at = clock.now()


def _record(actor: Actor, action: str, finding: Finding, **details: object) -> None:
    record(
        actor=actor,
        action=action,
        subject="finding",
        subject_id=finding.id,
        details={"visit_id": finding.visit_id, **{k: v for k, v in details.items() if v}},
    )

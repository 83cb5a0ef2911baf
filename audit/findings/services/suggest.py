"""Completing a visit turns what its checklist suggests into drafts of findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from audit.findings.domain.drafts import Draft, drafts, untouched
from audit.findings.domain.states import FindingState
from audit.findings.models import Finding
from audit.findings.services.texts import finding_key
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.journal.services import record
from checklists.models.instruments import Item
from checklists.models.submissions import Attachment, Submission
from checklists.queries.sheets import evaluation


def suggest_for_visit(*, actor: Actor, visit: Visit) -> int:
    """Bring the suggestions of a completed visit in line with its answers; returns how many are new.

    Runs in the transaction that completes the visit. Repeating it changes nothing: a suggestion is known by
    its key. One that nobody has touched follows an answer that changed after the visit was reopened, or
    goes with it; what people edited, confirmed or dropped stays as they left it. The photos of the item
    come along as evidence.
    """
    submission = db.session.get(Submission, visit.submission_id) if visit.submission_id else None
    if submission is None:
        return 0
    _progress, _scores, suggestions = evaluation(submission)
    wanted = {draft.key: draft for draft in drafts(suggestions)}
    known = {
        str(finding.suggestion_key): finding
        for finding in db.session.scalars(
            select(Finding).where(Finding.visit_id == visit.id, Finding.suggestion_key.is_not(None))
        )
    }
    items = _items(submission.version_id)
    photos = _photos(submission.id)
    position = db.session.scalar(select(func.max(Finding.position)).where(Finding.visit_id == visit.id)) or 0
    added = replaced = 0
    for draft in wanted.values():
        item_id = items[draft.item_code]
        finding = known.get(draft.key)
        if finding is None:
            position += 1
            db.session.add(_new(visit, draft, item_id, photos.get(item_id, ()), position))
            added += 1
        elif untouched(FindingState(finding.state), finding.revision) and _differs(finding, draft):
            _apply(finding, draft)
            finding.evidence = list(photos.get(item_id, ()))
            finding.updated_at = clock.now()
            replaced += 1
    outdated = [
        finding
        for key, finding in known.items()
        if key not in wanted and untouched(FindingState(finding.state), finding.revision)
    ]
    for finding in outdated:
        db.session.delete(finding)
    if added or replaced or outdated:
        record(
            actor=actor,
            action="findings.suggested",
            subject="visit",
            subject_id=visit.id,
            details={"added": added, "replaced": replaced, "removed": len(outdated)},
        )
    return added


def _items(version_id: int) -> dict[str, int]:
    statement = select(Item.code, Item.id).where(Item.version_id == version_id)
    return {code: item_id for code, item_id in db.session.execute(statement)}


def _photos(submission_id: int) -> Mapping[int, Sequence[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    statement = (
        select(Attachment)
        .where(Attachment.submission_id == submission_id, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    for photo in db.session.scalars(statement):
        found.setdefault(photo.item_id, []).append(photo)
    return found


def _new(visit: Visit, draft: Draft, item_id: int, photos: Sequence[Attachment], position: int) -> Finding:
    now = clock.now()
    finding = Finding(
        province_code=visit.province_code,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        establishment_id=visit.establishment_id,
        item_id=item_id,
        suggestion_key=draft.key,
        state=FindingState.SUGGESTED,
        cause="",
        effect="",
        position=position,
        created_at=now,
        updated_at=now,
        revision=1,
        evidence=list(photos),
    )
    _apply(finding, draft)
    return finding


def _apply(finding: Finding, draft: Draft) -> None:
    finding.kind = draft.kind
    finding.severity = draft.severity
    finding.condition = draft.condition
    finding.criterion = draft.criterion
    finding.legal_basis = draft.legal_basis
    finding.recommendation_draft = draft.recommendation
    finding.search_key = finding_key(finding)


def _differs(finding: Finding, draft: Draft) -> bool:
    return (
        finding.severity,
        finding.condition,
        finding.criterion,
        finding.legal_basis,
        finding.recommendation_draft,
    ) != (draft.severity, draft.condition, draft.criterion, draft.legal_basis, draft.recommendation)

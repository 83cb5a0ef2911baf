"""Drafts of every kind made from the tests' small world, and issued."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from audit.inspections.models.teams import Team
from audit.kernel import clock
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from reports.models import Document
from reports.services.drafts import draft_document, head_of, update_draft
from reports.services.issuing import issue_document, prepare_issue
from tests.integration.programme.programme_world import programme, review
from tests.integration.reports.documents_world import World

# What a person must still write before a document of the kind can be issued.
NEEDED: dict[str, dict[str, Any]] = {
    "decision": {"proposer": "Trưởng Phòng Bảo trợ xã hội"},
    "invitation": {"meets_at": datetime(2026, 10, 8, 1, 30, tzinfo=UTC)},
}
OF_VISIT = ("minutes", "checklist_annex", "conclusion", "invitation")
OF_TEAM = ("decision",)
OF_PROGRAMME = ("review_plan", "task_table")
LEAD = Actor(9, "truongdoan", "Trưởng Đoàn", Role.TEAM_LEAD, ScopeKind.PROVINCE, "20", "20")


def subject(world: World, kind: str) -> dict[str, int]:
    """What a draft of this kind is made from: the first visit, the first team, the plan; a new programme, or
    its review."""
    if kind in OF_PROGRAMME:
        made = programme(LEAD)
        return {"programme_id": made.id} if kind == "task_table" else {"review_id": review(LEAD, made).id}
    if kind in OF_VISIT:
        return {"visit_id": world.visit_ids[0]}
    if kind in OF_TEAM:
        team = db.session.scalars(select(Team.id).where(Team.plan_id == world.plan_id).order_by(Team.id))
        return {"team_id": team.first() or 0}
    return {"plan_id": world.plan_id}


def drafted(actor: Actor, world: World, kind: str, **changes: Any) -> Document:
    """A draft with number 5 dated today and everything its kind needs, or with what is asked for."""
    made_from = subject(world, kind)
    with transaction():
        return _settled(actor, draft_document(actor=actor, kind=kind, **made_from), **changes)


def ready_to_issue(actor: Actor, document: Document, **changes: Any) -> Document:
    """The draft with number 5, today's date and what its kind needs, or with what is asked for."""
    with transaction():
        return _settled(actor, document, **changes)


def _settled(actor: Actor, document: Document, **changes: Any) -> Document:
    wanted = {"number": "5", "issued_on": clock.today()} | NEEDED.get(document.kind, {}) | changes
    return update_draft(
        actor=actor,
        document_id=document.id,
        revision=document.revision,
        head=dataclasses.replace(head_of(document), **wanted),
    )


def issued(actor: Actor, document: Document) -> Document:
    prepared = prepare_issue(actor=actor, document_id=document.id, revision=document.revision)
    with transaction():
        return issue_document(actor=actor, prepared=prepared)

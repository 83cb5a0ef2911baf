"""Correcting an issued document: another one replaces it, and until that is issued it stays in force.

What has been issued with wrong content is replaced by a document of the same form (Decree 30/2020/NĐ-CP
Điều 18); nothing is ever changed in the first one.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.database import db
from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from reports.domain.comparison import Difference, differences
from reports.models import Document
from reports.services.checks import changeable, stated
from reports.services.copies import blocks_of
from reports.services.drafts import begin_draft

# What belongs to one document and to no other; the rest of its row is what the new draft begins with.
_ITS_OWN: Final = frozenset(
    {
        "id", "state", "number", "issued_on", "snapshot", "snapshot_sha256", "photo_digests", "pdf_sha256",
        "pdf_pages", "journal_hash", "created_by_name", "created_at", "issued_by_name", "issued_at",
        "withdrawn_by_name", "withdrawn_at", "withdrawn_reason", "revision", "check_code", "replaces_id",
        "replacing_reason",
    }
)  # fmt: skip


def replace_document(*, actor: Actor, document_id: int, revision: int, reason: str) -> Document:
    """The draft of a document that will replace an issued one, with its head as it was issued.

    :class:`NotFound` outside the actor's area; :class:`Conflict` when the document is not in force, moved on,
    or is being replaced already; :class:`Invalid` without a reason.
    """
    old = changeable(actor, document_id, revision, state="issued", permission=Permission.DRAFT_REPORTS)
    why = stated(reason, missing=_("Hãy ghi lý do thay thế văn bản."))
    if db.session.scalar(select(Document.id).where(Document.replaces_id == old.id)) is not None:
        raise _replaced_already()
    carried = [column.name for column in Document.__table__.columns if column.name not in _ITS_OWN]
    draft = Document(**{name: getattr(old, name) for name in carried})
    draft.year = clock.today().year
    draft.replaces_id = old.id
    draft.replacing_reason = why
    try:
        return begin_draft(actor, draft, replaces=old.id, reason=why)
    except IntegrityError as error:
        raise _replaced_already() from error


def retire_replaced(*, actor: Actor, document: Document) -> None:
    """Take what ``document`` replaces out of force, in the transaction that issues ``document``.

    :class:`Conflict` when it is not in force any more: then there is nothing to replace.
    """
    if document.replaces_id is None:
        return
    old = db.session.get_one(Document, document.replaces_id, with_for_update=True, populate_existing=True)
    if old.state != "issued":
        raise Conflict(
            "replaced_not_in_force",
            _("Văn bản được thay thế không còn hiệu lực; hãy xóa dự thảo này và lập văn bản mới."),
        )
    old.state = "replaced"
    old.withdrawn_reason = document.replacing_reason
    old.withdrawn_by_name = actor.full_name
    old.withdrawn_at = clock.now()
    old.revision += 1
    record(
        actor=actor,
        action="document.replaced",
        subject="document",
        subject_id=old.id,
        details={"by": document.id, "reason": document.replacing_reason, "pdf_sha256": old.pdf_sha256},
    )


def changes(document: Document) -> list[Difference]:
    """What the document says otherwise than the one it replaces, of which it must name one.

    :class:`Conflict` when one of the two cannot be read any more.
    """
    assert document.replaces is not None
    return differences(blocks_of(document.replaces), blocks_of(document))


def _replaced_already() -> Conflict:
    return Conflict("being_replaced", _("Đã có dự thảo văn bản thay thế văn bản này."))

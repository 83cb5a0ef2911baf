"""Issuing freezes a document for ever; withdrawing marks it as no longer in force and keeps it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.errors import Conflict
from audit.kernel.files import store
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from reports.adapters.pdf.document import pdf_of
from reports.domain.content import Content
from reports.domain.findings_report import FindingsReport
from reports.domain.heads import check_ready
from reports.domain.steps import Listener, nobody
from reports.models import Document
from reports.queries import documents
from reports.services.checks import changeable, check_number, flush_numbered, must, stated
from reports.services.drawing import live_content, page_count, photo_digests, photo_files
from reports.services.issue_conditions import check_subject
from reports.services.replacing import retire_replaced


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document drawn and ready to be issued, as long as nothing it rests on has changed meanwhile."""

    document_id: int
    revision: int
    content: Content
    pdf_sha256: str
    pages: int


def prepare_issue(*, actor: Actor, document_id: int, revision: int, listener: Listener = nobody) -> Prepared:
    """Freeze and draw a draft. Writes nothing but the file, so the database stays free while it draws;
    ``listener`` is told how far it is.

    :class:`Invalid` when number or day is missing, :class:`Conflict` when there is nothing to issue yet.
    """
    must(actor, Permission.ISSUE_REPORTS)
    document = documents.document(actor, document_id)
    if document.state != "draft":
        raise Conflict("document_not_draft", _("Văn bản này đã được ban hành."))
    if document.revision != revision:
        raise _changed()
    check_ready(number=document.number, issued_on=document.issued_on, today=clock.today())
    check_number(document)
    check_subject(document)
    content = live_content(document, frozen=True, listener=listener)
    pdf = pdf_of(content, photo_files(photo_digests(content)), listener=listener)
    return Prepared(document.id, revision, content, store().put(pdf), page_count(pdf))


def issue_document(*, actor: Actor, prepared: Prepared) -> Document:
    """Make the prepared document official, in the caller's transaction.

    :class:`Conflict` when the draft or anything it is made of changed since it was drawn, or when what it
    replaces is not in force. The journal entry carries the hashes of the content and of the PDF.
    """
    document = changeable(
        actor,
        prepared.document_id,
        prepared.revision,
        state="draft",
        permission=Permission.ISSUE_REPORTS,
    )
    check_number(document)
    if _as_drawn(live_content(document, frozen=True), prepared.content) != prepared.content:
        raise _changed()
    retire_replaced(actor=actor, document=document)
    snapshot = prepared.content.to_json()
    document.state = "issued"
    document.snapshot = snapshot
    document.snapshot_sha256 = hashlib.sha256(snapshot.encode("utf-8")).hexdigest()
    document.photo_digests = photo_digests(prepared.content)
    document.pdf_sha256 = prepared.pdf_sha256
    document.pdf_pages = prepared.pages
    document.journal_hash = (
        prepared.content.journal_hash if isinstance(prepared.content, FindingsReport) else None
    )
    document.issued_by_name = actor.full_name
    document.issued_at = clock.now()
    document.revision += 1
    flush_numbered(document)
    record(
        actor=actor,
        action="document.issued",
        subject="document",
        subject_id=document.id,
        details={
            "kind": document.kind,
            "number": f"{document.number}/{document.symbol}",
            "snapshot_sha256": document.snapshot_sha256,
            "pdf_sha256": document.pdf_sha256,
        },
    )
    return document


def withdraw_document(*, actor: Actor, document_id: int, revision: int, reason: str) -> Document:
    """Take an issued document out of force. It keeps its number, its content and its file."""
    document = changeable(actor, document_id, revision, state="issued", permission=Permission.ISSUE_REPORTS)
    reason = stated(reason, missing=_("Hãy ghi lý do thu hồi văn bản."))
    document.state = "withdrawn"
    document.withdrawn_reason = reason
    document.withdrawn_by_name = actor.full_name
    document.withdrawn_at = clock.now()
    document.revision += 1
    record(
        actor=actor,
        action="document.withdrawn",
        subject="document",
        subject_id=document.id,
        details={"reason": reason, "pdf_sha256": document.pdf_sha256},
    )
    return document


def _as_drawn(current: Content, drawn: Content) -> Content:
    """The current content under the journal's head of the moment it was drawn: others may write meanwhile."""
    if isinstance(current, FindingsReport) and isinstance(drawn, FindingsReport):
        return replace(current, journal_hash=drawn.journal_hash)
    return current


def _changed() -> Conflict:
    return Conflict(
        "changed_by_another",
        _("Dữ liệu của văn bản vừa thay đổi. Đề nghị xem lại bản dự thảo rồi ban hành lại."),
    )

"""Proving that an issued document is still what was issued: drawn again, byte for byte."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.files import store
from audit.kernel.journal.models import JournalEntry
from reports.adapters.pdf.document import pdf_of
from reports.adapters.signing.reading import UnreadablePdf, found_signatures
from reports.domain.content import UnreadableContent
from reports.domain.signatures import SignatureState
from reports.models import Document
from reports.queries.documents import document as document_for
from reports.queries.documents import visible
from reports.queries.signatures import signatures_of
from reports.services.drawing import photo_files, stored_content


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one document: ``fault`` is "" when all agrees, else the first thing that does not:
    ``snapshot``, ``photo``, ``file``, ``drawing``, ``journal`` or ``signature``."""

    document: Document
    fault: str

    @property
    def sound(self) -> bool:
        return not self.fault


def redraw(document: Document) -> bytes:
    """An issued document drawn again from its frozen content; the very bytes that were issued.

    Raises ``UnreadableContent`` when the content is damaged, :class:`NotFound` when a photo is gone.
    """
    return pdf_of(stored_content(document), photo_files(document.photo_digests))


def verify(document: Document) -> Verdict:
    """Check content, photos, stored file, drawing, journal entry and signed copies against each other."""
    return Verdict(document, _fault(document))


def verify_one(*, actor: Actor, document_id: int) -> Verdict:
    """The same for one document of the actor's area that has been issued, else :class:`NotFound`."""
    document = document_for(actor, document_id)
    if document.state == "draft":
        raise NotFound("document_not_issued", "Văn bản chưa ban hành.")
    return verify(document)


def issued_ids(actor: Actor) -> list[int]:
    """Every document that was ever issued in the actor's area, oldest first."""
    statement = visible(actor).with_only_columns(Document.id).where(Document.state != "draft")
    return list(db.session.scalars(statement.order_by(Document.id)))


def _fault(document: Document) -> str:
    snapshot = document.snapshot or ""
    if hashlib.sha256(snapshot.encode("utf-8")).hexdigest() != document.snapshot_sha256:
        return "snapshot"
    try:
        store().read(document.pdf_sha256 or "")
    except NotFound:
        return "file"
    try:
        drawn = redraw(document)
    except UnreadableContent:
        return "snapshot"
    except NotFound:
        return "photo"
    if hashlib.sha256(drawn).hexdigest() != document.pdf_sha256:
        return "drawing"
    if not _journal_agrees(document):
        return "journal"
    return "" if _signatures_hold(document) else "signature"


def _signatures_hold(document: Document) -> bool:
    """Whether the signed copies lie in the store, one in front of the next, and every signature in the last
    is the one that was entered and still intact."""
    rows = signatures_of(document.id)
    if not rows:
        return True
    try:
        copies = [
            store().read(digest) for digest in (document.pdf_sha256 or "", *(row.sha256 for row in rows))
        ]
        found = found_signatures(copies[-1])
    except (NotFound, UnreadablePdf):
        return False
    return (
        all(later.startswith(earlier) for earlier, later in pairwise(copies))
        and [one.certificate.fingerprint for one in found] == [row.fingerprint for row in rows]
        and all(one.state is SignatureState.INTACT for one in found)
    )


def _journal_agrees(document: Document) -> bool:
    details = db.session.scalar(
        select(JournalEntry.details).where(
            JournalEntry.subject == "document",
            JournalEntry.subject_id == str(document.id),
            JournalEntry.action == "document.issued",
        )
    )
    said = json.loads(details) if details else {}
    return (said.get("snapshot_sha256"), said.get("pdf_sha256")) == (
        document.snapshot_sha256,
        document.pdf_sha256,
    )

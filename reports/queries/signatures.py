"""The digital signatures of a document, and the signed copy they stand in."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from reports.models import Document, DocumentSignature
from reports.queries.documents import document as document_for


def signatures_of(document_id: int) -> list[DocumentSignature]:
    """The signatures of a document the caller has read already, in the order they were added."""
    statement = select(DocumentSignature).where(DocumentSignature.document_id == document_id)
    return list(db.session.scalars(statement.order_by(DocumentSignature.position)))


def signed_copy(actor: Actor, document_id: int, position: int) -> tuple[Document, DocumentSignature]:
    """A document of the actor's area and one of its signatures, else :class:`NotFound`."""
    document = document_for(actor, document_id)
    signature = db.session.scalar(
        select(DocumentSignature).where(
            DocumentSignature.document_id == document.id, DocumentSignature.position == position
        )
    )
    if signature is None:
        raise NotFound("signature_not_found", _("Không tìm thấy bản đã ký số."))
    return document, signature


def by_file(digests: Collection[str]) -> DocumentSignature | None:
    """The latest signature after which a file had one of these SHA-256."""
    if not digests:
        return None
    statement = select(DocumentSignature).where(DocumentSignature.sha256.in_(digests))
    statement = statement.order_by(DocumentSignature.position.desc(), DocumentSignature.id).limit(1)
    return db.session.scalars(statement).first()

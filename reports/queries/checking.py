"""What anybody may learn of an issued document who holds its check code or its file: never what it says."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from audit.kernel.database import db
from reports.domain.wording import TYPE_NAMES, DocumentKind
from reports.models import Document
from reports.queries.documents import replacement_of


@dataclass(frozen=True, slots=True)
class Certificate:
    """An issued document as strangers see it. ``withdrawn_at`` is None while it is in force;
    ``replaced_by`` names the document that took its place ("09/KH-SYT")."""

    code: str
    type_name: str
    number: str
    symbol: str
    issued_on: date
    agency: str
    parent_agency: str
    pages: int
    pdf_sha256: str
    withdrawn_at: datetime | None
    replaced_by: str = ""


def by_code(code: str) -> Certificate | None:
    """The issued document that bears this code."""
    return _certificate(Document.check_code == code) if code else None


def by_id(document_id: int) -> Certificate | None:
    """The issued document with this id."""
    return _certificate(Document.id == document_id)


def by_digests(digests: Collection[str]) -> Certificate | None:
    """The issued document whose PDF has one of these SHA-256."""
    return _certificate(Document.pdf_sha256.in_(digests)) if digests else None


def _certificate(condition: object) -> Certificate | None:
    statement = select(Document).where(condition, Document.state != "draft")  # type: ignore[arg-type]
    document = db.session.scalars(statement.order_by(Document.id).limit(1)).first()
    if document is None or document.issued_on is None:
        return None
    head = json.loads(document.snapshot or "")["content"]["letterhead"]  # as it was issued
    return Certificate(
        code=document.check_code,
        type_name=TYPE_NAMES[DocumentKind(document.kind)],
        number=document.number,
        symbol=document.symbol,
        issued_on=document.issued_on,
        agency=head["agency"],
        parent_agency=head["parent_agency"],
        pages=document.pdf_pages or 0,
        pdf_sha256=document.pdf_sha256 or "",
        withdrawn_at=document.withdrawn_at,
        replaced_by=_successor(document) if document.state == "replaced" else "",
    )


def _successor(document: Document) -> str:
    new = replacement_of(document)
    return f"{new.number.zfill(2)}/{new.symbol}" if new is not None and new.number else ""

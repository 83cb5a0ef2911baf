"""Head and foot of a document from its own fields and those of its plan or programme."""

from __future__ import annotations

from datetime import date

from audit.kernel import clock
from audit.kernel.addresses import public_address
from reports.domain.dates import long_date
from reports.domain.letterhead import Letterhead, Signatory
from reports.domain.numbering import padded
from reports.domain.wording import TYPE_NAMES, DocumentKind, agency_in_text, authority_lines, lines_of
from reports.models import Document

DRAFT_LABEL = "DỰ THẢO"


def letterhead(
    document: Document,
    *,
    frozen: bool,
    parent_agency: str | None = None,
    agency: str | None = None,
    legal_bases: tuple[str, ...] = (),
) -> Letterhead:
    """The head of a document; ``frozen`` leaves out the mark of a draft. Issuing agencies are those of
    the plan or programme unless given."""
    source = document.source
    kind = DocumentKind(document.kind)
    today = clock.today()
    return Letterhead(
        parent_agency=source.parent_agency if parent_agency is None else parent_agency,
        agency=source.agency if agency is None else agency,
        symbol=document.symbol,
        type_name=TYPE_NAMES[kind],
        summary=document.title,
        prepared_on=today,
        place=document.place,
        number=int(document.number) if document.number else None,
        issued_on=document.issued_on,
        draft_month=None if document.issued_on else _month(document, today),
        draft_year=None if document.issued_on else document.year,
        draft_label="" if frozen else DRAFT_LABEL,
        addressees=lines_of(document.addressee),
        legal_bases=legal_bases,
        signatory=Signatory(
            position=document.signer_position,
            name=document.signer_name,
            authority=authority_lines(document.signer_authority),
        )
        if document.signer_position
        else None,
        recipients=tuple(document.recipients),
        agency_name=agency_in_text(source.agency, source.place) if agency is None else agency,
        check_code=document.check_code if frozen else "",
        check_address=_check_address(document) if frozen else "",
        replaces=_reference(document.replaces) if document.replaces is not None else "",
    )


def _reference(document: Document) -> str:
    """How an issued document is named inside another."""
    name = TYPE_NAMES[DocumentKind(document.kind)].capitalize()
    number = f" số {padded(int(document.number))}/{document.symbol}" if document.number else ""
    day = f" {long_date(document.issued_on)}" if document.issued_on else ""
    return f"{name}{number}{day}"


def _check_address(document: Document) -> str:
    """Where the document is checked, as its code to scan says it; "" when nobody outside could go there."""
    outside = public_address()
    return f"{outside}/v/{document.check_code}" if outside else ""


def basis_text(text: str) -> str:
    """A legal basis as it stands among others: "Căn cứ" in front unless it opens with such a word."""
    text = text.strip()
    return text if text.casefold().startswith(("căn cứ", "thực hiện", "theo")) else f"Căn cứ {text}"


def _month(document: Document, today: date) -> int | None:
    """The month of a draft is printed while it is this year's; the day is written by the registry."""
    return today.month if document.year == today.year else None

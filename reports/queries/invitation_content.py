"""The content of an invitation to the closing meeting of a visit, from what was typed on its draft."""

from __future__ import annotations

from dataclasses import replace

from reports.domain.invitation_document import InvitationDocument
from reports.domain.wording import lines_of, lowered
from reports.models import Document
from reports.queries.heads import letterhead

CLOSING = "Đề nghị các đại biểu đến dự đúng thời gian, thành phần./."


def invitation_document(document: Document, *, frozen: bool) -> InvitationDocument:
    """Giấy mời: those invited stand in the text, not under the title (form 1.7); no query of its own."""
    head = letterhead(document, frozen=frozen)
    title = document.title.strip()
    purpose = title[len("dự ") :] if title.casefold().startswith("dự ") else title
    return InvitationDocument(
        letterhead=replace(head, addressees=()),
        invited=lines_of(document.addressee),
        purpose=lowered(purpose),
        contents=lines_of(document.general_remarks),
        chaired_by=document.chaired_by.strip(),
        meets_at=document.meets_at,
        place=document.meeting_place.strip(),
        closing=CLOSING,
    )

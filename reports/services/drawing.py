"""From a document to its content, and from a content to the bytes of its PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from audit.kernel.errors import NotFound
from audit.kernel.files import store
from reports.adapters.pdf.announcement import render_announcement
from reports.adapters.pdf.conclusion import render_conclusion
from reports.adapters.pdf.decision import render_decision
from reports.adapters.pdf.findings_report import render_findings_report
from reports.adapters.pdf.follow_up import render_follow_up
from reports.adapters.pdf.invitation import render_invitation
from reports.adapters.pdf.minutes import render_minutes
from reports.adapters.pdf.plan import render_plan
from reports.domain.announcement_document import AnnouncementDocument
from reports.domain.conclusion_document import ConclusionDocument
from reports.domain.content import Content
from reports.domain.decision_document import DecisionDocument
from reports.domain.findings_report import FindingsReport
from reports.domain.follow_up_document import FollowUpDocument
from reports.domain.invitation_document import InvitationDocument
from reports.domain.minutes_document import MinutesDocument
from reports.domain.plan_document import PlanDocument
from reports.domain.wording import DocumentKind
from reports.models import Document
from reports.queries.announcement_content import announcement_document
from reports.queries.conclusion_content import conclusion_document
from reports.queries.decision_content import decision_document
from reports.queries.follow_up_content import follow_up_document
from reports.queries.invitation_content import invitation_document
from reports.queries.minutes_content import minutes_document
from reports.queries.plan_content import plan_document
from reports.queries.report_content import findings_report

_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
CONTENTS: Mapping[DocumentKind, type[Content]] = {
    DocumentKind.PLAN: PlanDocument,
    DocumentKind.MINUTES: MinutesDocument,
    DocumentKind.FINDINGS_REPORT: FindingsReport,
    DocumentKind.DECISION: DecisionDocument,
    DocumentKind.ANNOUNCEMENT: AnnouncementDocument,
    DocumentKind.INVITATION: InvitationDocument,
    DocumentKind.FOLLOW_UP: FollowUpDocument,
    DocumentKind.CONCLUSION: ConclusionDocument,
}


_LIVE: Mapping[DocumentKind, Callable[..., Content]] = {
    DocumentKind.PLAN: plan_document,
    DocumentKind.MINUTES: minutes_document,
    DocumentKind.FINDINGS_REPORT: findings_report,
    DocumentKind.DECISION: decision_document,
    DocumentKind.ANNOUNCEMENT: announcement_document,
    DocumentKind.INVITATION: invitation_document,
    DocumentKind.FOLLOW_UP: follow_up_document,
    DocumentKind.CONCLUSION: conclusion_document,
}


def live_content(document: Document, *, frozen: bool = False) -> Content:
    """What the document says as the database stands now; ``frozen`` without the mark of a draft."""
    return _LIVE[DocumentKind(document.kind)](document, frozen=frozen)


def stored_content(document: Document) -> Content:
    """What an issued document was frozen to say; raises ``UnreadableContent`` when the text is damaged."""
    return CONTENTS[DocumentKind(document.kind)].from_json(document.snapshot or "")


def photo_digests(content: Content) -> list[str]:
    """SHA-256 of every photo the content shows, each once, in order."""
    if not isinstance(content, FindingsReport):
        return []
    return list(dict.fromkeys(photo.sha256 for annex in content.annexes for photo in annex.photos))


def photo_files(digests: Iterable[str], *, complete: bool = True) -> dict[str, bytes]:
    """The bytes of photos by their digest. One that is gone raises :class:`NotFound`; a draft
    (``complete`` False) does without it."""
    files = {}
    for digest in digests:
        try:
            files[digest] = store().read(digest)
        except NotFound:
            if complete:
                raise
    return files


def draw(content: Content, photos: Mapping[str, bytes]) -> bytes:
    """The PDF of a content; the same content and photos always give the same bytes."""
    match content:
        case PlanDocument():
            return render_plan(content)
        case MinutesDocument():
            return render_minutes(content)
        case FindingsReport():
            return render_findings_report(content, photos)
        case DecisionDocument():
            return render_decision(content)
        case AnnouncementDocument():
            return render_announcement(content)
        case InvitationDocument():
            return render_invitation(content)
        case FollowUpDocument():
            return render_follow_up(content)
        case ConclusionDocument():
            return render_conclusion(content)
        case _:
            raise TypeError(type(content).__name__)


def draw_draft(document: Document) -> bytes:
    """A draft drawn from live data and marked as one; never stored."""
    content = live_content(document)
    return draw(content, photo_files(photo_digests(content), complete=False))


def page_count(pdf: bytes) -> int:
    """How many pages a PDF we drew has."""
    return len(_PAGE.findall(pdf))

"""From a document to its content, and from a content to the bytes of its PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from audit.kernel.errors import NotFound
from audit.kernel.files import store
from reports.adapters.pdf.document import pdf_of
from reports.domain.announcement_document import AnnouncementDocument
from reports.domain.checklist_annex_document import ChecklistAnnex
from reports.domain.conclusion_document import ConclusionDocument
from reports.domain.content import Content
from reports.domain.decision_document import DecisionDocument
from reports.domain.findings_report import FindingsReport
from reports.domain.follow_up_document import FollowUpDocument
from reports.domain.invitation_document import InvitationDocument
from reports.domain.minutes_document import MinutesDocument
from reports.domain.periodic_document import PeriodicReport
from reports.domain.plan_document import PlanDocument
from reports.domain.review_plan_document import ReviewPlan
from reports.domain.steps import Listener, nobody
from reports.domain.task_table_document import TaskTable
from reports.domain.wording import DocumentKind
from reports.models import Document
from reports.queries.announcement_content import announcement_document
from reports.queries.checklist_annex_content import checklist_annex
from reports.queries.conclusion_content import conclusion_document
from reports.queries.decision_content import decision_document
from reports.queries.follow_up_content import follow_up_document
from reports.queries.invitation_content import invitation_document
from reports.queries.minutes_content import minutes_document
from reports.queries.periodic_content import periodic_report
from reports.queries.plan_content import plan_document
from reports.queries.programme_content import review_plan, task_table
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
    DocumentKind.CHECKLIST_ANNEX: ChecklistAnnex,
    DocumentKind.PERIODIC_REPORT: PeriodicReport,
    DocumentKind.REVIEW_PLAN: ReviewPlan,
    DocumentKind.TASK_TABLE: TaskTable,
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
    DocumentKind.CHECKLIST_ANNEX: checklist_annex,
    DocumentKind.PERIODIC_REPORT: periodic_report,
    DocumentKind.REVIEW_PLAN: review_plan,
    DocumentKind.TASK_TABLE: task_table,
}


def live_content(document: Document, *, frozen: bool = False, listener: Listener = nobody) -> Content:
    """What the document says as the database stands now; ``frozen`` without the mark of a draft.

    ``listener`` is told how many units a report has put together: the one kind that has many.
    """
    if document.kind == DocumentKind.FINDINGS_REPORT:
        return findings_report(document, frozen=frozen, listener=listener)
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


def draw_draft(document: Document) -> bytes:
    """A draft drawn from live data and marked as one; never stored."""
    content = live_content(document)
    return pdf_of(content, photo_files(photo_digests(content), complete=False))


def page_count(pdf: bytes) -> int:
    """How many pages a PDF we drew has."""
    return len(_PAGE.findall(pdf))

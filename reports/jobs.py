"""Long reports are issued in the background: what the worker's process does when it is told to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from audit.accounts.queries import person_now
from audit.kernel.database import transaction
from audit.kernel.errors import Forbidden
from audit.kernel.i18n import _
from audit.kernel.jobs.worker import Progress
from reports.domain.steps import Step
from reports.models import Document
from reports.queries.readiness import number_of_finished
from reports.services.issuing import issue_document, prepare_issue

ISSUE: Final = "document.issue"
# Units of a report from which drawing takes seconds rather than an instant.
LONG: Final = 40
# What the page of the job says of each step.
STEPS: Final[Mapping[str, str]] = {
    Step.READ: _("Đã tổng hợp số liệu %(done)s trên %(total)s buổi kiểm tra."),
    Step.DRAW: _("Đã vẽ %(done)s trên %(total)s phụ lục."),
    Step.FINISH: _("Đã vẽ xong %(total)s trang; đang ghi sổ và ban hành."),
}


def is_long(document: Document) -> bool:
    """Whether issuing the document is work for the background."""
    return document.kind == "findings_report" and number_of_finished(document) >= LONG


def subject_of(document_id: int) -> str:
    """What a job about a document is about."""
    return f"document {document_id}"


def issue(user_id: int, payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Draw and issue a draft on behalf of who asked, with the rights they have now."""
    actor = person_now(user_id)
    if actor is None:
        raise Forbidden("not_permitted", _("Tài khoản của người yêu cầu đã đóng."))

    def heard(step: Step, done: int, total: int) -> None:
        progress(done, total, step)

    prepared = prepare_issue(
        actor=actor,
        document_id=int(payload["document"]),
        revision=int(payload["revision"]),
        listener=heard,
    )
    progress(prepared.pages, prepared.pages, Step.FINISH)
    with transaction():
        issue_document(actor=actor, prepared=prepared)
    return {"document": prepared.document_id, "pages": prepared.pages}

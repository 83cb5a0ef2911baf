"""Opening, completing and reopening a filled-in sheet."""

from __future__ import annotations

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from checklists.domain.kinds import SubmissionState, VersionState
from checklists.domain.progress import Progress, progress
from checklists.models.instruments import InstrumentVersion
from checklists.models.submissions import Submission
from checklists.queries.instruments import specs_of
from checklists.queries.sheets import answers_of


def open_submission(
    *, version: InstrumentVersion, actor: Actor, subject_type_code: str | None = None, period: str = ""
) -> Submission:
    """Start a sheet on a published version, which it keeps for good.

    ``subject_type_code`` is the type of establishment, which decides which items are asked.
    """
    if version.state != VersionState.PUBLISHED:
        raise Conflict("version_not_published", _("Chỉ mở phiếu từ phiên bản biểu mẫu đang áp dụng."))
    submission = Submission(
        version_id=version.id,
        subject_type_code=subject_type_code,
        period=period,
        state=SubmissionState.DRAFT,
        created_at=clock.now(),
    )
    db.session.add(submission)
    db.session.flush()
    record(
        actor=actor,
        action="submission.opened",
        subject="submission",
        subject_id=submission.id,
        details={"version_id": version.id, "subject_type_code": subject_type_code, "period": period},
    )
    return submission


def complete_submission(*, submission: Submission, actor: Actor) -> Progress:
    """Close a sheet for answers; returns its progress.

    Raises Invalid ``submission_incomplete`` with ``missing``, ``notes`` and ``conflicts`` (item codes) in its
    details when something required is missing, a "ghi rõ" is empty or a conflict is undecided.
    """
    if submission.state == SubmissionState.COMPLETED:
        raise Conflict("submission_completed", _("Phiếu đã hoàn thành."))
    found = progress(specs_of(submission.version_id), answers_of(submission.id), submission.subject_type_code)
    if not found.complete:
        raise Invalid(
            "submission_incomplete",
            _incomplete_text(found),
            missing=list(found.missing_required),
            notes=list(found.missing_notes),
            conflicts=list(found.conflicts),
        )
    submission.state, submission.completed_at = SubmissionState.COMPLETED, clock.now()
    record(
        actor=actor,
        action="submission.completed",
        subject="submission",
        subject_id=submission.id,
        details={"done": found.done, "total": found.total, "not_observed": found.not_observed},
    )
    return found


def _incomplete_text(found: Progress) -> str:
    parts = []
    if found.missing_required:
        parts.append(str(_("còn %(n)s mục bắt buộc chưa trả lời", n=len(found.missing_required))))
    if found.missing_notes:
        parts.append(str(_("còn %(n)s mục phải ghi rõ nội dung", n=len(found.missing_notes))))
    if found.conflicts:
        parts.append(str(_("còn %(n)s mục có hai câu trả lời khác nhau", n=len(found.conflicts))))
    return str(_("Chưa hoàn thành được phiếu: %(what)s.", what="; ".join(parts)))


def reopen_submission(*, submission: Submission, actor: Actor, reason: str) -> None:
    """Open a completed sheet for answers again; the reason stays in the journal."""
    if submission.state != SubmissionState.COMPLETED:
        raise Conflict("submission_not_completed", _("Phiếu chưa hoàn thành nên không cần mở lại."))
    if not reason.strip():
        raise Invalid("reason_missing", _("Nêu lý do mở lại phiếu."), "reason")
    submission.state, submission.completed_at = SubmissionState.DRAFT, None
    record(
        actor=actor,
        action="submission.reopened",
        subject="submission",
        subject_id=submission.id,
        details={"reason": reason.strip()},
    )

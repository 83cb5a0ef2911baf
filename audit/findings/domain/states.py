"""What may become of a finding and of a recommendation, and what a person must say for it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from audit.kernel.errors import Conflict, Forbidden, Invalid
from audit.kernel.i18n import _
from checklists.domain.kinds import FindingKind, Severity


class FindingState(StrEnum):
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class RecommendationState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    VERIFIED = "verified"
    WITHDRAWN = "withdrawn"


# Not closed until somebody of the department has verified it (TT 05/2006 on following recommendations).
UNSETTLED = (RecommendationState.OPEN, RecommendationState.IN_PROGRESS, RecommendationState.DONE)
# The addressee still has to act: only these can be overdue.
AWAITED = (RecommendationState.OPEN, RecommendationState.IN_PROGRESS)

FINDING_MOVES: dict[FindingState, frozenset[FindingState]] = {
    FindingState.SUGGESTED: frozenset({FindingState.CONFIRMED, FindingState.DROPPED}),
    FindingState.CONFIRMED: frozenset({FindingState.DROPPED, FindingState.SUGGESTED}),
    FindingState.DROPPED: frozenset({FindingState.SUGGESTED}),
}

_R = RecommendationState
RECOMMENDATION_MOVES: dict[RecommendationState, frozenset[RecommendationState]] = {
    _R.OPEN: frozenset({_R.IN_PROGRESS, _R.DONE, _R.WITHDRAWN}),
    # A further note of progress leaves it in progress.
    _R.IN_PROGRESS: frozenset({_R.IN_PROGRESS, _R.DONE, _R.WITHDRAWN}),
    # Verified, or found wanting and returned.
    _R.DONE: frozenset({_R.VERIFIED, _R.IN_PROGRESS, _R.WITHDRAWN}),
    _R.VERIFIED: frozenset({_R.IN_PROGRESS}),
    _R.WITHDRAWN: frozenset({_R.OPEN}),
}
# What a commune may say about a recommendation addressed to it.
ANSWERS_OF_UNIT = frozenset({_R.IN_PROGRESS, _R.DONE})


def check_finding_move(current: FindingState, target: FindingState, *, reason: str = "") -> None:
    """Refuse a step that does not exist (:class:`Conflict`) or a drop without a reason (:class:`Invalid`)."""
    if target not in FINDING_MOVES[current]:
        raise Conflict("finding_state", _("Nhận xét đã được xử lý khác đi; hãy tải lại trang để xem."))
    if target is FindingState.DROPPED and not reason.strip():
        raise Invalid("reason_required", _("Hãy ghi lý do bỏ nhận xét."), "reason")


def needs_verifier(current: RecommendationState, target: RecommendationState) -> bool:
    """Whether the step is a judgement on what the addressee reported, or undoes one."""
    return target is _R.VERIFIED or current in (_R.DONE, _R.VERIFIED, _R.WITHDRAWN)


def recommendation_moves(
    current: RecommendationState, *, may_verify: bool, only_answers: bool = False
) -> tuple[RecommendationState, ...]:
    """The steps open to a person, in the order of a recommendation's life."""
    return tuple(
        state
        for state in _R
        if state in RECOMMENDATION_MOVES[current]
        and (may_verify or not needs_verifier(current, state))
        and (not only_answers or state in ANSWERS_OF_UNIT)
    )


def check_recommendation_move(
    current: RecommendationState,
    target: RecommendationState,
    *,
    note: str,
    may_verify: bool,
    only_answers: bool = False,
) -> None:
    """Refuse a step that does not exist, is not this person's to take, or lacks its note.

    ``only_answers`` is for the addressee, who reports progress and completion and judges nothing.
    """
    if target not in RECOMMENDATION_MOVES[current]:
        raise Conflict("recommendation_state", _("Kiến nghị đã chuyển trạng thái; hãy tải lại trang để xem."))
    if (only_answers and target not in ANSWERS_OF_UNIT) or (
        not may_verify and needs_verifier(current, target)
    ):
        raise Forbidden(
            "verification_not_permitted",
            _("Việc này do người theo dõi thực hiện kiến nghị của Sở quyết định."),
        )
    first_step = (current, target) == (_R.OPEN, _R.IN_PROGRESS)
    if not note.strip() and (only_answers or not first_step):
        raise Invalid(
            "note_required", _("Hãy ghi kết quả, lý do hoặc căn cứ của việc chuyển trạng thái."), "note"
        )


def is_overdue(state: RecommendationState, due_on: date, today: date) -> bool:
    """Past its day while the addressee still has to act; the day itself is in time."""
    return state in AWAITED and due_on < today


def check_severity(kind: FindingKind, severity: Severity | None) -> None:
    """A shortcoming has a severity, a strength has none."""
    if kind is FindingKind.SHORTCOMING and severity is None:
        raise Invalid("severity_required", _("Hãy chọn mức độ của tồn tại, hạn chế."), "severity")
    if kind is FindingKind.STRENGTH and severity is not None:
        raise Invalid("severity_of_strength", _("Ưu điểm không có mức độ."), "severity")


def check_visit_open(visit_state: str, *, by_hand: bool) -> None:
    """Findings are worked on once the visit is completed; by hand already while it is under way."""
    if visit_state in ("completed", "reviewed") or (by_hand and visit_state == "in_progress"):
        return
    raise Conflict(
        "visit_not_completed", _("Buổi kiểm tra chưa hoàn thành hoặc đã hủy, chưa lập được nhận xét.")
    )

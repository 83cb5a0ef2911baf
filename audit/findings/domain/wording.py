"""The words of states, kinds and severities on screen, with the tone each is shown in."""

from __future__ import annotations

from audit.findings.domain.states import FindingState, RecommendationState
from audit.kernel.i18n import _
from checklists.domain.kinds import FindingKind, Severity

KINDS: dict[FindingKind, str] = {
    FindingKind.STRENGTH: _("Ưu điểm"),
    FindingKind.SHORTCOMING: _("Tồn tại, hạn chế"),
}
SEVERITIES: dict[Severity, str] = {
    Severity.LOW: _("Nhẹ"),
    Severity.MEDIUM: _("Trung bình"),
    Severity.HIGH: _("Nghiêm trọng"),
}
FINDING_STATES: dict[FindingState, str] = {
    FindingState.SUGGESTED: _("Chờ xác nhận"),
    FindingState.CONFIRMED: _("Đã xác nhận"),
    FindingState.DROPPED: _("Đã bỏ"),
}
RECOMMENDATION_STATES: dict[RecommendationState, str] = {
    RecommendationState.OPEN: _("Chưa thực hiện"),
    RecommendationState.IN_PROGRESS: _("Đang thực hiện"),
    RecommendationState.DONE: _("Chờ xác minh"),
    RecommendationState.VERIFIED: _("Đã xác minh"),
    RecommendationState.WITHDRAWN: _("Đã rút"),
}
# Tones are those of the badges: red is kept for the severe and the overdue.
SEVERITY_TONES: dict[Severity, str] = {Severity.LOW: "neutral", Severity.MEDIUM: "warn", Severity.HIGH: "bad"}
FINDING_TONES: dict[FindingState, str] = {
    FindingState.SUGGESTED: "info",
    FindingState.CONFIRMED: "good",
    FindingState.DROPPED: "muted",
}
RECOMMENDATION_TONES: dict[RecommendationState, str] = {
    RecommendationState.OPEN: "neutral",
    RecommendationState.IN_PROGRESS: "progress",
    RecommendationState.DONE: "info",
    RecommendationState.VERIFIED: "good",
    RecommendationState.WITHDRAWN: "muted",
}

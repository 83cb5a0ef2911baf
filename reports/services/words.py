"""Words of the screen for kinds, states and faults of documents, with the tone each is shown in."""

from __future__ import annotations

from audit.kernel.i18n import _
from reports.domain.wording import DocumentKind, DocumentState

KINDS = {
    DocumentKind.PLAN: _("Kế hoạch kiểm tra"),
    DocumentKind.MINUTES: _("Biên bản kiểm tra"),
    DocumentKind.FINDINGS_REPORT: _("Báo cáo kết quả kiểm tra"),
    DocumentKind.DECISION: _("Quyết định thành lập đoàn"),
    DocumentKind.ANNOUNCEMENT: _("Thông báo lịch kiểm tra"),
    DocumentKind.CONCLUSION: _("Thông báo kết luận kiểm tra"),
    DocumentKind.FOLLOW_UP: _("Báo cáo thực hiện kiến nghị"),
    DocumentKind.INVITATION: _("Giấy mời công bố kết luận"),
}
KIND_ICONS = {
    DocumentKind.PLAN: "calendar-check",
    DocumentKind.MINUTES: "pen",
    DocumentKind.FINDINGS_REPORT: "file-earmark-text",
    DocumentKind.DECISION: "people",
    DocumentKind.ANNOUNCEMENT: "megaphone",
    DocumentKind.CONCLUSION: "journal-check",
    DocumentKind.FOLLOW_UP: "table",
    DocumentKind.INVITATION: "envelope",
}
STATES = {
    DocumentState.DRAFT: _("Dự thảo"),
    DocumentState.ISSUED: _("Đã ban hành"),
    DocumentState.WITHDRAWN: _("Đã thu hồi"),
}
TONES = {DocumentState.DRAFT: "neutral", DocumentState.ISSUED: "good", DocumentState.WITHDRAWN: "muted"}
FAULTS = {
    "snapshot": _("nội dung lưu trữ đã bị thay đổi"),
    "photo": _("thiếu hoặc hỏng tệp ảnh"),
    "file": _("thiếu hoặc hỏng tệp PDF"),
    "drawing": _("bản in lại khác bản đã ban hành"),
    "journal": _("không khớp nhật ký hệ thống"),
}


def number_line(number: str, symbol: str) -> str:
    """``05/BC-SYT``, or ``…/BC-SYT`` while there is no number."""
    return f"{number.zfill(2) if number else '…'}/{symbol}"

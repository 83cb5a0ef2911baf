"""Words of the screen for kinds, states and faults of documents, with the tone each is shown in."""

from __future__ import annotations

from audit.kernel.i18n import _
from reports.domain.signatures import SignatureState, SignerRole, Trust
from reports.domain.standing_texts import TextKind
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
    DocumentKind.PERIODIC_REPORT: _("Báo cáo quý, 6 tháng, năm"),
    DocumentKind.REVIEW_PLAN: _("Kế hoạch tổng kết giai đoạn"),
    DocumentKind.TASK_TABLE: _("Biểu phân công nhiệm vụ"),
    DocumentKind.CHECKLIST_ANNEX: _("Phụ lục biên bản: phiếu kiểm tra đã ghi"),
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
    DocumentKind.CHECKLIST_ANNEX: "list-check",
    DocumentKind.PERIODIC_REPORT: "calendar-check",
    DocumentKind.REVIEW_PLAN: "journal-check",
    DocumentKind.TASK_TABLE: "table",
}
PERIODS = {
    "quarter-1": _("Quý I"),
    "quarter-2": _("Quý II"),
    "quarter-3": _("Quý III"),
    "quarter-4": _("Quý IV"),
    "half-1": _("6 tháng đầu năm"),
    "half-2": _("6 tháng cuối năm"),
    "year-1": _("Cả năm"),
}
STATES = {
    DocumentState.DRAFT: _("Dự thảo"),
    DocumentState.ISSUED: _("Đã ban hành"),
    DocumentState.WITHDRAWN: _("Đã thu hồi"),
    DocumentState.REPLACED: _("Đã được thay thế"),
}
TONES = {
    DocumentState.DRAFT: "neutral",
    DocumentState.ISSUED: "good",
    DocumentState.WITHDRAWN: "muted",
    DocumentState.REPLACED: "muted",
}
TEXT_KINDS = {
    TextKind.LEGAL_BASIS: _("Căn cứ pháp lý"),
    TextKind.SIGNER: _("Người ký"),
    TextKind.RECIPIENT: _("Nơi nhận"),
    TextKind.SYMBOL: _("Ký hiệu"),
    TextKind.SENTENCE: _("Câu, đoạn"),
}
# What an inspection of each kind is about, in the narrow column of a list.
INSPECTIONS = {
    "": _("Cả hai loại kiểm tra"),
    "management": _("Quản lý nhà nước"),
    "establishment": _("Liên ngành tại cơ sở"),
}
# Where a text of each kind comes to stand.
TEXT_USES = {
    TextKind.LEGAL_BASIS: _(
        "Điền sẵn vào kế hoạch mới theo thứ tự dưới đây; quyết định thành lập đoàn dẫn lại căn cứ đó."
    ),
    TextKind.SIGNER: _(
        "Chọn được khi soạn văn bản. Người ký dùng riêng cho một loại văn bản được điền sẵn; nếu không có, "
        "điền người ký ghi trong kế hoạch."
    ),
    TextKind.RECIPIENT: _("Điền sẵn trước nơi nhận của kế hoạch; nơi lưu in cuối cùng."),
    TextKind.SYMBOL: _(
        "Điền sẵn vào văn bản mới; loại văn bản không có ở đây lấy ký hiệu theo ký hiệu của kế hoạch."
    ),
    TextKind.SENTENCE: _("Điền sẵn vào nội dung của văn bản mới, mỗi câu một dòng, sửa được khi soạn."),
}
FAULTS = {
    "snapshot": _("nội dung lưu trữ đã bị thay đổi"),
    "photo": _("thiếu hoặc hỏng tệp ảnh"),
    "file": _("thiếu hoặc hỏng tệp PDF"),
    "drawing": _("bản in lại khác bản đã ban hành"),
    "journal": _("không khớp nhật ký hệ thống"),
    "signature": _("bản đã ký số bị hỏng hoặc không khớp"),
}
SIGNER_ROLES = {
    SignerRole.OFFICER: _("Người ký"),
    SignerRole.AGENCY: _("Cơ quan (con dấu số)"),
    SignerRole.OUTSIDE: _("Ký ngoài hệ thống"),
}
SIGNATURE_STATES = {
    SignatureState.INTACT: _("nguyên vẹn"),
    SignatureState.ALTERED: _("không hợp lệ hoặc đã bị thay đổi"),
    SignatureState.FOLLOWED: _("phía sau có dữ liệu ghi thêm"),
}
TRUST = {
    Trust.UNCHECKED: _("chưa kiểm tra độ tin cậy của chứng thư số"),
    Trust.TRUSTED: _("chứng thư số được tin cậy khi nhận"),
    Trust.UNKNOWN: _("chứng thư số không thuộc các chứng thư gốc đã cấu hình, hoặc đã hết hạn khi nhận"),
}


def number_line(number: str, symbol: str) -> str:
    """``05/BC-SYT``, or ``…/BC-SYT`` while there is no number."""
    return f"{number.zfill(2) if number else '…'}/{symbol}"

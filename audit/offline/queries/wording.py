"""Words for what became of a record, and for why a request of a tablet was refused."""

from __future__ import annotations

from audit.kernel.i18n import _
from checklists.domain.problems import Problem
from checklists.queries.wording import PROBLEMS, problem_text

CODES = {
    # parked
    "visit_closed": _("Buổi kiểm tra đã kết thúc hoặc đã hủy; nội dung được giữ để trưởng đoàn quyết định."),
    "visit_not_yours": _(
        "Anh/chị không được phân công buổi kiểm tra này; nội dung được giữ để trưởng đoàn quyết định."
    ),
    "visit_unknown": _("Không tìm thấy buổi kiểm tra; nội dung được giữ để trưởng đoàn quyết định."),
    "id_reused": _("Mã đã dùng cho nội dung khác; cả hai nội dung được giữ để trưởng đoàn quyết định."),
    "device_period_over": _(
        "Nội dung được ghi khi máy tính bảng đã quá thời hạn làm việc không có mạng; "
        "nội dung được giữ để trưởng đoàn quyết định."
    ),
    "ended_at_strange": _(
        "Giờ kết thúc ghi trong biên bản không thuộc ngày kiểm tra hoặc sớm hơn giờ bắt đầu; "
        "nội dung được giữ để trưởng đoàn quyết định."
    ),
    # unreadable
    "not_a_record": _("Không đọc được nội dung này."),
    "record_too_large": _("Nội dung quá lớn, tối đa 256 KB."),
    "id_invalid": _("Mã của nội dung không hợp lệ."),
    "wrong_device": _("Nội dung không phải của máy tính bảng này."),
    # refused
    "version_unknown": _("Nội dung do phiên bản ứng dụng khác tạo ra."),
    "kind_unknown": _("Loại nội dung không được hỗ trợ."),
    "visit_invalid": _("Nội dung không ghi đúng buổi kiểm tra."),
    "body_shape": _("Nội dung không đúng cấu trúc."),
    "record_id_invalid": _("Mã của nội dung được nhắc đến không hợp lệ."),
    "photo_digest_invalid": _("Mã kiểm tra của ảnh không hợp lệ."),
    "photo_type_unknown": _("Chỉ nhận ảnh JPEG, PNG hoặc WebP."),
    "photo_size_invalid": _("Dung lượng ảnh không hợp lệ, tối đa 12 MB."),
    "photo_unreadable": _("Tệp không phải ảnh hoặc ảnh bị hỏng; hãy chụp lại."),
    "place_invalid": _("Tọa độ của ảnh không hợp lệ."),
    "blocks_invalid": _("Nội dung biên bản không đúng cấu trúc."),
    "ended_at_invalid": _("Giờ kết thúc ghi trong biên bản không đúng cấu trúc."),
    "signed_digest_invalid": _("Chữ ký không ghi đúng biên bản đã ký."),
    "side_unknown": _("Chữ ký không ghi đúng bên ký."),
    "strokes_invalid": _("Nét ký không hợp lệ."),
    "signature_empty": _("Chưa có nét ký."),
    "refusal_needs_reason": _("Từ chối ký phải ghi lý do và không kèm nét ký."),
    # packets
    "packet_unreadable": _("Tệp không phải gói dữ liệu của máy tính bảng hoặc đã bị hỏng."),
    "packet_device_unknown": _("Không có máy tính bảng nào được đăng ký với mã trong gói dữ liệu."),
    "packet_forged": _("Gói niêm phong đã bị sửa đổi hoặc không do máy tính bảng này tạo ra."),
    "packet_too_large": _("Gói niêm phong quá lớn; hãy xuất thành nhiều gói nhỏ hơn."),
    "media_damaged": _("Ảnh nhận được không đúng với ảnh đã gửi; cần gửi lại từ đầu."),
}


def words_for(code: str) -> str:
    """The words of one of our own codes, "" for none."""
    return str(CODES.get(code, ""))


def record_problem(problem: Problem) -> str:
    """What is wrong with a record, in words for the person who made it."""
    return problem_text(problem) if problem.code in PROBLEMS else words_for(problem.code)

"""Words for answers and for what is wrong with them, as the screen and the documents show them."""

from __future__ import annotations

from datetime import date
from typing import Any

from audit.kernel.errors import Invalid
from audit.kernel.formats import vn_date
from audit.kernel.i18n import _
from checklists.domain.items import ItemSpec
from checklists.domain.kinds import (
    AnswerStatus,
    AnswerType,
    InstrumentKind,
    Rating,
    SubjectKind,
    VersionState,
)
from checklists.domain.numbers import vietnamese
from checklists.domain.problems import Problem
from checklists.domain.unit_reports import ReportState

STATUS = {
    AnswerStatus.ANSWERED: _("Đã trả lời"),
    AnswerStatus.NOT_APPLICABLE: _("Không áp dụng"),
    AnswerStatus.NOT_OBSERVED: _("Chưa quan sát được"),
    AnswerStatus.CLEARED: _("Chưa trả lời"),
}
RATING = {Rating.GOOD: _("Tốt"), Rating.FAIR: _("Đạt"), Rating.POOR: _("Chưa đạt")}
ANSWER_TYPES = {
    AnswerType.YES_NO: _("Có / Không"),
    AnswerType.RATING: _("Tốt / Đạt / Chưa đạt"),
    AnswerType.COUNT: _("Số lượng"),
    AnswerType.COUNT_PAIR: _("Hai số lượng"),
    AnswerType.COUNT_CHOICE: _("Số lượng và cách tính"),
    AnswerType.MONEY: _("Số tiền (triệu đồng)"),
    AnswerType.PERCENT: _("Tỷ lệ phần trăm"),
    AnswerType.TEXT: _("Mô tả"),
    AnswerType.CHOICES: _("Chọn một hoặc nhiều mục"),
    AnswerType.DOCUMENTS: _("Danh mục văn bản"),
    AnswerType.DATES: _("Hạn gửi và ngày gửi"),
    AnswerType.DATE: _("Ngày"),
    AnswerType.MONTH: _("Tháng"),
    AnswerType.HEADING: _("Dòng tiêu đề"),
}
INSTRUMENT_KINDS = {
    InstrumentKind.CHECKLIST: _("Bảng kiểm"),
    InstrumentKind.STATISTICAL_FORM: _("Biểu thống kê"),
}
SUBJECTS = {
    SubjectKind.UNIT: _("Ủy ban nhân dân cấp xã"),
    SubjectKind.ESTABLISHMENT: _("Cơ sở kinh doanh dịch vụ"),
    SubjectKind.AGENCY: _("Sở, ngành, đơn vị cấp tỉnh"),
}
VERSION_STATES = {
    VersionState.DRAFT: _("Dự thảo"),
    VersionState.PUBLISHED: _("Đang áp dụng"),
    VersionState.RETIRED: _("Đã thay thế"),
}
REPORT_STATES = {
    ReportState.DRAFT: _("Đang nhập"),
    ReportState.SUBMITTED: _("Đã nộp"),
    ReportState.RETURNED: _("Trả lại"),
    ReportState.ACCEPTED: _("Đã tiếp nhận"),
}
PROBLEMS = {
    "value_missing": _("Chưa nhập nội dung trả lời."),
    "text_expected": _("Nội dung phải là văn bản."),
    "text_too_long": _("Nội dung quá dài, tối đa %(limit)s ký tự."),
    "text_damaged": _("Nội dung có ký tự không hợp lệ; hãy nhập lại."),
    "date_expected": _("Ngày không hợp lệ; nhập theo ngày/tháng/năm."),
    "month_expected": _("Tháng không hợp lệ; nhập theo tháng/năm."),
    "count_expected": _("Nhập số nguyên từ 0 trở lên."),
    "count_out_of_range": _("Số phải từ 0 đến %(limit)s."),
    "number_expected": _("Nhập một số từ 0 trở lên, dùng dấu phẩy cho phần thập phân."),
    "number_too_large": _("Số không được lớn hơn %(limit)s."),
    "too_many_decimals": _("Chỉ nhập tối đa %(places)s chữ số sau dấu phẩy."),
    "value_shape": _("Nội dung trả lời không đúng dạng của mục này."),
    "too_many_rows": _("Danh mục tối đa %(limit)s dòng."),
    "yes_no_expected": _("Chọn Có hoặc Không."),
    "rating_expected": _("Chọn Tốt, Đạt hoặc Chưa đạt."),
    "part_exceeds_whole": _("Số thứ nhất không được lớn hơn tổng số."),
    "measure_missing": _("Chọn cách tính của số liệu."),
    "choice_expected": _("Chọn ít nhất một mục trong danh sách."),
    "row_empty": _("Danh mục có dòng trống."),
    "heading_takes_no_answer": _("Dòng tiêu đề không nhận câu trả lời."),
    "batch_not_json": _("Dữ liệu gửi lên không đọc được."),
    "batch_shape": _("Dữ liệu gửi lên không đúng cấu trúc."),
    "batch_too_large": _("Gói dữ liệu quá lớn, tối đa %(limit)s MB."),
    "too_many_events": _("Gói dữ liệu có quá nhiều lần ghi, tối đa %(limit)s."),
    "event_shape": _("Lần ghi không đúng cấu trúc."),
    "event_id_invalid": _("Mã của lần ghi không hợp lệ."),
    "event_id_reused": _(
        "Mã của lần ghi đã được dùng cho nội dung khác; máy chủ giữ nội dung đã nhận trước."
    ),
    "base_ids_invalid": _("Lần ghi dựa trên mã không hợp lệ."),
    "confirmation_invalid": _("Xác nhận không hợp lệ."),
    "item_invalid": _("Mã mục không hợp lệ."),
    "item_unknown": _("Mục này không có trong phiên bản biểu mẫu của phiếu."),
    "item_not_applicable": _("Mục này không áp dụng cho loại hình của cơ sở."),
    "period_invalid": _("Kỳ số liệu không hợp lệ."),
    "status_invalid": _("Trạng thái trả lời không hợp lệ."),
    "device_invalid": _("Mã thiết bị không hợp lệ."),
    "device_sequence_invalid": _("Số thứ tự của lần ghi trên thiết bị không hợp lệ."),
    "device_time_invalid": _("Thời điểm ghi trên thiết bị không hợp lệ."),
    "submission_completed": _("Phiếu đã hoàn thành. Mở lại phiếu trước khi sửa câu trả lời."),
    "row_name_missing": _("thiếu tên chỉ số"),
    "row_name_too_long": _("tên chỉ số dài quá %(limit)s ký tự"),
    "row_cell_too_long": _("cột “%(column)s” dài quá %(limit)s ký tự"),
    "row_unit_missing": _("thiếu đơn vị tính"),
    "row_number_repeated": _("số thứ tự “%(number)s” trùng với dòng %(line)s"),
    "row_repeated": _("chỉ số trùng với dòng %(line)s"),
    "row_not_a_number": _("cột “%(column)s” phải là số: “%(text)s”"),
    "personal_data_suspected": _(
        "Nội dung có thể chứa thông tin cá nhân (%(seen)s). "
        "Bỏ thông tin đó, hoặc xác nhận đây không phải thông tin cá nhân."
    ),
}


def problem_text(problem: Problem) -> str:
    """What is wrong, in words for the person who typed it."""
    params = {
        key: vietnamese(value) if isinstance(value, int) else value for key, value in problem.params.items()
    }
    return str(PROBLEMS[problem.code]) % params if params else str(PROBLEMS[problem.code])


def invalid(problem: Problem, field: str | None = None) -> Invalid:
    """The problem as an error of the application (422)."""
    return Invalid(problem.code, problem_text(problem), field)


def _label(item: ItemSpec, option: str, code: str) -> str:
    return next(
        (str(entry["label"]) for entry in item.options.get(option, ()) if entry["code"] == code), code
    )


def _day(text: str | None) -> str:
    return vn_date(date.fromisoformat(text)) if text else ""


def _document(row: dict[str, Any]) -> str:
    parts = [
        row["number"],
        str(_("ngày %(day)s", day=_day(row["date"]))) if row["date"] else "",
        row["summary"],
    ]
    return ", ".join(part for part in parts if part)


def _sending(row: dict[str, Any]) -> str:
    due = str(_("hạn %(day)s", day=_day(row["due"])) if row["due"] else _("chưa ghi hạn"))
    if not row["sent"]:
        said = _("chưa gửi")
    elif not row["due"]:
        said = _("gửi %(day)s", day=_day(row["sent"]))
    elif row["sent"] <= row["due"]:
        said = _("gửi %(day)s, đúng hạn", day=_day(row["sent"]))
    else:
        said = _("gửi %(day)s, quá hạn", day=_day(row["sent"]))
    return ", ".join(filter(None, (row["label"], due, str(said))))


def value_text(item: ItemSpec, value: Any) -> str:
    """A canonical value as a person reads it; lists have one line an entry."""
    unit = f" {item.unit}" if item.unit else ""
    match item.answer_type:
        case AnswerType.YES_NO:
            return str(_("Có") if value else _("Không"))
        case AnswerType.RATING:
            return str(RATING[Rating(value)])
        case AnswerType.COUNT:
            return vietnamese(value) + unit
        case AnswerType.MONEY:
            return f"{vietnamese(value)} {item.unit or _('triệu đồng')}"
        case AnswerType.PERCENT:
            return f"{vietnamese(value)}%"
        case AnswerType.COUNT_PAIR:
            return "; ".join(
                f"{part['label']}: {vietnamese(value[part['code']])}" for part in item.options["parts"]
            )
        case AnswerType.COUNT_CHOICE:
            return f"{vietnamese(value['count'])}{unit} ({_label(item, 'measures', value['measure'])})"
        case AnswerType.CHOICES:
            return "; ".join(_label(item, "choices", code) for code in value)
        case AnswerType.DOCUMENTS:
            return "\n".join(_document(row) for row in value) or str(_("Chưa có văn bản nào"))
        case AnswerType.DATES:
            return "\n".join(_sending(row) for row in value)
        case AnswerType.DATE:
            return _day(value)
        case AnswerType.MONTH:
            return f"{value[5:]}/{value[:4]}"
        case _:
            return str(value)


def answer_text(item: ItemSpec, status: str, value: Any) -> str:
    """The answer in words, whatever its status; "Chưa trả lời" when there is none."""
    if status == AnswerStatus.ANSWERED:
        return value_text(item, value)
    return str(STATUS[AnswerStatus(status)])

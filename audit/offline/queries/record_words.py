"""What a record says, in words, whatever became of it and however odd it is."""

from __future__ import annotations

from audit.kernel.i18n import _
from audit.offline.domain.bodies import CaptionBody, MinutesBody, PhotoBody, RemovalBody, SignatureBody
from audit.offline.domain.outcomes import Kind
from audit.offline.domain.records import Unreadable, read_record
from audit.offline.models import LedgerRecord
from checklists.domain.batches import IncomingEvent
from checklists.domain.kinds import AnswerStatus
from checklists.domain.problems import Problem
from checklists.domain.values import clean_value
from checklists.models.instruments import Item
from checklists.queries.instruments import item_spec
from checklists.queries.wording import STATUS, answer_text

KINDS: dict[str, str] = {
    Kind.ANSWER: _("Câu trả lời"),
    Kind.PHOTO: _("Ảnh"),
    Kind.PHOTO_CAPTION: _("Chú thích ảnh"),
    Kind.PHOTO_REMOVED: _("Xóa ảnh"),
    Kind.MINUTES: _("Biên bản"),
    Kind.SIGNATURE: _("Chữ ký"),
}
# Why a record waits, said to the lead; the words in the ledger are said to the person who made it.
REASONS: dict[str, str] = {
    "visit_closed": _("Đến sau khi buổi kiểm tra đã kết thúc hoặc đã hủy."),
    "visit_not_yours": _("Người ghi không được phân công buổi kiểm tra này."),
    "visit_unknown": _("Không có buổi kiểm tra này trên máy chủ."),
    "id_reused": _("Mã của bản ghi đã dùng cho nội dung khác; cả hai nội dung được giữ."),
    "ended_at_strange": _("Giờ kết thúc trong biên bản không thuộc ngày kiểm tra hoặc sớm hơn giờ bắt đầu."),
    "device_period_over": _("Ghi khi máy đã quá thời hạn làm việc không có mạng."),
}


def reason_for(record: LedgerRecord) -> str:
    """Why the record was not applied, in words for the lead."""
    return str(REASONS.get(record.code) or record.message or record.code)


def said_by(record: LedgerRecord, item: Item | None) -> tuple[str, str]:
    """What the record says and the note with it; a value its item does not know is shown as it was sent."""
    try:
        body = read_record(record.text, device=record.device_id).body
    except Unreadable:
        body = None
    match body:
        case IncomingEvent():
            return _answer(body, item), body.note
        case PhotoBody() | CaptionBody():
            return body.caption or str(_("(chưa có chú thích)")), ""
        case RemovalBody():
            return str(_("Bỏ một ảnh khỏi phiếu")), ""
        case MinutesBody():
            return body.title, ""
        case SignatureBody():
            who = ", ".join(part for part in (body.name, body.function) if part)
            return (str(_("Không ký: %(why)s", why=body.reason)) if body.refused else who), ""
    return str(_("Không đọc được nội dung; bản gốc vẫn được giữ.")), ""


def _answer(event: IncomingEvent, item: Item | None) -> str:
    if event.status is not AnswerStatus.ANSWERED or item is None:
        if event.status is AnswerStatus.ANSWERED:
            return str(event.value)[:500]
        return str(STATUS[event.status])
    spec = item_spec(item)
    try:
        return answer_text(spec, event.status, clean_value(spec, event.value))
    except Problem:
        return str(event.value)[:500]

"""What the administrator of the demonstration has written beforehand: canned phrases, and who may sign."""

from __future__ import annotations

from datetime import date

from audit.findings.domain.phrases import PhraseValues
from audit.findings.services.phrases import add_phrase
from audit.kernel.access import Actor
from reports.domain.standing_texts import TextKind, TextValues
from reports.services.standing_texts import add_text

# Kind, item of the checklist ("" for all), short name, text.
_PHRASES = (
    (
        "strength",
        "ls1_01",
        "Ban hành văn bản đầy đủ",
        "Đã ban hành đầy đủ văn bản quản lý, tổ chức thực hiện Chương trình theo thẩm quyền (… văn bản).",
    ),
    (
        "strength",
        "",
        "Hồ sơ đầy đủ, sắp xếp khoa học",
        "Hồ sơ, sổ sách được lập đầy đủ, cập nhật và lưu trữ đúng quy định.",
    ),
    (
        "shortcoming",
        "ls1_02",
        "Chưa có kế hoạch giai đoạn",
        "Tại thời điểm kiểm tra chưa ban hành kế hoạch thực hiện Chương trình của cả giai đoạn.",
    ),
    (
        "shortcoming",
        "",
        "Số liệu chưa thống nhất",
        "Số liệu trong báo cáo và trong sổ theo dõi chưa thống nhất (… so với …).",
    ),
    (
        "cause",
        "",
        "Cán bộ kiêm nhiệm, thay đổi",
        "Cán bộ phụ trách kiêm nhiệm nhiều việc, mới được phân công sau khi sắp xếp đơn vị hành chính.",
    ),
    (
        "effect",
        "",
        "Khó đánh giá kết quả",
        "Chưa có cơ sở để đánh giá kết quả thực hiện chỉ tiêu của năm.",
    ),
    (
        "recommendation",
        "ls1_02",
        "Ban hành kế hoạch giai đoạn",
        "Ban hành kế hoạch thực hiện Chương trình của giai đoạn; gửi Sở Y tế để theo dõi trước ngày …",
    ),
    (
        "recommendation",
        "",
        "Rà soát, đối chiếu số liệu",
        "Rà soát, đối chiếu số liệu với các đơn vị liên quan; báo cáo số liệu đã thống nhất bằng văn bản.",
    ),
)
_SIGNERS = (
    ("", "Giám đốc", "Nguyễn Minh Mẫu"),
    ("KT. GIÁM ĐỐC", "Phó Giám đốc", "Trần Thị Minh Họa"),
)


def write_texts(actor: Actor, day: date) -> None:
    """Phrases and signers of the actor's province, in force from ``day``."""
    for kind, item, name, text in _PHRASES:
        values = PhraseValues(kind=kind, item_code=item, name=name, text=text, valid_from=day)
        add_phrase(actor=actor, province_code=actor.province_code, values=values)
    for position, (authority, office, name) in enumerate(_SIGNERS, start=1):
        signer = TextValues(
            signer_authority=authority,
            signer_position=office,
            signer_name=name,
            position=position,
            valid_from=day,
        )
        add_text(actor=actor, province_code=actor.province_code, kind=TextKind.SIGNER, values=signer)

"""The words of minutes (biên bản kiểm tra) that do not depend on what was found: who met, where, how it ends.

The PDF of the department and the minutes signed on a tablet take them from here, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Sequence

TYPE_NAME = "BIÊN BẢN"
DOTS = "." * 12
TEAM_ROLES = {
    "management": {
        "lead": "Trưởng đoàn",
        "deputy": "Phó Trưởng đoàn",
        "secretary": "Thư ký",
        "member": "Thành viên",
    },
    "establishment": {
        "lead": "Đội trưởng",
        "deputy": "Đội phó",
        "secretary": "Thư ký",
        "member": "Đội viên",
    },
}
ROLE_ORDER = ("lead", "deputy", "secretary", "member")

PARTICIPANTS = "THÀNH PHẦN THAM DỰ"
CONTENTS = "NỘI DUNG ĐÃ KIỂM TRA"


def lowered(text: str) -> str:
    """The text as it continues a sentence: first letter small, unless it starts an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def summary_of(plan_title: str, subject: str) -> str:
    """What minutes are about: the plan at the unit or establishment visited; at most 500 letters."""
    return f"{plan_title.strip()} tại {subject}"[:500]


def opening_sentence(moment: str, place: str) -> str:
    """``Hôm nay, hồi 08 giờ 30 phút, ngày 05 tháng 9 năm 2025, tại trụ sở …``; the moment is in words."""
    return f"Hôm nay, hồi {moment}, tại {place.rstrip('. ')}."


def inspecting_side(plan_kind: str) -> str:
    team = "Đội kiểm tra" if plan_kind == "establishment" else "Đoàn kiểm tra"
    return f"Bên kiểm tra ({team})"


def inspected_side(plan_kind: str) -> str:
    return "Cơ sở được kiểm tra" if plan_kind == "establishment" else "Đơn vị được kiểm tra"


def opinion_heading(plan_kind: str) -> str:
    return f"Ý KIẾN CỦA {'CƠ SỞ' if plan_kind == 'establishment' else 'ĐƠN VỊ'} ĐƯỢC KIỂM TRA"


def person_line(name: str, position: str = "", role: str = "", card: str = "") -> str:
    """``Trần Văn Bình, Phó Giám đốc Sở Y tế, Trưởng đoàn (Thẻ kiểm tra số 05)``, with what is known."""
    known = ", ".join(part for part in (name, position, role) if part)
    return f"{known} (Thẻ kiểm tra số {card})" if card else known


def ended_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines of one list: a semicolon after each, a full stop after the last; dots to write on if none."""
    if not lines:
        return (DOTS * 6,)
    return (*(f"{line};" for line in lines[:-1]), f"{lines[-1]}.")


def party_lines(
    name: str,
    *,
    address: str = "",
    business: str = "",
    licence: str = "",
    representatives: Sequence[str] = (),
) -> tuple[str, ...]:
    """The visited side with the facts that are known, and who speaks for it."""
    labelled = (
        ("Địa chỉ", address),
        ("Ngành, nghề kinh doanh", business),
        ("Giấy phép, giấy chứng nhận", licence),
    )
    facts = [name, *(f"{label}: {value}" for label, value in labelled if value)]
    return (
        *(f"{fact.rstrip('.;')}." for fact in facts),
        *(f"Đại diện: {person}." for person in representatives),
    )


def ending_sentence(end: str | None, copies: int) -> str:
    """When the visit ended (in words; dots while unknown) and how many copies, without full stop."""
    if end is None:
        end = f"{DOTS} giờ {DOTS} phút, ngày {DOTS} tháng {DOTS} năm {DOTS}"
    share = ", mỗi bên giữ 01 bản" if copies == 2 else ""
    return (
        f"Buổi kiểm tra kết thúc hồi {end}. Biên bản được lập thành {copies:02d} bản có "
        f"nội dung và giá trị như nhau{share}"
    )


def closing_sentence(end: str | None, copies: int) -> str:
    """How minutes that were read out end, without the full stop."""
    return f"{ending_sentence(end, copies)}; đã đọc lại cho những người có mặt cùng nghe"


def signed_by_all(closing: str) -> str:
    """The end of minutes that both sides sign."""
    return f"{closing}, công nhận là đúng và cùng ký tên dưới đây."

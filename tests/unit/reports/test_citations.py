"""Long legal bases are named once."""

from __future__ import annotations

from reports.domain.citations import Citations, bare_basis

PLAN = (
    "Kế hoạch kiểm tra công tác quản lý nhà nước về Chương trình phòng, chống mại dâm năm 2023 của "
    "Sở Lao động - Thương binh và Xã hội tỉnh Lạng Sơn"
)


def basis(place: str) -> str:
    return (
        f"Mục {place} {PLAN}: “kế hoạch hằng năm”. Phương pháp: Quyết định số 29/QĐ-BLĐTBXH ngày 16/01/2023."
    )


def test_a_long_basis_is_cited_by_the_number_of_its_document() -> None:
    cited = Citations()
    assert [cited.numbered(basis(place)) for place in ("II.1", "II.4")] == [
        "Mục II.1 văn bản [1]",
        "Mục II.4 văn bản [1]",
    ]
    assert cited.documents == (PLAN,)


def test_in_running_text_the_second_mention_says_above() -> None:
    cited = Citations()
    assert cited.running(basis("II.1")) == f"Mục II.1 {PLAN}"
    assert cited.running(basis("II.2")) == "Mục II.2 Kế hoạch nêu trên"


def test_a_short_basis_is_printed_as_it_is() -> None:
    cited = Citations()
    law = "Pháp lệnh 10/2003/PL-UBTVQH11 Điều 15; NĐ 178/2004/NĐ-CP Điều 11"
    assert cited.numbered(law) == cited.running(law) == law
    assert cited.documents == ()


def test_what_is_only_inferred_is_no_legal_basis() -> None:
    assert bare_basis("Suy luận từ nội dung truyền thông của Chương trình; chưa tìm thấy điều luật") == ""
    assert Citations().numbered("Suy luận") == ""


def test_hostile_brackets_and_quotes_stay_text() -> None:
    text = "<b>“x” ${y}"
    assert bare_basis(text) == "<b> ${y}"

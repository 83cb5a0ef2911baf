"""What differs between the signed text and the minutes: answers, not their typography."""

from __future__ import annotations

import pytest

from audit.offline.domain.signed_blocks import Block
from reports.domain.signed_differences import PresentAnswer, differences, remarks_of

QUESTION = "Số lao động tại các cơ sở?"


def answer(value: str, text: str = QUESTION) -> Block:
    return Block("answer", text, value)


@pytest.mark.parametrize(
    ("said", "now", "note"),
    [
        ("1.234 người", "1234 người", ""),
        ("Có", "có.", ""),
        ("12,5 triệu đồng", "12.5  triệu đồng", ""),
        ("Có\nGhi chú: đã đối chiếu sổ", "Có", "đã đối chiếu sổ"),
        ("Có\nđã đối chiếu sổ", "Có", "đã đối chiếu sổ"),
        ("Số 12/KH-UBND, ngày 15/01/2026", "số 12/KH-UBND ngày 15/01/2026", ""),
        ("Ho\u0302\u0300 sơ", "Hồ sơ", ""),
    ],
)
def test_the_same_answer_written_another_way_is_no_difference(said: str, now: str, note: str) -> None:
    assert differences([answer(said)], [PresentAnswer(QUESTION, (now,), note)]) == ()


@pytest.mark.parametrize(
    ("said", "now", "note"),
    [
        ("12 người", "13 người", ""),
        ("12,5 triệu đồng", "125 triệu đồng", ""),
        ("1.234 người", "1,234 người", ""),
        ("Có", "Không", ""),
        ("Có", "Có", "thêm ghi chú sau khi ký"),
        ("Có\nGhi chú: khác", "Có", ""),
        ("> 5 cơ sở", "< 5 cơ sở", ""),
        ("Chưa đạt", "Đạt", ""),
    ],
)
def test_another_answer_or_note_is_named_by_its_question(said: str, now: str, note: str) -> None:
    assert differences([answer(said)], [PresentAnswer(QUESTION, (now,), note)]) == (f"“{QUESTION}”",)


def test_an_answer_shown_in_either_language_is_the_same() -> None:
    assert differences([answer("Yes")], [PresentAnswer(QUESTION, ("Có", "Yes"))]) == ()


def test_what_only_one_of_the_two_has_is_named_as_such() -> None:
    present = [PresentAnswer("Trả lời sau?", ("Có",)), PresentAnswer("Chưa trả lời?", ())]
    assert differences([answer("3", "Bỏ sau khi ký?")], present) == (
        "“Trả lời sau?” (bản đã ký không có nội dung này)",
        "“Bỏ sau khi ký?” (chỉ có trong bản đã ký)",
    )


def test_an_answer_taken_back_after_signing_is_a_difference() -> None:
    assert differences([answer("Có")], [PresentAnswer(QUESTION, ())]) == (f"“{QUESTION}”",)


def test_questions_with_equal_words_are_compared_in_their_order() -> None:
    present = [PresentAnswer(QUESTION, ("1",)), PresentAnswer(QUESTION, ("2",))]
    assert differences([answer("1"), answer("2")], present) == ()
    assert len(differences([answer("2"), answer("1")], present)) == 2


def test_many_differences_are_counted_beyond_twenty_and_long_questions_cut() -> None:
    present = [PresentAnswer(f"Mục {n} " + "dài " * 100, ("Có",)) for n in range(25)]
    named = differences([], present)
    assert len(named) == 21
    assert named[-1] == "và 5 nội dung khác"
    assert all(len(text) < 210 for text in named)


def test_the_remarks_are_the_paragraph_under_the_heading_of_the_opinion() -> None:
    blocks = [
        Block("text", "Hôm nay"),
        Block("heading", "Ý kiến của đơn vị"),
        Block("text", "Nhất trí."),
        Block("text", "Biên bản được đọc lại."),
    ]
    assert remarks_of(blocks) == "Nhất trí."
    assert remarks_of(blocks[:2]) == ""

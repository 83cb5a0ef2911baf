"""Answers in words, and what of them is not printed."""

from __future__ import annotations

from typing import Any

import pytest

from checklists.domain.items import Answer, ItemSpec
from checklists.domain.kinds import AnswerStatus, AnswerType
from reports.domain.answer_text import answer_text, count_text, note_text, without_small_numbers

PAIR = {"parts": [{"code": "male", "label": "Nam"}, {"code": "female", "label": "Nữ"}]}
CHOICE = {"measures": [{"code": "people", "label": "Số người"}]}
SEVERAL = {"choices": [{"code": "a", "label": "Nhắc nhở"}, {"code": "b", "label": "Lập biên bản"}]}


def said(kind: str, value: Any, *, restricted: bool = False, **extra: Any) -> str:
    item = ItemSpec(code="x", answer_type=AnswerType(kind), **extra)
    return answer_text(item, Answer(AnswerStatus.ANSWERED, value), restricted=restricted)


@pytest.mark.parametrize(
    ("kind", "value", "extra", "words"),
    [
        ("yes_no", True, {}, "Có"),
        ("yes_no", False, {}, "Không"),
        ("rating", "fair", {}, "Đạt"),
        ("count", 1234, {"unit": "người"}, "1.234 người"),
        ("money", "1234.5", {"unit": "triệu đồng"}, "1.234,5 triệu đồng"),
        ("percent", "87.5", {"unit": "%"}, "87,5%"),
        ("count_pair", {"male": 3, "female": 12}, {"options": PAIR}, "Nam: 3; Nữ: 12"),
        ("count_choice", {"count": 7, "measure": "people"}, {"options": CHOICE}, "Số người: 7"),
        ("choices", ["a", "b"], {"options": SEVERAL}, "Nhắc nhở; Lập biên bản"),
        ("documents", [], {}, "Không có văn bản"),
        ("date", "2025-09-05", {}, "05/9/2025"),
        ("month", "2025-08", {}, "Tháng 8/2025"),
        ("text", "Nguyên văn <b>", {}, "Nguyên văn <b>"),
    ],
)
def test_each_type_of_answer_reads_as_an_office_writes_it(
    kind: str, value: Any, extra: dict[str, Any], words: str
) -> None:
    assert said(kind, value, **extra) == words


def test_documents_and_due_dates_stand_on_lines_of_their_own() -> None:
    papers = [
        {"number": "12/KH-UBND", "date": "2026-01-15", "summary": "Kế hoạch năm"},
        {"number": "", "date": None, "summary": "Công văn chỉ đạo"},
    ]
    assert said("documents", papers) == "Số 12/KH-UBND ngày 15/01/2026: Kế hoạch năm\nCông văn chỉ đạo"
    dates = [
        {"label": "Quý I", "due": "2026-03-15", "sent": "2026-03-14"},
        {"label": "Quý II", "due": "2026-06-15", "sent": "2026-06-20"},
        {"label": "", "due": "2026-09-15", "sent": None},
    ]
    assert said("dates", dates).splitlines() == [
        "Quý I: hạn 15/3/2026, gửi ngày 14/3/2026, đúng hạn",
        "Quý II: hạn 15/6/2026, gửi ngày 20/6/2026, quá hạn",
        "hạn 15/9/2026, chưa gửi",
    ]


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (1, "< 5"), (4, "< 5"), (5, "5"), (1200, "1.200")])
def test_restricted_counts_of_one_to_four_are_hidden(number: int, words: str) -> None:
    assert count_text(number, restricted=True) == words
    assert said("count", number, restricted=True) == words


def test_each_part_of_a_restricted_pair_is_hidden_by_itself() -> None:
    assert said("count_pair", {"male": 2, "female": 12}, options=PAIR, restricted=True) == "Nam: < 5; Nữ: 12"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Có 3 người, 12 vụ.", "Có < 5 người, 12 vụ."),
        ("Theo Điều 4 khoản 2, quý 3/2026.", "Theo Điều 4 khoản 2, quý 3/2026."),
        ("Ngày 03/4/2026 có 04 người", "Ngày 03/4/2026 có < 5 người"),
        ("Tăng 1,5 lần, 14 người", "Tăng 1,5 lần, 14 người"),
    ],
)
def test_remarks_on_restricted_rows_lose_their_small_numbers_but_no_dates_or_articles(
    text: str, printed: str
) -> None:
    assert without_small_numbers(text) == printed
    assert note_text(Answer(AnswerStatus.ANSWERED, 3, text), restricted=True) == printed
    assert note_text(Answer(AnswerStatus.ANSWERED, 3, text)) == text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (AnswerStatus.NOT_APPLICABLE, "Không áp dụng"),
        (AnswerStatus.NOT_OBSERVED, "Không kiểm tra được"),
        (AnswerStatus.CLEARED, "Chưa ghi nhận"),
    ],
)
def test_what_was_not_answered_says_why(status: AnswerStatus, words: str) -> None:
    item = ItemSpec(code="x", answer_type=AnswerType.COUNT)
    assert answer_text(item, Answer(status)) == words
    assert answer_text(item, None) == "Chưa ghi nhận"


def test_a_conflict_is_said() -> None:
    item = ItemSpec(code="x", answer_type=AnswerType.YES_NO)
    assert "chưa thống nhất" in answer_text(item, Answer(AnswerStatus.ANSWERED, True, conflict=True))

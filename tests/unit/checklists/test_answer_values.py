"""What counts as an answer, type by type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.domain.items import ItemSpec
from checklists.domain.kinds import AnswerType
from checklists.domain.numbers import parse_number, plain, vietnamese
from checklists.domain.problems import Problem
from checklists.domain.values import clean_value, free_texts

PAIR = {"parts": [{"code": "registered", "label": "Đã đăng ký"}, {"code": "required", "label": "Tổng số"}]}
WHOLE = PAIR | {"part_of_whole": True}
MEASURES = {"measures": [{"code": "people", "label": "Người"}, {"code": "cases", "label": "Vụ"}]}
CHOICES = {
    "choices": [{"code": "reminded", "label": "Nhắc nhở"}, {"code": "minutes", "label": "Lập biên bản"}]
}


def item(answer_type: str, options: dict[str, Any] | None = None) -> ItemSpec:
    return ItemSpec(code="x", answer_type=AnswerType(answer_type), options=options or {})


@pytest.mark.parametrize(
    ("answer_type", "options", "raw", "clean"),
    [
        ("yes_no", None, True, True),
        ("rating", None, "fair", "fair"),
        ("count", None, 0, 0),
        ("count_pair", PAIR, {"registered": 3, "required": 2, "more": 1}, {"registered": 3, "required": 2}),
        ("count_choice", MEASURES, {"count": 2, "measure": "cases"}, {"count": 2, "measure": "cases"}),
        ("money", None, "12.500", "12.5"),
        ("money", None, 1200, "1200"),
        ("percent", None, 87.5, "87.5"),
        ("text", None, "  Đơn vị\r\nđã họp ", "Đơn vị\nđã họp"),
        ("choices", CHOICES, ["minutes", "reminded"], ["reminded", "minutes"]),
        ("documents", None, [], []),
        (
            "documents",
            None,
            [{"number": "12/KH", "date": "2025-02-10", "summary": " Kế hoạch "}],
            [{"number": "12/KH", "date": "2025-02-10", "summary": "Kế hoạch"}],
        ),
        (
            "dates",
            None,
            [{"due": "2025-06-30", "sent": None}],
            [{"label": "", "due": "2025-06-30", "sent": None}],
        ),
        ("date", None, "2024-02-29", "2024-02-29"),
        ("month", None, "2025-08", "2025-08"),
    ],
)
def test_a_right_answer_becomes_its_canonical_value(
    answer_type: str, options: Any, raw: Any, clean: Any
) -> None:
    assert clean_value(item(answer_type, options), raw) == clean


@pytest.mark.parametrize(
    ("answer_type", "options", "raw", "code"),
    [
        ("yes_no", None, 1, "yes_no_expected"),
        ("yes_no", None, "true", "yes_no_expected"),
        ("rating", None, "best", "rating_expected"),
        ("rating", None, ["good"], "rating_expected"),
        ("count", None, True, "count_expected"),
        ("count", None, 1.0, "count_expected"),
        ("count", None, -1, "count_out_of_range"),
        ("count", None, 10**30, "count_out_of_range"),
        ("count_pair", PAIR, {"registered": 3}, "count_expected"),
        ("count_pair", WHOLE, {"registered": 3, "required": 2}, "part_exceeds_whole"),
        ("count_choice", MEASURES, {"count": 3}, "measure_missing"),
        ("count_choice", MEASURES, {"count": 3, "measure": ["people"]}, "measure_missing"),
        ("money", None, "1e9", "number_expected"),
        ("money", None, float("inf"), "number_expected"),
        ("money", None, "-1", "number_expected"),
        ("money", None, "1.2345", "too_many_decimals"),
        ("percent", None, "1001", "number_too_large"),
        ("text", None, " \n ", "value_missing"),
        ("text", None, "a\x00b", "text_damaged"),
        ("text", None, "\ud800", "text_damaged"),
        ("text", None, "a" * 20_001, "text_too_long"),
        ("choices", CHOICES, [], "choice_expected"),
        ("choices", CHOICES, ["arrest"], "choice_expected"),
        ("choices", CHOICES, [["minutes"]], "value_shape"),
        ("documents", None, [{}], "row_empty"),
        ("documents", None, [["12/KH"]], "value_shape"),
        ("documents", None, [{"number": 12}], "text_expected"),
        ("documents", None, [{"number": "1", "date": "10/02/2025"}], "date_expected"),
        ("documents", None, [{"number": "1"}] * 201, "too_many_rows"),
        ("dates", None, [], "value_missing"),
        ("date", None, "2025-02-30", "date_expected"),
        ("date", None, "0001-01-01", "date_expected"),
        ("month", None, "2025-13", "month_expected"),
        ("heading", None, 1, "heading_takes_no_answer"),
    ],
)
def test_a_wrong_answer_is_refused_with_a_code(answer_type: str, options: Any, raw: Any, code: str) -> None:
    with pytest.raises(Problem) as refused:
        clean_value(item(answer_type, options), raw)
    assert refused.value.code == code


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(AnswerType)), anything)
def test_whatever_is_sent_is_cleaned_or_refused_and_cleaning_is_stable(answer_type: str, raw: Any) -> None:
    spec = item(answer_type, PAIR | MEASURES | CHOICES)
    try:
        value = clean_value(spec, raw)
    except Problem:
        return
    assert clean_value(spec, value) == value


def test_the_words_inside_an_answer_are_found_for_the_privacy_check() -> None:
    documents = [{"number": "12/KH", "date": None, "summary": "Kế hoạch"}]
    assert free_texts(AnswerType.DOCUMENTS, documents) == ["12/KH", "Kế hoạch"]
    assert free_texts(AnswerType.TEXT, "Đã họp") == ["Đã họp"]
    assert free_texts(AnswerType.COUNT, 5) == []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1.234,5", "1234.5"), ("1234,5", "1234.5"), ("1.234", "1234"), ("12.5", "12.5"),
        ("1 234", "1234"), ("0", "0"), ("1.234.567", "1234567"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_vietnamese_offices_write_them(typed: str, stored: str) -> None:
    number = parse_number(typed)
    assert number is not None and plain(number) == stored


@pytest.mark.parametrize("typed", ["", "-1", "1,2,3", "12.34.5", "1e5", "năm", "٣", "1" * 50])
def test_what_is_no_number_is_not_guessed(typed: str) -> None:
    assert parse_number(typed) is None


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False))
def test_a_printed_number_reads_back_as_itself(number: Any) -> None:
    printed = vietnamese(number)
    again = parse_number(printed)
    assert again is not None
    assert again == number

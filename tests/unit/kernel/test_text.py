"""Vietnamese text: one form, one search key, one order."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.kernel.text import nfc, search_key, tidy, vietnamese_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa", "Hoà"),
        ("Thuỵ Hùng", "thụy hùng"),
        ("Đăk Ơ", "DAK O"),
        ("  Na   Sầm ", "na sam"),
        ("Kỳ Lừa", "Ky Lua"),
    ],
)
def test_spellings_of_one_name_share_a_search_key(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@given(st.text())
def test_a_search_key_does_not_depend_on_the_unicode_form(text: str) -> None:
    assert search_key(unicodedata.normalize("NFD", text)) == search_key(nfc(text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


def test_names_are_ordered_by_the_vietnamese_alphabet() -> None:
    names = [
        "Đồng Đăng",
        "Điềm He",
        "Bình Gia",
        "Ba Sơn",
        "Ân Thi",
        "An Lộc",
        "Dân Tiến",
        "Yên Phúc",
        "Thất Khê",
    ]
    expected = [
        "An Lộc",
        "Ân Thi",
        "Ba Sơn",
        "Bình Gia",
        "Dân Tiến",
        "Điềm He",
        "Đồng Đăng",
        "Thất Khê",
        "Yên Phúc",
    ]
    assert sorted(names, key=vietnamese_key) == expected


def test_tones_are_ordered_after_letters() -> None:
    assert sorted(["mạ", "má", "mả", "ma", "mã", "mà"], key=vietnamese_key) == [
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
    ]


def test_what_is_not_seen_or_turns_words_around_is_left_out() -> None:
    assert tidy(" \u202eBáo\u2069 cáo\x00\x85\r\ngi\u200fá ") == "Báo cáo\ngiá"

"""Symbols, agencies, numbers and file names of documents."""

from __future__ import annotations

from datetime import date

import pytest

from audit.kernel.errors import Invalid
from reports.domain.filenames import ascii_name, vietnamese_name
from reports.domain.heads import HeadValues, check_ready, plain_number
from reports.domain.wording import (
    DocumentKind,
    agency_in_text,
    authority_lines,
    enumeration,
    issuing_symbol,
    lines_of,
    without_type,
)


def test_a_report_keeps_the_issuer_of_its_plan_and_minutes_are_the_teams_own() -> None:
    assert issuing_symbol("KH-SYT", DocumentKind.FINDINGS_REPORT, "management") == "BC-SYT"
    assert issuing_symbol("KH-SYT", DocumentKind.PLAN, "management") == "KH-SYT"
    assert issuing_symbol("KH-SYT", DocumentKind.MINUTES, "management") == "BB-ĐKT"
    assert issuing_symbol("KH-SYT", DocumentKind.MINUTES, "establishment") == "BB-ĐKTLN"


def test_an_agency_in_capitals_is_set_in_ordinary_letters_inside_a_sentence() -> None:
    assert agency_in_text("ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN", "Lạng Sơn") == "Ủy ban nhân dân tỉnh Lạng Sơn"
    assert agency_in_text("SỞ Y TẾ", "Lạng Sơn") == "Sở Y tế"
    assert agency_in_text("Sở Y tế", "Lạng Sơn") == "Sở Y tế"


def test_lines_titles_and_lists_read_as_in_an_office() -> None:
    assert lines_of(" - Một\n\n– Hai \n") == ("Một", "Hai")
    assert authority_lines("TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH") == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")
    assert without_type("Kế hoạch kiểm tra năm 2026") == "kiểm tra năm 2026"
    assert without_type("Kiểm tra năm 2026") == "kiểm tra năm 2026"
    assert enumeration(["A", "B", "C"]) == "A, B và C"
    assert enumeration([str(n) for n in range(20)], limit=3) == "0, 1, 2 và 17 đơn vị khác"


@pytest.mark.parametrize(("typed", "number"), [("05", "5"), ("5", "5"), (" 12 ", "12"), ("", "")])
def test_a_number_with_a_leading_zero_is_the_same_number(typed: str, number: str) -> None:
    assert plain_number(typed) == number


@pytest.mark.parametrize("typed", ["0", "000", "-1", "1a", "1.0", "²", "1234567"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        plain_number(typed)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("symbol", ""),
        ("symbol", "BC/SYT"),
        ("symbol", "-"),
        ("place", ""),
        ("title", "x" * 501),
    ],
)
def test_a_head_that_cannot_be_printed_is_refused_at_its_field(field: str, value: str) -> None:
    values = {"title": "Kết quả", "symbol": "BC-SYT", "place": "Lạng Sơn"} | {field: value}
    with pytest.raises(Invalid) as refused:
        HeadValues(**values).cleaned()
    assert refused.value.field == field


def test_a_head_is_stored_composed_and_trimmed() -> None:
    head = HeadValues(
        title=" Ke\u0302\u0301t quả ", symbol="BC-SYT", place="Lạng Sơn", recipients=("", " VT ")
    ).cleaned()
    assert head.title == "Kết quả"
    assert head.recipients == ("VT",)


def test_issuing_needs_a_number_and_a_day_that_has_come() -> None:
    today = date(2026, 9, 5)
    assert check_ready(number="5", issued_on=today, today=today) == today
    for number, day in (("", today), ("5", None), ("5", date(2026, 9, 6)), ("5", date(1999, 1, 1))):
        with pytest.raises(Invalid):
            check_ready(number=number, issued_on=day, today=today)


def test_a_file_is_named_in_vietnamese_with_a_plain_fallback_and_no_way_out_of_the_header() -> None:
    name = vietnamese_name(
        "findings_report", "5", "BC-SYT", 'Kết quả "kiểm tra"\r\nSet-Cookie: x; ../../etc', "issued"
    )
    assert name == "Báo cáo 05-BC-SYT Kết quả kiểm tra Set-Cookie x .. .. etc.pdf"
    assert ascii_name(name) == "bao-cao-05-bc-syt-ket-qua-kiem-tra-set-cookie-x-etc.pdf"
    assert ascii_name("漢字.pdf") == "van-ban.pdf"
    assert len(vietnamese_name("plan", "", "KH-SYT", "x" * 500, "draft")) <= 120

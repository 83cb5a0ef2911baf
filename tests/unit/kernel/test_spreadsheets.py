"""Reading hostile and honest spreadsheets, writing guarded ones."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.kernel.errors import Invalid
from audit.kernel.spreadsheets import Limits, Sheet, read_table, write_csv, write_xlsx


def _workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, content)
    return target.getvalue()


def _code(data: bytes, filename: str, limits: Limits | None = None) -> str:
    with pytest.raises(Invalid) as caught:
        read_table(data, filename, limits=limits)
    assert str(caught.value.message).strip()
    return caught.value.code


def test_a_workbook_is_read_with_line_numbers_and_types() -> None:
    data = _workbook(
        ["Tên", "Số"], ["Nhà nghỉ Sao", 5], [None, None], ["  Bi\u0301 ", 2.5], [date(2026, 1, 2), None]
    )
    table = read_table(data, "a.xlsx")
    assert table.header == ("Tên", "Số")
    assert table.rows == [(2, ("Nhà nghỉ Sao", 5)), (4, ("Bí", 2.5)), (5, (date(2026, 1, 2), None))]


def test_a_formula_is_read_as_its_stored_value_and_never_run() -> None:
    data = _workbook(["Tên"], ["=1+1"], ["thường"])
    table = read_table(data, "a.xlsx")
    assert table.rows == [(3, ("thường",))]  # never calculated, so no stored value


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("utf-16-be", b"\xfe\xff")]
)
def test_csv_in_any_unicode_encoding_is_read(encoding: str, mark: bytes) -> None:
    data = mark + "Tên;Số\nKhách sạn Đông Kinh;1,5\n".encode(encoding)
    table = read_table(data, "a.csv")
    assert table.header == ("Tên", "Số")
    assert table.rows == [(2, ("Khách sạn Đông Kinh", "1,5"))]


def test_mixed_line_ends_and_quoted_line_breaks_keep_line_numbers() -> None:
    table = read_table('A,B\r\n"một\nhai",2\n3,4\r\n\r\n5,6'.encode(), "a.csv")
    assert [number for number, _row in table.rows] == [2, 4, 6]
    assert table.rows[0][1] == ("một\nhai", "2")


def test_text_that_is_not_unicode_is_refused_with_advice() -> None:
    assert _code("Tên\nKhách sạn".encode("cp1258", "replace"), "a.csv") == "wrong_encoding"
    assert _code(b"T\xaan,x\nKh\xb8ch s\xb9n", "a.csv") == "wrong_encoding"


def test_letters_of_fonts_before_unicode_are_refused_in_csv_and_workbook() -> None:
    tcvn3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, Kh¸ch s¹n"
    assert _code(_workbook(["Ten"], [tcvn3]), "a.xlsx") == "wrong_encoding"
    assert _code(f"Ten\n{tcvn3}".encode(), "a.csv") == "wrong_encoding"


def test_honest_vietnamese_is_not_taken_for_an_old_font() -> None:
    words = "Diện tích 20 m², cà phê · karaoke – Hoè, Huế, tuần, quý, Đăk Ơ, Thuỷ, ứng, kỹ"
    assert read_table(f"Tên\n{words};\n".encode(), "a.csv").rows


def test_other_files_are_not_spreadsheets() -> None:
    assert _code(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.xlsx") == "not_a_spreadsheet"
    assert _code(b"%PDF-1.7 text", "a.csv") == "not_a_spreadsheet"
    assert _code(b"<html><table></table></html>", "a.csv") == "not_a_spreadsheet"
    assert _code(b"PK\x03\x04 broken", "a.xlsx") == "not_a_spreadsheet"
    assert _code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls") == "old_or_locked_workbook"
    assert _code(b"  \n ", "a.csv") == "file_empty"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert _code(target.getvalue(), "a.xlsx") == "not_a_spreadsheet"


def test_a_zip_bomb_is_refused_before_unpacking() -> None:
    bomb = _with_part(_workbook(["A"], [1]), "xl/worksheets/sheet2.xml", b"\0" * (130 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    assert _code(bomb, "a.xlsx") == "unpacks_too_large"


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    real = 3 * 1024 * 1024
    data = _with_part(_workbook(["A"], [1]), "xl/sharedStrings.xml", b"<a>" + b" " * real + b"</a>")
    needle = (real + 7).to_bytes(4, "little")
    assert needle in data
    lying = data.replace(needle, (10).to_bytes(4, "little"))
    assert _code(lying, "a.xlsx", Limits(unpacked=1024 * 1024)) in {"unpacks_too_large", "not_a_spreadsheet"}


def test_a_zip_with_very_many_entries_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for index in range(3000):
            archive.writestr(f"xl/{index}.xml", "")
    assert _code(target.getvalue(), "a.xlsx") == "too_many_entries"


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
    ],
)
def test_xml_with_a_document_type_is_refused(declaration: bytes) -> None:
    part = b'<?xml version="1.0"?>' + declaration + b"<sst><si><t>&x;</t></si></sst>"
    assert _code(_with_part(_workbook(["A"], [1]), "xl/sharedStrings.xml", part), "a.xlsx") == "unsafe_xml"


def test_a_cell_at_the_far_end_of_the_sheet_does_not_fill_memory() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Tên"
    book.active["XFD1048576"] = "xa"
    target = io.BytesIO()
    book.save(target)
    assert _code(target.getvalue(), "a.xlsx") == "table_too_big"


def test_too_many_rows_and_columns_are_refused() -> None:
    assert _code(b"A\n" + b"1\n" * 1001, "a.csv", Limits(rows=1000)) == "table_too_big"
    assert _code(b"," * 300 + b"1\n", "a.csv") == "table_too_big"
    assert _code(b"A\n" + b"1\n" * 1_000_000, "a.csv") == "table_too_big"


def test_a_huge_cell_is_refused_with_its_line() -> None:
    for size in (25_000, 9_000_000):
        with pytest.raises(Invalid) as caught:
            read_table(b"A\n1\n" + b"x" * size, "a.csv")
        assert caught.value.code == "cell_too_long"
        assert "3" in str(caught.value.message)
    assert _code(b"x" * 11_000_000, "a.csv") == "file_too_large"


def test_an_unclosed_quote_is_refused_with_its_line() -> None:
    assert _code(b'A,B\n1,2\n"ba,4\n', "a.csv") == "bad_csv"


DANGEROUS = ["=cmd|' /C calc'!A0", "+SUM(A1)", "-2+3", "@x", "\tx", "＝1+1", "=1", "\rx"]


def test_written_csv_guards_cells_that_could_run() -> None:
    data = write_csv(["Ô"], [[text] for text in DANGEROUS] + [["-5"], [-5], ["+84"], ["=\n1"]])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    assert [row[0] for row in rows] == [f"'{text}" for text in DANGEROUS] + ["-5", "-5", "+84", "'=\n1"]
    assert data.startswith(b"\xef\xbb\xbf")


def test_written_workbook_holds_texts_and_no_formula() -> None:
    data = write_xlsx([Sheet("A/B:*", ["Ô"], [[text] for text in [*DANGEROUS, "https://example.org"]])])
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [page.cell(line, 1).data_type for line in range(2, 11)] == ["s"] * 9
    assert page.cell(2, 1).quotePrefix and not page.cell(10, 1).hyperlink


def test_the_same_workbook_is_the_same_bytes() -> None:
    sheets = [Sheet("Tờ", ["Tên", "Ngày", "Số"], [["Đ", date(2026, 5, 1), 1.5]])]
    assert write_xlsx(sheets) == write_xlsx(sheets)


def test_what_is_written_is_read_back() -> None:
    rows = [["Nhà nghỉ Sao", 3, date(2026, 2, 1)], ["=1+1", None, None]]
    assert [
        row for _n, row in read_table(write_xlsx([Sheet("A", ["a", "b", "c"], rows)]), "a.xlsx").rows
    ] == [
        ("Nhà nghỉ Sao", 3, date(2026, 2, 1)),
        ("=1+1", None, None),
    ]
    assert read_table(write_csv(["a", "b", "c"], rows), "a.csv").rows[1][1] == ("=1+1", None, None)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.csv", "a.xlsx"):
        try:
            table = read_table(data, name)
        except Invalid:
            continue
        assert table.header

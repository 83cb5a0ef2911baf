"""The tables of a document in a workbook: every table a sheet, numbers as numbers, texts never formulas."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from reports.adapters.workbook import render_workbook
from reports.domain.blocks import tables_of
from reports.domain.outlines.registry import OUTLINES
from reports.domain.tables import CELL_SIZE, Column, Table, one_row
from reports.domain.wording import DocumentKind
from tests.unit.reports import samples
from tests.unit.reports.word_kinds import NAMES, content, word
from tests.unit.reports.word_reading import data_tables


def workbook_of(made: Any) -> bytes:
    outline = OUTLINES[DocumentKind(made.document)]
    return render_workbook(tables_of(outline(made)), ("BÁO CÁO thử", "Số: 08/BC-SYT"))


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


WITHOUT_TABLES = {"plan-short", "decision-short", "invitation", "invitation-blank", "review_plan-bare"}


@pytest.mark.parametrize("name", NAMES)
def test_every_table_of_the_document_has_a_sheet(name: str) -> None:
    """But for charts, which say again what a table says."""
    made = content(name)
    blocks = OUTLINES[DocumentKind(made.document)](made)
    charts = sum(isinstance(block, Table) and block.chart for block in blocks)
    tables = len(data_tables(word(name))) - charts
    assert (tables == 0) == (name in WITHOUT_TABLES)
    if tables:
        assert len(sheets(workbook_of(content(name)))) == tables


def test_sheets_are_called_after_their_tables_and_annexes() -> None:
    assert list(sheets(workbook_of(content("findings_report")))) == [
        "Bảng 1. Đơn vị, số nhận xét",
        "Bảng 2. Điểm theo nội dung",
        "Kiến nghị",
        "Phụ lục I Kết quả kiểm tra",
        "Phụ lục I Nhận xét",
        "Phụ lục II Kết quả kiểm tra",
        "Phụ lục II Nhận xét",
    ]


def test_counts_scores_and_days_are_values_and_what_was_not_scored_is_empty() -> None:
    book = sheets(workbook_of(content("findings_report")))
    counts = book["Bảng 1. Đơn vị, số nhận xét"]
    assert counts[3] == [
        "STT",
        "Đơn vị",
        "Ngày kiểm tra",
        "Ưu điểm",
        "Tồn tại, hạn chế: Nghiêm trọng",
        "Tồn tại, hạn chế: Trung bình",
        "Tồn tại, hạn chế: Nhẹ",
    ]
    assert counts[4] == [1, "Xã Đồng Đăng", datetime(2026, 9, 5), 4, 0, 2, 1]
    assert counts[-1] == [None, "Tổng cộng", None, 12, 3, 6, 3]
    assert book["Bảng 2. Điểm theo nội dung"][3][2:4] == list(samples.SECTION_TITLES[:2])
    assert book["Bảng 2. Điểm theo nội dung"][4] == [1, "Xã Đồng Đăng", 92.5, 80, 66.7, None, 100, 84.8]
    assert book["Kiến nghị"][4][3] == datetime(2026, 10, 30)


def test_figures_as_they_are_printed_become_numbers_and_words_stay_words() -> None:
    minutes = samples.minutes()
    figures = tuple(
        replace(minutes.figures[0], reported=reported, observed=observed)
        for reported, observed in (("1.234", "87,5"), ("< 5", "12 lần"), ("12.5", ""), ("1.234.567", "0"))
    )
    rows = sheets(workbook_of(replace(minutes, figures=figures)))["Số liệu đối chiếu"][4:]
    assert [row[3:5] for row in rows] == [[1234, 87.5], ["< 5", "12 lần"], ["12.5", None], [1234567, 0]]


def test_titles_of_sections_become_a_column() -> None:
    rows = sheets(workbook_of(content("findings_report")))["Phụ lục I Kết quả kiểm tra"]
    assert rows[3][:3] == ["Nội dung", "STT", "Nội dung kiểm tra"]
    assert rows[4][0] == "1. Việc quản lý thực hiện Chương trình phòng, chống mại dâm"
    assert rows[9][0].startswith("2. ")
    assert rows[0][0] == "BÁO CÁO thử"
    assert rows[2][0] == "Phụ lục I. Kết quả kiểm tra tại Xã Đồng Đăng: Kết quả kiểm tra"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "{=1}"])
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    plan = samples.plan(units=True)
    unit = replace(plan.units[0], name=text, when=text, reason="http://127.0.0.1:9/", note=text)
    data = workbook_of(replace(plan, units=(unit,)))
    (rows,) = sheets(data).values()
    assert rows[4] == [1, text, text, "http://127.0.0.1:9/", text]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
        assert b"<f>" not in everything
        assert b"hyperlink" not in everything
        assert b"TargetMode" not in everything


def test_names_of_sheets_are_short_plain_and_never_the_same_twice() -> None:
    table = Table("Tên: rất [dài] */? " + "x" * 40, (Column(1),), one_row("STT"), ((1,),), CELL_SIZE)
    names = list(sheets(render_workbook([(None, table)] * 12, ())))
    assert len(names) == len({name.casefold() for name in names}) == 12
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_the_same_content_gives_the_same_bytes() -> None:
    assert workbook_of(samples.findings_report()) == workbook_of(samples.findings_report())

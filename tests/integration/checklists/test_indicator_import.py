"""Taking over a table with the nine columns of QĐ 29's annex 1: whole, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from audit.kernel.access import SYSTEM
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.spreadsheets import Sheet, write_csv, write_xlsx
from checklists.domain.annex import COLUMNS
from checklists.models.indicators import Indicator, IndicatorSet, IndicatorTarget
from checklists.services.indicator_import import ImportedSet, import_indicators

HEADER = [*COLUMNS[:4], "Chỉ tiêu kế hoạch năm 2025", *COLUMNS[5:]]
ROWS: list[list[Any]] = [
    ["I", "Công tác truyền thông"],
    ["1", "Số xã truyền thông", "Xã, phường", None, "≥ 70 %", None, "≥ 70 %", "6 tháng", "UBND cấp xã"],
    ["1.1", "Trong đó: duy trì thường xuyên", "Xã, phường", None, None, None, None, "6 tháng", "UBND cấp xã"],
    ["II", "Phòng ngừa"],
    ["1", "Tỷ lệ cơ sở được kiểm tra", "%", 12, "20", "35,5", ">= 20 %/năm", "Năm", "Sở VHTTDL"],
    ["2", "Số người bán dâm được hỗ trợ", "Người", None, None, None, None, "Năm", "Hội LHPN"],
    ["3", "Kinh phí", "Triệu đồng"],
]  # fmt: skip


def workbook(
    rows: Sequence[Sequence[Any]] = ROWS, header: Sequence[str] = HEADER, notes: Sequence[str] = ()
) -> bytes:
    return write_xlsx([Sheet("Phụ lục 1", header, rows, notes=notes)])


def load(data: bytes, version: str = "1", filename: str = "qd29.xlsx", code: str = "qd29") -> ImportedSet:
    with transaction():
        return import_indicators(
            data=data,
            filename=filename,
            code=code,
            version=version,
            valid_from=date(2023, 1, 16),
            actor=SYSTEM,
        )


def imported() -> dict[str, Indicator]:
    rows = db.session.scalars(
        select(Indicator).join(IndicatorSet).where(IndicatorSet.code == "qd29").order_by(Indicator.position)
    )
    return {row.code: row for row in rows}


def test_the_nine_columns_become_a_set(app: Flask) -> None:
    result = load(workbook())
    assert (result.created, result.indicators, result.figures_ignored) == (True, 5, 2)
    rows = imported()
    assert list(rows) == ["qd29_i_1", "qd29_i_1_1", "qd29_ii_1", "qd29_ii_2", "qd29_ii_3"]
    first, part, rate, people, money = rows.values()
    assert (first.section_title, first.frequency, first.information_source) == (
        "I. Công tác truyền thông", "6 tháng", "UBND cấp xã",
    )  # fmt: skip
    assert part.parent_code == first.code
    assert [row.value_type for row in rows.values()] == ["count", "count", "percent", "count", "money"]
    assert people.sensitivity == "restricted" and "sensitivity" in people.inferred
    assert rate.agg_units == "not_additive" and money.unit == "Triệu đồng"
    targets = {(t.period, t.target) for t in db.session.scalars(select(IndicatorTarget))}
    assert targets == {
        ("2025", "≥ 70 %"),
        ("2021-2025", "≥ 70 %"),
        ("2025", "20"),
        ("2021-2025", ">= 20 %/năm"),
    }


def test_bullets_belong_to_the_nearest_row_above_of_a_higher_level(app: Flask) -> None:
    rows = [["1", "Số vụ", "Vụ"], ["-", "Hành chính", "Vụ"], ["+", "Nhóm", "Người"], ["-", "Hình sự", "Vụ"]]
    rows += [["+", "Nhóm", "Người"], ["*", "Trong nhóm", "Người"]]
    load(workbook(rows))
    parents = [row.parent_code for row in imported().values()]
    assert parents == [None, "qd29_1", "qd29_r2", "qd29_1", "qd29_r4", "qd29_r5"]


def test_lines_of_title_above_the_heading_are_passed_over(app: Flask) -> None:
    data = workbook(notes=["PHỤ LỤC 1", "Chỉ số giám sát, đánh giá Chương trình"])
    assert load(data).indicators == 5


def test_headings_are_known_without_marks_and_in_any_order(app: Flask) -> None:
    order = [8, 1, 2, 0, 3, 4, 5, 6, 7]
    plain = ["TT", "CHI SO", "Don vi tinh", "So lieu thuc hien trong ky", "Chi tieu ke hoach nam 2025",
             "So lieu luy ke", "Chi tieu KH 21-25", "Tan suat bao cao", "Nguon thong tin"]  # fmt: skip
    rows = [[(row + [None] * 9)[place] for place in order] for row in ROWS]
    data = write_csv([plain[place] for place in order], rows)
    assert load(data, filename="qd29.csv").indicators == 5


def test_the_line_that_numbers_the_columns_is_no_indicator(app: Flask) -> None:
    numbers = [f"({number})" for number in range(1, 10)]
    assert load(workbook([numbers, *ROWS])).indicators == 5


def test_wrong_rows_are_listed_with_line_and_reason_and_nothing_is_imported(app: Flask) -> None:
    rows = [
        ROWS[0],
        ROWS[1],
        ["1", "Số khác", "Cuộc"],
        ["2", None, "Cuộc"],
        ["3", "Số cuộc", None, None, "5"],
        ["4", "Số vụ", "Vụ", "nhiều"],
        ["5", "a" * 2001, "Vụ"],
        ["6", ROWS[1][1], "Xã, phường"],
    ]
    with pytest.raises(Invalid) as refused:
        load(workbook(rows))
    assert refused.value.code == "indicator_rows_wrong"
    wrong: Any = refused.value.details["rows"]
    assert [line for line, _reason in wrong] == [4, 5, 6, 7, 8, 9]
    assert "dòng 3" in wrong[0][1] and "thiếu tên" in wrong[1][1] and "đơn vị tính" in wrong[2][1]
    assert "nhiều" in wrong[3][1]
    assert imported() == {}


def test_a_missing_column_is_named(app: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        load(workbook([row[:8] for row in ROWS], HEADER[:8]))
    assert refused.value.code == "indicator_columns_missing"
    assert "Nguồn thông tin" in refused.value.message


@pytest.mark.parametrize(
    ("data", "filename"),
    [(b"", "a.xlsx"), (b"PK\x03\x04 broken", "a.xlsx"), (b"\xff\xfe\xff", "a.csv"), (workbook([]), "a.xlsx")],
)
def test_a_file_that_is_no_table_is_refused(app: Flask, data: bytes, filename: str) -> None:
    with pytest.raises(Invalid):
        load(data, filename=filename)
    assert imported() == {}


@pytest.mark.parametrize("code", ["", "QD29", "qd 29", "../x", "1x"])
def test_a_code_is_plain(app: Flask, code: str) -> None:
    with pytest.raises(Invalid):
        load(workbook(), code=code)


def test_the_same_file_again_changes_nothing_and_another_under_its_version_is_refused(app: Flask) -> None:
    load(workbook())
    assert not load(workbook()).created
    with pytest.raises(Conflict):
        load(workbook(ROWS[:-1]))
    newer = load(workbook(ROWS[:-1]), version="2")
    assert newer.created and newer.indicators == 4


def test_the_command_imports_and_lists_wrong_rows(app: Flask, tmp_path: Path) -> None:
    good, bad = tmp_path / "qd29.xlsx", tmp_path / "sai.csv"
    good.write_bytes(workbook())
    bad.write_bytes(write_csv(HEADER, [["1", None, "Cuộc"]]))
    runner = app.test_cli_runner()
    options = ["--code", "qd29", "--version", "1", "--valid-from", "2023-01-16"]
    result = runner.invoke(args=["checklists", "import-indicators", str(bad), *options])
    assert result.exit_code == 1
    assert "dòng 2: thiếu tên chỉ số" in result.output
    result = runner.invoke(args=["checklists", "import-indicators", str(good), *options])
    assert result.exit_code == 0, result.output
    assert len(imported()) == 5

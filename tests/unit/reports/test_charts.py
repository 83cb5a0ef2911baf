"""Bars of a report: as long as the numbers beside them, in three fills, drawn as lines and areas."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import cast

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import StreamObject

from reports.adapters.docx.outline import render_docx
from reports.adapters.pdf.document import pdf_of
from reports.adapters.pdf.faces import FAMILY
from reports.domain.blocks import tables_of
from reports.domain.findings_report import MAP_HIGH, MAP_WIDE
from reports.domain.outlines.charts import LEGEND, MAP_SHOWS, MOST, charts
from reports.domain.outlines.findings_report import findings_report_outline
from reports.domain.tables import Bar, Table
from reports.queries.result_map import FONT
from tests.unit.reports import more_samples, samples
from tests.unit.reports.reading import needs_poppler, reader, whole_text
from tests.unit.reports.word_reading import assert_harmless, opened, text_of

RECTANGLE = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re (B|S|f)")
BAR = 3.4 * 72 / 25.4


def bars(pdf: bytes) -> list[tuple[float, bytes]]:
    """Length in points and way of painting of each part of a bar, in the order drawn."""
    found = []
    for page in reader(pdf).pages:
        data = cast(StreamObject, page["/Contents"].get_object()).get_data()
        found += [
            (float(wide), how)
            for _x, _y, wide, high, how in RECTANGLE.findall(data)
            if abs(abs(float(high)) - BAR) < 0.02
        ]
    return found


def figures(units: int) -> list[Table]:
    return [block for block in charts(more_samples.charted(units).units) if isinstance(block, Table)]


def test_every_part_is_as_long_as_its_number() -> None:
    drawn = bars(pdf_of(more_samples.charted(units=6)))
    faults, _scores = figures(6)
    numbers = [n for row in faults.rows for n in row[2:] if n]  # type: ignore[index]
    lengths = [wide for wide, _how in drawn[: len(numbers)]]
    unit = lengths[0] / numbers[0]  # type: ignore[operator]
    assert lengths == pytest.approx([n * unit for n in numbers], abs=0.05)  # type: ignore[operator]
    row = [n for n in faults.rows[0][2:]]  # type: ignore[index]
    assert sum(row) * unit == pytest.approx(max(sum(lengths[:3]), 1), abs=0.1)  # type: ignore[arg-type]


def test_scores_are_measured_against_a_hundred() -> None:
    drawn = bars(
        pdf_of(replace(more_samples.charted(units=3), units=more_samples.charted(units=3).units[:2]))
    )
    lengths = [wide for wide, _how in drawn[-2:]]
    assert lengths[0] / lengths[1] == pytest.approx(98 / 99, abs=0.002)


def test_the_first_part_is_filled_and_the_others_are_outlined() -> None:
    (faults, *_rest) = figures(6)
    high = sum(row[2] > 0 for row in faults.rows)  # type: ignore[index,operator,misc]
    hows = [how for _wide, how in bars(pdf_of(more_samples.charted(units=6)))]
    assert hows.count(b"B") == high + 5 and hows.count(b"S") == len(hows) - high - 5


def test_the_worst_stand_first_and_no_more_than_can_be_read() -> None:
    faults, scores = figures(40)
    assert [row[0] for row in faults.rows][:2] == ["Xã Số 40", "Xã Số 39"]  # type: ignore[index]
    assert scores.rows[0][0] == "Xã Số 39"  # type: ignore[index]
    assert len(faults.rows) == len(scores.rows) == MOST
    text = whole_text(pdf_of(more_samples.charted(units=40)))
    assert f"({MOST} đơn vị có nhiều tồn tại, hạn chế nhất)" in text and LEGEND in text


def test_one_unit_and_an_older_report_have_none() -> None:
    assert list(charts(more_samples.charted(units=3).units[:1])) == []
    assert "Hình 1" not in whole_text(pdf_of(samples.findings_report(annexes=0)))
    assert "charts" not in samples.findings_report().to_json()


def test_a_chart_is_no_sheet_of_the_workbook() -> None:
    names = [table.name for _annex, table in tables_of(findings_report_outline(more_samples.charted()))]
    assert names and not [name for name in names if name.startswith("Hình")]


def test_the_word_file_has_the_bars_as_filled_cells_of_the_same_lengths() -> None:
    body = opened(render_docx(findings_report_outline(more_samples.charted(units=6)), {})).element.body
    ns = {"w": body.nsmap["w"]}
    nested = body.findall(".//w:tc/w:tbl", ns)
    (last,) = {len(nested)}
    assert last == 6 + 5
    widths = [int(grid.get(f"{{{ns['w']}}}w")) for grid in nested[0].findall(".//w:gridCol", ns)]
    assert widths[0] == pytest.approx(widths[1], abs=1) == pytest.approx(widths[2], abs=1)
    fills = {shade.get(f"{{{ns['w']}}}val") for shade in nested[0].findall(".//w:shd", ns)}
    assert fills == {"clear", "thinReverseDiagStripe"}


@needs_poppler
def test_numbers_stand_beside_every_bar_for_who_does_not_see_it() -> None:
    text = whole_text(pdf_of(more_samples.charted(units=3)))
    assert "Xã Số 3 1 1 1" in text and "Xã Số 1 99" in text


@needs_poppler
def test_the_map_keeps_its_letters_and_lines_and_takes_a_page_of_its_own_when_it_must() -> None:
    data = pdf_of(more_samples.mapped())
    assert "Hình 3. Kết quả kiểm tra theo địa bàn" in whole_text(data)
    assert "Kỳ Lừa" in whole_text(data) and "Điểm lần gần nhất" in whole_text(data)
    assert not any(page.images for page in reader(data).pages)
    assert pdf_of(more_samples.mapped()) == data


@needs_poppler
@pytest.mark.parametrize(
    "name", ["<script>", "{{7*7}}", "&lt;", "a\x00b\ud800c", '"/><image href="/etc/passwd"/>']
)
def test_names_on_the_map_are_text_whatever_they_hold(name: str) -> None:
    data = pdf_of(more_samples.mapped(name))
    assert not any(page.images for page in reader(data).pages)
    if name.startswith("{{"):
        assert name in whole_text(data)
    assert_harmless(render_docx(findings_report_outline(more_samples.mapped(name)), {}))


def test_the_word_file_shows_the_map_under_its_title_with_the_words_of_who_does_not_see_it() -> None:
    document = opened(render_docx(findings_report_outline(more_samples.mapped()), {}))
    (inline,) = document.element.body.iter(qn("wp:inline"))
    assert inline.docPr.get("descr") == MAP_SHOWS
    assert (inline.extent.cx, inline.extent.cy) == (Mm(MAP_WIDE), Mm(MAP_HIGH))
    shown = inline.getparent().getparent().getparent()
    assert text_of(shown.getprevious()) == "Hình 3. Kết quả kiểm tra theo địa bàn"
    (dots,) = [part for part in document.part.package.image_parts if part.content_type == "image/png"]
    with Image.open(io.BytesIO(dots.blob)) as picture:
        assert picture.size == (MAP_WIDE * 10, MAP_HIGH * 10)
    blip = inline.graphic.graphicData.pic.blipFill.blip
    (lines,) = blip.iter("{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip")
    related = document.part.related_parts
    assert related[blip.embed] is dots
    assert related[lines.get(qn("r:embed"))].content_type == "image/svg+xml"


def test_the_family_of_the_map_is_the_one_of_the_document() -> None:
    assert FONT == FAMILY


@given(st.lists(st.integers(0, 10**6), max_size=3), st.integers(0, 10**6))
def test_parts_of_a_bar_never_leave_their_cell(parts: list[int], more: int) -> None:
    shares = Bar(tuple(parts), Decimal(sum(parts) + more)).shares
    assert all(share >= 0 for share in shares) and sum(shares) <= 1 + 1e-9

"""Layout of Word files against the numbers of Decree 30/2020/NĐ-CP, annex I, read back with python-docx."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.domain.findings_report import AnswerRow, AnswerSection
from tests.unit.reports import samples
from tests.unit.reports.word_kinds import NAMES, word, word_of
from tests.unit.reports.word_reading import data_tables, opened, paragraphs, parts, style_of, text_of

# The order the format wants (ECMA-376, part 1); Word calls a file in another order damaged.
ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl pBdr tabs spacing ind jc outlineLvl sectPr",
    "rPr": "rFonts b bCs i iCs color sz szCs bdr lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType titlePg",
    "style": "name basedOn uiPriority qFormat pPr rPr tblPr",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol "
    "listSeparator",
    "compat": "doNotUseHTMLParagraphAutoSpacing compatSetting",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr tbl p",
    "tr": "trPr tc",
    "p": "pPr r",
}


def millimetres(length: Any) -> float:
    return round(length.mm, 1)


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_a4_with_the_margins_of_the_decree(name: str) -> None:
    for section in opened(word(name)).sections:
        sides = sorted((millimetres(section.page_width), millimetres(section.page_height)))
        assert sides == [210, 297]
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [millimetres(margin) for margin in margins] == [20, 20, 30, 15]


def test_annexes_are_parts_of_their_own_numbered_from_one_and_may_lie_down() -> None:
    first, lying, upright = opened(word("findings_report")).sections
    assert first.orientation == upright.orientation == WD_ORIENT.PORTRAIT
    assert lying.orientation == WD_ORIENT.LANDSCAPE
    assert millimetres(lying.page_width) == 297
    for section in (first, lying, upright):
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.different_first_page_header_footer


def test_pages_are_numbered_above_from_the_second_on_by_the_only_field() -> None:
    section = opened(word("plan")).sections[0]
    assert not section.first_page_header.paragraphs[0].text
    (number,) = section.header.paragraphs
    assert number.style.name == "Số trang"
    instructions = [leaf.text.strip() for leaf in number._p.iter(qn("w:instrText"))]
    assert instructions == ["PAGE"]
    assert section.header_distance < section.top_margin


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [
        ("Quốc hiệu", 13, True, None),
        ("Tiêu ngữ", 14, True, None),
        ("Cơ quan chủ quản", 13, None, None),
        ("Tên cơ quan", 13, True, None),
        ("Số ký hiệu", 13, None, None),
        ("Địa danh ngày tháng", 14, None, True),
        ("Tên loại", 14, True, None),
        ("Trích yếu", 14, True, None),
        ("Căn cứ", 14, None, True),
        ("Nội dung", 14, None, None),
        ("Mục", 14, True, None),
        ("Khoản", 14, True, None),
        ("Nơi nhận", 12, True, True),
        ("Danh sách nơi nhận", 11, None, None),
        ("Chức vụ người ký", 14, True, None),
        ("Họ tên người ký", 14, True, None),
        ("Phụ lục", 14, True, None),
        ("Kèm theo", 14, None, True),
    ],
)
def test_styles_have_the_sizes_and_faces_of_the_decree(
    style: str, size: int, bold: bool | None, italic: bool | None
) -> None:
    font = opened(word("findings_report")).styles[style].font
    assert (font.size, font.bold, font.italic) == (Pt(size), bold, italic)


def test_the_face_and_the_language_of_the_whole_file_are_said_once() -> None:
    root = opened(word("plan")).styles.element
    fonts = root.find(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert root.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"


def test_text_is_justified_and_indented_with_room_between_paragraphs() -> None:
    styles = opened(word("plan")).styles
    for name in ("Nội dung", "Căn cứ", "Mục", "Khoản", "Điểm"):
        form = styles[name].paragraph_format
        assert round(form.first_line_indent.mm, 1) == 12.7, name
        assert form.space_before == Pt(6), name
        assert styles[name].element.pPr.find(qn("w:jc")).get(qn("w:val")) == "both", name
        assert 16 <= form.line_spacing.pt <= 21, name


@pytest.mark.parametrize("name", NAMES)
def test_every_paragraph_has_a_style_of_ours(name: str) -> None:
    document = opened(word(name))
    used = {style_of(document, p) for p in document.element.body.iter(qn("w:p"))}
    assert "Normal" not in used
    whole = {"Quốc hiệu", "Tiêu ngữ", "Tên cơ quan", "Số ký hiệu", "Trích yếu", "Nội dung"}
    alone = {"Tên phụ lục", "Kèm theo"}  # a document that is an annex has no head of its own
    assert (alone if name.startswith("task_table") else whole) <= used


def test_elements_stand_in_their_styles() -> None:
    data = word("findings_report")
    assert paragraphs(data, "Tên cơ quan") == ["SỞ Y TẾ"]
    assert paragraphs(data, "Cơ quan chủ quản") == ["UBND TỈNH LẠNG SƠN"]
    assert [text.strip("\u00a0") for text in paragraphs(data, "Dấu dự thảo")] == ["DỰ THẢO"]
    assert paragraphs(data, "Mục")[0] == "I. KHÁI QUÁT CHUNG"
    assert paragraphs(data, "Khoản")[0] == "2. Thành phần đoàn kiểm tra"
    assert paragraphs(data, "Phụ lục") == ["Phụ lục I", "Phụ lục II"]
    assert paragraphs(data, "Danh sách nơi nhận")[-1] == "- Lưu: VT, PCTNXH."


def test_the_mark_of_a_draft_is_boxed_and_an_issued_document_has_none() -> None:
    boxes = list(opened(word("findings_report")).element.body.iter(qn("w:bdr")))
    assert len(boxes) == 1
    assert not list(opened(word("findings_report-issued")).element.body.iter(qn("w:bdr")))


def test_rules_stand_under_agency_motto_and_title_and_are_shorter_than_the_column() -> None:
    document = opened(word("findings_report"))
    rules = [p for p in document.element.body.iter(qn("w:p")) if p.find(f".//{qn('w:pBdr')}") is not None]
    assert len(rules) == 3
    for rule in rules:
        indent = rule.pPr.find(qn("w:ind"))
        assert int(indent.get(qn("w:left"))) == int(indent.get(qn("w:right"))) > 0
        assert not text_of(rule)


def test_headers_of_tables_are_repeated_and_short_rows_stay_whole() -> None:
    for table in data_tables(word("findings_report")):
        rows = table.findall(qn("w:tr"))
        heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        count = heads.count(True)
        assert heads == [True] * count + [False] * (len(rows) - count)
        assert 1 <= count <= 2
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_a_row_longer_than_half_a_page_may_be_split() -> None:
    content = samples.findings_report(annexes=1, photo_count=0)
    section = AnswerSection("Mục", (AnswerRow("1", "từ " * 3000), AnswerRow("2", "ngắn")))
    annex = replace(content.annexes[0], sections=(section,), findings=())
    table = data_tables(word_of(replace(content, annexes=(annex,)), {}))[-1]
    whole = [row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.findall(qn("w:tr"))]
    assert whole[-2:] == [False, True]


@pytest.mark.parametrize("name", NAMES)
def test_cells_cover_the_grid_and_the_width_between_the_margins(name: str) -> None:
    for table in opened(word(name)).element.body.iter(qn("w:tbl")):
        grid = [int(column.get(qn("w:w"))) for column in table.find(qn("w:tblGrid"))]
        if table.getparent().tag != qn("w:tc"):  # a bar in a cell is as long as its number
            assert sum(grid) in range(9350, 9358) or sum(grid) in range(14281, 14291)
        for row in table.findall(qn("w:tr")):
            spans = [cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in row.findall(qn("w:tc"))]
            assert sum(int(span.get(qn("w:val"))) if span is not None else 1 for span in spans) == len(grid)


def test_no_word_of_a_column_title_is_cut() -> None:
    from reports.adapters.docx.measure import width

    content = samples.findings_report()
    for table in data_tables(word_of(replace(content, score_titles=content.score_titles * 2))):
        for row in table.findall(qn("w:tr")):
            if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
                continue
            for cell in row.findall(qn("w:tc")):
                room = int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) / 1440 * 25.4 - 2.2
                for text in text_of(cell).split():
                    assert width(text, "B", 10) <= room, text


def test_photos_keep_their_shape_inside_their_box_and_are_described() -> None:
    document = opened(word("findings_report"))
    inlines = list(document.element.body.iter(qn("wp:inline")))
    assert len(inlines) == 10
    shapes = set()
    for inline in inlines:
        wide, high = int(inline.extent.cx), int(inline.extent.cy)
        assert Mm(wide / 36000).mm <= 80
        shapes.add(round(wide / high, 2))
        assert {inline.get(f"dist{side}") for side in "TBLR"} == {"0"}
        assert inline.docPr.get("descr").startswith("Sổ theo dõi cam kết")
    assert shapes == {1.33, 0.75}
    assert len({inline.docPr.id for inline in inlines}) == 10


def test_a_signature_from_a_tablet_is_a_picture_that_names_its_hand() -> None:
    inlines = list(opened(word("minutes-signed")).element.body.iter(qn("wp:inline")))
    described = [inline.docPr.get("descr") for inline in inlines]
    assert described == ["Chữ ký của Vi Thị Mai", "Chữ ký của Lương Thị Hồng Ánh"]
    assert not list(opened(word("minutes")).element.body.iter(qn("wp:inline")))


def test_the_signer_is_kept_with_the_last_paragraph() -> None:
    body = opened(word("plan")).element.body
    last = [p for p in body.findall(qn("w:p")) if text_of(p).endswith("./.")]
    assert len(last) == 1
    assert last[0].pPr.keepNext is not None


def test_lines_to_write_on_are_dots_up_to_the_margin() -> None:
    document = opened(word("minutes-blank"))
    lines = [p for p in document.element.body.iter(qn("w:p")) if style_of(document, p) == "Dòng kẻ chấm"]
    assert len(lines) == 3
    assert {line.find(f".//{qn('w:tab')}").get(qn("w:leader")) for line in lines} == {"dot"}


@pytest.mark.parametrize("name", NAMES)
def test_elements_stand_in_the_order_the_format_wants(name: str) -> None:
    for part, blob in parts(word(name)).items():
        if not part.startswith("word/") or not part.endswith(".xml"):
            continue
        for element in ElementTree.fromstring(blob).iter():
            order = ORDER.get(element.tag.rsplit("}", 1)[-1], "").split()
            if order and "wordprocessingml" in element.tag:
                places = [order.index(child.tag.rsplit("}", 1)[-1]) for child in element]
                assert places == sorted(places), (part, element.tag)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_ends_with_a_paragraph_and_no_two_tables_touch(name: str) -> None:
    body = opened(word(name)).element.body
    for cell in body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")
    kinds = [child.tag for child in body]
    assert (qn("w:tbl"), qn("w:tbl")) not in pairwise(kinds)
    assert kinds[-2:] == [qn("w:p"), qn("w:sectPr")]

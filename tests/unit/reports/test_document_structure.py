"""Documents can be read aloud: everything drawn has its place in the structure, in reading order."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from reports.adapters.pdf import tree as structure_tree
from reports.adapters.pdf.blocks import heading, paragraph
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.document import pdf_of
from reports.domain.findings_report import AnswerRow, AnswerSection, Photo
from tests.unit.reports import samples
from tests.unit.reports.kinds import KINDS, endless, finished
from tests.unit.reports.reading import reader
from tests.unit.reports.structure_reading import (
    Mark,
    Node,
    drawn,
    leaves,
    outline_of,
    parents,
    text_of,
    tree,
)


def canvas() -> Canvas:
    made = Canvas(title="Thử", author="Sở Y tế", subject="", created=samples.plan().letterhead.prepared_on)
    made.start_part()
    return made


def of_kind(data: bytes, kind: str) -> list[Node]:
    return [node for node in tree(data).walk() if node.kind == kind]


@pytest.mark.parametrize("kind", KINDS)
def test_everything_drawn_is_an_artifact_or_has_its_place_in_the_tree(kind: str) -> None:
    data = finished(kind)
    found = drawn(data)
    assert found.faults == []
    placed = list(tree(data).marks())
    assert len(placed) == len(set(placed))
    assert set(placed) == set(found.texts)
    owners = {
        child: node.kind for node in tree(data).walk() for child in node.inside if isinstance(child, Mark)
    }
    assert parents(data) == owners
    assert all(node.inside for node in tree(data).walk() if node.kind not in ("TD", "TH"))


@pytest.mark.parametrize("kind", KINDS)
def test_only_page_numbers_repeated_headers_and_dots_are_artifacts_that_have_text(kind: str) -> None:
    titles = {text_of(finished(kind), node) for node in of_kind(finished(kind), "TH")}
    for _page, text in drawn(finished(kind)).artifacts:
        rest = text.strip().lstrip("0123456789").strip(" .")
        for title in sorted(titles, key=len, reverse=True):
            rest = rest.replace(title, "")
        assert not rest.strip(), text


@pytest.mark.parametrize("kind", KINDS)
def test_files_say_that_they_are_tagged_vietnamese_and_show_their_title(kind: str) -> None:
    root = reader(finished(kind)).root_object
    assert root["/MarkInfo"] == {"/Marked": True}
    assert root["/Lang"] == "vi-VN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert tree(finished(kind)).kind == "Document"


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_level_is_skipped(kind: str) -> None:
    levels = [int(name[1]) for name, _text in outline_of(finished(kind))]
    assert levels[0] == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))


def test_the_plan_is_read_in_the_order_of_its_parts() -> None:
    assert leaves(finished("plan"))[:14] == [
        ("P", "UBND TỈNH LẠNG SƠN"),
        ("P", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"),
        ("P", "Số: /KH-SLĐTBXH"),
        ("P", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("P", "Độc lập - Tự do - Hạnh phúc"),
        ("P", "Lạng Sơn, ngày tháng 4 năm 2023"),
        (
            "H1",
            "KẾ HOẠCH Kiểm tra công tác quản lý nhà nước về Chương trình phòng, chống mại dâm năm 2023",
        ),
        ("P", samples.plan().opening[0]),
        ("H2", "I. MỤC ĐÍCH, YÊU CẦU"),
        ("H3", "1. Mục đích"),
        ("Lbl", "-"),
        ("LBody", samples.plan().purposes[0]),
        ("Lbl", "-"),
        ("LBody", samples.plan().purposes[1]),
    ]
    after = [text for kind, text in leaves(finished("plan")) if kind in ("P", "LBody")]
    signer, recipients = after.index("PHÓ GIÁM ĐỐC"), after.index("Nơi nhận:")
    assert after[signer - 1 : signer + 2] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lương Thị Hồng Ánh"]
    assert signer < recipients
    assert after[recipients + 1] == "- UBND các huyện, thành phố (PHCĐ);"
    assert after[recipients + 7].startswith("Mã kiểm tra nội dung (SHA-256)")


def test_columns_that_run_over_pages_are_read_one_after_the_other() -> None:
    data = endless()
    assert drawn(data).faults == []
    word = "x" * 5000
    assert [text for _kind, text in leaves(data)[:9]] == [
        word.upper(),
        word.upper(),
        "Số: /BC-SYT",
        "DỰ THẢO",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lạng Sơn, ngày tháng 9 năm 2026",
        f"BÁO CÁO {word}",
        "Kính gửi:",
    ]


def test_words_of_two_lines_do_not_run_together_and_a_cut_word_stays_whole() -> None:
    long = "x" * 400
    file = canvas()
    paragraph(file, "một hai ba bốn năm " * 40 + long)
    ((kind, text),) = leaves(file.output())
    assert kind == "P"
    assert text == "một hai ba bốn năm " * 40 + long


def test_a_paragraph_that_runs_over_pages_stays_one_with_a_sequence_on_each() -> None:
    numbered = " ".join(f"từ{number}" for number in range(3000))
    data = pdf_of(replace(samples.plan(), opening=(numbered,)))
    (whole,) = (node for node in of_kind(data, "P") if text_of(data, node).startswith("từ0 "))
    assert text_of(data, whole) == numbered
    pages = [mark.page for mark in whole.marks()]
    assert pages == sorted(set(pages))
    assert len(pages) > 3


def test_a_row_cut_at_the_foot_of_a_page_is_one_row_with_whole_cells() -> None:
    numbered = " ".join(f"dòng{number}" for number in range(3000))
    content = samples.findings_report(annexes=1, photo_count=0)
    rows = (AnswerRow("1", numbered, "12 lần"),)
    annex = replace(content.annexes[0], sections=(AnswerSection("", rows),), findings=())
    data = pdf_of(replace(content, annexes=(annex,)), {})
    assert drawn(data).faults == []
    *_others, table = of_kind(data, "Table")
    *_head, row = (node for node in table.inside if isinstance(node, Node))
    texts = [text_of(data, cell) for cell in row.inside if isinstance(cell, Node)]
    assert texts == ["1", numbered, "12 lần", ""]


def test_header_cells_have_scope_and_spans_and_every_row_is_as_wide_as_the_table() -> None:
    data = finished("findings_report")
    tables = of_kind(data, "Table")
    assert len(tables) == 7
    for table in tables:
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(node for node in table.inside if isinstance(node, Node)):
            assert row.kind == "TR"
            c = 0
            for cell in (node for node in row.inside if isinstance(node, Node)):
                assert cell.kind in ("TH", "TD")
                assert ("/Scope" in cell.attributes) == (cell.kind == "TH")
                while (r, c) in taken:
                    c += 1
                down, across = cell.attributes.get("/RowSpan", 1), cell.attributes.get("/ColSpan", 1)
                taken.update((r + i, c + j) for i in range(down) for j in range(across))
        last_row, last_column = max(r for r, _c in taken), max(c for _r, c in taken)
        assert len(taken) == (last_row + 1) * (last_column + 1)


def test_the_header_of_a_table_is_read_once_and_the_title_of_a_section_heads_its_row() -> None:
    data = finished("findings_report")
    table = of_kind(data, "Table")[3]
    heads = [(text_of(data, cell), cell.attributes["/Scope"]) for cell in table.walk() if cell.kind == "TH"]
    assert [text for text, scope in heads if scope == "/Column"].count("Nội dung kiểm tra") == 1
    assert [text for text, scope in heads if scope == "/Row"] == [
        f"{number}. {title}" for number, title in enumerate(samples.SECTION_TITLES, start=1)
    ]


def test_photos_are_figures_with_their_caption_and_a_place() -> None:
    data = finished("findings_report")
    figures = of_kind(data, "Figure")
    assert [figure.alt for figure in figures][:2] == [
        "Sổ theo dõi cam kết tại cơ sở thứ 1",
        "Sổ theo dõi cam kết tại cơ sở thứ 2",
    ]
    for figure in figures:
        left, low, right, high = figure.attributes["/BBox"]
        assert 0 < left < right < 842
        assert 0 < low < high < 842
    order = [(node.kind, text_of(data, node)) for node in tree(data).walk() if node.kind in ("Figure", "P")]
    first = order.index(("Figure", ""))
    assert order[first + 1] == ("P", "Ảnh 1. Sổ theo dõi cam kết tại cơ sở thứ 1")
    assert order[first + 2][0] == "Figure"


def test_a_photo_that_cannot_be_shown_is_read_as_words() -> None:
    content = samples.findings_report(annexes=1, photo_count=0)
    annex = replace(content.annexes[0], photos=(Photo("0" * 64, "Cổng cơ sở"),))
    data = pdf_of(replace(content, annexes=(annex,)), {})
    assert not of_kind(data, "Figure")
    assert ("P", "Không có tệp ảnh.") in leaves(data)


def test_ink_is_a_figure_that_names_who_signed_inside_the_signers_column() -> None:
    data = finished("minutes-signed")
    nodes = [node for node in tree(data).walk() if node.kind in ("P", "Figure")]
    read = [node.alt or text_of(data, node) for node in nodes]
    start = read.index("ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA")
    assert read[start + 1 : start + 3] == ["Chữ ký của Vi Thị Mai", "Vi Thị Mai"]
    leader = read.index("TRƯỞNG ĐOÀN KIỂM TRA")
    assert leader > start + 3
    assert read[leader + 1] == "Chữ ký của Lương Thị Hồng Ánh"


def test_lines_of_dots_to_write_on_are_not_read() -> None:
    after = dict(zip(leaves(finished("minutes-blank")), leaves(finished("minutes-blank"))[1:], strict=False))
    assert after["H2", "IV. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA"] == ("H2", "V. KIẾN NGHỊ TẠI CHỖ")


def test_text_that_no_block_claims_is_read_as_a_paragraph_where_it_stands() -> None:
    file = canvas()
    heading(file, "I. MỘT", level=0)
    file.text(40, 100, "tự do ", "", 14)
    file.text(60, 100, "một dòng", "B", 14)
    paragraph(file, "Sau đó.")
    file.text(40, 120, "cuối", "", 14)
    assert leaves(file.output()) == [
        ("H1", "I. MỘT"),
        ("P", "tự do một dòng"),
        ("P", "Sau đó."),
        ("P", "cuối"),
    ]


def test_rows_beyond_what_an_archival_array_holds_stand_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure_tree, "LONGEST_ARRAY", 12)
    content = samples.findings_report(annexes=1, photo_count=0)
    rows = tuple(AnswerRow(str(number), "x", "1", "2") for number in range(20))
    annex = replace(content.annexes[0], sections=(AnswerSection("", rows),), findings=())
    data = pdf_of(replace(content, annexes=(annex,)), {})
    *_others, table = of_kind(data, "Table")
    groups = [node for node in table.inside if isinstance(node, Node)]
    assert [node.kind for node in groups] == ["TBody", "TBody"]
    assert [len(node.inside) for node in groups] == [12, 10]
    assert drawn(data).faults == []

"""Word files say what the PDFs say, word by word, for every kind of document, always in the same bytes."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reports.adapters.docx.outline import render_docx
from reports.adapters.pdf.outline import drawn
from reports.domain.blocks import Centred
from reports.domain.outlines.plan import plan_outline
from reports.domain.outlines.registry import OUTLINES
from reports.domain.wording import DocumentKind
from tests.unit.reports import samples, word_kinds
from tests.unit.reports.structure_reading import leaves
from tests.unit.reports.word_kinds import NAMES, content, pdf, word, word_of
from tests.unit.reports.word_reading import in_reading_order, opened, paragraphs, parts

ROOT = Path(__file__).resolve().parents[3]
DIGESTS = ("Mã kiểm tra nội dung (SHA-256):", "Mã nhật ký hệ thống:")


@pytest.mark.parametrize("name", NAMES)
def test_the_word_file_says_the_words_of_the_pdf_in_their_order(name: str) -> None:
    # Letters of a drawing are letters in the PDF; in the Word file they are in its picture (see below).
    printed = [t for kind, t in leaves(pdf(name)) if kind != "Figure" and not t.startswith(DIGESTS)]
    expected, found = " ".join(printed).split(), " ".join(in_reading_order(word(name))).split()
    assert len(found) > 100
    assert found == expected


def test_the_map_of_the_word_file_says_the_words_of_the_map_of_the_pdf() -> None:
    (printed,) = [text for kind, text in leaves(pdf("findings_report-map")) if kind == "Figure"]
    (drawn_,) = [blob for place, blob in parts(word("findings_report-map")).items() if place.endswith(".svg")]
    said = " ".join(node.text or "" for node in ElementTree.fromstring(drawn_).iter())
    assert said.split() == printed.split() and "Đồng Đăng" in said


def test_every_kind_of_document_has_a_word_file_and_a_sample_that_is_compared() -> None:
    assert set(OUTLINES) == set(DocumentKind), "add the outline of a new kind to registry.py"
    compared = {content(name).document for name in NAMES}
    assert compared == {kind.value for kind in DocumentKind}, "add a sample of a new kind to word_kinds.py"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_content_gives_the_same_bytes(name: str) -> None:
    assert word_of(word_kinds._MADE[name]()) == word(name)


def test_another_process_on_another_day_gives_the_same_bytes() -> None:
    script = (
        "import hashlib; from tests.unit.reports.word_kinds import word;"
        "print(hashlib.sha256(word('minutes-signed')).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    }
    assert len(runs) == 1
    with zipfile.ZipFile(BytesIO(word("plan"))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_come_from_the_content() -> None:
    known = opened(word("findings_report-issued")).core_properties
    assert known.title.startswith("BÁO CÁO Kết quả kiểm tra công tác quản lý nhà nước")
    assert known.author == "Sở Y tế tỉnh Lạng Sơn"
    assert known.subject == "Số: 08/BC-SYT"
    assert known.language == "vi-VN"
    assert (known.created.year, known.created.month, known.created.day) == (2026, 10, 2)
    assert known.modified == known.created


def test_a_copy_of_an_issued_document_names_the_original_under_every_page() -> None:
    line = "Bản để tham khảo; văn bản ban hành là tệp PDF có mã SHA-256 00ff."
    data = word_of(samples.findings_report(draft=False), footer=(line,))
    section = opened(data).sections[0]
    for footer in (section.footer, section.first_page_footer):
        assert [paragraph.text for paragraph in footer.paragraphs] == [line]
    later = opened(data).sections[1:]
    assert len(later) == 2
    assert all(part.footer.is_linked_to_previous for part in later)
    assert not any(paragraph.text for paragraph in opened(word("plan")).sections[0].footer.paragraphs)


def test_a_centred_line_stands_in_both_files() -> None:
    blocks = [*plan_outline(samples.plan())]
    blocks.insert(1, Centred("GIÁM ĐỐC SỞ Y TẾ"))
    assert paragraphs(render_docx(blocks), "Dòng giữa") == ["GIÁM ĐỐC SỞ Y TẾ"]
    assert ("P", "GIÁM ĐỐC SỞ Y TẾ") in leaves(drawn(blocks))


def test_missing_photos_are_said_to_be_missing() -> None:
    texts = in_reading_order(word_of(samples.findings_report(annexes=1), {}))
    assert texts.count("Không có tệp ảnh.") == 5


def test_recipients_stand_beside_an_odd_last_place_and_below_an_even_one() -> None:
    signed = in_reading_order(word("minutes-signed"))
    assert signed.index("Hoàng Văn Thuận") < signed.index("Nơi nhận:")
    alone = replace(samples.minutes(), letterhead=replace(samples.minutes().letterhead, recipients=()))
    assert "Nơi nhận:" not in in_reading_order(word_of(alone))

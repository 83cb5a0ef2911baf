"""Texts and photos meant to break the drawing: printed literally, nothing fetched, nothing lost."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.document import pdf_of
from reports.domain.findings_report import AnswerRow, AnswerSection, Photo
from tests.unit.reports import samples
from tests.unit.reports.reading import needs_poppler, pages_of_text, reader, whole_text, words

pytestmark = needs_poppler
ROOT = Path(__file__).resolve().parents[3]
LITERAL = (
    "{{7*7}} ${7*7} #{7*7}",
    "<script>alert(1)</script>",
    "<b>đậm</b> **đậm** __gạch__ --gạch--",
    "/etc/passwd file:///etc/passwd ../../etc/passwd",
    "http://127.0.0.1:9/anh.png",
    "(ngoặc) \\ gạch chéo ) lẻ (",
    "=cmd|' /C calc'!A0",
    "::placeholder:1:: {nb}",
)


@pytest.mark.parametrize("text", LITERAL)
def test_markup_templates_and_paths_are_printed_as_typed(text: str) -> None:
    content = samples.findings_report(annexes=1, photo_count=0)
    section = AnswerSection(text, (AnswerRow("1", text, note=text),))
    annex = replace(content.annexes[0], sections=(section,))
    data = pdf_of(replace(content, opening=(text,), annexes=(annex,)), {})
    squeezed = whole_text(data).replace(" ", "")
    assert squeezed.count(text.replace(" ", "")) >= 2


def test_a_paragraph_of_fifty_thousand_letters_is_printed_whole() -> None:
    numbered = " ".join(f"từ{number}" for number in range(7000))
    assert len(numbered) > 40_000
    data = pdf_of(replace(samples.plan(), opening=(numbered,)))
    text = whole_text(data).split()
    assert [word for word in text if word.startswith("từ") and word[2:].isdigit()] == numbered.split()


@pytest.mark.parametrize("letter", ["x", "Ữ", "."])
def test_an_unbroken_word_of_five_thousand_letters_stays_inside_the_margins(letter: str) -> None:
    word = letter * 5000
    content = samples.findings_report(annexes=1, photo_count=0)
    annex = replace(content.annexes[0], sections=(AnswerSection(word, (AnswerRow("1", word),)),))
    head = replace(content.letterhead, agency=word, summary=word, parent_agency=word)
    data = pdf_of(replace(content, letterhead=head, opening=(word,), annexes=(annex,)), {})
    for found in words(data):
        assert found.left >= 29.9
        assert found.right <= 282.5
    assert "".join(pages_of_text(data)).lower().count(letter.lower()) >= 5000 * 5


def test_a_row_taller_than_a_page_runs_on_under_a_repeated_header() -> None:
    numbered = " ".join(f"dòng{number}" for number in range(4000))
    content = samples.findings_report(annexes=1, photo_count=0)
    rows = (AnswerRow("1", numbered, "12 lần"), AnswerRow("2", "Hàng sau"))
    annex = replace(content.annexes[0], sections=(AnswerSection("Mục", rows),), findings=())
    data = pdf_of(replace(content, annexes=(annex,)), {})
    pages = [page for page in pages_of_text(data) if "Nội dung kiểm tra" in page]
    assert len(pages) > 5
    assert all("Đơn vị báo cáo" in page for page in pages)
    found = " ".join(pages).split()
    assert [word for word in found if word.startswith("dòng") and word[4:].isdigit()] == numbered.split()
    assert "Hàng sau" in pages[-1]


def test_a_table_of_many_rows_repeats_its_header_and_loses_no_row() -> None:
    content = samples.findings_report(annexes=1, photo_count=0)
    rows = tuple(AnswerRow(f"R{number}", "Nội dung", "1", "2") for number in range(1, 641))
    annex = replace(content.annexes[0], sections=(AnswerSection("", rows),), findings=())
    pages = pages_of_text(pdf_of(replace(content, annexes=(annex,)), {}))[2:]
    with_rows = [page for page in pages if "R" in page and "Nội dung kiểm tra" in page]
    found = [word for page in with_rows for word in page.split() if word[0] == "R" and word[1:].isdigit()]
    assert found == [row.number for row in rows]
    assert all(page.count("Đoàn ghi nhận") == 1 for page in with_rows)


def test_letters_outside_the_font_show_as_boxes_and_ticks_keep_their_sense() -> None:
    opening = "Chữ 日本 và العربية, đã xong ☑, chưa xong ☐, mặt cười 🙂"
    text = whole_text(pdf_of(replace(samples.plan(), opening=(opening,))))
    assert "Chữ □□ và □□□□□□□, đã xong [x], chưa xong [ ], mặt cười □" in text


def test_invisible_and_direction_marks_are_dropped() -> None:
    opening = "an\u200b toàn\u202e\u2066, m\u00adềm\u0000 \u0007mại\ufeff"
    text = whole_text(pdf_of(replace(samples.plan(), opening=(opening,))))
    assert "an toàn, mềm mại" in text


def test_decomposed_letters_are_drawn_composed() -> None:
    opening = "Ti\u00ea\u0301ng Vi\u00ea\u0323t"
    data = pdf_of(replace(samples.plan(), opening=(opening,)))
    assert "Tiếng Việt" in whole_text(data)


def test_line_ends_start_paragraphs() -> None:
    data = pdf_of(replace(samples.plan(), opening=("Dòng một.\r\nDòng hai.\rDòng ba.",)))
    tops = [w.top for w in words(data) if w.page == 1 and w.text == "Dòng"]
    assert len(tops) == 3
    assert tops[1] - tops[0] == pytest.approx(6.35 + 2.12, abs=0.1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"not an image",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b"/etc/passwd",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_not_a_jpeg_leaves_a_frame_that_says_so(data: bytes) -> None:
    content = samples.findings_report(annexes=1, photo_count=0)
    digest = hashlib.sha256(data).hexdigest()
    annex = replace(content.annexes[0], photos=(Photo(digest, "Ảnh hỏng"),))
    file = pdf_of(replace(content, annexes=(annex,)), {digest: data})
    assert "Không đọc được tệp ảnh." in whole_text(file)
    assert not [image for page in reader(file).pages for image in page.images]


def test_grey_and_four_colour_jpegs_are_drawn() -> None:
    content = samples.findings_report(annexes=1, photo_count=0)
    files = {}
    for mode in ("L", "CMYK"):
        buffer = io.BytesIO()
        Image.new(mode, (40, 30)).save(buffer, "JPEG")
        files[hashlib.sha256(buffer.getvalue()).hexdigest()] = buffer.getvalue()
    annex = replace(content.annexes[0], photos=tuple(Photo(digest) for digest in files))
    file = pdf_of(replace(content, annexes=(annex,)), files)
    assert "Không đọc được" not in whole_text(file)


def test_jpeg_bytes_go_into_the_file_as_they_are() -> None:
    files = samples.photos(1)
    file = pdf_of(samples.findings_report(annexes=1, photo_count=1), files)
    (data,) = files.values()
    assert data in file


def test_a_caption_of_any_length_is_printed_in_full() -> None:
    caption = " ".join(f"chú{number}" for number in range(1500))
    content = samples.findings_report(annexes=1, photo_count=0)
    annex = replace(content.annexes[0], photos=(Photo("0" * 64, caption),))
    text = whole_text(pdf_of(replace(content, annexes=(annex,)), {})).split()
    assert [word for word in text if word.startswith("chú") and word[3:].isdigit()] == caption.split()


def test_drawing_opens_no_socket_and_no_file_named_by_content() -> None:
    """An audit hook watches every opened path and every connection of a process that draws a report."""
    script = """
import json, sys
from reports.adapters.pdf.document import pdf_of
from tests.unit.reports import samples
from tests.unit.reports.test_report_hostile_texts import poisoned
pdf_of(samples.findings_report(annexes=1, photo_count=0), {})
seen = []
def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "subprocess.", "os.system")):
        seen.append(event)
    elif event == "open" and isinstance(arguments[0], str):
        seen.append(arguments[0])
sys.addaudithook(watch)
pdf_of(*poisoned())
print(json.dumps(seen))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    opened = set(json.loads(done.stdout))
    outside = {path for path in opened if not path.startswith((str(ROOT / "reports" / "fonts"), sys.prefix))}
    assert {Path(path).suffix for path in opened if "fonts" in path} == {".ttf"}
    assert outside <= {path for path in outside if path.startswith(sys.base_prefix)}, outside


def poisoned() -> tuple[object, dict[str, bytes]]:
    """A report whose every caption, unit and digest is a path or an address, with SVG for a photo."""
    content = samples.findings_report(annexes=1, photo_count=0)
    places = ("/etc/passwd", "http://127.0.0.1:9/a.jpg", "file:///etc/hostname", "data:image/png;base64,AA")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:9/x.png"/></svg>'
    photos = tuple(Photo(place, place) for place in places)
    annex = replace(content.annexes[0], unit=places[0], photos=photos)
    return replace(content, opening=places, annexes=(annex,)), {place: svg for place in places}


@given(st.text(max_size=120), st.floats(5, 80), st.sampled_from(["", "B", "I", "BI"]))
@settings(max_examples=150, deadline=None)
def test_broken_lines_keep_every_letter_and_the_width(text: str, width: float, style: str) -> None:
    faces = CANVAS.faces
    cleaned = faces.clean(text)
    lines = faces.fit(cleaned, style, 12, width)
    assert "".join(lines).replace(" ", "") == cleaned.replace(" ", "").replace("\n", "")
    for line in lines:
        assert len(line) <= 1 or faces.width(line, style, 12) <= width + 1e-6


CANVAS = Canvas(title="", author="", subject="", created=samples.plan().letterhead.prepared_on)

"""Texts and photos meant to break a Word file: they stand there as text, and nothing leads outside."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.adapters.docx.paragraphs import cut
from reports.domain.blocks import Run
from reports.domain.findings_report import AnswerRow, AnswerSection, Photo
from tests.unit.reports import samples
from tests.unit.reports.word_kinds import NAMES, word, word_of
from tests.unit.reports.word_reading import assert_harmless, in_reading_order, opened

LITERAL = (
    "{{7*7}} ${7*7} #{7*7}",
    '=HYPERLINK("http://127.0.0.1:9/","bấm")',
    "<w:instrText>INCLUDETEXT /etc/passwd</w:instrText>",
    '{ INCLUDEPICTURE "http://127.0.0.1:9/a.png" }',
    "</w:t></w:r><w:r><w:t>&lt;&amp;]]>",
    "http://127.0.0.1:9/anh.png file:///etc/passwd",
    "DDEAUTO c:\\windows\\system32\\cmd.exe",
    "&xxe; <!DOCTYPE x SYSTEM 'file:///etc/passwd'>",
)


def hostile(text: str) -> Any:
    """A report that says this text in every place that holds one."""
    content = samples.findings_report(annexes=1, photo_count=0)
    section = AnswerSection(text, (AnswerRow("1", text, note=text),))
    annex = replace(content.annexes[0], unit=text, sections=(section,), photos=(Photo("0" * 64, text),))
    head = replace(
        content.letterhead,
        agency=text,
        parent_agency=text,
        summary=text,
        addressees=(text, text),
        legal_bases=(text,),
        recipients=(text,),
        agency_name=text,
    )
    return replace(content, letterhead=head, opening=(text,), annexes=(annex,))


@pytest.mark.parametrize("text", LITERAL)
def test_fields_markup_and_addresses_are_set_as_typed(text: str) -> None:
    data = word_of(hostile(text), {})
    assert in_reading_order(data).count(text) >= 3
    assert_harmless(data)


@pytest.mark.parametrize("name", NAMES)
def test_no_file_leads_outside_or_holds_anything_that_runs(name: str) -> None:
    assert_harmless(word(name))


def test_control_characters_half_letters_and_direction_marks_are_dropped() -> None:
    data = word_of(hostile("an\u200b\x00 \x0b\ud800toàn\u202e\u2066, m\u00adềm\u0007 mại\ufeff\ufffe"), {})
    texts = in_reading_order(data)
    assert "an ?toàn, mềm mại" in texts  # a half letter was replaced when the content was made
    assert not re.search(r"[\x00-\x08\u200b-\u202e\u2066\ufeff\ufffe]", "".join(texts))
    assert_harmless(data)


def test_decomposed_letters_are_composed() -> None:
    assert "Tiếng Việt" in in_reading_order(word_of(hostile("Ti\u00ea\u0301ng Vi\u00ea\u0323t"), {}))


def test_line_ends_start_paragraphs() -> None:
    content = replace(samples.plan(), opening=("Dòng một.\r\nDòng hai.\rDòng ba.\u2028Dòng bốn.",))
    texts = in_reading_order(word_of(content))
    assert [text for text in texts if text.startswith("Dòng ")] == [
        "Dòng một.",
        "Dòng hai.",
        "Dòng ba.",
        "Dòng bốn.",
    ]


@pytest.mark.parametrize("letter", ["x", "Ữ", "."])
def test_an_unbroken_word_of_five_thousand_letters_is_kept(letter: str) -> None:
    word_ = letter * 5000
    texts = in_reading_order(word_of(hostile(f"a{word_}b"), {}))
    assert "".join(texts).lower().count(word_.lower()) >= 6


def test_a_paragraph_of_fifty_thousand_letters_is_kept_whole() -> None:
    numbered = " ".join(f"từ{number}" for number in range(8000))
    assert len(numbered) > 50_000
    content = replace(samples.plan(), opening=(numbered,))
    assert numbered in in_reading_order(word_of(content))


def test_tables_of_many_rows_lose_none() -> None:
    content = samples.findings_report(annexes=1, photo_count=0)
    rows = tuple(AnswerRow(f"R{number}", "Nội dung", "1", "2") for number in range(1, 641))
    annex = replace(content.annexes[0], sections=(AnswerSection("", rows),), findings=())
    texts = in_reading_order(word_of(replace(content, annexes=(annex,)), {}))
    assert [text for text in texts if re.fullmatch(r"R\d+", text)] == [row.number for row in rows]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b"/etc/passwd",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_not_a_jpeg_leaves_a_frame_that_says_so(data: bytes) -> None:
    content = samples.findings_report(annexes=1, photo_count=0)
    digest = hashlib.sha256(data).hexdigest()
    annex = replace(content.annexes[0], photos=(Photo(digest, "Ảnh hỏng"),))
    file = word_of(replace(content, annexes=(annex,)), {digest: data})
    assert "Không đọc được tệp ảnh." in in_reading_order(file)
    assert not list(opened(file).element.body.iter(qn("wp:inline")))


@given(st.lists(st.tuples(st.text(max_size=40), st.sampled_from(["", "B", "I"])), max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_set(runs: list[tuple[str, str]]) -> None:
    for line in cut([Run(text, style) for text, style in runs]):
        for run in line:
            assert run.text == " ".join(run.text.split("\t"))

"""What two versions of a document say differently, line by line and word by word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.adapters.docx.outline import render_docx
from reports.adapters.pdf.document import pdf_of
from reports.domain.blocks import Block, Heading, text
from reports.domain.comparison import MAX_WORDS, Difference, Stretch, differences
from reports.domain.letterhead import Letterhead
from reports.domain.outlines.plan import plan_outline
from reports.domain.outlines.registry import OUTLINES
from reports.domain.plan_document import PlanDocument
from reports.domain.wording import DocumentKind
from tests.unit.reports import samples
from tests.unit.reports.reading import needs_poppler, whole_text
from tests.unit.reports.word_kinds import NAMES, content
from tests.unit.reports.word_reading import paragraphs

OLD = "Kế hoạch số 05/KH-SYT ngày 05 tháng 9 năm 2025"


def side(stretches: tuple[Stretch, ...]) -> str:
    return "".join(part.text for part in stretches)


def marked(stretches: tuple[Stretch, ...]) -> list[str]:
    return [part.text for part in stretches if part.other and part.text.strip()]


def with_head(content: PlanDocument, **changed: object) -> PlanDocument:
    head: Letterhead = replace(content.letterhead, **changed)  # type: ignore[arg-type]
    return replace(content, letterhead=head)


def test_a_document_is_not_different_from_itself() -> None:
    made = samples.plan(units=True)
    assert differences(plan_outline(made), plan_outline(made)) == []


def test_number_day_and_codes_are_not_told() -> None:
    made = samples.plan()
    other = with_head(made, number=99, issued_on=None, check_code="7F3AK2MX9QRT4WZ1", replaces=OLD)
    assert differences(plan_outline(made), plan_outline(other)) == []


def test_a_changed_word_is_marked_inside_its_line_and_the_rest_is_not() -> None:
    made = samples.plan()
    other = with_head(made, recipients=(*made.letterhead.recipients[:-1], "Lưu: VT, NV."))
    (found,) = differences(plan_outline(made), plan_outline(other))
    assert side(found.before) == made.letterhead.recipients[-1]
    assert side(found.after) == "Lưu: VT, NV."
    assert len(marked(found.after)) > 0 and "Lưu:" not in "".join(marked(found.after))


def test_added_and_removed_lines_stand_alone_under_their_heading() -> None:
    before: list[Block] = [Heading("I. MỤC ĐÍCH", 0), text("Một."), text("Hai.")]
    after: list[Block] = [Heading("I. MỤC ĐÍCH", 0), text("Hai."), Heading("II. YÊU CẦU", 0), text("Ba.")]
    assert differences(before, after) == [
        Difference("I. MỤC ĐÍCH", (Stretch("Một.", True),), ()),
        Difference("II. YÊU CẦU", (), (Stretch("II. YÊU CẦU", True),)),
        Difference("II. YÊU CẦU", (), (Stretch("Ba.", True),)),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_document_can_be_compared(name: str) -> None:
    made = content(name)
    blocks = list(OUTLINES[DocumentKind(made.document)](made))
    gone = differences(blocks, [])
    assert len(gone) > 5 and all(line.after == () for line in gone)
    assert differences(blocks, blocks) == []


@settings(max_examples=60, deadline=None)
@given(*[st.lists(st.text("ab \n", max_size=12), max_size=8)] * 2)
def test_both_sides_together_are_both_documents(old: list[str], new: list[str]) -> None:
    """Lines that are told and those that are the same make up the whole of each side."""
    before, after = [text(words) for words in old], [text(words) for words in new]
    told = differences(before, after)

    def lines(words: list[str]) -> list[str]:
        return [bare for one in words if (bare := " ".join(one.split()))]

    same_before = len(lines(old)) - sum(bool(line.before) for line in told)
    same_after = len(lines(new)) - sum(bool(line.after) for line in told)
    assert same_before == same_after
    rest = lines(old)
    for line in told:
        if line.before:
            rest.remove(side(line.before))
    kept = lines(new)
    for line in told:
        if line.after:
            kept.remove(side(line.after))
    assert sorted(rest) == sorted(kept)


def test_a_paragraph_of_fifty_thousand_letters_is_shown_whole() -> None:
    long = "từ " * (MAX_WORDS + 1)
    (found,) = differences([text(long)], [text(long + "khác")])
    assert [part.other for part in found.before] == [True]


@needs_poppler
def test_the_replaced_document_is_named_under_the_title() -> None:
    made = with_head(samples.plan(), replaces=OLD)
    assert f"(Thay thế {OLD})" in whole_text(pdf_of(made))
    assert paragraphs(render_docx(plan_outline(made), {}), "Văn bản được thay thế") == [f"(Thay thế {OLD})"]
    assert "Thay thế" not in whole_text(pdf_of(samples.plan()))


def test_what_was_stored_before_keeps_its_text() -> None:
    assert "replaces" not in samples.plan().to_json()

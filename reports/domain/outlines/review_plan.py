"""Kế hoạch tổng kết: order and numbering of the provinces' plans of 2025, their annexes I, IA, II and IIA."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reports.domain.blocks import (
    Annex,
    Block,
    Closing,
    Front,
    Heading,
    Numbered,
    Points,
    Proof,
    ended,
    text,
)
from reports.domain.letterhead import Clause, Letterhead
from reports.domain.numbering import point_letter
from reports.domain.outlines.proof import content_digest
from reports.domain.review_plan_document import FormPart, Milestone, ReviewPlan
from reports.domain.tables import Cell, Column, Head, Row, Span, Table
from reports.domain.wording import lowered

AGENCIES: Final = "Đề cương báo cáo đối với các sở, ngành, đơn vị cấp tỉnh"
COMMUNES: Final = "Đề cương báo cáo của Ủy ban nhân dân cấp xã"
FORM: Final = "Biểu tổng hợp số liệu"
# More columns of years than this are printed on a page that lies.
UPRIGHT_YEARS: Final = 5
_PART: Final = re.compile(r"[IVX]{1,5}\. ")


def review_plan_outline(content: ReviewPlan) -> Iterator[Block]:
    """The plan from its head to its last annex."""
    head = content.letterhead
    yield Front(head)
    yield from map(text, content.opening)
    yield Heading("I. MỤC ĐÍCH, YÊU CẦU", 0)
    yield Numbered("1.", Clause("Mục đích", content.purposes, "a"))
    yield Numbered("2.", Clause("Yêu cầu", content.requirements, "a"))
    yield Heading("II. ĐỐI TƯỢNG, HÌNH THỨC VÀ NỘI DUNG TỔNG KẾT", 0)
    yield Numbered("1.", Clause("Đối tượng tổng kết", content.objects, "a"))
    yield Numbered("2.", Clause("Hình thức tổng kết", _run_in(content.form), "-", run_in=True))
    yield Numbered("3.", Clause("Nội dung tổng kết", content.contents, "a"))
    yield Heading("III. PHƯƠNG PHÁP VÀ THỜI GIAN TỔNG KẾT", 0)
    yield Numbered("1.", Clause("Phương pháp", content.methods, "-"))
    yield Numbered("2.", Clause("Thời gian thực hiện", ()))
    for position, milestone in enumerate(content.milestones, start=1):
        yield from _milestone(position, milestone)
    yield Heading("IV. KINH PHÍ THỰC HIỆN", 0)
    yield Points(content.funding, "" if len(content.funding) == 1 else "-")
    yield Heading("V. TỔ CHỨC THỰC HIỆN", 0)
    for position, duty in enumerate(content.duties, start=1):
        last = position == len(content.duties) and not content.requests
        yield Numbered(f"{position}.", _ended_clause(duty) if last else duty, before_foot=last)
    for position, words in enumerate(content.requests, start=1):
        last = position == len(content.requests)
        yield text(ended(words) if last else words, before_foot=last)
    yield Closing(head)
    yield Proof((content_digest(content),))
    yield from _annexes(content, head)


def _run_in(texts: tuple[str, ...]) -> tuple[str, ...]:
    """What follows a title and a colon begins with a small letter."""
    return (lowered(texts[0]), *texts[1:]) if texts else ()


def _ended_clause(clause: Clause) -> Clause:
    *before, last = clause.paragraphs or ("",)
    return Clause(clause.title, (*before, ended(last)), clause.marker)


def _milestone(position: int, milestone: Milestone) -> Iterator[Block]:
    yield text(f"{point_letter(position)}) {milestone.title.rstrip(' .;')}.")
    if milestone.lead:
        yield Points((f"Chủ trì: {milestone.lead.rstrip(' .;')}.",))
    if milestone.details:
        yield Points(milestone.details, "+")
    if milestone.until:
        yield Points((f"Thời gian hoàn thành: {milestone.until.rstrip(' .;')}.",))


def _annexes(content: ReviewPlan, head: Letterhead) -> Iterator[Block]:
    period = f"tổng kết công tác phòng, chống mại dâm giai đoạn {content.period}"
    for number, title, outline, form in (
        ("I", AGENCIES, content.agency_outline, content.agency_form),
        ("II", COMMUNES, content.commune_outline, content.commune_form),
    ):
        if outline:
            yield Annex(f"Phụ lục {number}", f"{title} {period}", head, f"{number}-")
            yield from _typed(outline)
        if form:
            wide = len(content.years) > UPRIGHT_YEARS
            yield Annex(f"Phụ lục {number}A", f"{FORM} {period}", head, f"{number}A-", landscape=wide)
            yield _form(form, content.years)


def _typed(lines: Sequence[str]) -> Iterator[Block]:
    """Lines as they were typed; those led by a Roman numeral are headings."""
    for position, line in enumerate(lines, start=1):
        if _PART.match(line):
            yield Heading(line, 0)
        else:
            yield text(ended(line) if position == len(lines) else line)


def _form(parts: Sequence[FormPart], years: Sequence[int]) -> Table:
    """The form as it is filled in: a column for each year and one for their total."""
    each = 13.0
    span = f"Kết quả thực hiện từ năm {years[0]} đến năm {years[-1]}" if years else "Kết quả thực hiện"
    return Table(
        FORM,
        (Column(70), Column(20, "C"), *(Column(each, "C") for _year in years), Column(17, "C")),
        (
            (
                Head("Nội dung", rowspan=2),
                Head("Đơn vị tính", rowspan=2),
                *((Head(span, colspan=len(years)),) if years else ()),
                Head("Tổng cộng", rowspan=2),
            ),
            tuple(Head(f"Năm {year}") for year in years),
        ),
        tuple(_form_rows(parts, len(years))),
        spans="Mục",
        titles=("Nội dung", "Đơn vị tính", *(f"Năm {year}" for year in years), "Tổng cộng"),
    )


def _form_rows(parts: Sequence[FormPart], years: int) -> Iterator[Row]:
    empty: tuple[Cell, ...] = ("",) * (years + 1)
    for part in parts:
        if part.title:
            yield Span(part.title)
        for row in part.rows:
            yield (row.text, row.unit, *empty)

"""Head of an official document: agencies, national motto, number, date, title, addressees, legal bases."""

from __future__ import annotations

from typing import Final

from reports.adapters.pdf.blocks import BODY, SPACING, TITLE, centred, listed, paragraph
from reports.adapters.pdf.canvas import LEFT, Canvas
from reports.adapters.pdf.check_mark import check_mark
from reports.adapters.pdf.columns import Column, side_by_side
from reports.adapters.pdf.lines import Run
from reports.adapters.pdf.xmp import decree_fields
from reports.domain.blocks import listed as listed_names
from reports.domain.letterhead import DEAR, MOTTO, STATE, Letterhead

# Decree 30/2020/NĐ-CP, annex I, elements 1-4.
STATE_SIZE: Final = 13.0
MOTTO_SIZE: Final = 14.0
AGENCY_SIZE: Final = 13.0
NUMBER_SIZE: Final = 13.0
DATE_SIZE: Final = 14.0
TIGHT: Final = 1.2
RULE_SHARE: Final = 0.4  # a rule of one third to one half of the text above it
GUTTER: Final = 3.0


def letterhead(canvas: Canvas, head: Letterhead, *, dated: bool = True) -> None:
    """Elements 1 to 5a, and the addressees and bases when there are any.

    ``dated`` False leaves out place and date: minutes carry none (form 1.9).
    """
    canvas.described = decree_fields(head)
    right_width = canvas.faces.width(STATE, "B", STATE_SIZE) + 1
    left = Column(canvas, LEFT, canvas.width - right_width - GUTTER)
    right = Column(canvas, LEFT + canvas.width - right_width, right_width)
    if head.parent_agency.strip():
        left.add(head.parent_agency.upper(), "", AGENCY_SIZE, leading=TIGHT)
    wide = left.add(head.agency.upper(), "B", AGENCY_SIZE, leading=TIGHT)
    left.rule(wide * RULE_SHARE)
    right.add(STATE, "B", STATE_SIZE, leading=TIGHT)
    wide = right.add(MOTTO, "B", MOTTO_SIZE, leading=TIGHT)
    right.rule(wide)
    level = max(left.height, right.height) + 2.0
    for column in (left, right):
        column.skip(level - column.height)
    # Number and date stand on one line.
    left.add(head.number_line, "", NUMBER_SIZE, leading=DATE_SIZE / NUMBER_SIZE * TIGHT)
    if dated:
        right.add(head.place_and_date, "I", DATE_SIZE, leading=TIGHT)
    if head.draft_label.strip():
        left.skip(2.0)
        left.add(head.draft_label.upper(), "B", 12, leading=1.4, boxed=True)
    side_by_side(canvas, left, right)
    check_mark(canvas, head)
    _title(canvas, head)
    _addressees(canvas, head.addressees)
    _bases(canvas, head.legal_bases)


def _title(canvas: Canvas, head: Letterhead) -> None:
    canvas.y += 6.0
    canvas.bookmark(f"{head.type_name} {head.summary}", 0)
    with canvas.tags.block(canvas.tags.heading(TITLE)):
        centred(canvas, head.type_name.upper(), "B", BODY)
        wide = centred(canvas, head.summary, "B", BODY, inset=12)
    middle = LEFT + canvas.width / 2
    half = wide * RULE_SHARE / 2
    canvas.y += 0.8
    canvas.rule(middle - half, canvas.y, middle + half, canvas.y, 0.2)
    if head.replacing_line:
        canvas.y += 1.2
        centred(canvas, head.replacing_line, "I", BODY, inset=12)
    canvas.y += 4.0


def _addressees(canvas: Canvas, addressees: tuple[str, ...]) -> None:
    """``Kính gửi: …`` on one line for one addressee, a list with dashes for more (element 9a)."""
    if not addressees:
        return
    if len(addressees) == 1:
        centred(canvas, DEAR + addressees[0].rstrip(" ;."), "", BODY, inset=10)
    else:
        offset = 25.0
        paragraph(canvas, DEAR, align="L", indent=0, left=offset)
        with listed(canvas):
            for text in listed_names(addressees):
                paragraph(canvas, text, align="L", indent=0, left=offset + 20, spacing=0, label="- ")
    canvas.y += SPACING


def _bases(canvas: Canvas, bases: tuple[str, ...]) -> None:
    """Legal bases in italics, one a paragraph, with ``;`` and a full stop after the last (element 6)."""
    for basis in listed_names(bases):
        paragraph(canvas, [Run(basis, "I")])

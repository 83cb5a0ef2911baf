"""The heading of an annex, and of a document that is an annex alone."""

from __future__ import annotations

from reports.adapters.pdf.blocks import BODY, SPACING, TITLE, centred
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.check_mark import check_mark
from reports.adapters.pdf.xmp import decree_fields
from reports.domain.letterhead import Letterhead


def annex_heading(canvas: Canvas, label: str, title: str, head: Letterhead) -> None:
    """``Phụ lục I``, its title in upper case, and the document it belongs to in italics."""
    canvas.bookmark(f"{label}. {title}", 0)
    with canvas.tags.block(canvas.tags.heading(TITLE)):
        centred(canvas, label, "B", BODY)
        centred(canvas, title.upper(), "B", BODY)
    centred(canvas, f"(Kèm theo {head.reference})", "I", BODY)
    canvas.y += 2 * SPACING


def annex_front(canvas: Canvas, title: str, head: Letterhead) -> None:
    """The title in upper case and the document it goes with in italics; a draft says that it is one."""
    canvas.described = decree_fields(head)
    check_mark(canvas, head)
    canvas.bookmark(head.summary, 0)
    with canvas.tags.block(canvas.tags.heading(TITLE)):
        centred(canvas, title.upper(), "B", BODY, inset=20)
    centred(canvas, f"(Kèm theo {head.reference})", "I", BODY)
    for line in (head.replacing_line, f"({head.draft_label})" if head.draft_label.strip() else ""):
        if line:
            centred(canvas, line, "I", BODY)
    canvas.y += 2 * SPACING

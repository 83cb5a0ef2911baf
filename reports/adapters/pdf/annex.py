"""The heading of an annex."""

from __future__ import annotations

from reports.adapters.pdf.blocks import BODY, SPACING, TITLE, centred
from reports.adapters.pdf.canvas import Canvas
from reports.domain.letterhead import Letterhead


def annex_heading(canvas: Canvas, label: str, title: str, head: Letterhead) -> None:
    """``Phụ lục I``, its title in upper case, and the document it belongs to in italics."""
    canvas.bookmark(f"{label}. {title}", 0)
    with canvas.tags.block(canvas.tags.heading(TITLE)):
        centred(canvas, label, "B", BODY)
        centred(canvas, title.upper(), "B", BODY)
    centred(canvas, f"(Kèm theo {head.reference})", "I", BODY)
    canvas.y += 2 * SPACING

"""A drawing of our own in a document: its lines, areas and letters stay what they are, at any size."""

from __future__ import annotations

from reports.adapters.pdf.blocks import LINE, SPACING, centred
from reports.adapters.pdf.canvas import LEFT, Canvas

TITLE_SIZE = 13.0


def drawing(canvas: Canvas, title: str, svg: str, high: float, alt: str) -> None:
    """The title, and under it the drawing over the width of the text, both on one page.

    ``svg`` comes from an adapter of ours and is ``canvas.width`` x ``high`` millimetres; letters in it are of
    the document's family. Nothing it may name is fetched.
    """
    from fpdf.svg import SVGObject

    canvas.need(high + 2 * LINE)
    canvas.y += SPACING
    centred(canvas, title, "I", TITLE_SIZE)
    picture = canvas.tags.add("Figure", alt)
    with canvas.figure(picture, LEFT, canvas.y, canvas.width, high):
        SVGObject(svg).draw_to_page(canvas.pdf, LEFT, canvas.y)
    canvas.forget_style()
    canvas.y += high + SPACING

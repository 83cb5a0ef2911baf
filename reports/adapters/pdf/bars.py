"""Bars in cells of a table, drawn as areas and lines: black, striped and white, told apart in any print."""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from reports.adapters.pdf.canvas import THIN, Canvas
from reports.adapters.pdf.structure import ARTIFACT
from reports.domain.tables import FILLS, Bar

HIGH: Final = 3.4
BESIDE: Final = 1.3
STRIPE: Final = 1.0  # from one line of a striped part to the next


def draw_bar(canvas: Canvas, bar: Bar, x: float, top: float, wide: float, high: float) -> None:
    """The bar in the middle of a cell. Numbers in the same row say the same, so it is an artifact."""
    canvas.tags.enter(ARTIFACT)
    room, y = wide - 2 * BESIDE, top + (high - HIGH) / 2
    starts = [0.0, *accumulate(bar.shares)]
    for fill, start, share in zip(FILLS, starts, bar.shares, strict=False):
        if share > 0:
            _part(canvas, fill, x + BESIDE + start * room, y, share * room)


def _part(canvas: Canvas, fill: str, x: float, y: float, wide: float) -> None:
    pdf = canvas.pdf
    pdf.set_line_width(THIN)
    if fill == "black":
        pdf.set_fill_color(51)
        pdf.rect(x, y, wide, HIGH, style="DF")
        pdf.set_fill_color(0)
        return
    pdf.rect(x, y, wide, HIGH)
    if fill == "striped":
        # Lines at 45 degrees, each cut where it meets an edge.
        reach = STRIPE
        while reach < wide + HIGH:
            low, high = max(0.0, reach - wide), min(reach, HIGH)
            pdf.line(x + reach - low, y + low, x + reach - high, y + high)
            reach += STRIPE

"""Signatures from a tablet's glass as pictures: PNG with a clear ground, the same ink as in the PDF.

Vector drawings open differently in every word processor; a picture of 400 dots an inch prints as a pen does.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from audit.offline.domain.handwriting import Stroke
from reports.adapters.docx.pictures import picture
from reports.adapters.docx.sheet import Sheet
from reports.domain.blocks import Signature
from reports.domain.ink import BOX_HIGH, BOX_WIDE, INK, PEN, placed

DOTS_PER_MM: Final = 400 / 25.4
FINER: Final = 3  # drawn so much larger, then reduced, for soft edges
BENDS: Final = 6  # pieces of a curve between two samples

Place = tuple[float, float]


def ink_picture(sheet: Sheet, place: Signature, wide: float) -> Any:
    """The signature of a place to sign in a box of at most 56 by 24 mm."""
    room = min(wide, BOX_WIDE)
    whose = f" của {place.name}" if place.name else ""
    return picture(sheet, ink_png(place.strokes, room), room, BOX_HIGH, f"Chữ ký{whose}")


def ink_png(strokes: Sequence[Stroke], wide: float) -> bytes:
    """The strokes drawn in a box of this width and 24 mm height."""
    from PIL import Image, ImageDraw

    margin = PEN
    scale = DOTS_PER_MM * FINER
    size = (round((wide + 2 * margin) * scale), round((BOX_HIGH + 2 * margin) * scale))
    ink = Image.new("L", size, 0)
    draw = ImageDraw.Draw(ink)
    pen = PEN * scale
    for places in placed(strokes, margin, margin, wide):
        dots = [(x * scale, y * scale) for x, y in smooth(places)]
        draw.line(dots, fill=255, width=round(pen), joint="curve")
        for x, y in (dots[0], dots[-1]):
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    ink = ink.resize((size[0] // FINER, size[1] // FINER), Image.Resampling.BOX)
    image = Image.new("RGBA", ink.size, (*(round(part * 255) for part in INK), 0))
    image.putalpha(ink)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def smooth(places: Sequence[Place]) -> list[Place]:
    """A line through the middles between points, bent at the points: what a pen does between samples."""
    if len(places) < 3:
        return [places[0], places[-1]]
    line = [places[0]]
    for bend, ahead in pairwise(places[1:]):
        start, end = line[-1], ((bend[0] + ahead[0]) / 2, (bend[1] + ahead[1]) / 2)
        for step in range(1, BENDS + 1):
            t = step / BENDS
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
            line.append((a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]))
    return [*line, places[-1]]

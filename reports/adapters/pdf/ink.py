"""Signatures from a tablet's glass, drawn as vector paths: bounded in size, in points and in time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from audit.offline.domain.handwriting import HIGH, WIDE, Stroke
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.structure import Element

if TYPE_CHECKING:
    from fpdf.drawing import PaintedPath

BOX_WIDE: Final = 56.0
BOX_HIGH: Final = 24.0
PEN: Final = 0.42  # a ball pen
# Whoever signs on paper uses blue ink (Decree 30/2020/NĐ-CP Điều 13 khoản 6).
INK: Final = (0.06, 0.12, 0.5)
# Small writing is enlarged at most this much over the size the whole glass would have.
ENLARGED: Final = 1.6


def draw_ink(
    canvas: Canvas, strokes: Sequence[Stroke], picture: Element, x: float, y: float, wide: float
) -> None:
    """Strokes (see ``bounded_strokes``) centred in a box of this width and 24 mm height below ``y``."""
    from fpdf.drawing import GraphicsContext, PaintedPath
    from fpdf.drawing_primitives import DeviceRGB
    from fpdf.enums import PathPaintRule, StrokeCapStyle, StrokeJoinStyle

    if not strokes:
        return
    xs = [point[0] for stroke in strokes for point in stroke]
    ys = [point[1] for stroke in strokes for point in stroke]
    left, top, across, down = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    room = min(wide, BOX_WIDE)
    scale = min(
        ENLARGED * min(room / WIDE, BOX_HIGH / HIGH),
        room / max(across, 1),
        BOX_HIGH / max(down, 1),
    )
    start_x = x + (wide - across * scale) / 2
    start_y = y + (BOX_HIGH - down * scale) / 2
    path = PaintedPath()
    style = path.style
    style.paint_rule = PathPaintRule.STROKE
    style.auto_close = False
    style.stroke_color = DeviceRGB(*INK)
    style.stroke_width = PEN
    style.stroke_cap_style = StrokeCapStyle.ROUND
    style.stroke_join_style = StrokeJoinStyle.ROUND
    for stroke in strokes:
        places = [(start_x + (px - left) * scale, start_y + (py - top) * scale) for px, py in stroke]
        _smooth(path, places)
    group = GraphicsContext()
    group.add_item(path, clone=False)
    with canvas.figure(picture, x, y, wide, BOX_HIGH):
        canvas.pdf.draw_path(group, copy=False)


def _smooth(path: PaintedPath, places: list[tuple[float, float]]) -> None:
    """A line through the middles between points, bent at the points: what a pen does between samples."""
    path.move_to(*places[0])
    if len(places) < 3:
        path.line_to(*places[-1])
        return
    for here, ahead in pairwise(places[1:]):
        path.quadratic_curve_to(*here, (here[0] + ahead[0]) / 2, (here[1] + ahead[1]) / 2)
    path.line_to(*places[-1])

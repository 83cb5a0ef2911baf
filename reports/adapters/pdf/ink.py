"""Signatures from a tablet's glass, drawn as vector paths: bounded in size, in points and in time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.offline.domain.handwriting import Stroke
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.structure import Element
from reports.domain.ink import BOX_HIGH, INK, PEN, placed

if TYPE_CHECKING:
    from fpdf.drawing import PaintedPath


def draw_ink(
    canvas: Canvas, strokes: Sequence[Stroke], picture: Element, x: float, y: float, wide: float
) -> None:
    """Strokes (see ``bounded_strokes``) centred in a box of this width and 24 mm height below ``y``."""
    from fpdf.drawing import GraphicsContext, PaintedPath
    from fpdf.drawing_primitives import DeviceRGB
    from fpdf.enums import PathPaintRule, StrokeCapStyle, StrokeJoinStyle

    if not strokes:
        return
    path = PaintedPath()
    style = path.style
    style.paint_rule = PathPaintRule.STROKE
    style.auto_close = False
    style.stroke_color = DeviceRGB(*INK)
    style.stroke_width = PEN
    style.stroke_cap_style = StrokeCapStyle.ROUND
    style.stroke_join_style = StrokeJoinStyle.ROUND
    for places in placed(strokes, x, y, wide):
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

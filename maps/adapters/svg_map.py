"""The map for paper as SVG: only straight paths, rectangles and text, which a PDF and a picture draw alike.

Hatching is drawn as lines cut to each commune: patterns would be one more thing to draw everywhere. Documents
read what is written here element by element and refuse any other: a new one is taught to them first.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Ring = Sequence[tuple[float, float]]

TEXT = 3.0  # mm
NAME = 2.0
ROW = 5.0
FINE = 0.1  # outlines are simplified by less than the line that draws them is wide, in mm
HATCH = {"lines": (1.3, (1,)), "dots": (1.6, (1,)), "cross": (1.1, (1, -1))}


@dataclass(frozen=True, slots=True)
class PrintClass:
    """One line of the legend; ``pattern`` is plain, lines, dots or cross, ``ink`` the colour of its lines."""

    label: str
    fill: str
    pattern: str
    ink: str
    count: int


@dataclass(frozen=True, slots=True)
class PrintArea:
    """A commune: rings of (longitude, latitude) in degrees; without any a circle of ``area_km2``."""

    name: str
    cls: int
    rings: Sequence[Ring]
    point: tuple[float, float]
    area_km2: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """From degrees to millimetres: a flat view, true to scale at the middle latitude."""

    scale: float
    shrink: float
    left: float
    top: float
    dx: float
    dy: float

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        return (
            (point[0] - self.left) * self.shrink * self.scale + self.dx,
            (self.top - point[1]) * self.scale + self.dy,
        )

    def radius(self, area_km2: float) -> float:
        return math.sqrt(area_km2 / math.pi) / 111.2 * self.scale


def svg_map(
    areas: Sequence[PrintArea],
    classes: Sequence[PrintClass],
    *,
    width: float,
    height: float,
    title: str,
    note: str = "",
    font: str = "Tinos",
) -> str:
    """The communes and the legend beneath them, ``width`` x ``height`` millimetres.

    Classes with no commune are left out of the legend unless they are plain. Raises :class:`ValueError` when
    there is nothing to draw or no room for it.
    """
    if not areas:
        raise ValueError("a map without communes")
    shown = [c for c in classes if c.count or c.pattern != "dots"]
    rows = -(-len(shown) // 2)
    legend = ROW * (rows + 1) + (ROW if note else 0) + 2
    if height - legend < 20:
        raise ValueError("no room for the map beside its legend")
    frame = _frame(areas, width, height - legend)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" font-family="{escape(font)}">'
    ]
    # Circles stand for outlines that are missing and lie over the others.
    drawn = [(area, _shape(area, frame)) for area in sorted(areas, key=lambda a: not a.rings)]
    for area, shape in drawn:
        style = classes[area.cls]
        parts.append(
            f'<path d="{_path(shape)}" fill="{style.fill}" fill-rule="evenodd" '
            'stroke="#4b585c" stroke-width="0.12"/>'
        )
        parts += _hatch(shape, style)
    parts += _names(drawn)
    parts += _legend(shown, title, note, width, height - legend + 3)
    parts.append("</svg>")
    return "\n".join(parts)


def _frame(areas: Sequence[PrintArea], width: float, height: float) -> _Frame:
    points = [p for area in areas for ring in area.rings for p in ring]
    for area in areas:
        if not area.rings:
            reach = math.sqrt(area.area_km2 / math.pi) / 111.2
            x, y = area.point
            wide = reach / math.cos(math.radians(y))
            points += [(x - wide, y - reach), (x + wide, y + reach)]
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    bottom, top = min(p[1] for p in points), max(p[1] for p in points)
    shrink = math.cos(math.radians((top + bottom) / 2))
    wide, high = max((right - left) * shrink, 1e-6), max(top - bottom, 1e-6)
    scale = min((width - 2) / wide, (height - 2) / high)
    return _Frame(scale, shrink, left, top, (width - wide * scale) / 2, (height - high * scale) / 2)


def _shape(area: PrintArea, frame: _Frame) -> BaseGeometry:
    from shapely import make_valid
    from shapely.geometry import Point, Polygon

    if not area.rings:
        return Point(frame.place(area.point)).buffer(frame.radius(area.area_km2), quad_segs=16)
    shape: BaseGeometry = Polygon()
    for ring in area.rings:
        # Even-odd, as on the screen: a ring inside another is a hole.
        shape = shape.symmetric_difference(make_valid(Polygon([frame.place(p) for p in ring])))
    return shape.simplify(FINE)


def _polygons(shape: BaseGeometry) -> Iterator[Sequence[Sequence[tuple[float, ...]]]]:
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type == "Polygon" and not part.is_empty:
            yield [part.exterior.coords, *(ring.coords for ring in part.interiors)]
        elif part.geom_type in ("MultiPolygon", "GeometryCollection"):
            yield from _polygons(part)


def _path(shape: BaseGeometry) -> str:
    steps = []
    for rings in _polygons(shape):
        for ring in rings:
            points = [f"{x:.2f} {y:.2f}" for x, y, *_rest in ring[:-1]]
            steps.append("M" + "L".join(points) + "Z")
    return "".join(steps)


def _hatch(shape: BaseGeometry, style: PrintClass) -> Iterator[str]:
    if style.pattern not in HATCH or shape.is_empty:
        return
    from shapely.geometry import MultiLineString

    gap, directions = HATCH[style.pattern]
    x0, y0, x1, y1 = shape.bounds
    steps = []
    for slope in directions:
        lines = []
        # Lines lie on one grid for the whole page, so that neighbours of a class run on.
        first, last = (x0 + y0, x1 + y1) if slope > 0 else (x0 - y1, x1 - y0)
        for number in range(math.floor(first / gap), math.ceil(last / gap) + 1):
            c = number * gap
            lines.append(((c - y0, y0), (c - y1, y1)) if slope > 0 else ((c + y0, y0), (c + y1, y1)))
        cut = MultiLineString(lines).intersection(shape)
        for part in getattr(cut, "geoms", [cut]):
            if part.geom_type == "LineString" and part.length > 0.15:
                (ax, ay), (bx, by) = part.coords[0], part.coords[-1]
                steps.append(f"M{ax:.2f} {ay:.2f}L{bx:.2f} {by:.2f}")
    if steps:
        dash = ' stroke-dasharray="0.25 0.9"' if style.pattern == "dots" else ""
        yield f'<path d="{"".join(steps)}" fill="none" stroke="{style.ink}" stroke-width="0.16"{dash}/>'


def _names(drawn: Sequence[tuple[PrintArea, BaseGeometry]]) -> Iterator[str]:
    """Names where they fit, the largest commune first; a white ground keeps them readable on any class."""
    taken: list[tuple[float, float, float, float]] = []
    for area, shape in sorted(drawn, key=lambda pair: -pair[1].area):
        if shape.is_empty:
            continue
        spot = shape.representative_point()
        half = len(area.name) * NAME * 0.245 + 0.4
        box = (spot.x - half, spot.y - NAME * 0.62, spot.x + half, spot.y + NAME * 0.62)
        x0, _y0, x1, _y1 = shape.bounds
        if half * 2 > (x1 - x0) * 1.15:
            continue
        if any(b[0] < box[2] and b[2] > box[0] and b[1] < box[3] and b[3] > box[1] for b in taken):
            continue
        taken.append(box)
        yield (
            f'<rect x="{box[0]:.2f}" y="{box[1]:.2f}" width="{half * 2:.2f}" height="{NAME * 1.24:.2f}" '
            'fill="#ffffff"/>'  # opaque: an archival PDF has nothing transparent
        )
        yield (
            f'<text x="{spot.x:.2f}" y="{spot.y + NAME * 0.34:.2f}" font-size="{NAME}" text-anchor="middle" '
            f'fill="#000000">{_said(area.name)}</text>'
        )


def _said(text: str) -> str:
    """Words as text of the drawing: markup as it reads, on one line, nothing that XML does not know."""
    settled = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs", "Cn"))
    return escape(settled)


def _legend(classes: Sequence[PrintClass], title: str, note: str, width: float, top: float) -> Iterator[str]:
    from shapely.geometry import box

    size = f"{TEXT * 1.1:.2f}"
    yield f'<text x="1" y="{top + 2:.2f}" font-size="{size}" font-weight="bold">{_said(title)}</text>'
    rows = -(-len(classes) // 2)
    for number, style in enumerate(classes):
        x = 1 + (number // rows) * width / 2
        y = top + ROW * (1 + number % rows)
        swatch = box(x, y - 0.7, x + 7, y + 2.6)
        yield f'<path d="{_path(swatch)}" fill="{style.fill}" stroke="#4b585c" stroke-width="0.15"/>'
        yield from _hatch(swatch, style)
        label = f"{style.label} ({style.count})"
        yield f'<text x="{x + 8.5:.2f}" y="{y + 1.75:.2f}" font-size="{TEXT}">{_said(label)}</text>'
    if note:
        y = top + ROW * (rows + 1) + 1.4
        yield f'<text x="1" y="{y:.2f}" font-size="{TEXT * 0.9:.2f}" fill="#333333">{_said(note)}</text>'

"""Drawings as our own adapters write them: a small part of SVG, read once for every file that shows them.

Areas and lines of straight steps, rectangles and words, in millimetres. Whatever else a drawing holds is
refused: in an official document nothing may vanish without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Colour = tuple[int, int, int]
Point = tuple[float, float]

BLACK: Final[Colour] = (0, 0, 0)
_SVG: Final = "{http://www.w3.org/2000/svg}"
_NUMBER: Final = r"-?\d{1,6}(?:\.\d{1,6})?"
_POINT: Final = f"{_NUMBER} {_NUMBER}"
_PATH: Final = re.compile(f"(?:M{_POINT}(?:L{_POINT})*Z?)+")
_COLOUR: Final = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")
_BOX: Final = re.compile(f"0 0 ({_NUMBER}) ({_NUMBER})")
_PAINT: Final = {"fill", "fill-rule", "stroke", "stroke-width", "stroke-dasharray"}


class UnknownDrawing(ValueError):
    """A drawing holds what our adapters do not write."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Rings and lines ("M1 2L3 4L5 6Z…") with what they are painted with; filled by the even-odd rule."""

    path: str
    fill: Colour | None
    stroke: Colour | None
    weight: float
    dash: tuple[float, ...]

    def lines(self) -> Iterator[tuple[list[Point], bool]]:
        """The points of each line, and whether it ends where it began."""
        for steps in self.path.split("M")[1:]:
            points = []
            for step in steps.removesuffix("Z").split("L"):
                x, y = step.split(" ")
                points.append((float(x), float(y)))
            yield points, steps.endswith("Z")


@dataclass(frozen=True, slots=True)
class Words:
    """Text whose line starts at ``x``, or has its middle there; ``size`` is the height of the letters."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    middle: bool
    ink: Colour


@dataclass(frozen=True, slots=True)
class DrawnThings:
    """What a drawing of ``wide`` x ``high`` millimetres holds, from the lowest to the topmost, and the family
    its letters are of."""

    wide: float
    high: float
    family: str
    parts: tuple[Shape | Words, ...]


def read_drawing(svg: str) -> DrawnThings:
    """What the SVG draws; raises :class:`UnknownDrawing` for anything our adapters do not write."""
    from xml.etree import ElementTree

    if "<!" in svg or "<?" in svg:  # no declaration, so no entity either
        raise UnknownDrawing("a declaration")
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise UnknownDrawing(str(error)) from error
    if root.tag != f"{_SVG}svg":
        raise UnknownDrawing(root.tag)
    known = _known(root, {"width", "height", "viewBox", "font-family"})
    box = _BOX.fullmatch(known.get("viewBox", ""))
    if box is None or (known.get("width"), known.get("height")) != (f"{box[1]}mm", f"{box[2]}mm"):
        raise UnknownDrawing("a drawing is measured in millimetres")
    parts = tuple(_part(child) for child in root)
    return DrawnThings(float(box[1]), float(box[2]), known.get("font-family", ""), parts)


def _part(element: Element) -> Shape | Words:
    if len(element):
        raise UnknownDrawing(f"something inside {element.tag}")
    match element.tag.removeprefix(_SVG):
        case "path":
            return _shape(_known(element, {"d", *_PAINT}))
        case "rect":
            return _rectangle(_known(element, {"x", "y", "width", "height", *_PAINT}))
        case "text":
            return _words(element)
        case other:
            raise UnknownDrawing(other)


def _known(element: Element, names: set[str]) -> Mapping[str, str]:
    unknown = element.attrib.keys() - names
    if unknown:
        raise UnknownDrawing(f"{element.tag.removeprefix(_SVG)} {min(unknown)}")
    return element.attrib


def _shape(given: Mapping[str, str]) -> Shape:
    path = given.get("d", "")
    if path and not _PATH.fullmatch(path):
        raise UnknownDrawing("a path of other than straight steps")
    fill = _colour(given.get("fill", "#000000"))
    rule = given.get("fill-rule", "nonzero")
    if fill is not None and rule != "evenodd" and (rule != "nonzero" or path.count("M") > 1):
        raise UnknownDrawing("areas are filled by the even-odd rule")
    dash = tuple(map(_number, given.get("stroke-dasharray", "").split()))
    stroke = _colour(given.get("stroke", "none"))
    return Shape(path, fill, stroke, _number(given.get("stroke-width", "1")), dash)


def _rectangle(given: Mapping[str, str]) -> Shape:
    x, y = _number(given.get("x", "0")), _number(given.get("y", "0"))
    right, foot = x + _number(given.get("width", "")), y + _number(given.get("height", ""))
    corners = (f"{a:.3f} {b:.3f}" for a, b in ((x, y), (right, y), (right, foot), (x, foot)))
    return _shape({**given, "d": "M" + "L".join(corners) + "Z"})


def _words(element: Element) -> Words:
    given = _known(element, {"x", "y", "font-size", "font-weight", "text-anchor", "fill"})
    weight, anchor = given.get("font-weight", "normal"), given.get("text-anchor", "start")
    ink = _colour(given.get("fill", "#000000"))
    if weight not in ("normal", "bold") or anchor not in ("start", "middle") or ink is None:
        raise UnknownDrawing(f"text {weight} {anchor} {ink}")
    x, y, size = (_number(given.get(name, "")) for name in ("x", "y", "font-size"))
    return Words(element.text or "", x, y, size, weight == "bold", anchor == "middle", ink)


def _number(text: str) -> float:
    if not re.fullmatch(_NUMBER, text):
        raise UnknownDrawing(f"the number {text!r}")
    return float(text)


def _colour(text: str) -> Colour | None:
    if text == "none":
        return None
    parts = _COLOUR.fullmatch(text.lower())
    if parts is None:
        raise UnknownDrawing(f"the colour {text!r}")
    return int(parts[1], 16), int(parts[2], 16), int(parts[3], 16)

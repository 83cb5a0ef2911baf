"""A drawing of our own in a document: its lines, areas and letters stay what they are, at any size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reports.adapters.drawings import BLACK, DrawnThings, Shape, UnknownDrawing, Words, read_drawing
from reports.adapters.pdf.blocks import LINE, SPACING, centred
from reports.adapters.pdf.canvas import LEFT, Canvas, one_line
from reports.adapters.pdf.faces import FAMILY, MM_PER_POINT

TITLE_SIZE = 13.0


def drawing(canvas: Canvas, title: str, svg: str, high: float, alt: str) -> None:
    """The title, and under it the drawing over the width of the text, both on one page.

    ``svg`` comes from an adapter of ours and is ``canvas.width`` x ``high`` millimetres; letters in it are of
    the document's family. Nothing it may name is fetched, and what is not known is refused.
    """
    things = read_drawing(svg)
    if things.family.lower() != FAMILY:
        raise UnknownDrawing(f"letters of the family {things.family!r}")
    canvas.need(high + 2 * LINE)
    canvas.y += SPACING
    centred(canvas, title, "I", TITLE_SIZE)
    picture = canvas.tags.add("Figure", alt)
    with canvas.figure(picture, LEFT, canvas.y, canvas.width, high):
        _draw(canvas, things, LEFT, canvas.y)
    canvas.y += high + SPACING


def _draw(canvas: Canvas, things: DrawnThings, x: float, y: float) -> None:
    """Everything from the lowest to the topmost, with its upper left corner at this place."""
    for are_words, parts in groupby(things.parts, key=lambda part: isinstance(part, Words)):
        if are_words:
            for part in parts:
                if isinstance(part, Words):
                    _write(canvas, part, x, y)
        else:
            # Lengths stay millimetres from the upper left corner: the page is told once what that means.
            operators = [step for part in parts if isinstance(part, Shape) for step in _paint(part)]
            canvas.painted("\n".join(operators), x, y)


def _paint(shape: Shape) -> Iterator[str]:
    """Operators of a shape. Straight from the steps of its path, which hold nothing but numbers: a map has
    ten thousand of them."""
    if not shape.path or (shape.fill is None and shape.stroke is None):
        return
    if shape.fill is not None:
        yield f"{_parts(shape.fill)} rg"
    if shape.stroke is not None:
        yield f"{_parts(shape.stroke)} RG {shape.weight:g} w [{' '.join(f'{n:g}' for n in shape.dash)}] 0 d"
    for steps in shape.path.split("M")[1:]:
        start, *others = steps.removesuffix("Z").split("L")
        yield f"{start} m"
        if others:
            yield " l\n".join(others) + " l"
        if steps.endswith("Z"):
            yield "h"
    yield "S" if shape.fill is None else "f*" if shape.stroke is None else "B*"


def _parts(colour: tuple[int, int, int]) -> str:
    return " ".join(f"{part / 255:.3g}" for part in colour)


def _write(canvas: Canvas, words: Words, x: float, y: float) -> None:
    style, size = "B" if words.bold else "", words.size / MM_PER_POINT
    text = canvas.faces.clean(one_line(words.text))
    before = canvas.faces.width(text, style, size) / 2 if words.middle else 0.0
    canvas.pdf.set_text_color(*words.ink)
    canvas.whole_line(x + words.x - before, y + words.y, text, style, size)
    canvas.pdf.set_text_color(*BLACK)

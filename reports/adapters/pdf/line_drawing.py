"""Drawing of a broken line of tokens: justified word by word, or loose in as few pieces as it has styles."""

from __future__ import annotations

from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.faces import MM_PER_POINT
from reports.adapters.pdf.lines import Line
from reports.adapters.pdf.structure import Element


def draw_line(
    canvas: Canvas,
    x: float,
    baseline: float,
    line: Line,
    size: float,
    *,
    justify: float | None,
    label: Element | None = None,
) -> None:
    """A line of text; ``justify`` is the width to fill, None leaves single spaces.

    The first token belongs to ``label`` when one is given.
    """
    faces = canvas.faces
    scale = size * MM_PER_POINT / 1000
    space = faces.units(" ", "")
    gaps = len(line.tokens) - 1
    if justify is None or gaps < 1:
        gap, justify = space * scale, None
    else:
        gap = space * scale + (justify - line.units * scale) / gaps
    if label is not None:
        first, *others = line.tokens
        with canvas.tags.within(label):
            _loose(canvas, x, baseline, Line((first,), first.units, last=False), size)
        step = first.units * scale + gap
        rest = line._replace(tokens=tuple(others), units=line.units - first.units - space)
        draw_line(canvas, x + step, baseline, rest, size, justify=None if justify is None else justify - step)
    elif justify is None:
        _loose(canvas, x, baseline, line, size)
    else:
        _justified(canvas, x, baseline, line, size, gap)


def _end(line: Line) -> str:
    """What follows the last word, as in :meth:`Canvas.whole_line`."""
    return "" if line.last or line.cut else " "


def _justified(canvas: Canvas, x: float, baseline: float, line: Line, size: float, gap: float) -> None:
    scale = size * MM_PER_POINT / 1000
    last = len(line.tokens) - 1
    for position, token in enumerate(line.tokens):
        # The space is written as a letter too, so that copied and searched text keeps it.
        end = " " if position < last else _end(line)
        pieces = len(token.pieces)
        for number, (word, style) in enumerate(token.pieces, start=1):
            canvas.text(x, baseline, word + end if number == pieces else word, style, size)
            x += canvas.faces.units(word, style) * scale
        x += gap


def _loose(canvas: Canvas, x: float, baseline: float, line: Line, size: float) -> None:
    joined: list[list[str]] = []
    for position, token in enumerate(line.tokens):
        for number, (word, style) in enumerate(token.pieces):
            lead = " " if position and not number else ""
            if joined and joined[-1][1] == style:
                joined[-1][0] += lead + word
            else:
                joined.append([lead + word, style])
    if joined:
        joined[-1][0] += _end(line)
    for text, style in joined:
        canvas.text(x, baseline, text, style, size)
        x += sum(canvas.faces.units(char, style) for char in text) * size * MM_PER_POINT / 1000

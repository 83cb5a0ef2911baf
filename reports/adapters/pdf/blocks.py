"""Paragraphs, headings, dashed and lettered points, in the sizes and spacing of the decree."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Final

from reports.adapters.pdf.canvas import LEFT, Canvas
from reports.adapters.pdf.faces import MM_PER_POINT
from reports.adapters.pdf.line_drawing import draw_line
from reports.adapters.pdf.lines import Run, break_lines, paragraphs
from reports.adapters.pdf.structure import Element
from reports.domain.blocks import TABLE_START as TABLE_START
from reports.domain.blocks import ended as ended
from reports.domain.blocks import noted_last, point_lead, run_in_head
from reports.domain.letterhead import Clause

# Decree 30/2020/NĐ-CP, annex I: size 13-14, first line 1 or 1.27 cm, at least 6 pt between paragraphs,
# line spacing between single (16.1 pt at size 14) and one and a half.
BODY: Final = 14.0
INDENT: Final = 12.7
SPACING: Final = 6 * MM_PER_POINT
LEADING: Final = 18 / 14
LINE: Final = BODY * LEADING * MM_PER_POINT
TITLE: Final = -1  # level of the title of a document or annex, above its parts and clauses


def baseline_shift(size: float, height: float) -> float:
    """From the top of a line of this height down to its baseline."""
    return height / 2 + 0.32 * size * MM_PER_POINT


def paragraph(
    canvas: Canvas,
    runs: Sequence[Run] | str,
    *,
    size: float = BODY,
    align: str = "J",
    indent: float = INDENT,
    left: float = 0.0,
    spacing: float = SPACING,
    keep: float = 0.0,
    label: str = "",
) -> None:
    """Write text under the last thing, over as many pages as it takes.

    ``align`` is J, L or C. ``keep`` is a height that must find room below the last two lines, so that a
    heading or a signature is not left alone. A line end in the text starts another paragraph. ``label``
    ("- ", "a) ") leads an item of a list (:func:`listed`).
    """
    given = [Run(runs)] if isinstance(runs, str) else list(runs)
    cut = paragraphs(canvas.faces, [Run(label), *given])
    with canvas.tags.container("LI") if label else nullcontext() as item:
        mark = item.add("Lbl") if item is not None else None
        for position, piece in enumerate(cut):
            last = position == len(cut) - 1
            with canvas.tags.block("LBody" if label else "P"):
                _one_paragraph(canvas, piece, size, align, indent, left, spacing, keep if last else 0.0, mark)
            mark = None


def listed(canvas: Canvas) -> AbstractContextManager[object]:
    """The labelled paragraphs written inside are the items of one list."""
    return canvas.tags.container("L")


def _one_paragraph(
    canvas: Canvas,
    runs: list[Run],
    size: float,
    align: str,
    indent: float,
    left: float,
    spacing: float,
    keep: float,
    label: Element | None,
) -> None:
    width = canvas.width - left
    lines = break_lines(canvas.faces, runs, size, width - indent, width)
    height = size * LEADING * MM_PER_POINT
    count = len(lines)
    canvas.y += spacing if canvas.y > 20.0 else 0.0
    scale = size * MM_PER_POINT / 1000
    for position, line in enumerate(lines):
        needed = height
        if position == 0 and count > 1:
            needed = 2 * height  # no first line alone at the foot of a page
        if position == max(0, count - 2):
            needed = min(count, 2) * height + keep  # nor a last line alone at the head of one
        canvas.need(min(needed, canvas.capacity))
        offset = indent if position == 0 else 0.0
        x = LEFT + left + offset
        room = width - offset
        if align == "C":
            x += (room - line.units * scale) / 2
        justify = room if align == "J" and not line.last else None
        baseline = canvas.y + baseline_shift(size, height)
        draw_line(canvas, x, baseline, line, size, justify=justify, label=None if position else label)
        canvas.y += height


def heading(canvas: Canvas, text: str, *, level: int, keep: float = 2 * LINE) -> None:
    """A bold heading with its bookmark, kept on one page with ``keep`` millimetres of what follows.

    Level 0 is a part ("I. MỤC ĐÍCH, YÊU CẦU", given in upper case), level 1 a clause ("1. Mục đích"). A
    part reserves room for a clause's heading too.
    """
    canvas.need((2 - level) * (SPACING + LINE) + SPACING + keep)
    canvas.bookmark(text, level)
    with canvas.tags.block(canvas.tags.heading(level)):
        paragraph(canvas, [Run(text, "B")])


def points(canvas: Canvas, texts: Sequence[str], *, marker: str = "-", keep: float = 0.0) -> None:
    """Paragraphs each led by a dash, by a letter (a, b, c, d, đ …), or by nothing."""
    _points(canvas, [[Run(text)] for text in texts], marker, 1, keep)


def _points(canvas: Canvas, texts: Sequence[Sequence[Run]], marker: str, first: int, keep: float) -> None:
    """Points of which the first has the letter at ``first``."""
    with listed(canvas) if marker and texts else nullcontext():
        for position, text in enumerate(texts, start=first):
            last = position == first + len(texts) - 1
            paragraph(canvas, text, label=point_lead(marker, position), keep=keep if last else 0.0)


def clause(canvas: Canvas, number: str, content: Clause, *, keep: float = 0.0) -> None:
    """A numbered clause: its heading in bold, alone or running into the first paragraph, then the rest."""
    texts = list(content.paragraphs)
    if not content.run_in or not texts:
        heading(canvas, f"{number} {content.title}".strip(), level=1)
        _points(canvas, noted_last(texts, content.note), content.marker, 1, keep)
        return
    canvas.need(SPACING + 2 * LINE)
    canvas.bookmark(f"{number} {content.title}".strip(), 1)
    head = Run(run_in_head(number, content.title), "B")
    body, *others = noted_last(texts, content.note)
    paragraph(canvas, [head, Run(" "), *body], keep=0.0 if others else keep)
    _points(canvas, others, content.marker, 1, keep)


def centred(canvas: Canvas, text: str, style: str, size: float, *, inset: float = 0.0) -> float:
    """Centred lines of about equal length; the width of the last one, for a rule beneath it."""
    height = size * LEADING * MM_PER_POINT
    wide = 0.0
    with canvas.tags.block("P"):
        for line in canvas.faces.balanced(canvas.faces.clean(text), style, size, canvas.width - 2 * inset):
            canvas.need(height)
            wide = canvas.faces.width(line, style, size)
            x = LEFT + (canvas.width - wide) / 2
            canvas.whole_line(x, canvas.y + baseline_shift(size, height), line, style, size)
            canvas.y += height
    return wide

"""The parts of a decision: who decides, the bases, the word of decision, and its articles."""

from __future__ import annotations

from collections.abc import Sequence

from reports.adapters.pdf.blocks import BODY, LINE, SPACING, centred, clause, ended, paragraph
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.lines import Run
from reports.domain.decision_document import Article


def authority(canvas: Canvas, text: str) -> None:
    """Who decides, in capitals, bold and centred above the bases (Decree 30/2020/NĐ-CP, form 1.2)."""
    centred(canvas, text.upper(), "B", BODY, inset=10)
    canvas.y += SPACING


def bases(canvas: Canvas, texts: Sequence[str]) -> None:
    """Bases in italics, one a paragraph, with ``;`` and a full stop after the last (element 6)."""
    for position, text in enumerate(texts, start=1):
        end = "." if position == len(texts) else ";"
        # A blank to write on keeps its dots.
        bare = text.rstrip(" ;") if text.endswith("..") else text.rstrip(" ;.")
        paragraph(canvas, [Run(bare + (end if not bare.endswith("..") else ""), "I")])


def word_of_decision(canvas: Canvas) -> None:
    """``QUYẾT ĐỊNH:`` bold and centred, kept with the first article."""
    canvas.need(4 * SPACING + 4 * LINE)
    canvas.y += 2 * SPACING
    centred(canvas, "QUYẾT ĐỊNH:", "B", BODY)
    canvas.y += SPACING


def article(canvas: Canvas, number: int, content: Article, *, last: bool = False, keep: float = 0.0) -> None:
    """``Điều 1.`` with its title in bold, then its text; the last article takes the end mark and keeps two
    lines with the signature (``keep``)."""
    title = f"Điều {number}. {content.title}"
    alone = len(content.paragraphs) + len(content.clauses) == 1
    canvas.need(2 * SPACING + 3 * LINE + (keep if alone else 0.0))
    canvas.bookmark(title, 0)
    with canvas.tags.block(canvas.tags.heading(0)):
        paragraph(canvas, [Run(title, "B")])
    final = len(content.paragraphs) - 1 if not content.clauses else -1
    for position, text in enumerate(content.paragraphs):
        ends = last and position == final
        paragraph(canvas, ended(text) if ends else text, keep=keep if ends else 0.0)
    for position, part in enumerate(content.clauses, start=1):
        clause(canvas, f"{position}.", part)

"""Draws the blocks of a document one after the other, from its head to its last annex."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reports.adapters.pdf.annex import annex_front, annex_heading
from reports.adapters.pdf.blocks import BODY, LINE, SPACING, centred, clause, heading, paragraph, points
from reports.adapters.pdf.canvas import LEFT, Canvas
from reports.adapters.pdf.drawing import drawing
from reports.adapters.pdf.foot import (
    closing,
    closing_height,
    recipients_only,
    signatures,
    signatures_with_recipients,
)
from reports.adapters.pdf.head import letterhead
from reports.adapters.pdf.lines import Run
from reports.adapters.pdf.photos import photo_grid, row_height
from reports.adapters.pdf.structure import ARTIFACT
from reports.adapters.pdf.table import table
from reports.domain.blocks import (
    Annex,
    AnnexFront,
    Bases,
    Block,
    Caption,
    Centred,
    Closing,
    DottedLines,
    Drawing,
    Front,
    Gap,
    Heading,
    Numbered,
    Paragraph,
    Photos,
    Places,
    Points,
    Proof,
    Remark,
    head_of,
)
from reports.domain.letterhead import Letterhead
from reports.domain.signatures import Place
from reports.domain.steps import Listener, Step, nobody
from reports.domain.tables import Table


def drawn(
    blocks: Iterable[Block], photos: Mapping[str, bytes] | None = None, *, listener: Listener = nobody
) -> bytes:
    """The document as the bytes of a PDF; the same blocks and photos always give the same bytes.

    ``listener`` is told how many annexes are drawn.
    """
    return _canvas(blocks, photos, listener).output()


def drawn_with_place(
    blocks: Iterable[Block], photos: Mapping[str, bytes] | None = None
) -> tuple[bytes, Place | None]:
    """The same, and where the officer signs; None in a document that several sides sign."""
    canvas = _canvas(blocks, photos, nobody)
    return canvas.output(), canvas.signing_place


def _canvas(blocks: Iterable[Block], photos: Mapping[str, bytes] | None, listener: Listener) -> Canvas:
    every = list(blocks)
    head = head_of(every)
    canvas = Canvas(
        title=f"{head.type_name} {head.summary}",
        author=head.agency_in_text,
        subject=head.number_line,
        created=head.dated,
    )
    canvas.start_part(landscape=any(isinstance(block, AnnexFront) for block in every))
    annexes, begun = sum(isinstance(block, Annex) for block in every), 0
    listener(Step.DRAW, 0, annexes)
    for position, block in enumerate(every):
        follower = every[position + 1] if position + 1 < len(every) else None
        if isinstance(block, Annex):
            listener(Step.DRAW, begun, annexes)  # those before it are drawn
            begun += 1
        if isinstance(block, Heading):
            _heading(canvas, block, follower, closing_height(canvas, head) if block.before_foot else 0.0)
        elif not _text(canvas, block, head):
            _frame(canvas, block, photos or {})
    listener(Step.DRAW, annexes, annexes)
    return canvas


def _heading(canvas: Canvas, block: Heading, follower: Block | None, foot: float) -> None:
    room = row_height(canvas) if isinstance(follower, Photos) else block.room
    if room is None:
        heading(canvas, block.text, level=block.level)
    else:
        heading(canvas, block.text, level=block.level, keep=room + foot)


def _text(canvas: Canvas, block: Block, head: Letterhead) -> bool:
    """Draw a block of running text; False when it is another kind of block."""
    match block:
        case Paragraph(runs, room, before_foot):
            paragraph(canvas, runs, keep=closing_height(canvas, head) if before_foot else room)
        case Numbered(number, content, before_foot):
            clause(canvas, number, content, keep=closing_height(canvas, head) if before_foot else 0.0)
        case Points(texts, marker):
            points(canvas, texts, marker=marker)
        case Remark(words, size, justified):
            align = "J" if justified else "L"
            paragraph(canvas, [Run(words, "I")], size=size, align=align, indent=0.0)
        case Centred(words, inset, opens):
            if opens:
                canvas.need(4 * SPACING + 4 * LINE)
                canvas.y += 2 * SPACING
            centred(canvas, words, "B", BODY, inset=inset)
            canvas.y += SPACING
        case Bases(texts):
            for text in texts:
                paragraph(canvas, [Run(text, "I")])
        case Gap():
            canvas.y += SPACING
        case _:
            return False
    return True


def _frame(canvas: Canvas, block: Block, photos: Mapping[str, bytes]) -> None:
    match block:
        case Front(head, dated):
            letterhead(canvas, head, dated=dated)
        case Table(columns=columns, head=head_rows, rows=rows, size=size):
            table(canvas, columns, head_rows, rows, size=size)
        case Caption(words):
            _caption(canvas, words)
        case DottedLines(count):
            dotted_lines(canvas, count)
        case Closing(head):
            closing(canvas, head)
        case Places():
            _places(canvas, block)
        case Proof(lines):
            canvas.small_print(lines)
        case Annex(label, title, head, prefix, landscape):
            canvas.start_part(label_prefix=prefix, landscape=landscape)
            annex_heading(canvas, label, title, head)
        case AnnexFront(title, head):
            annex_front(canvas, title, head)
        case Photos(shown):
            photo_grid(canvas, shown, photos)
        case Drawing(title, svg, high, alt):
            drawing(canvas, title, svg, high, alt)
        case _:
            raise TypeError(type(block).__name__)


def _places(canvas: Canvas, block: Places) -> None:
    if block.joined:
        signatures_with_recipients(canvas, block.places, block.recipients)
    else:
        signatures(canvas, block.places)
        recipients_only(canvas, block.recipients)


def _caption(canvas: Canvas, text: str) -> None:
    canvas.need(40.0)
    canvas.y += SPACING
    centred(canvas, text, "I", 13)
    canvas.y += 1.0


def dotted_lines(canvas: Canvas, count: int) -> None:
    """Lines of dots over the full width, to be written on by hand."""
    full = int(canvas.width / canvas.faces.width(".", "", 14))
    for _line in range(count):
        canvas.need(8.0)
        with canvas.tags.within(ARTIFACT):
            canvas.text(LEFT, canvas.y + 6.0, "." * full, "", 14)
        canvas.y += 8.0

"""Sets the blocks of a document one after the other, in the order and the words of the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from reports.adapters.docx.drawing import drawing
from reports.adapters.docx.foot import closing, places
from reports.adapters.docx.letterhead import centred, letterhead
from reports.adapters.docx.package import bare_document, finished
from reports.adapters.docx.paragraphs import cut
from reports.adapters.docx.photos import photo_grid
from reports.adapters.docx.sheet import Sheet
from reports.adapters.docx.styles import SPACING
from reports.adapters.docx.tables import table
from reports.adapters.docx.xml import tag, twips
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
    Run,
    head_of,
    noted_last,
    point_lead,
    run_in_head,
)
from reports.domain.letterhead import Clause, Letterhead
from reports.domain.tables import Table

_LEVELS: Final = ("Muc", "Khoan")


def render_docx(
    blocks: Iterable[Block],
    photos: Mapping[str, bytes] | None = None,
    *,
    footer: tuple[str, ...] = (),
) -> bytes:
    """The document as the bytes of a Word file; ``photos`` maps the SHA-256 of JPEG bytes to those bytes,
    ``footer`` are small lines under every page.

    The same blocks, photos and footer always give the same bytes. Nothing is fetched and no text becomes a
    field, a link or a picture.
    """
    every = list(blocks)
    head = head_of(every)
    document = bare_document(
        title=f"{head.type_name} {head.summary}",
        author=head.agency_in_text,
        subject=head.number_line,
        dated=head.dated,
    )
    sheet = Sheet(document, footer)
    for block in every:
        if not _text(sheet, block):
            _frame(sheet, block, photos or {})
    sheet.finish()
    return finished(document)


def _text(sheet: Sheet, block: Block) -> bool:
    """Set a block of running text; False when it is another kind of block."""
    match block:
        case Heading(words, level):
            _runs(sheet, _LEVELS[level], words)
        case Paragraph(runs, room, before_foot):
            _runs(sheet, "NoiDung", runs, keep=before_foot or room > 0)
        case Numbered(number, clause, before_foot):
            _clause(sheet, number, clause)
            if before_foot:
                sheet.keep_last()
        case Points(texts, marker):
            _points(sheet, [[Run(text)] for text in texts], marker)
        case Remark(words, size, justified):
            # A style of its own for the one line that is set so small.
            _runs(sheet, "GhiChu" if size >= 12 else "MaBanKy", words, align="" if justified else "left")
        case Centred(words, inset, opens):
            above = 2 * SPACING if opens else 0.0
            for element in centred("DongGiua", words, sheet.width, inset=inset, before=above):
                sheet.put(element)
        case Bases(texts):
            for text in texts:
                _runs(sheet, "CanCu", text)
        case Gap():
            sheet.room(SPACING)
        case _:
            return False
    return True


def _runs(
    sheet: Sheet, style: str, runs: Iterable[Run] | str, *, keep: bool = False, align: str = ""
) -> None:
    for line in cut(runs if isinstance(runs, str) else tuple(runs)):
        sheet.add(style, line, keep=keep, align=align)


def _points(sheet: Sheet, texts: Iterable[list[Run]], marker: str) -> None:
    style = "Diem" if marker else "NoiDung"
    for position, text in enumerate(texts, start=1):
        _runs(sheet, style, [Run(point_lead(marker, position)), *text])


def _clause(sheet: Sheet, number: str, content: Clause) -> None:
    """A numbered clause: its heading in bold, alone or running into the first paragraph, then the rest."""
    texts = noted_last(content.paragraphs, content.note)
    if not content.run_in or not texts:
        _runs(sheet, "Khoan", f"{number} {content.title}".strip())
        _points(sheet, texts, content.marker)
        return
    body, *others = texts
    _runs(sheet, "NoiDung", [Run(run_in_head(number, content.title), "B"), Run(" "), *body])
    _points(sheet, others, content.marker)


def _frame(sheet: Sheet, block: Block, photos: Mapping[str, bytes]) -> None:
    match block:
        case Front(head, dated):
            letterhead(sheet, head, dated=dated)
        case Table():
            table(sheet, block)
        case Caption(words):
            _runs(sheet, "TenBang", words)
        case DottedLines(count):
            _dots(sheet, count)
        case Closing(head):
            closing(sheet, head)
        case Places(signatures, recipients, joined):
            places(sheet, signatures, recipients, joined=joined)
        case Proof():
            pass  # a file that is made to be changed has no digest
        case Annex(label, title, head, _prefix, landscape):
            sheet.start_annex(landscape=landscape)
            _annex_heading(sheet, label, title, head)
        case AnnexFront(title, head):
            _annex_front(sheet, title, head)
        case Photos(shown):
            photo_grid(sheet, shown, photos)
        case Drawing(title, svg, alt=alt):
            _runs(sheet, "TenBang", title)
            drawing(sheet, svg, alt)
        case _:
            raise TypeError(type(block).__name__)


def _annex_heading(sheet: Sheet, label: str, title: str, head: Letterhead) -> None:
    """``Phụ lục I``, its title in upper case, and the document it belongs to in italics."""
    for style, words in (
        ("PhuLuc", label),
        ("TenPhuLuc", title.upper()),
        ("KemTheo", f"(Kèm theo {head.reference})"),
    ):
        for element in centred(style, words, sheet.width):
            sheet.put(element)


def _annex_front(sheet: Sheet, title: str, head: Letterhead) -> None:
    """The title in upper case and the document it goes with in italics; a draft says that it is one."""
    sheet.lie()
    said = [("TenPhuLuc", title.upper()), ("KemTheo", f"(Kèm theo {head.reference})")]
    said += [("KemTheo", head.replacing_line)] if head.replacing_line else []
    said += [("KemTheo", f"({head.draft_label})")] if head.draft_label.strip() else []
    for style, words in said:
        for element in centred(style, words, sheet.width):
            sheet.put(element)


def _dots(sheet: Sheet, count: int) -> None:
    """Lines of dots over the full width, to be written on by hand."""
    stop = {"w:val": "right", "w:leader": "dot", "w:pos": twips(sheet.width)}
    for _line in range(count):
        dots = tag("w:r", None, tag("w:tab"))
        sheet.add("DongCham", [dots], tabs=tag("w:tabs", None, tag("w:tab", stop)))

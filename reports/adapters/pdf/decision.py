"""Quyết định thành lập Đoàn kiểm tra as PDF: form 1.2 of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Sequence

from reports.adapters.pdf.annex import annex_heading
from reports.adapters.pdf.articles import article, authority, bases, word_of_decision
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.foot import closing, closing_height
from reports.adapters.pdf.head import letterhead
from reports.adapters.pdf.table import table
from reports.adapters.pdf.table_shape import Column, Head
from reports.domain.decision_document import DecisionDocument, NamedUnit
from reports.domain.numbering import annex_label


def render_decision(content: DecisionDocument) -> bytes:
    """The decision as the bytes of a PDF; the same content always gives the same bytes."""
    head = content.letterhead
    canvas = Canvas(
        title=f"{head.type_name} {head.summary}",
        author=head.agency_in_text,
        subject=head.number_line,
        created=head.dated,
    )
    canvas.start_part()
    letterhead(canvas, head)
    authority(canvas, content.authority)
    bases(canvas, content.bases)
    word_of_decision(canvas)
    keep = closing_height(canvas, head)
    for number, part in enumerate(content.articles, start=1):
        last = number == len(content.articles)
        article(canvas, number, part, last=last, keep=keep if last else 0.0)
    closing(canvas, head)
    canvas.small_print([f"Mã kiểm tra nội dung (SHA-256): {content.snapshot_sha256}"])
    if content.units:
        canvas.start_part(label_prefix="PL-")
        annex_heading(canvas, annex_label(1, 1), content.units_title, head)
        _units(canvas, content.units)
    return canvas.output()


def _units(canvas: Canvas, units: Sequence[NamedUnit]) -> None:
    """A table; the address has a column when any is known."""
    addressed = any(unit.address for unit in units)
    columns = [Column(12, "C"), Column(70), *([Column(83)] if addressed else [])]
    titles = ["STT", "Đơn vị được kiểm tra", *(["Địa chỉ"] if addressed else [])]
    rows = (
        (str(position), unit.name, *([unit.address] if addressed else []))
        for position, unit in enumerate(units, start=1)
    )
    table(canvas, columns, [[Head(title) for title in titles]], rows)

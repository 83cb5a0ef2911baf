"""Tables of inspection minutes: figures reported and observed, requests made on site."""

from __future__ import annotations

from collections.abc import Sequence

from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.table import table
from reports.adapters.pdf.table_shape import Column, Head
from reports.domain.dates import short_date
from reports.domain.minutes_document import Figure, SiteRequest


def figures_table(canvas: Canvas, figures: Sequence[Figure]) -> None:
    """What was reported beside what was found, a figure a row."""
    columns = (Column(12, "C"), Column(61), Column(20, "C"), Column(22, "C"), Column(24, "C"), Column(30))
    head = (
        (
            Head("STT", rowspan=2),
            Head("Chỉ tiêu", rowspan=2),
            Head("Đơn vị tính", rowspan=2),
            Head("Số liệu", colspan=2),
            Head("Ghi chú", rowspan=2),
        ),
        (Head("Báo cáo"), Head("Đối chiếu")),
    )
    rows = (
        (str(position), figure.name, figure.unit, figure.reported, figure.observed, figure.note)
        for position, figure in enumerate(figures, start=1)
    )
    table(canvas, columns, head, rows)


def requests_table(canvas: Canvas, requests: Sequence[SiteRequest]) -> None:
    """Requests made on site, with who carries them out and by which day."""
    columns = (Column(12, "C"), Column(85), Column(44), Column(26, "C"))
    titles = ("STT", "Nội dung kiến nghị", "Đơn vị, người thực hiện", "Thời hạn")
    rows = (
        (str(position), item.text, item.addressee, short_date(item.due_on) if item.due_on else "")
        for position, item in enumerate(requests, start=1)
    )
    table(canvas, columns, [[Head(title) for title in titles]], rows)

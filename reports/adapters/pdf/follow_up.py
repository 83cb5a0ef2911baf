"""Báo cáo tình hình thực hiện kiến nghị as PDF: figures on the first page, the table as a landscape annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.adapters.pdf.annex import annex_heading
from reports.adapters.pdf.blocks import clause, ended, paragraph
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.foot import closing, closing_height
from reports.adapters.pdf.head import letterhead
from reports.adapters.pdf.table import table
from reports.adapters.pdf.table_shape import Column, Head
from reports.domain.dates import short_date
from reports.domain.follow_up_document import STATE_WORDS, FollowedUp, FollowUpDocument
from reports.domain.letterhead import Clause
from reports.domain.numbering import annex_label, padded
from reports.domain.wording import lowered


def render_follow_up(content: FollowUpDocument) -> bytes:
    """The report as the bytes of a PDF; the same content always gives the same bytes.

    The table lies across the page: the decree allows landscape pages for annexes, numbered by themselves.
    """
    head = content.letterhead
    canvas = Canvas(
        title=f"{head.type_name} {head.summary}",
        author=head.agency_in_text,
        subject=head.number_line,
        created=head.dated,
    )
    canvas.start_part()
    letterhead(canvas, head)
    paragraph(canvas, content.opening)
    clause(canvas, "1.", Clause("Kết quả thực hiện", tuple(_figures(content))))
    if content.remarks:
        clause(canvas, "2.", Clause("Đánh giá, kiến nghị", content.remarks))
    paragraph(canvas, ended(content.closing), keep=closing_height(canvas, head))
    closing(canvas, head)
    canvas.small_print([f"Mã kiểm tra nội dung (SHA-256): {content.snapshot_sha256}"])
    if content.rows:
        canvas.start_part(label_prefix="PL-", landscape=True)
        annex_heading(canvas, annex_label(1, 1), content.table_title, head)
        _rows(canvas, content.rows)
    return canvas.output()


def _figures(content: FollowUpDocument) -> Iterator[str]:
    """How many there are, how far they have come, and how many are late."""
    if not content.rows:
        yield "Không có kiến nghị nào phải theo dõi."
        return
    units = padded(len({row.unit for row in content.rows}))
    total = padded(len(content.rows))
    yield f"Tổng số kiến nghị: {total}, tại {units} đơn vị (chi tiết tại Phụ lục kèm theo)."
    for state in ("verified", "done", "in_progress", "open"):
        if number := content.count(state):
            yield f"{STATE_WORDS[state]}: {padded(number)} kiến nghị."
    if content.late:
        yield f"Quá hạn mà chưa báo cáo đã thực hiện: {padded(content.late)} kiến nghị."


def _rows(canvas: Canvas, rows: Sequence[FollowedUp]) -> None:
    columns = (
        Column(12, "C"),
        Column(38),
        Column(70),
        Column(24, "C"),
        Column(34),
        Column(54),
        Column(20, "C"),
    )
    titles = (
        "STT",
        "Đơn vị",
        "Nội dung kiến nghị",
        "Thời hạn",
        "Tình trạng",
        "Kết quả thực hiện, xác minh",
        "Ghi chú",
    )
    body = (
        (
            str(position),
            row.unit,
            row.text if _same(row) else f"{row.text} ({row.addressee})",
            short_date(row.due_on),
            STATE_WORDS[row.state],
            row.result,
            row.note,
        )
        for position, row in enumerate(rows, start=1)
    )
    table(canvas, columns, [[Head(title) for title in titles]], body)


def _same(row: FollowedUp) -> bool:
    """Whether who must act is the inspected unit itself, which has its own column."""
    return not row.addressee.strip() or lowered(row.unit).casefold() in row.addressee.casefold()

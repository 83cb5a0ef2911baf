"""Kế hoạch kiểm tra as PDF: the order and numbering of the departments' inspection plans."""

from __future__ import annotations

from collections.abc import Sequence

from reports.adapters.pdf.annex import annex_heading
from reports.adapters.pdf.blocks import clause, ended, heading, paragraph, points
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.foot import closing, closing_height
from reports.adapters.pdf.head import letterhead
from reports.adapters.pdf.table import table
from reports.adapters.pdf.table_shape import Column, Head
from reports.domain.letterhead import Clause
from reports.domain.numbering import annex_label
from reports.domain.plan_document import PlanDocument, PlannedUnit


def render_plan(content: PlanDocument) -> bytes:
    """The plan as the bytes of a PDF; the same content always gives the same bytes."""
    head = content.letterhead
    canvas = Canvas(
        title=f"{head.type_name} {head.summary}",
        author=head.agency_in_text,
        subject=head.number_line,
        created=head.dated,
    )
    canvas.start_part()
    letterhead(canvas, head)
    for text in content.opening:
        paragraph(canvas, text)
    heading(canvas, "I. MỤC ĐÍCH, YÊU CẦU", level=0)
    clause(canvas, "1.", Clause("Mục đích", content.purposes))
    clause(canvas, "2.", Clause("Yêu cầu", content.requirements, run_in=len(content.requirements) == 1))
    heading(canvas, f"II. {content.content_title}", level=0)
    for position, part in enumerate(content.contents, start=1):
        clause(canvas, f"{position}.", part)
    heading(canvas, f"III. {content.target_title}", level=0)
    points(canvas, content.targets)
    heading(canvas, f"IV. {content.method_title}", level=0)
    points(canvas, content.methods, marker="" if len(content.methods) == 1 else "-")
    heading(canvas, "V. THÀNH PHẦN, THỜI GIAN", level=0)
    clause(canvas, "1.", Clause("Thành phần", content.composition))
    requests = content.requests
    keep = closing_height(canvas, head)
    schedule = content.schedule if requests else ended(content.schedule)
    timing = Clause("Thời gian kiểm tra", (schedule,), "", run_in=True, note=content.schedule_note)
    clause(canvas, "2.", timing, keep=0.0 if requests else keep)
    for position, text in enumerate(requests, start=1):
        last = position == len(requests)
        paragraph(canvas, ended(text) if last else text, keep=keep if last else 0.0)
    closing(canvas, head)
    canvas.small_print([f"Mã kiểm tra nội dung (SHA-256): {content.snapshot_sha256}"])
    if content.units:
        canvas.start_part(label_prefix="PL-")
        annex_heading(canvas, annex_label(1, 1), content.units_title, head)
        _units(canvas, content.units)
    return canvas.output()


def _units(canvas: Canvas, units: Sequence[PlannedUnit]) -> None:
    columns = (Column(12, "C"), Column(53), Column(32, "C"), Column(43), Column(25))
    titles = ("STT", "Đơn vị được kiểm tra", "Thời gian dự kiến", "Lý do lựa chọn", "Ghi chú")
    rows = (
        (str(position), unit.name, unit.when, unit.reason, unit.note)
        for position, unit in enumerate(units, start=1)
    )
    table(canvas, columns, [[Head(title) for title in titles]], rows)

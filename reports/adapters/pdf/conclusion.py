"""Thông báo kết luận kiểm tra as PDF: what was checked, found, explained and asked for."""

from __future__ import annotations

from collections.abc import Sequence

from reports.adapters.pdf.blocks import LINE, SPACING, TABLE_START, clause, ended, heading, paragraph, points
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.foot import closing, closing_height
from reports.adapters.pdf.head import letterhead
from reports.adapters.pdf.lines import Run
from reports.adapters.pdf.minutes_tables import requests_table
from reports.domain.conclusion_document import ConcludedShortcoming, ConclusionDocument
from reports.domain.letterhead import Clause
from reports.domain.numbering import point_letter, roman

NO_STRENGTH = "Qua kiểm tra, chưa ghi nhận kết quả nổi bật cần nêu riêng."
NO_SHORTCOMING = "Qua kiểm tra, chưa ghi nhận tồn tại, hạn chế."


def render_conclusion(content: ConclusionDocument) -> bytes:
    """The conclusion as the bytes of a PDF; the same content always gives the same bytes."""
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
    heading(canvas, "I. NỘI DUNG KIỂM TRA", level=0)
    points(canvas, content.visited)
    if content.contents:
        points(canvas, (f"Nội dung: {'; '.join(content.contents)}.",))
    heading(canvas, "II. KẾT LUẬN", level=0)
    strengths = content.strengths or (NO_STRENGTH,)
    clause(canvas, "1.", Clause("Kết quả đạt được", strengths, "-" if content.strengths else ""))
    _shortcomings(canvas, content.shortcomings)
    if content.remarks:
        clause(canvas, "3.", Clause("Đánh giá chung", content.remarks))
    number = 3
    if content.requests:
        heading(canvas, f"{roman(number)}. KIẾN NGHỊ", level=0, keep=TABLE_START)
        canvas.y += SPACING
        requests_table(canvas, content.requests)
        number += 1
    heading(canvas, f"{roman(number)}. TỔ CHỨC THỰC HIỆN", level=0, keep=3 * LINE)
    if content.explain_line:
        paragraph(canvas, [Run(content.explain_line, "B")])
    paragraph(canvas, ended(content.closing), keep=closing_height(canvas, head))
    closing(canvas, head)
    canvas.small_print([f"Mã kiểm tra nội dung (SHA-256): {content.snapshot_sha256}"])
    return canvas.output()


def _shortcomings(canvas: Canvas, shortcomings: Sequence[ConcludedShortcoming]) -> None:
    """Each lettered, with the rule in brackets; cause, effect and the unit's explanation under it."""
    if not shortcomings:
        clause(canvas, "2.", Clause("Tồn tại, hạn chế", (NO_SHORTCOMING,), "", run_in=True))
        return
    heading(canvas, "2. Tồn tại, hạn chế", level=1)
    for position, item in enumerate(shortcomings, start=1):
        rule = f" (căn cứ: {item.criterion.rstrip('. ')})." if item.criterion else ""
        text = item.text.rstrip(". ") + rule if rule else item.text
        paragraph(canvas, f"{point_letter(position)}) {text}")
        for label, said in (
            ("Nguyên nhân", item.cause),
            ("Ảnh hưởng", item.effect),
            ("Giải trình của đơn vị", item.explanation),
        ):
            if said:
                paragraph(canvas, [Run(f"{label}: ", "I"), Run(_stopped(said))])


def _stopped(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text.rstrip(' ;,')}."

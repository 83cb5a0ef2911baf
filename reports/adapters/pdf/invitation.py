"""Giấy mời as PDF: form 1.7 of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from audit.inspections.domain.minutes import ended_lines
from reports.adapters.pdf.blocks import ended, paragraph, points
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.foot import closing, closing_height
from reports.adapters.pdf.head import letterhead
from reports.domain.dates import clock_time, weekday
from reports.domain.invitation_document import InvitationDocument
from reports.domain.wording import lowered

BLANK = "." * 48


def render_invitation(content: InvitationDocument) -> bytes:
    """The invitation as the bytes of a PDF; the same content always gives the same bytes."""
    head = content.letterhead
    canvas = Canvas(
        title=f"{head.type_name} {head.summary}",
        author=head.agency_in_text,
        subject=head.number_line,
        created=head.dated,
    )
    canvas.start_part()
    letterhead(canvas, head)
    lead = f"{head.agency_in_text} trân trọng kính mời:"
    if len(content.invited) == 1:
        paragraph(canvas, f"{lead} {content.invited[0].rstrip('. ;')}.")
    else:
        paragraph(canvas, lead)
        points(canvas, ended_lines(content.invited))
    paragraph(canvas, f"Tới dự: {content.purpose.rstrip('. ')}.")
    if content.contents:
        paragraph(canvas, "Nội dung:")
        points(canvas, content.contents)
    paragraph(canvas, f"Chủ trì: {_or_blank(content.chaired_by)}")
    moment = content.meets_at
    when = f"{clock_time(moment)}, {lowered(weekday(moment))}" if moment is not None else ""
    paragraph(canvas, f"Thời gian: {_or_blank(when)}")
    paragraph(canvas, f"Địa điểm: {_or_blank(content.place)}")
    paragraph(canvas, ended(content.closing), keep=closing_height(canvas, head))
    closing(canvas, head)
    canvas.small_print([f"Mã kiểm tra nội dung (SHA-256): {content.snapshot_sha256}"])
    return canvas.output()


def _or_blank(text: str) -> str:
    return f"{text.rstrip('. ')}." if text else BLANK

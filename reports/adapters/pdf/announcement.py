"""Thông báo lịch kiểm tra as PDF: schedule, what to prepare, and the outline of the report as annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.adapters.pdf.annex import annex_heading
from reports.adapters.pdf.blocks import SPACING, TABLE_START, clause, ended, heading, paragraph, points
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.foot import closing, closing_height
from reports.adapters.pdf.head import letterhead
from reports.adapters.pdf.lines import Run
from reports.adapters.pdf.table import table
from reports.adapters.pdf.table_shape import Column, Head, Span
from reports.domain.announcement_document import AnnouncementDocument, Outline, ScheduledVisit
from reports.domain.dates import time_span, weekday
from reports.domain.letterhead import Clause, Letterhead
from reports.domain.numbering import annex_label, roman


def render_announcement(content: AnnouncementDocument) -> bytes:
    """The announcement as the bytes of a PDF; the same content always gives the same bytes."""
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
    heading(canvas, "1. Lịch kiểm tra", level=1, keep=TABLE_START)
    canvas.y += SPACING
    _schedule(canvas, content.schedule)
    for number, part in enumerate(_clauses(content), start=2):
        clause(canvas, f"{number}.", part)
    paragraph(canvas, ended(content.closing), keep=closing_height(canvas, head))
    closing(canvas, head)
    canvas.small_print([f"Mã kiểm tra nội dung (SHA-256): {content.snapshot_sha256}"])
    if content.outline is not None:
        _outline(canvas, content.outline, head)
    return canvas.output()


def _clauses(content: AnnouncementDocument) -> Iterator[Clause]:
    """What follows the schedule, as far as there is anything to say."""
    composition = content.composition
    if content.team_line:
        composition = (f"Đoàn kiểm tra: {content.team_line.rstrip('.')}.", *composition)
    if composition:
        yield Clause("Thành phần làm việc", composition)
    if content.contents:
        yield Clause("Nội dung kiểm tra", tuple(f"{title}." for title in content.contents))
    preparations = (*content.preparations, *([content.report_line] if content.report_line else []))
    if preparations:
        yield Clause("Đề nghị đơn vị được kiểm tra", preparations)


def _schedule(canvas: Canvas, schedule: Sequence[ScheduledVisit]) -> None:
    named = any(visit.team for visit in schedule)
    columns = [Column(11, "C"), Column(44, "C"), Column(50), Column(60), *([Column(35)] if named else [])]
    titles = ["STT", "Thời gian", "Đơn vị được kiểm tra", "Địa điểm", *(["Đoàn kiểm tra"] if named else [])]
    rows = (
        (
            str(position),
            f"{weekday(visit.starts_at)}\n{time_span(visit.starts_at, visit.ends_at)}",
            visit.unit,
            visit.place,
            *([visit.team] if named else []),
        )
        for position, visit in enumerate(schedule, start=1)
    )
    table(canvas, columns, [[Head(title) for title in titles]], rows)


def _outline(canvas: Canvas, outline: Outline, head: Letterhead) -> None:
    """The annex: what to report on, the figures, the papers, on pages of its own."""
    canvas.start_part(label_prefix="PL-")
    annex_heading(canvas, annex_label(1, 1), outline.title, head)
    number = 0
    if outline.sections:
        number += 1
        heading(canvas, f"{roman(number)}. NỘI DUNG BÁO CÁO", level=0)
        for position, part in enumerate(outline.sections, start=1):
            clause(canvas, f"{position}.", part)
    if outline.figures:
        number += 1
        heading(canvas, f"{roman(number)}. SỐ LIỆU", level=0, keep=TABLE_START)
        if outline.note:
            paragraph(canvas, [Run(outline.note, "I")], keep=TABLE_START)
        canvas.y += SPACING
        _figures(canvas, outline)
    if outline.papers:
        number += 1
        heading(canvas, f"{roman(number)}. HỒ SƠ, TÀI LIỆU CHUẨN BỊ", level=0)
        points(canvas, tuple(f"{paper}." for paper in outline.papers))


def _figures(canvas: Canvas, outline: Outline) -> None:
    """A table to be filled in: names and units of measure, with room for the figures."""
    columns = (Column(12, "C"), Column(80), Column(24, "C"), Column(24, "C"), Column(25))
    titles = ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú")

    def rows() -> Iterator[Sequence[str] | Span]:
        section = ""
        for position, figure in enumerate(outline.figures, start=1):
            if figure.section != section:
                section = figure.section
                yield Span(section)
            yield (str(position), figure.name, figure.unit, "", "")

    table(canvas, columns, [[Head(title) for title in titles]], rows())

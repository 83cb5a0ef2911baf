"""Thông báo lịch kiểm tra: schedule, what to prepare, and the outline of the report as annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.domain.announcement_document import AnnouncementDocument, Outline, ScheduledVisit
from reports.domain.blocks import (
    TABLE_START,
    Annex,
    Block,
    Closing,
    Front,
    Gap,
    Heading,
    Numbered,
    Paragraph,
    Points,
    Proof,
    Run,
    ended,
    text,
)
from reports.domain.dates import time_span, weekday
from reports.domain.letterhead import Clause, Letterhead
from reports.domain.numbering import annex_label, roman
from reports.domain.outlines.proof import content_digest
from reports.domain.tables import Column, Row, Span, Table, one_row


def announcement_outline(content: AnnouncementDocument) -> Iterator[Block]:
    """The announcement from its head to its annex."""
    head = content.letterhead
    yield Front(head)
    yield text(content.opening)
    yield Heading("1. Lịch kiểm tra", 1, TABLE_START)
    yield Gap()
    yield _schedule(content.schedule)
    for number, part in enumerate(_clauses(content), start=2):
        yield Numbered(f"{number}.", part)
    yield text(ended(content.closing), before_foot=True)
    yield Closing(head)
    yield Proof((content_digest(content),))
    if content.outline is not None:
        yield from _outline(content.outline, head)


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


def _schedule(schedule: Sequence[ScheduledVisit]) -> Table:
    named = any(visit.team for visit in schedule)
    return Table(
        "Lịch kiểm tra",
        (Column(11, "C"), Column(44, "C"), Column(50), Column(60), *([Column(35)] if named else [])),
        one_row(
            "STT",
            "Thời gian",
            "Đơn vị được kiểm tra",
            "Địa điểm",
            *(["Đoàn kiểm tra"] if named else []),
        ),
        tuple(
            (
                position,
                f"{weekday(visit.starts_at)}\n{time_span(visit.starts_at, visit.ends_at)}",
                visit.unit,
                visit.place,
                *([visit.team] if named else []),
            )
            for position, visit in enumerate(schedule, start=1)
        ),
    )


def _outline(outline: Outline, head: Letterhead) -> Iterator[Block]:
    """The annex: what to report on, the figures, the papers, on pages of its own."""
    yield Annex(annex_label(1, 1), outline.title, head, "PL-")
    number = 0
    if outline.sections:
        number += 1
        yield Heading(f"{roman(number)}. NỘI DUNG BÁO CÁO", 0)
        for position, part in enumerate(outline.sections, start=1):
            yield Numbered(f"{position}.", part)
    if outline.figures:
        number += 1
        yield Heading(f"{roman(number)}. SỐ LIỆU", 0, TABLE_START)
        if outline.note:
            yield Paragraph((Run(outline.note, "I"),), TABLE_START)
        yield Gap()
        yield _figures(outline)
    if outline.papers:
        number += 1
        yield Heading(f"{roman(number)}. HỒ SƠ, TÀI LIỆU CHUẨN BỊ", 0)
        yield Points(tuple(f"{paper}." for paper in outline.papers))


def _figures(outline: Outline) -> Table:
    """A table to be filled in: names and units of measure, with room for the figures."""
    return Table(
        "Số liệu",
        (Column(12, "C"), Column(80), Column(24, "C"), Column(24, "C"), Column(25)),
        one_row("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"),
        tuple(_figure_rows(outline)),
    )


def _figure_rows(outline: Outline) -> Iterator[Row]:
    section = ""
    for position, figure in enumerate(outline.figures, start=1):
        if figure.section != section:
            section = figure.section
            yield Span(section)
        yield (position, figure.name, figure.unit, "", "")

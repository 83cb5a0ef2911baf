"""Annexes: their heading, and the annex of one visited unit with checklist, findings and photos."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.adapters.pdf.blocks import BODY, SPACING, TABLE_START, TITLE, centred, heading, paragraph
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.lines import Run
from reports.adapters.pdf.photos import photo_grid, row_height
from reports.adapters.pdf.table import table
from reports.adapters.pdf.table_shape import Column, Head, Span
from reports.domain.dates import short_date
from reports.domain.findings_report import (
    SEVERITY_NAMES,
    AnnexFinding,
    AnswerRow,
    AnswerSection,
    UnitAnnex,
)
from reports.domain.letterhead import Letterhead
from reports.domain.numbering import roman


def annex_heading(canvas: Canvas, label: str, title: str, head: Letterhead) -> None:
    """``Phụ lục I``, its title in upper case, and the document it belongs to in italics."""
    canvas.bookmark(f"{label}. {title}", 0)
    with canvas.tags.block(canvas.tags.heading(TITLE)):
        centred(canvas, label, "B", BODY)
        centred(canvas, title.upper(), "B", BODY)
    centred(canvas, f"(Kèm theo {head.reference})", "I", BODY)
    canvas.y += 2 * SPACING


def unit_annex(
    canvas: Canvas, label: str, content: UnitAnnex, head: Letterhead, photos: Mapping[str, bytes]
) -> None:
    """The annex of one unit, on pages of its own numbered from 1."""
    prefix = "PL" + label.removeprefix("Phụ lục").replace(" ", "") + "-"
    canvas.start_part(label_prefix=prefix, landscape=content.landscape)
    annex_heading(canvas, label, f"Kết quả kiểm tra tại {content.unit}", head)
    _facts(canvas, content)
    number = 0
    if content.sections:
        number += 1
        heading(canvas, f"{roman(number)}. KẾT QUẢ THEO TỪNG NỘI DUNG KIỂM TRA", level=1, keep=TABLE_START)
        canvas.y += SPACING
        _answers(canvas, content.sections)
    if content.findings:
        number += 1
        heading(canvas, f"{roman(number)}. NHẬN XÉT", level=1, keep=TABLE_START)
        canvas.y += SPACING
        _findings(canvas, content.findings)
    if content.photos:
        number += 1
        heading(canvas, f"{roman(number)}. HÌNH ẢNH", level=1, keep=row_height(canvas))
        photo_grid(canvas, content.photos, photos)


def _facts(canvas: Canvas, content: UnitAnnex) -> None:
    if content.visited_on:
        days = ", ".join(short_date(day) for day in content.visited_on)
        paragraph(canvas, [Run("Thời gian kiểm tra: ", "B"), Run(f"ngày {days}.")])
    if content.place:
        paragraph(canvas, [Run("Địa điểm: ", "B"), Run(content.place.rstrip(".") + ".")])
    if content.team:
        paragraph(canvas, [Run("Đoàn kiểm tra: ", "B"), Run("; ".join(content.team).rstrip(".") + ".")])


@dataclass(frozen=True, slots=True)
class _AnswerColumn:
    """A column of the answers: left out when it would be empty, unless it is ``always`` there."""

    title: str
    shape: Column
    value: Callable[[AnswerRow], str]
    group: str = ""
    always: bool = False


_ANSWER_COLUMNS = (
    _AnswerColumn("STT", Column(14, "C"), lambda row: row.number, always=True),
    _AnswerColumn("Nội dung kiểm tra", Column(86), lambda row: row.item, always=True),
    _AnswerColumn("Đơn vị báo cáo", Column(31, "C"), lambda row: row.reported, "Kết quả"),
    _AnswerColumn("Đoàn ghi nhận", Column(46, "C"), lambda row: row.observed, "Kết quả", always=True),
    _AnswerColumn("Quy định", Column(34), lambda row: row.legal_basis, "Căn cứ đối chiếu"),
    _AnswerColumn("Chỉ số", Column(18, "C"), lambda row: row.indicator, "Căn cứ đối chiếu"),
    _AnswerColumn("Ghi chú", Column(46), lambda row: row.note),
)


def _answers(canvas: Canvas, sections: Sequence[AnswerSection]) -> None:
    rows = [row for section in sections for row in section.answers]
    shown = [c for c in _ANSWER_COLUMNS if c.always or any(c.value(row) for row in rows)]
    table(
        canvas,
        [column.shape for column in shown],
        _answer_head(shown),
        _answer_rows(sections, shown),
        size=12.0 if canvas.width > 200 else 11.0,
    )


def _answer_head(shown: Sequence[_AnswerColumn]) -> list[list[Head]]:
    """One row, or two where columns stand under a common title."""
    grouped = [(group, list(columns)) for group, columns in groupby(shown, key=lambda c: c.group)]
    two_rows = any(group and len(columns) > 1 for group, columns in grouped)
    if not two_rows:
        return [[Head(column.title) for column in shown]]
    first: list[Head] = []
    second: list[Head] = []
    for group, columns in grouped:
        if group and len(columns) > 1:
            first.append(Head(group, colspan=len(columns)))
            second += [Head(column.title) for column in columns]
        else:
            first += [Head(column.title, rowspan=2) for column in columns]
    return [first, second]


def _answer_rows(
    sections: Sequence[AnswerSection], shown: Sequence[_AnswerColumn]
) -> Iterator[Sequence[str] | Span]:
    for section in sections:
        if section.title:
            yield Span(section.title)
        for row in section.answers:
            yield [column.value(row) for column in shown]


def _findings(canvas: Canvas, findings: Sequence[AnnexFinding]) -> None:
    columns = (Column(14, "C"), Column(98), Column(34, "C"), Column(56), Column(50))
    titles = ("STT", "Nội dung nhận xét", "Phân loại", "Căn cứ, tiêu chí", "Nguyên nhân")
    rows = (
        (
            str(position),
            finding.text,
            "Ưu điểm"
            if finding.severity is None
            else f"Tồn tại ({SEVERITY_NAMES[finding.severity].lower()})",
            finding.criterion,
            finding.cause,
        )
        for position, finding in enumerate(findings, start=1)
    )
    table(canvas, columns, [[Head(title) for title in titles]], rows)

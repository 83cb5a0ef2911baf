"""The annex of one visited unit with checklist, findings and photos."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.domain.blocks import TABLE_START, Annex, Block, Gap, Heading, Paragraph, Photos, Run
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
from reports.domain.tables import Column, Head, Row, Span, Table, one_row


def unit_annex(label: str, content: UnitAnnex, head: Letterhead) -> Iterator[Block]:
    """The annex, on pages of its own."""
    prefix = "PL" + label.removeprefix("Phụ lục").replace(" ", "") + "-"
    yield Annex(label, f"Kết quả kiểm tra tại {content.unit}", head, prefix, content.landscape)
    yield from _facts(content)
    number = 0
    if content.sections:
        number += 1
        yield Heading(f"{roman(number)}. KẾT QUẢ THEO TỪNG NỘI DUNG KIỂM TRA", 1, TABLE_START)
        yield Gap()
        yield _answers(content.sections, size=12.0 if content.landscape else 11.0)
    if content.findings:
        number += 1
        yield Heading(f"{roman(number)}. NHẬN XÉT", 1, TABLE_START)
        yield Gap()
        yield _findings(content.findings)
    if content.photos:
        number += 1
        yield Heading(f"{roman(number)}. HÌNH ẢNH", 1)
        yield Photos(content.photos)


def _facts(content: UnitAnnex) -> Iterator[Block]:
    if content.visited_on:
        days = ", ".join(short_date(day) for day in content.visited_on)
        yield Paragraph((Run("Thời gian kiểm tra: ", "B"), Run(f"ngày {days}.")))
    if content.place:
        yield Paragraph((Run("Địa điểm: ", "B"), Run(content.place.rstrip(".") + ".")))
    if content.team:
        yield Paragraph((Run("Đoàn kiểm tra: ", "B"), Run("; ".join(content.team).rstrip(".") + ".")))


@dataclass(frozen=True, slots=True)
class _AnswerColumn:
    """A column of the answers: left out when it would be empty, unless it is ``always`` there."""

    title: str
    shape: Column
    value: Callable[[AnswerRow], str]
    group: str = ""
    always: bool = False


_ANSWER_COLUMNS = (
    _AnswerColumn("STT", Column(14, "C", figures=True), lambda row: row.number, always=True),
    _AnswerColumn("Nội dung kiểm tra", Column(86), lambda row: row.item, always=True),
    _AnswerColumn("Đơn vị báo cáo", Column(31, "C", figures=True), lambda row: row.reported, "Kết quả"),
    _AnswerColumn(
        "Đoàn ghi nhận", Column(46, "C", figures=True), lambda row: row.observed, "Kết quả", always=True
    ),
    _AnswerColumn("Quy định", Column(34), lambda row: row.legal_basis, "Căn cứ đối chiếu"),
    _AnswerColumn("Chỉ số", Column(18, "C"), lambda row: row.indicator, "Căn cứ đối chiếu"),
    _AnswerColumn("Ghi chú", Column(46), lambda row: row.note),
)


def _answers(sections: Sequence[AnswerSection], *, size: float) -> Table:
    rows = [row for section in sections for row in section.answers]
    shown = [c for c in _ANSWER_COLUMNS if c.always or any(c.value(row) for row in rows)]
    return Table(
        "Kết quả kiểm tra",
        tuple(column.shape for column in shown),
        _answer_head(shown),
        tuple(_answer_rows(sections, shown)),
        size=size,
    )


def _answer_head(shown: Sequence[_AnswerColumn]) -> tuple[tuple[Head, ...], ...]:
    """One row, or two where columns stand under a common title."""
    grouped = [(group, list(columns)) for group, columns in groupby(shown, key=lambda c: c.group)]
    two_rows = any(group and len(columns) > 1 for group, columns in grouped)
    if not two_rows:
        return one_row(*(column.title for column in shown))
    first: list[Head] = []
    second: list[Head] = []
    for group, columns in grouped:
        if group and len(columns) > 1:
            first.append(Head(group, colspan=len(columns)))
            second += [Head(column.title) for column in columns]
        else:
            first += [Head(column.title, rowspan=2) for column in columns]
    return tuple(first), tuple(second)


def _answer_rows(sections: Sequence[AnswerSection], shown: Sequence[_AnswerColumn]) -> Iterator[Row]:
    for section in sections:
        if section.title:
            yield Span(section.title)
        for row in section.answers:
            yield tuple(column.value(row) for column in shown)


def _findings(findings: Sequence[AnnexFinding]) -> Table:
    return Table(
        "Nhận xét",
        (Column(14, "C"), Column(98), Column(34, "C"), Column(56), Column(50)),
        one_row("STT", "Nội dung nhận xét", "Phân loại", "Căn cứ, tiêu chí", "Nguyên nhân"),
        tuple(
            (position, finding.text, _severity(finding), finding.criterion, finding.cause)
            for position, finding in enumerate(findings, start=1)
        ),
    )


def _severity(finding: AnnexFinding) -> str:
    if finding.severity is None:
        return "Ưu điểm"
    return f"Tồn tại ({SEVERITY_NAMES[finding.severity].lower()})"

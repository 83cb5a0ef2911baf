"""Tables of the visited units: days and number of findings, then scores a section."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from reports.adapters.pdf.blocks import SPACING, centred, paragraph
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.lines import Run
from reports.adapters.pdf.table import table
from reports.adapters.pdf.table_shape import Column, Head, Total
from reports.domain.dates import short_date
from reports.domain.findings_report import SEVERITY_NAMES, Severity, VisitedUnit

WIDE_TABLE = 8


def units_tables(canvas: Canvas, units: Sequence[VisitedUnit], titles: Sequence[str]) -> None:
    """Bảng 1 with days and counts; Bảng 2 with scores, when sections are scored."""
    if not units:
        return
    _caption(canvas, "Bảng 1. Đơn vị được kiểm tra và số nhận xét")
    _counts(canvas, units)
    if titles:
        _caption(canvas, "Bảng 2. Điểm theo nội dung kiểm tra (%)")
        _scores(canvas, units, titles)
        legend = "; ".join(f"({n}) {title.rstrip('.')}" for n, title in enumerate(titles, start=1))
        paragraph(canvas, [Run(f"Ghi chú: {legend}.", "I")], size=12, indent=0)
    canvas.y += SPACING


def _caption(canvas: Canvas, text: str) -> None:
    canvas.need(40.0)
    canvas.y += SPACING
    centred(canvas, text, "I", 13)
    canvas.y += 1.0


def _counts(canvas: Canvas, units: Sequence[VisitedUnit]) -> None:
    columns = (Column(12, "C"), Column(60), Column(27, "C"), Column(16, "C"), *(Column(17, "C"),) * 3)
    head = (
        (
            Head("STT", rowspan=2),
            Head("Đơn vị", rowspan=2),
            Head("Ngày kiểm tra", rowspan=2),
            Head("Ưu điểm", rowspan=2),
            Head("Tồn tại, hạn chế", colspan=3),
        ),
        tuple(Head(SEVERITY_NAMES[level]) for level in (Severity.HIGH, Severity.MEDIUM, Severity.LOW)),
    )
    rows: list[Sequence[str] | Total] = [
        (
            str(position),
            unit.name,
            "\n".join(short_date(day) for day in unit.visited_on),
            str(unit.strengths),
            str(unit.high),
            str(unit.medium),
            str(unit.low),
        )
        for position, unit in enumerate(units, start=1)
    ]
    sums = (
        sum(unit.strengths for unit in units),
        sum(unit.high for unit in units),
        sum(unit.medium for unit in units),
        sum(unit.low for unit in units),
    )
    rows.append(Total(("", "Tổng cộng", "", *map(str, sums))))
    table(canvas, columns, head, rows)


def _scores(canvas: Canvas, units: Sequence[VisitedUnit], titles: Sequence[str]) -> None:
    count = len(titles)
    columns = (Column(12, "C"), Column(48), *(Column(90 / (count + 1), "C"),) * (count + 1))
    head = (
        (
            Head("STT", rowspan=2),
            Head("Đơn vị", rowspan=2),
            Head("Nội dung", colspan=count),
            Head("Chung", rowspan=2),
        ),
        tuple(Head(f"({n})") for n in range(1, count + 1)),
    )
    rows = (
        (
            str(position),
            unit.name,
            *(percent(score) for score in _padded(unit.scores, count)),
            percent(unit.total),
        )
        for position, unit in enumerate(units, start=1)
    )
    table(canvas, columns, head, rows, size=10.0 if count > WIDE_TABLE else 12.0)


def _padded(scores: Sequence[Decimal | None], count: int) -> list[Decimal | None]:
    return [*scores, *([None] * count)][:count]


def percent(score: Decimal | None) -> str:
    """``87,5`` or ``100``: one decimal, Vietnamese comma; a dash when nothing was scored."""
    if score is None:
        return "-"
    rounded = score.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{rounded:f}".removesuffix(".0").replace(".", ",")

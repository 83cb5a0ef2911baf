"""Tables of the visited units: days and number of findings, then scores a section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from reports.domain.blocks import Block, Caption, Gap, Remark
from reports.domain.findings_report import SEVERITY_NAMES, Severity, VisitedUnit
from reports.domain.tables import CELL_SIZE, NOTHING_SCORED, Cell, Column, Head, Table, Total

WIDE_TABLE: Final = 8
LEVELS: Final = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)


def visited_units(units: Sequence[VisitedUnit], titles: Sequence[str]) -> Iterator[Block]:
    """Bảng 1 with days and counts; Bảng 2 with scores, when sections are scored."""
    if not units:
        return
    yield Caption("Bảng 1. Đơn vị được kiểm tra và số nhận xét")
    yield _counts(units)
    if titles:
        yield Caption("Bảng 2. Điểm theo nội dung kiểm tra (%)")
        yield _scores(units, titles)
        legend = "; ".join(f"({n}) {title.rstrip('.')}" for n, title in enumerate(titles, start=1))
        yield Remark(f"Ghi chú: {legend}.")
    yield Gap()


def _counts(units: Sequence[VisitedUnit]) -> Table:
    head = (
        (
            Head("STT", rowspan=2),
            Head("Đơn vị", rowspan=2),
            Head("Ngày kiểm tra", rowspan=2),
            Head("Ưu điểm", rowspan=2),
            Head("Tồn tại, hạn chế", colspan=3),
        ),
        tuple(Head(SEVERITY_NAMES[level]) for level in LEVELS),
    )
    rows = [
        (position, unit.name, unit.visited_on, unit.strengths, unit.high, unit.medium, unit.low)
        for position, unit in enumerate(units, start=1)
    ]
    sums = (
        sum(unit.strengths for unit in units),
        sum(unit.high for unit in units),
        sum(unit.medium for unit in units),
        sum(unit.low for unit in units),
    )
    return Table(
        "Bảng 1. Đơn vị, số nhận xét",
        (Column(12, "C"), Column(60), Column(27, "C"), Column(16, "C"), *(Column(17, "C"),) * 3),
        head,
        (*rows, Total(("", "Tổng cộng", "", *sums))),
    )


def _scores(units: Sequence[VisitedUnit], titles: Sequence[str]) -> Table:
    count = len(titles)
    head = (
        (
            Head("STT", rowspan=2),
            Head("Đơn vị", rowspan=2),
            Head("Nội dung", colspan=count),
            Head("Chung", rowspan=2),
        ),
        tuple(Head(f"({n})") for n in range(1, count + 1)),
    )
    return Table(
        "Bảng 2. Điểm theo nội dung",
        (Column(12, "C"), Column(48), *(Column(90 / (count + 1), "C"),) * (count + 1)),
        head,
        tuple(
            (
                position,
                unit.name,
                *(_score(score) for score in _padded(unit.scores, count)),
                _score(unit.total),
            )
            for position, unit in enumerate(units, start=1)
        ),
        size=10.0 if count > WIDE_TABLE else CELL_SIZE,
        titles=("STT", "Đơn vị", *titles, "Chung"),
    )


def _padded(scores: Sequence[Decimal | None], count: int) -> list[Decimal | None]:
    return [*scores, *([None] * count)][:count]


def _score(score: Decimal | None) -> Cell:
    return NOTHING_SCORED if score is None else score

"""Bars of the visited units: shortcomings by severity, and scores; the numbers stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from reports.domain.blocks import Block, Caption, Drawing, Gap, Remark
from reports.domain.findings_report import MAP_HIGH, SEVERITY_NAMES, Severity, VisitedUnit
from reports.domain.tables import Bar, Column, Table, one_row

# More bars than these on paper are read by nobody: then the units that matter most.
MOST: Final = 30
LEVELS: Final = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
LEGEND: Final = "Ghi chú: từ trái sang là mức nghiêm trọng (đen), trung bình (sọc), nhẹ (trắng)."
MAP_SHOWS: Final = "Bản đồ các xã, phường tô theo điểm kiểm tra; điểm của từng đơn vị ghi trong bảng."
FULL: Final = Decimal(100)


def charts(units: Sequence[VisitedUnit], map_svg: str = "") -> Iterator[Block]:
    """Hình 1 with shortcomings, Hình 2 with scores, Hình 3 with the map; nothing for a single unit, which
    needs no comparison."""
    if len(units) < 2:
        return
    number = 0
    if any(_faults(unit) for unit in units):
        number += 1
        yield from _shortcomings(units, number)
    if any(unit.total is not None for unit in units):
        number += 1
        yield from _scores(units, number)
    if map_svg:
        number += 1
        yield Drawing(f"Hình {number}. Kết quả kiểm tra theo địa bàn", map_svg, MAP_HIGH, MAP_SHOWS)
    if number:
        yield Gap()


def _faults(unit: VisitedUnit) -> int:
    return unit.high + unit.medium + unit.low


def _shortcomings(units: Sequence[VisitedUnit], number: int) -> Iterator[Block]:
    """Units in the order of their shortcomings, the most first."""
    ordered = sorted(units, key=lambda unit: (-_faults(unit), -unit.high, -unit.medium))
    whole = max(map(_faults, units))
    which = _which(ordered, "nhiều tồn tại, hạn chế nhất")
    yield Caption(f"Hình {number}. Số tồn tại, hạn chế theo đơn vị{which}")
    yield Table(
        f"Hình {number}. Tồn tại, hạn chế",
        (Column(52), Column(59), *(Column(18, "C"),) * 3),
        one_row("Đơn vị", "Biểu đồ", *(SEVERITY_NAMES[level] for level in LEVELS)),
        tuple(
            (unit.name, Bar((unit.high, unit.medium, unit.low), whole), unit.high, unit.medium, unit.low)
            for unit in ordered[:MOST]
        ),
        size=11.0,
        chart=True,
    )
    yield Remark(LEGEND)


def _scores(units: Sequence[VisitedUnit], number: int) -> Iterator[Block]:
    """Units in the order of their scores, the lowest first: it is those that a reader looks for."""
    known = [(unit, unit.total) for unit in units if unit.total is not None]
    ordered = sorted(known, key=lambda pair: pair[1])
    which = _which(ordered, "điểm thấp nhất")
    yield Caption(f"Hình {number}. Điểm chung theo đơn vị, trên thang 100{which}")
    yield Table(
        f"Hình {number}. Điểm chung",
        (Column(52), Column(95), Column(18, "C")),
        one_row("Đơn vị", "Biểu đồ", "Điểm"),
        tuple((unit.name, Bar((total,), FULL), total) for unit, total in ordered[:MOST]),
        size=11.0,
        chart=True,
    )


def _which(ordered: Sequence[object], what: str) -> str:
    return f" ({MOST} đơn vị có {what})" if len(ordered) > MOST else ""

"""The parts a table is described by: columns, header cells with spans, titles and totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Column(NamedTuple):
    """A column: its share of the table's width, and L, C or R."""

    share: float
    align: str = "L"


class Head(NamedTuple):
    """A header cell; the rows of the header must cover every column once."""

    text: str
    colspan: int = 1
    rowspan: int = 1


class Span(NamedTuple):
    """A body row of one bold cell across the table: the title of the rows that follow."""

    text: str


class Total(NamedTuple):
    """A body row in bold: sums."""

    cells: Sequence[str]


def place(rows: Sequence[Sequence[Head]]) -> list[tuple[int, int, Head]]:
    """Row and column at which each header cell starts, given the spans of those before it."""
    placed: list[tuple[int, int, Head]] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            placed.append((r, c, cell))
            taken.update((r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan))
            c += cell.colspan
    return placed

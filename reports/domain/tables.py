"""Tables as documents hold them: columns, header cells with spans, rows of values, and a value in words.

The same table is drawn in a PDF, set in a Word file and written to a sheet of a workbook; the first two print
the words of a value, the last keeps its numbers and days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from reports.domain.dates import short_date


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of parts end to end, each in a fill of its own (:data:`FILLS`), where ``whole`` fills the cell.

    It shows what numbers in the same row say, so it has no words of its own.
    """

    parts: tuple[Decimal | int, ...]
    whole: Decimal | int

    @property
    def shares(self) -> tuple[float, ...]:
        """How much of the cell's width each part takes, 0 … 1 together."""
        return tuple(float(part / self.whole) if self.whole else 0.0 for part in self.parts)


Cell = str | int | Decimal | date | tuple[date, ...] | Bar | None
# How the first, second and third part of a bar are filled: three that a grey print tells apart.
FILLS: Final = ("black", "striped", "white")
NOTHING_SCORED: Final = "-"
CELL_SIZE: Final = 12.0


class Column(NamedTuple):
    """A column: its share of the table's width, and L, C or R. ``figures`` when its texts are numbers as
    they are printed ("1.234"), so that a workbook may hold the numbers."""

    share: float
    align: str = "L"
    figures: bool = False


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

    cells: Sequence[Cell]


Row = Sequence[Cell] | Span | Total


@dataclass(frozen=True, slots=True)
class Table:
    """A table over the width of the text. ``name`` is what a sheet of a workbook is called after; ``spans``
    what its title rows are, where they become a column of their own; ``titles``, one a column, stand over
    the columns of a sheet where those of the header are explained below the table only. A ``chart`` shows in
    bars what another table says in numbers, so it is no sheet."""

    name: str
    columns: tuple[Column, ...]
    head: tuple[tuple[Head, ...], ...]
    rows: tuple[Row, ...]
    size: float = CELL_SIZE
    spans: str = "Nội dung"
    titles: tuple[str, ...] = ()
    chart: bool = False


def one_row(*titles: str) -> tuple[tuple[Head, ...], ...]:
    """A header of one row."""
    return (tuple(Head(title) for title in titles),)


def cell_text(cell: Cell) -> str:
    """A value as it is printed: days as ``05/9/2025``, several of them a line each, decimals with a comma."""
    if cell is None or isinstance(cell, Bar):
        return ""
    if isinstance(cell, tuple):
        return "\n".join(short_date(day) for day in cell)
    if isinstance(cell, Decimal):
        return percent(cell)
    if isinstance(cell, date):
        return short_date(cell)
    return str(cell)


def percent(score: Decimal | None) -> str:
    """``87,5`` or ``100``: one decimal, Vietnamese comma; a dash when nothing was scored."""
    if score is None:
        return NOTHING_SCORED
    rounded = score.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{rounded:f}".removesuffix(".0").replace(".", ",")


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


def column_titles(table: Table) -> list[str]:
    """One title a column: those of a header of several rows are joined, ``Số liệu: Báo cáo``."""
    if table.titles:
        return list(table.titles)
    titles: list[list[str]] = [[] for _column in table.columns]
    for _row, start, head in place(table.head):
        for column in range(start, start + head.colspan):
            titles[column].append(head.text)
    return [": ".join(parts) for parts in titles]


def settled_widths(
    columns: Sequence[Column],
    head: Sequence[Sequence[Head]],
    total: float,
    wide: Callable[[str], float],
) -> list[float]:
    """Widths by share, but no title has a word cut: what such a column lacks, the others give.

    ``wide`` is the room a word of a title needs, with the margins of its cell.
    """
    shares = sum(column.share for column in columns)
    widths = [column.share / shares * total for column in columns]
    needs = [0.0] * len(widths)
    for _row, column, cell in place(head):
        if cell.colspan == 1:
            needs[column] = max(map(wide, cell.text.split() or [""]))
    short = [column for column, width in enumerate(widths) if width < needs[column]]
    rest = sum(width for column, width in enumerate(widths) if column not in short)
    spare = total - sum(needs[column] for column in short)
    if rest <= 0 or spare < rest / 2:
        return widths
    return [needs[column] if column in short else width * spare / rest for column, width in enumerate(widths)]

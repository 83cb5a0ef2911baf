"""The tables of a document as a workbook: a sheet a table, numbers as numbers, days as days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from audit.kernel import spreadsheets
from audit.kernel.spreadsheets import Sheet, write_xlsx
from audit.kernel.text import tidy
from reports.domain.blocks import Annex
from reports.domain.tables import (
    NOTHING_SCORED,
    Bar,
    Cell,
    Column,
    Span,
    Table,
    Total,
    cell_text,
    column_titles,
)

LONGEST_NAME: Final = 31
MM_PER_LETTER: Final = 1.9
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\']")
# "1.234", "42", "87,5": how figures are printed.
_FIGURE: Final = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,\d{1,6})?\Z")


def render_workbook(tables: Sequence[tuple[Annex | None, Table]], notes: Sequence[str]) -> bytes:
    """The bytes of the workbook; each table comes with the annex it stands in, if any."""
    taken: set[str] = set()
    return write_xlsx([_sheet(annex, table, notes, taken) for annex, table in tables])


def _sheet(annex: Annex | None, table: Table, notes: Sequence[str], taken: set[str]) -> Sheet:
    spanned = any(isinstance(row, Span) for row in table.rows)
    titles = column_titles(table)
    widths = [max(8, min(60, round(column.share / MM_PER_LETTER))) for column in table.columns]
    if spanned:
        titles, widths = [table.spans, *titles], [40, *widths]
    label = annex.label if annex else ""
    where = f"{label}. {annex.title}: {table.name}" if annex else table.name
    return Sheet(
        name=_name(f"{label} {table.name}".strip(), taken),
        header=titles,
        rows=list(_rows(table, spanned=spanned)),
        widths=widths,
        notes=[tidy(line) for line in (*notes, where)],
    )


def _name(wanted: str, taken: set[str]) -> str:
    """A name no other sheet has, however its letters are written, within what a sheet may be called."""
    bare = " ".join(_FORBIDDEN.sub(" ", wanted).split()) or "Bảng"
    for number in range(1, 10_000):
        ending = f" ({number})" if number > 1 else ""
        name = bare[: LONGEST_NAME - len(ending)].rstrip() + ending
        if name.casefold() not in taken:
            taken.add(name.casefold())
            return name
    raise ValueError("more tables than a workbook holds")


def _rows(table: Table, *, spanned: bool) -> Iterator[list[spreadsheets.Cell]]:
    title = ""
    for row in table.rows:
        if isinstance(row, Span):
            title = tidy(row.text)
            continue
        values = row.cells if isinstance(row, Total) else row
        cells = [_cell(value, column) for value, column in zip(values, table.columns, strict=True)]
        yield [title, *cells] if spanned else cells


def _cell(value: Cell, column: Column) -> spreadsheets.Cell:
    """The value as a spreadsheet holds it; one day of several, and every text, as it is printed."""
    if value == NOTHING_SCORED:
        return None
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else cell_text(value)
    if isinstance(value, Bar):
        return None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str):
        text = tidy(value)
        if column.figures and _FIGURE.match(text):
            number = text.replace(".", "").replace(",", ".")
            return float(number) if "." in number else int(number)
        return text or None
    return value

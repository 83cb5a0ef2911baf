"""The header of a table: it settles the columns, is drawn at the top of every page, and is read once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reports.adapters.pdf.canvas import LEFT, Canvas
from reports.adapters.pdf.structure import ARTIFACT, Element
from reports.adapters.pdf.table_shape import Column, Head, place
from reports.adapters.pdf.table_text import PAD_X, CellText
from reports.domain.tables import settled_widths


class _Cell(NamedTuple):
    x: float
    y: float
    wide: float
    high: float
    lines: list[str]
    leaf: Element


class TableHead:
    """Measured once. ``widths`` are the columns', ``edges`` where they start and the last one ends."""

    def __init__(
        self,
        canvas: Canvas,
        text: CellText,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Head]],
        element: Element,
    ) -> None:
        self.canvas = canvas
        self.text = text
        cells = place(rows)
        self.widths = settled_widths(columns, rows, canvas.width, self._needed)
        self.edges = [LEFT]
        for wide in self.widths:
            self.edges.append(self.edges[-1] + wide)
        placed = [
            (r, c, cell, text.fit(cell.text, "B", sum(self.widths[c : c + cell.colspan])))
            for r, c, cell in cells
        ]
        heights = [0.0] * len(rows)
        for r, _c, cell, lines in sorted(placed, key=lambda item: item[2].rowspan):
            missing = text.height(lines) - sum(heights[r : r + cell.rowspan])
            heights[r + cell.rowspan - 1] += max(0.0, missing)
        self.height = sum(heights)
        self._read = False
        self._cells: list[_Cell] = []
        lines_read = [element.add("TR") for _row in rows]
        for r, c, cell, lines in placed:
            x, y = self.edges[c], sum(heights[:r])
            wide, high = self.edges[c + cell.colspan] - x, sum(heights[r : r + cell.rowspan])
            leaf = lines_read[r].add("TH", header_attributes("Column", cell.colspan, cell.rowspan))
            self._cells.append(_Cell(x, y, wide, high, lines, leaf))

    def _needed(self, word: str) -> float:
        """The room a word of a title takes with the margins of its cell."""
        faces = self.canvas.faces
        return faces.width(faces.clean(word).strip(), "B", self.text.size) + 2 * PAD_X + 0.1

    def draw(self) -> None:
        """Draw it at the present place; every repetition is an artifact."""
        canvas, step = self.canvas, self.text.step
        for cell in self._cells:
            canvas.frame(cell.x, canvas.y + cell.y, cell.wide, cell.high)
        for cell in self._cells:
            top = canvas.y + cell.y + (cell.high - len(cell.lines) * step) / 2
            leaf = ARTIFACT if self._read else cell.leaf
            self.text.write(leaf, cell.lines, cell.x, cell.wide, top, "C", "B")
        self._read = True
        canvas.y += self.height


def header_attributes(scope: str, colspan: int = 1, rowspan: int = 1) -> str:
    """Attributes of a header cell: whether it heads a Column or a Row, and the cells it spans."""
    spans = (f"/ColSpan {colspan}" if colspan > 1 else "") + (f"/RowSpan {rowspan}" if rowspan > 1 else "")
    return f"/O/Table/Scope/{scope}{spans}"

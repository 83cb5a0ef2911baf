"""Tables with black rules: repeated headers of several rows, spans, rows that may run over pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.adapters.pdf.bars import draw_bar
from reports.adapters.pdf.canvas import LEFT, Canvas
from reports.adapters.pdf.structure import Element
from reports.adapters.pdf.table_head import TableHead, header_attributes
from reports.adapters.pdf.table_shape import Column, Head, Span, Total
from reports.adapters.pdf.table_text import PAD_Y, CellText
from reports.domain.tables import Bar, Cell, Row, cell_text


@dataclass
class _Table:
    canvas: Canvas
    columns: Sequence[Column]
    element: Element
    text: CellText
    head: TableHead
    open_from: float | None = None

    def row(self, cells: Sequence[Cell], style: str = "") -> None:
        """One body row; moved to the next page when short, cut between lines when long."""
        bars = {column: cell for column, cell in enumerate(cells) if isinstance(cell, Bar)}
        fitted = [
            self.text.fit(cell_text(cell), style, wide)
            for cell, wide in zip(cells, self.head.widths, strict=True)
        ]
        count = max(len(lines) for lines in fitted)
        line = self.element.add("TR")
        leaves = [line.add("TD") for _cell in cells]
        if self._fits(count):
            self._draw_row(leaves, fitted, count, style)
            self._bars(bars, count)
            return
        done = 0
        while done < count:
            lines_here = int((self.canvas.room - 2 * PAD_Y + 0.01) / self.text.step)
            if lines_here < min(3, count - done):
                self.turn_page()
                lines_here = max(1, int((self.canvas.room - 2 * PAD_Y + 0.01) / self.text.step))
            part = min(lines_here, count - done)
            self._draw_row(leaves, [lines[done : done + part] for lines in fitted], part, style)
            self._bars(bars if not done else {}, part)
            done += part

    def _fits(self, count: int) -> bool:
        """Whether the row may be drawn whole here, turning the page when that is the better way."""
        height = count * self.text.step + 2 * PAD_Y
        if height <= self.canvas.room + 0.01:
            return True
        whole_page = self.canvas.capacity - self.head.height
        if height <= whole_page / 2 or (height <= whole_page and self.canvas.room < whole_page / 4):
            self.turn_page()
            return True
        return False

    def _draw_row(
        self, leaves: Sequence[Element], fitted: Sequence[Sequence[str]], count: int, style: str
    ) -> None:
        height = count * self.text.step + 2 * PAD_Y
        top = self.canvas.y
        if self.open_from is None:
            self.open_from = top
        for leaf, column, lines, x, wide in zip(
            leaves, self.columns, fitted, self.head.edges, self.head.widths, strict=False
        ):
            start = top + PAD_Y
            if column.align == "C":
                start += (count - len(lines)) * self.text.step / 2
            self.text.write(leaf, lines, x, wide, start, column.align, style)
        self.canvas.y = top + height
        self.canvas.rule(self.head.edges[0], self.canvas.y, self.head.edges[-1], self.canvas.y)

    def _bars(self, bars: Mapping[int, Bar], count: int) -> None:
        """The bars of the row of ``count`` lines that was drawn last, each in the middle of its height."""
        height = count * self.text.step + 2 * PAD_Y
        for column, shown in bars.items():
            x, wide = self.head.edges[column], self.head.widths[column]
            draw_bar(self.canvas, shown, x, self.canvas.y - height, wide, height)

    def wanted(self, cells: Sequence[Cell]) -> float:
        """Room a row asks for before it is started: all of a short row, some lines of a long one."""
        count = max(
            len(self.text.fit(cell_text(cell), "", wide))
            for cell, wide in zip(cells, self.head.widths, strict=True)
        )
        height = count * self.text.step + 2 * PAD_Y
        return height if height <= (self.canvas.capacity - self.head.height) / 2 else 4 * self.text.step

    def span(self, text: str, follower: Sequence[Cell] | None) -> None:
        """A title across the table, kept on one page with the row that follows it."""
        lines = self.text.fit(text, "B", self.head.edges[-1] - LEFT)
        leaf = self.element.add("TR").add("TH", header_attributes("Row", len(self.columns)))
        keep = self.wanted(follower) if follower is not None else 0.0
        if self.text.height(lines) + keep > self.canvas.room:
            self.turn_page()
        for position, line in enumerate(lines):
            if self.canvas.room < self.text.step + 2 * PAD_Y:
                self.turn_page()
            first, last = position == 0, position == len(lines) - 1
            self._close()
            top = self.canvas.y
            self.text.write(
                leaf, [line], LEFT, self.head.edges[-1] - LEFT, top + (PAD_Y if first else 0), "L", "B"
            )
            self.canvas.y += self.text.step + (PAD_Y if first else 0) + (PAD_Y if last else 0)
            for x in (self.head.edges[0], self.head.edges[-1]):
                self.canvas.rule(x, top, x, self.canvas.y)
        self.canvas.rule(self.head.edges[0], self.canvas.y, self.head.edges[-1], self.canvas.y)

    def _close(self) -> None:
        """Draw the upright rules of the rows since the header or the last title."""
        if self.open_from is None:
            return
        for x in self.head.edges:
            self.canvas.rule(x, self.open_from, x, self.canvas.y)
        self.open_from = None

    def turn_page(self) -> None:
        """Finish this page's rules and go on under a repeated header."""
        self._close()
        self.canvas.new_page()
        self.head.draw()

    def finish(self) -> None:
        self._close()


def table(
    canvas: Canvas,
    columns: Sequence[Column],
    head: Sequence[Sequence[Head]],
    rows: Iterable[Row],
    *,
    size: float = 12.0,
) -> None:
    """Draw a table over the width between the margins, from the present place on.

    Every row has one value a column; a :class:`Span` runs across. The header is repeated on each page.
    """
    element = canvas.tags.add("Table")
    text = CellText(canvas, size)
    top = TableHead(canvas, text, columns, head, element)
    if top.height > canvas.capacity / 2:
        raise ValueError("the header of a table must leave half a page to its rows")
    canvas.need(top.height + 3 * text.step)
    top.draw()
    drawing = _Table(canvas, columns, element, text, top)
    held: Span | None = None
    for row in rows:
        if held is not None:
            drawing.span(held.text, None if isinstance(row, Span) else _cells(row))
            held = None
        if isinstance(row, Span):
            held = row
        else:
            drawing.row(_cells(row), "B" if isinstance(row, Total) else "")
    if held is not None:
        drawing.span(held.text, None)
    drawing.finish()


def _cells(row: Sequence[Cell] | Total) -> Sequence[Cell]:
    return row.cells if isinstance(row, Total) else row

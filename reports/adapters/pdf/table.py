"""Tables with black rules: repeated headers of several rows, spans, rows that may run over pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from reports.adapters.pdf.blocks import baseline_shift
from reports.adapters.pdf.canvas import LEFT, Canvas
from reports.adapters.pdf.faces import MM_PER_POINT
from reports.adapters.pdf.structure import ARTIFACT, Element
from reports.adapters.pdf.table_shape import Column, Head, Span, Total, place

PAD_X: Final = 1.3
PAD_Y: Final = 0.9
LEADING: Final = 1.2


class _HeadCell(NamedTuple):
    x: float
    y: float
    wide: float
    high: float
    lines: list[str]
    leaf: Element


@dataclass
class _Table:
    canvas: Canvas
    columns: Sequence[Column]
    size: float
    element: Element

    def __post_init__(self) -> None:
        self.step = self.size * LEADING * MM_PER_POINT
        self.widths: list[float] = []
        self.edges: list[float] = []
        self.head: list[_HeadCell] = []
        self.head_height = 0.0
        self.head_read = False
        self.open_from: float | None = None

    def lay_head(self, rows: Sequence[Sequence[Head]]) -> None:
        """Settle the columns and measure the header once; it is drawn at the top of every page."""
        cells = place(rows)
        self.widths = self._settled({c: cell.text for _r, c, cell in cells if cell.colspan == 1})
        self.edges = [LEFT]
        for wide in self.widths:
            self.edges.append(self.edges[-1] + wide)
        placed = [
            (r, c, cell, self._fit(cell.text, "B", sum(self.widths[c : c + cell.colspan])))
            for r, c, cell in cells
        ]
        heights = [0.0] * len(rows)
        for r, _c, cell, lines in sorted(placed, key=lambda item: item[2].rowspan):
            missing = self._height(lines) - sum(heights[r : r + cell.rowspan])
            heights[r + cell.rowspan - 1] += max(0.0, missing)
        self.head_height = sum(heights)
        read = [self.element.add("TR") for _row in rows]
        for r, c, cell, lines in placed:
            x, y = self.edges[c], sum(heights[:r])
            wide, high = self.edges[c + cell.colspan] - x, sum(heights[r : r + cell.rowspan])
            leaf = read[r].add("TH", th_attributes("Column", cell.colspan, cell.rowspan))
            self.head.append(_HeadCell(x, y, wide, high, lines, leaf))

    def _settled(self, titles: dict[int, str]) -> list[float]:
        """Widths by share, but no title has a word cut: what such a column lacks, the others give."""
        faces, total = self.canvas.faces, sum(column.share for column in self.columns)
        widths = [column.share / total * self.canvas.width for column in self.columns]
        needs = [0.0] * len(widths)
        for c, title in titles.items():
            words = faces.clean(title).split() or [""]
            needs[c] = max(faces.width(word, "B", self.size) for word in words) + 2 * PAD_X + 0.1
        short = [c for c, wide in enumerate(widths) if wide < needs[c]]
        rest = sum(wide for c, wide in enumerate(widths) if c not in short)
        spare = self.canvas.width - sum(needs[c] for c in short)
        if rest <= 0 or spare < rest / 2:
            return widths
        return [needs[c] if c in short else wide * spare / rest for c, wide in enumerate(widths)]

    def _fit(self, text: str, style: str, wide: float) -> list[str]:
        return self.canvas.faces.fit(self.canvas.faces.clean(text), style, self.size, wide - 2 * PAD_X)

    def _height(self, lines: Sequence[str]) -> float:
        return len(lines) * self.step + 2 * PAD_Y

    def draw_head(self) -> None:
        """The header, which is read once; its repetitions are artifacts."""
        canvas = self.canvas
        for cell in self.head:
            canvas.frame(cell.x, canvas.y + cell.y, cell.wide, cell.high)
        for cell in self.head:
            top = canvas.y + cell.y + (cell.high - len(cell.lines) * self.step) / 2
            leaf = ARTIFACT if self.head_read else cell.leaf
            self._lines(leaf, cell.lines, cell.x, cell.wide, top, "C", "B")
        self.head_read = True
        canvas.y += self.head_height

    def _lines(
        self,
        leaf: Element,
        lines: Sequence[str],
        x: float,
        wide: float,
        top: float,
        align: str,
        style: str,
    ) -> None:
        canvas, size = self.canvas, self.size
        shift = baseline_shift(size, self.step)
        canvas.tags.leaf = leaf
        for position, line in enumerate(lines):
            start = x + PAD_X
            if align != "L":
                spare = wide - 2 * PAD_X - canvas.faces.width(line, style, size)
                start += spare / 2 if align == "C" else spare
            canvas.whole_line(start, top + position * self.step + shift, line, style, size)
        canvas.tags.leaf = None

    def row(self, cells: Sequence[str], style: str = "") -> None:
        """One body row; moved to the next page when short, cut between lines when long."""
        fitted = [self._fit(text, style, wide) for text, wide in zip(cells, self.widths, strict=True)]
        count = max(len(lines) for lines in fitted)
        line = self.element.add("TR")
        leaves = [line.add("TD") for _cell in cells]
        if self._fits(count):
            self._draw_row(leaves, fitted, count, style)
            return
        done = 0
        while done < count:
            lines_here = int((self.canvas.room - 2 * PAD_Y + 0.01) / self.step)
            if lines_here < min(3, count - done):
                self.turn_page()
                lines_here = max(1, int((self.canvas.room - 2 * PAD_Y + 0.01) / self.step))
            part = min(lines_here, count - done)
            self._draw_row(leaves, [lines[done : done + part] for lines in fitted], part, style)
            done += part

    def _fits(self, count: int) -> bool:
        """Whether the row may be drawn whole here, turning the page when that is the better way."""
        height = count * self.step + 2 * PAD_Y
        if height <= self.canvas.room + 0.01:
            return True
        whole_page = self.canvas.capacity - self.head_height
        if height <= whole_page / 2 or (height <= whole_page and self.canvas.room < whole_page / 4):
            self.turn_page()
            return True
        return False

    def _draw_row(
        self, leaves: Sequence[Element], fitted: Sequence[Sequence[str]], count: int, style: str
    ) -> None:
        height = count * self.step + 2 * PAD_Y
        top = self.canvas.y
        if self.open_from is None:
            self.open_from = top
        for leaf, column, lines, x, wide in zip(
            leaves, self.columns, fitted, self.edges, self.widths, strict=False
        ):
            start = top + PAD_Y
            if column.align == "C":
                start += (count - len(lines)) * self.step / 2
            self._lines(leaf, lines, x, wide, start, column.align, style)
        self.canvas.y = top + height
        self.canvas.rule(self.edges[0], self.canvas.y, self.edges[-1], self.canvas.y)

    def wanted(self, cells: Sequence[str]) -> float:
        """Room a row asks for before it is started: all of a short row, some lines of a long one."""
        count = max(len(self._fit(text, "", wide)) for text, wide in zip(cells, self.widths, strict=True))
        height = count * self.step + 2 * PAD_Y
        return height if height <= (self.canvas.capacity - self.head_height) / 2 else 4 * self.step

    def span(self, text: str, follower: Sequence[str] | None) -> None:
        """A title across the table, kept on one page with the row that follows it."""
        lines = self._fit(text, "B", self.edges[-1] - LEFT)
        leaf = self.element.add("TR").add("TH", th_attributes("Row", len(self.columns)))
        keep = self.wanted(follower) if follower is not None else 0.0
        if self._height(lines) + keep > self.canvas.room:
            self.turn_page()
        for position, line in enumerate(lines):
            if self.canvas.room < self.step + 2 * PAD_Y:
                self.turn_page()
            first, last = position == 0, position == len(lines) - 1
            self._close()
            top = self.canvas.y
            self._lines(leaf, [line], LEFT, self.edges[-1] - LEFT, top + (PAD_Y if first else 0), "L", "B")
            self.canvas.y += self.step + (PAD_Y if first else 0) + (PAD_Y if last else 0)
            for x in (self.edges[0], self.edges[-1]):
                self.canvas.rule(x, top, x, self.canvas.y)
        self.canvas.rule(self.edges[0], self.canvas.y, self.edges[-1], self.canvas.y)

    def _close(self) -> None:
        """Draw the upright rules of the rows since the header or the last title."""
        if self.open_from is None:
            return
        for x in self.edges:
            self.canvas.rule(x, self.open_from, x, self.canvas.y)
        self.open_from = None

    def turn_page(self) -> None:
        """Finish this page's rules and go on under a repeated header."""
        self._close()
        self.canvas.new_page()
        self.draw_head()

    def finish(self) -> None:
        self._close()


def table(
    canvas: Canvas,
    columns: Sequence[Column],
    head: Sequence[Sequence[Head]],
    rows: Iterable[Sequence[str] | Span | Total],
    *,
    size: float = 12.0,
) -> None:
    """Draw a table over the width between the margins, from the present place on.

    Every row has one text a column; a :class:`Span` runs across. The header is repeated on each page.
    """
    drawing = _Table(canvas, columns, size, canvas.tags.add("Table"))
    drawing.lay_head(head)
    if drawing.head_height > canvas.capacity / 2:
        raise ValueError("the header of a table must leave half a page to its rows")
    canvas.need(drawing.head_height + 3 * drawing.step)
    drawing.draw_head()
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


def th_attributes(scope: str, colspan: int = 1, rowspan: int = 1) -> str:
    """Attributes of a header cell: what it heads, and the cells it spans."""
    spans = (f"/ColSpan {colspan}" if colspan > 1 else "") + (f"/RowSpan {rowspan}" if rowspan > 1 else "")
    return f"/O/Table/Scope/{scope}{spans}"


def _cells(row: Sequence[str] | Total) -> Sequence[str]:
    return row.cells if isinstance(row, Total) else row

"""Tables with black rules: repeated header rows, spans, short rows kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

from reports.adapters.docx.grid import borders, cell, grid, grid_row
from reports.adapters.docx.measure import POINTS_PER_MM, width
from reports.adapters.docx.paragraphs import paragraph
from reports.adapters.docx.sheet import Sheet
from reports.adapters.docx.styles import BY_KEY, TIGHT
from reports.adapters.docx.xml import lines_of, tag, twips, words
from reports.domain.tables import FILLS, Bar, Head, Row, Span, Table, Total, cell_text, place, settled_widths

PAD_X: Final = 1.1  # a hair less than in the PDF: rules take their width from the cell
PAD_Y: Final = 0.9
LOOSE: Final = 0.4  # lest a word that just fits is cut by another program


def table(sheet: Sheet, content: Table) -> None:
    """The table over the width between the margins; its header is repeated on each page."""
    size = content.size if f"OBang{content.size:.0f}" in BY_KEY else BY_KEY["OBang"].size
    mark = f"{size:.0f}" if f"OBang{size:.0f}" in BY_KEY else ""
    form = _Form(sheet, content, size, f"DauBang{mark}", f"OBang{mark}")
    sheet.add_table(
        tag(
            "w:tbl",
            None,
            _properties(sum(form.widths)),
            tag("w:tblGrid", None, *(tag("w:gridCol", {"w:w": twips(wide)}) for wide in form.widths)),
            *form.head_rows(),
            *(form.row(row) for row in content.rows),
        )
    )


def _properties(wide: float) -> Any:
    sides = {"top": PAD_Y, "left": PAD_X, "bottom": PAD_Y, "right": PAD_X}
    return tag(
        "w:tblPr",
        None,
        tag("w:tblW", {"w:w": twips(wide), "w:type": "dxa"}),
        borders("w:tblBorders"),
        tag("w:tblLayout", {"w:type": "fixed"}),
        tag(
            "w:tblCellMar",
            None,
            *(tag(f"w:{side}", {"w:w": twips(room), "w:type": "dxa"}) for side, room in sides.items()),
        ),
        # A reading program is told that the first row is a header.
        tag("w:tblLook", {"w:val": "0020", "w:firstRow": 1}),
    )


class _Form:
    """Widths and styles of one table."""

    def __init__(self, sheet: Sheet, content: Table, size: float, head: str, body: str) -> None:
        self.content, self.size, self.head, self.body = content, size, head, body
        self.widths = settled_widths(content.columns, content.head, sheet.width, self._needed)
        self.tallest = sheet.height / 2

    def _needed(self, word: str) -> float:
        return width(" ".join(lines_of(word)), "B", self.size) + 2 * PAD_X + LOOSE

    def head_rows(self) -> list[Any]:
        """The rows of the header, cells that run over rows merged."""
        count = len(self.content.head)
        starts: dict[tuple[int, int], tuple[Head, str]] = {}
        for row, column, head in place(self.content.head):
            for below in range(head.rowspan):
                merged = "" if head.rowspan == 1 else ("continue" if below else "restart")
                starts[row + below, column] = (head, merged)
        rows = []
        for number in range(count):
            cells = [
                self._head_cell(column, head, merged)
                for (row, column), (head, merged) in sorted(starts.items(), key=lambda item: item[0])
                if row == number
            ]
            rows.append(_row(cells, whole=True, header=True))
        return rows

    def _head_cell(self, column: int, head: Head, merged: str) -> Any:
        wide = sum(self.widths[column : column + head.colspan])
        text = "" if merged == "continue" else head.text
        return cell(wide, _paragraphs(self.head, text), spans=head.colspan, merged=merged, middle=True)

    def row(self, row: Row) -> Any:
        """A row of values, of sums in bold, or a title across the table that stays with the next row."""
        if isinstance(row, Span):
            filled = _paragraphs(self.body, row.text, face="B", keep=True)
            return _row([cell(sum(self.widths), filled, spans=len(self.widths))], whole=True)
        values = row.cells if isinstance(row, Total) else row
        face = "B" if isinstance(row, Total) else ""
        texts = [cell_text(value) for value in values]
        cells = [
            cell(
                wide,
                _bar(value, wide - 2 * PAD_X)
                if isinstance(value, Bar)
                else _paragraphs(self.body, text, face=face, align=column.align),
                middle=column.align == "C" or isinstance(value, Bar),
            )
            for value, text, column, wide in zip(
                values, texts, self.content.columns, self.widths, strict=True
            )
        ]
        return _row(cells, whole=self._height(texts) <= self.tallest)

    def _height(self, texts: Sequence[str]) -> float:
        """About the height of a row in millimetres."""
        lines = [
            sum(ceil(width(line, "", self.size) / (wide - 2 * PAD_X)) or 1 for line in lines_of(text))
            for text, wide in zip(texts, self.widths, strict=True)
        ]
        return max(lines) * self.size * TIGHT / POINTS_PER_MM + 2 * PAD_Y


def _bar(bar: Bar, room: float) -> list[Any]:
    """A bar as a table of one row inside the cell, a filled cell a part; a cell ends with a paragraph."""
    drawn = [(fill, share * room) for fill, share in zip(FILLS, bar.shares, strict=False) if share > 0]
    if not drawn:
        return _paragraphs("OBang10", "")
    cells = [cell(wide, _paragraphs("OBang10", ""), boxed=True, fill=fill) for fill, wide in drawn]
    return [grid([wide for _fill, wide in drawn], [grid_row(cells)]), *_paragraphs("OBang10", "")]


def _row(cells: Sequence[Any], *, whole: bool, header: bool = False) -> Any:
    return tag(
        "w:tr",
        None,
        tag("w:trPr", None, tag("w:cantSplit") if whole else None, tag("w:tblHeader") if header else None),
        *cells,
    )


_ALIGNS: Final = {"C": "center", "R": "right"}


def _paragraphs(style: str, text: str, *, face: str = "", align: str = "", keep: bool = False) -> list[Any]:
    return [
        paragraph(
            style,
            [words(line.strip(), face)] if line.strip() else [],
            align=_ALIGNS.get(align, ""),
            keep=keep,
        )
        for line in lines_of(text)
    ]

"""The text of table cells: broken into lines of a width, and written as one leaf of the structure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reports.adapters.pdf.blocks import baseline_shift
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.faces import MM_PER_POINT
from reports.adapters.pdf.structure import Element

PAD_X: Final = 1.3
PAD_Y: Final = 0.9
LEADING: Final = 1.2


class CellText:
    """Writes cells of one size; ``step`` is the height of a line."""

    def __init__(self, canvas: Canvas, size: float) -> None:
        self.canvas = canvas
        self.size = size
        self.step = size * LEADING * MM_PER_POINT
        self._shift = baseline_shift(size, self.step)

    def fit(self, text: str, style: str, wide: float) -> list[str]:
        """The lines of a cell of this width."""
        return self.canvas.faces.fit(self.canvas.faces.clean(text), style, self.size, wide - 2 * PAD_X)

    def height(self, lines: Sequence[str]) -> float:
        """Height of a cell of these lines."""
        return len(lines) * self.step + 2 * PAD_Y

    def write(
        self,
        leaf: Element,
        lines: Sequence[str],
        x: float,
        wide: float,
        top: float,
        align: str,
        style: str,
    ) -> None:
        """Lines inside a cell from ``x`` on, the first one below ``top``."""
        canvas, size = self.canvas, self.size
        canvas.tags.leaf = leaf
        for position, line in enumerate(lines):
            start = x + PAD_X
            if align != "L":
                spare = wide - 2 * PAD_X - canvas.faces.width(line, style, size)
                start += spare / 2 if align == "C" else spare
            canvas.whole_line(start, top + position * self.step + self._shift, line, style, size)
        canvas.tags.leaf = None

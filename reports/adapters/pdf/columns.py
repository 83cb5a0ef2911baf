"""Things set side by side (letterhead, signatures): two stacks of lines that share their pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reports.adapters.pdf.blocks import LEADING, baseline_shift
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.faces import MM_PER_POINT
from reports.adapters.pdf.structure import Element


@dataclass
class Column:
    """A stack of lines between ``left`` and ``left + width``; ``height`` grows as things are added.

    Lines of both columns are drawn in turn, but read one column after the other: each addition is an
    element that waits in ``elements`` until the column is drawn.
    """

    canvas: Canvas
    left: float
    width: float
    height: float = 0.0
    slots: list[tuple[float, float, Callable[[float], None]]] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    def skip(self, height: float) -> None:
        """Leave a gap."""
        self.height += height

    def add(
        self,
        text: str,
        style: str,
        size: float,
        *,
        centre: bool = True,
        leading: float = LEADING,
        hang: float = 0.0,
        boxed: bool = False,
        leaf: Element | None = None,
    ) -> float:
        """Lines of text, wrapped to the column; gives the width of the last one.

        ``hang`` sets the second and later lines in; ``boxed`` draws a frame round a single line. The text
        is a paragraph unless ``leaf`` names the part it is of an element added before.
        """
        faces = self.canvas.faces
        cleaned = faces.clean(text)
        fit = faces.balanced if centre else faces.fit
        height = size * leading * MM_PER_POINT
        wide = 0.0
        leaf = leaf or self.element("P")
        for position, line in enumerate(fit(cleaned, style, size, self.width - hang)):
            wide = faces.width(line, style, size)
            x = self.left + ((self.width - wide) / 2 if centre else (hang if position else 0.0))
            self._slot(height, self._drawing(leaf, x, line, style, size, height, boxed))
        return wide

    def element(self, kind: str, alt: str = "") -> Element:
        """A part of the structure, next in this column."""
        self.elements.append(Element(kind, alt=alt))
        return self.elements[-1]

    def _drawing(
        self, leaf: Element, x: float, line: str, style: str, size: float, height: float, boxed: bool
    ) -> Callable[[float], None]:
        def draw(y: float) -> None:
            with self.canvas.tags.within(leaf):
                self.canvas.whole_line(x, y + baseline_shift(size, height), line, style, size)
            if boxed:
                wide = self.canvas.faces.width(line, style, size)
                self.canvas.frame(x - 2, y, wide + 4, height)

        return draw

    def rule(self, width: float, gap: float = 0.8) -> None:
        """A centred rule of this width, ``gap`` under the last line."""
        x = self.left + (self.width - width) / 2
        self._slot(gap + 0.6, lambda y: self.canvas.rule(x, y + gap, x + width, y + gap, 0.2))

    def draw(self, height: float, drawing: Callable[[float], None]) -> None:
        """Something of this height that draws itself below the place it is given."""
        self._slot(height, drawing)

    def _slot(self, height: float, draw: Callable[[float], None]) -> None:
        self.slots.append((self.height, height, draw))
        self.height += height


def side_by_side(canvas: Canvas, *columns: Column) -> None:
    """Draw the columns from the present place, line by line, over more pages when they are longer.

    They are read in the order they are given in, whichever stands on the left.
    """
    for column in columns:
        canvas.tags.place(column.elements)
    slots = sorted((slot for column in columns for slot in column.slots), key=lambda slot: slot[0])
    start = canvas.y
    for offset, height, draw in slots:
        if start + offset + height > canvas.bottom + 0.01 and start + offset > 20.01:
            canvas.new_page()
            start = canvas.y - offset
        draw(start + offset)
    canvas.y = start + max(column.height for column in columns)

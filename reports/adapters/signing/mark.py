"""The visible mark of a signature: a page of its own size, set in the document font, opaque."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reports.adapters.pdf.archive import COMPLIANCE
from reports.adapters.pdf.faces import FAMILY, Faces

SIZE: Final = 10.0  # Decree 30/2020/NĐ-CP, annex I
SMALLEST: Final = 6.0
LEADING: Final = 1.15
INSET: Final = 3.0
BLUE: Final = (0, 32, 128)
BLACK: Final = (0, 0, 0)


def mark_page(lines: Sequence[str], width: int, height: int, *, blue: bool) -> bytes:
    """The lines centred on a page of this size, in points; smaller than size 10 only when they need it.

    A name too long even for the smallest size is broken into more lines, and cut with "…" in the end.
    """
    from fpdf import FPDF

    pdf = FPDF(unit="pt", format=(width, height), enforce_compliance=COMPLIANCE)  # fonts as PDF/A asks
    pdf.set_auto_page_break(False)
    pdf.set_margins(0, 0, 0)
    pdf.c_margin = 0
    pdf.add_page()
    faces = Faces(pdf)
    colour = BLUE if blue else BLACK
    pdf.set_text_color(*colour)
    size, fitted = _fitted(faces, lines, width - 2 * INSET, height - 2 * INSET)
    y = (height - len(fitted) * size * LEADING) / 2
    for line in fitted:
        pdf.set_font(FAMILY, "", size)
        wide = faces.width(line, "", size) * 72 / 25.4
        pdf.text((width - wide) / 2, y + size * 0.92, line)
        y += size * LEADING
    if blue:
        pdf.set_draw_color(*colour)
        pdf.set_line_width(0.6)
        pdf.rect(0.5, 0.5, width - 1, height - 1)
    return bytes(pdf.output())


def _fitted(faces: Faces, lines: Sequence[str], width: float, height: float) -> tuple[float, list[str]]:
    """The largest size at which all lines fit, and the lines of it."""
    size = SIZE
    while True:
        room = max(int(height // (size * LEADING)), 1)
        broken = [
            piece for line in lines for piece in faces.fit(faces.clean(line), "", size, width * 25.4 / 72)
        ]
        if len(broken) <= room:
            return size, broken
        if size <= SMALLEST:
            # The moment stands last and is short: it stays whole.
            return size, [*broken[: room - 2], broken[room - 2] + "…", broken[-1]] if room > 1 else broken[:1]
        size -= 0.5

"""The mark in the margin of the first page by which anybody can check a document: scanned or typed in."""

from __future__ import annotations

from typing import Final

from reports.adapters.pdf.canvas import Canvas
from reports.domain.check_codes import shown_code
from reports.domain.letterhead import Letterhead

# In the left margin above its foot: the text never comes there, and neither do clamps nor holes of a file.
X: Final = 7.5
WIDE: Final = 15.0
SIZE: Final = 6.0
STEP: Final = 2.6
WORDS: Final = "Mã kiểm tra"


def check_mark(canvas: Canvas, head: Letterhead) -> None:
    """Draw the code of an issued document, and its address as a QR code where there is one; nothing else."""
    if not head.check_code:
        return
    groups = shown_code(head.check_code).split("-")
    lines = [WORDS, "-".join(groups[:2]) + "-", "-".join(groups[2:])]
    foot = canvas.bottom
    top = foot - len(lines) * STEP
    if head.check_address:
        _square(canvas, head.check_address, top - 1.5 - WIDE)
    with canvas.tags.within(canvas.tags.aside("P")):
        for number, line in enumerate(lines, start=1):
            wide = canvas.faces.width(line, "", SIZE)
            text = line + " " if number == 1 else line
            canvas.text(X + (WIDE - wide) / 2, top + number * STEP, text, "", SIZE)


def _square(canvas: Canvas, address: str, y: float) -> None:
    """The QR code of the address, black on the paper's white, as rectangles."""
    import segno

    rows = segno.make(address, error="m", micro=False).matrix
    size = WIDE / len(rows)
    picture = canvas.tags.aside("Figure", f"Mã QR dẫn tới trang kiểm tra văn bản: {address}")
    with canvas.figure(picture, X, y, WIDE, WIDE):
        canvas.pdf.set_fill_color(0)
        for down, row in enumerate(rows):
            for start, length in _runs(row):
                # A hair higher than a module, so that no white line shows between rows.
                canvas.pdf.rect(X + start * size, y + down * size, length * size, size * 1.03, style="F")


def _runs(row: bytes | bytearray) -> list[tuple[int, int]]:
    """Where dark modules follow each other: (first, how many)."""
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((at, 1))
    return runs

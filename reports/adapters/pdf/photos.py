"""Photos in two columns with captions, from bytes alone; what cannot be shown leaves a frame that says so."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Final

from reports.adapters.jpegs import FAULTS, MISSING, UNREADABLE, readable
from reports.adapters.pdf.blocks import LEADING, baseline_shift, paragraph
from reports.adapters.pdf.canvas import LEFT, Canvas
from reports.adapters.pdf.faces import MM_PER_POINT
from reports.adapters.pdf.lines import Run
from reports.adapters.pdf.structure import Element
from reports.domain.findings_report import Photo

PER_ROW: Final = 2
GUTTER: Final = 6.0
SHAPE: Final = 0.75
CAPTION_SIZE: Final = 12.0
CAPTION_LINES: Final = 6


def photo_grid(canvas: Canvas, photos: Sequence[Photo], files: Mapping[str, bytes]) -> None:
    """Photos numbered from 1 ("Ảnh 1. …"), each inside the same box, the caption centred beneath.

    A caption too long for its column is printed in full under its row.
    """
    per_row, wide = _grid(canvas)
    high = wide * SHAPE
    for start in range(0, len(photos), per_row):
        row = photos[start : start + per_row]
        _row(canvas, row, files, start, wide, high)


def _grid(canvas: Canvas) -> tuple[int, float]:
    """Photos a row and the width of each."""
    per_row = PER_ROW + 1 if canvas.width > 200 else PER_ROW
    return per_row, (canvas.width - GUTTER * (per_row - 1)) / per_row


def row_height(canvas: Canvas) -> float:
    """About the height of the first row, for the heading above it to stay with it."""
    return _grid(canvas)[1] * SHAPE + 2 * CAPTION_SIZE * MM_PER_POINT * LEADING


def _row(
    canvas: Canvas, row: Sequence[Photo], files: Mapping[str, bytes], start: int, wide: float, high: float
) -> None:
    step = CAPTION_SIZE * LEADING * 0.95 * MM_PER_POINT
    captions: list[list[str]] = []
    overlong: list[str] = []
    for position, photo in enumerate(row, start=start + 1):
        label = f"Ảnh {position}. {photo.caption}".strip()
        lines = canvas.faces.fit(canvas.faces.clean(label), "I", CAPTION_SIZE, wide)
        if len(lines) > CAPTION_LINES:
            overlong.append(label)
            lines = [f"Ảnh {position}"]
        captions.append(lines)
    height = high + 1.5 + max(map(len, captions)) * step
    canvas.y += 3.0 if canvas.y > 20.0 else 0.0
    canvas.need(height)
    for column, (photo, lines) in enumerate(zip(row, captions, strict=True)):
        x = LEFT + column * (wide + GUTTER)
        alt = photo.caption or f"Ảnh {start + column + 1}"
        _picture(canvas, files.get(photo.sha256), canvas.tags.add("Figure", alt), x, wide, high)
        with canvas.tags.block("P"):
            for number, line in enumerate(lines):
                inset = (wide - canvas.faces.width(line, "I", CAPTION_SIZE)) / 2
                baseline = canvas.y + high + 1.5 + number * step + baseline_shift(CAPTION_SIZE, step)
                canvas.whole_line(x + inset, baseline, line, "I", CAPTION_SIZE)
    canvas.y += height
    for label in overlong:
        paragraph(canvas, [Run(label, "I")], size=CAPTION_SIZE, indent=0)


def _picture(
    canvas: Canvas, data: bytes | None, picture: Element, x: float, wide: float, high: float
) -> None:
    """The image scaled into its box and centred, or the box with the reason why it is empty."""
    problem = MISSING if data is None else ""
    if data is not None:
        try:
            ratio, data = readable(data)
            inner = (wide, wide / ratio) if ratio > wide / high else (high * ratio, high)
            left, top = x + (wide - inner[0]) / 2, canvas.y + (high - inner[1]) / 2
            with canvas.figure(picture, left, top, *inner):
                canvas.pdf.image(io.BytesIO(data), left, top, *inner)
        except FAULTS:
            problem = UNREADABLE
    if problem:
        canvas.frame(x, canvas.y, wide, high)
        inset = (wide - canvas.faces.width(problem, "I", CAPTION_SIZE)) / 2
        picture.kind, picture.alt, picture.attributes = "P", "", ""  # there is nothing to see
        with canvas.tags.within(picture):
            canvas.text(x + inset, canvas.y + high / 2, problem, "I", CAPTION_SIZE)

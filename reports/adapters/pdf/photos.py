"""Photos in two columns with captions, from bytes alone; what cannot be shown leaves a frame that says so."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Final

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
MISSING: Final = "Không có tệp ảnh."
UNREADABLE: Final = "Không đọc được tệp ảnh."


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
            ratio, data = _readable(data)
            inner = (wide, wide / ratio) if ratio > wide / high else (high * ratio, high)
            left, top = x + (wide - inner[0]) / 2, canvas.y + (high - inner[1]) / 2
            with canvas.figure(picture, left, top, *inner):
                canvas.pdf.image(io.BytesIO(data), left, top, *inner)
        except (ValueError, OSError, SyntaxError):
            problem = UNREADABLE
    if problem:
        canvas.frame(x, canvas.y, wide, high)
        inset = (wide - canvas.faces.width(problem, "I", CAPTION_SIZE)) / 2
        picture.kind, picture.alt, picture.attributes = "P", "", ""  # there is nothing to see
        with canvas.tags.within(picture):
            canvas.text(x + inset, canvas.y + high / 2, problem, "I", CAPTION_SIZE)


def _readable(data: bytes) -> tuple[float, bytes]:
    """Width over height of a JPEG, and the JPEG; :class:`ValueError` or :class:`OSError` for anything else.

    Only JPEG is let through: the library would also read SVG, which may point at other files. Colours for
    four inks, or after a profile of their own, become those of a screen: PDF/A wants the meaning of every
    colour declared, and that is the one the file declares.
    """
    from PIL import Image

    if not data.startswith(b"\xff\xd8\xff"):
        raise ValueError("not a JPEG")
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            if image.mode not in ("RGB", "L", "CMYK"):
                raise ValueError("a colour mode that PDF cannot hold")
            ratio = image.width / image.height
            if image.mode != "CMYK" and "icc_profile" not in image.info:
                return ratio, data
            screen = io.BytesIO()
            image.convert("RGB").save(screen, "JPEG", quality=90, icc_profile=None)
            return ratio, screen.getvalue()
    except Image.DecompressionBombError as error:
        raise ValueError("too many pixels") from error

"""Photos in rows with captions, from bytes alone; one that cannot be shown leaves a frame that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from reports.adapters.docx.grid import cell, grid, grid_row
from reports.adapters.docx.paragraphs import cut, paragraph
from reports.adapters.docx.pictures import picture
from reports.adapters.docx.sheet import Sheet
from reports.adapters.docx.xml import words
from reports.adapters.jpegs import FAULTS, MISSING, UNREADABLE, readable
from reports.domain.findings_report import Photo

PER_ROW: Final = 2
GUTTER: Final = 6.0
SHAPE: Final = 0.75
BETWEEN: Final = 8.5  # points between two rows


def photo_grid(sheet: Sheet, photos: Sequence[Photo], files: Mapping[str, bytes]) -> None:
    """Photos numbered from 1 ("Ảnh 1. …"), each inside the same box, the caption centred beneath."""
    per_row = PER_ROW + 1 if sheet.width > 200 else PER_ROW
    wide = (sheet.width - GUTTER * (per_row - 1)) / per_row
    for start in range(0, len(photos), per_row):
        sheet.room(BETWEEN)
        _row(sheet, photos[start : start + per_row], files, start, wide, per_row)


def _row(
    sheet: Sheet, row: Sequence[Photo], files: Mapping[str, bytes], start: int, wide: float, per_row: int
) -> None:
    high = wide * SHAPE
    widths, shown, captions = [], [], []
    for column in range(per_row):
        if column:
            widths.append(GUTTER)
            shown.append(cell(GUTTER, [paragraph("Anh")]))
            captions.append(cell(GUTTER, [paragraph("ChuThichAnh")]))
        widths.append(wide)
        if column >= len(row):
            shown.append(cell(wide, [paragraph("Anh")]))
            captions.append(cell(wide, [paragraph("ChuThichAnh")]))
            continue
        photo, number = row[column], start + column + 1
        shown.append(_picture(sheet, photo, files.get(photo.sha256), number, wide, high))
        label = cut(f"Ảnh {number}. {photo.caption}".strip())
        captions.append(cell(wide, [paragraph("ChuThichAnh", runs) for runs in label]))
    sheet.add_table(grid(widths, [grid_row(shown, height=high), grid_row(captions)]))


def _picture(sheet: Sheet, photo: Photo, data: bytes | None, number: int, wide: float, high: float) -> Any:
    """The image scaled into its box and centred, or the box with the reason why it is empty."""
    problem = MISSING
    if data is not None:
        try:
            ratio, data = readable(data)
            inner = (wide, wide / ratio) if ratio > wide / high else (high * ratio, high)
            image = picture(sheet, data, *inner, photo.caption or f"Ảnh {number}")
            return cell(wide, [paragraph("Anh", [image])], middle=True)
        except FAULTS:
            problem = UNREADABLE
    return cell(wide, [paragraph("Anh", [words(problem, "I")])], middle=True, boxed=True)

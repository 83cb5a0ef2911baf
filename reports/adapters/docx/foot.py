"""Foot of a document: recipients on the left, signer on the right, and places to sign of several sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reports.adapters.docx.grid import cell, grid, grid_row
from reports.adapters.docx.ink import ink_picture
from reports.adapters.docx.letterhead import centred
from reports.adapters.docx.paragraphs import cut, paragraph
from reports.adapters.docx.sheet import Sheet
from reports.adapters.docx.xml import words
from reports.domain.blocks import Signature, listed
from reports.domain.letterhead import RECIPIENTS, Letterhead, Signatory

SIGNATURE_GAP: Final = 28.0
SPACE_ABOVE: Final = 14.0  # points
POINTS_PER_MM: Final = 72 / 25.4
INSET: Final = 2.0


def closing(sheet: Sheet, head: Letterhead) -> None:
    """Elements 7 and 9b side by side, kept on one page."""
    sheet.keep_last()
    half = sheet.width / 2
    row = grid_row([cell(half, _recipients(head.recipients)), cell(half, _signer(head.signatory, half))])
    sheet.room(SPACE_ABOVE)
    sheet.add_table(grid((half, half), [row]))


def _recipients(names: tuple[str, ...], *, before: float | None = None) -> list[Any]:
    """``Nơi nhận:`` bold italic 12, the list 11 with dashes; the archive line comes last."""
    if not names:
        return [paragraph("DanhSachNoiNhan")]
    lines = [paragraph("DanhSachNoiNhan", runs) for name in listed(names) for runs in cut(f"- {name}")]
    return [paragraph("NoiNhan", [words(RECIPIENTS)], before=before), *lines]


def _signer(signatory: Signatory | None, wide: float) -> list[Any]:
    if signatory is None:
        return [paragraph("HoTen")]
    lines = [element for line in signatory.lines for element in centred("ChucVu", line, wide)]
    gap = SIGNATURE_GAP * POINTS_PER_MM
    return [*lines, *centred("HoTen", signatory.name, wide, before=gap)]


def places(
    sheet: Sheet, signatures: Sequence[Signature], recipients: tuple[str, ...], *, joined: bool
) -> None:
    """Places to sign, two a row, left and right, each row kept on one page; then ``Nơi nhận``.

    Where they are ``joined``, the last of an odd number of places stands on the right and the recipients on
    the left, level with it.
    """
    half = sheet.width / 2
    beside = joined and bool(recipients) and len(signatures) % 2 == 1
    rows: list[Any] = []
    paired = signatures[:-1] if beside else signatures
    for start in range(0, len(paired), 2):
        rows += _group(sheet, [*paired[start : start + 2], None][:2], half)
    if beside:
        rows += _group(sheet, [None, signatures[-1]], half, _recipients(recipients, before=SPACE_ABOVE))
    sheet.keep_last()
    sheet.add_table(grid((half, half), rows))
    if not beside and recipients:
        sheet.room(SPACE_ABOVE)
        beneath = grid_row([cell(half, _recipients(recipients)), cell(half, [paragraph("HoTen")])])
        sheet.add_table(grid((half, half), [beneath]))


def _group(
    sheet: Sheet, pair: Sequence[Signature | None], half: float, left: list[Any] | None = None
) -> list[Any]:
    """Three rows, so that both hands are level: what stands above, the hand itself, what stands below."""
    above = [_above(one, half) for one in pair]
    hands = [[_hand(sheet, one, half)] for one in pair]
    below = [_below(one, half) for one in pair]
    rows = []
    for number, (parts, height) in enumerate(((above, 0.0), (hands, SIGNATURE_GAP), (below, 0.0))):
        cells = [cell(half, part, middle=number == 1) for part in parts]
        if left is not None:
            cells[0] = (
                cell(half, left, merged="restart")
                if number == 0
                else cell(half, [paragraph("HoTen")], merged="continue")
            )
        rows.append(grid_row(cells, height=height))
    return rows


def _above(place: Signature | None, half: float) -> list[Any]:
    if place is None:
        return [paragraph("ChucVu", before=SPACE_ABOVE)]
    made = centred("ChucVu", place.title.upper(), half, inset=INSET, before=SPACE_ABOVE)
    return [*made, *(centred("HuongDanKy", place.hint, half) if place.hint else [])]


def _hand(sheet: Sheet, place: Signature | None, half: float) -> Any:
    drawn = [ink_picture(sheet, place, half - 2 * INSET)] if place is not None and place.strokes else []
    return paragraph("Anh", drawn)


def _below(place: Signature | None, half: float) -> list[Any]:
    if place is None:
        return [paragraph("HoTen")]
    made = centred("HoTen", place.name, half, inset=INSET)
    if place.function:
        made += centred("ChucDanh", place.function, half, inset=INSET)
    if place.note:
        made += centred("GhiChuChuKy", place.note, half, inset=INSET)
    return made

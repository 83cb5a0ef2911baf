"""Foot of an official document: recipients on the left, signer on the right, and signatures of two sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from reports.adapters.pdf.blocks import BODY
from reports.adapters.pdf.canvas import LEFT, Canvas
from reports.adapters.pdf.columns import Column, side_by_side
from reports.adapters.pdf.ink import draw_ink
from reports.domain.blocks import Signature as Signature
from reports.domain.blocks import listed
from reports.domain.letterhead import Letterhead, Signatory
from reports.domain.signatures import Place

SIGNATURE_GAP: Final = 28.0
SPACE_ABOVE: Final = 5.0
LEFT_SHARE: Final = 0.5
NOTE: Final = 10.0
MARK_WIDTH: Final = 68.0


def closing(canvas: Canvas, head: Letterhead) -> None:
    """Elements 7 and 9b side by side; kept on one page unless longer than a page."""
    columns = _closing_columns(canvas, head)
    canvas.y += SPACE_ABOVE
    _keep_together(canvas, columns)
    recipients, signer = columns
    side_by_side(canvas, signer, recipients)  # who signs is part of the text; who gets a copy comes last


def closing_height(canvas: Canvas, head: Letterhead) -> float:
    """Height that :func:`closing` will take, so that the text before it can keep two lines with it."""
    tallest = max(column.height for column in _closing_columns(canvas, head))
    return SPACE_ABOVE + min(tallest, canvas.capacity / 2)


def _closing_columns(canvas: Canvas, head: Letterhead) -> tuple[Column, Column]:
    share = canvas.width * LEFT_SHARE
    left = Column(canvas, LEFT, share - 4)
    right = Column(canvas, LEFT + share, canvas.width - share)
    _recipients(left, head.recipients)
    _signer(right, head.signatory)
    return left, right


def _recipients(column: Column, recipients: tuple[str, ...]) -> None:
    """``Nơi nhận:`` bold italic 12, the list 11 with dashes; the archive line comes last."""
    if not recipients:
        return
    column.add("Nơi nhận:", "BI", 12, centre=False, leading=1.25)
    listing = column.element("L")
    for name in listed(recipients):
        leaf = listing.add("LI").add("LBody")
        column.add(f"- {name}", "", 11, centre=False, leading=1.2, hang=1.8, leaf=leaf)


def _signer(column: Column, signatory: Signatory | None) -> None:
    if signatory is None:
        return
    for line in signatory.lines:
        column.add(line, "B", BODY, leading=1.2)
    column.draw(0.0, lambda y: _remember(column, y))
    column.skip(SIGNATURE_GAP)
    if signatory.name:
        column.add(signatory.name, "B", BODY, leading=1.2)


def _remember(column: Column, y: float) -> None:
    """Draws nothing: whoever signs the finished file puts the mark where the pen would have signed."""
    canvas = column.canvas
    page = canvas.pdf.page - 1
    inset = (column.width - MARK_WIDTH) / 2
    canvas.signing_place = Place(page, column.left + inset, y + 4, MARK_WIDTH, SIGNATURE_GAP - 8)


def signatures(canvas: Canvas, places: Sequence[Signature]) -> None:
    """Places to sign, two a row, left and right; each row is kept on one page."""
    for start in range(0, len(places), 2):
        _row(canvas, _sign_here(canvas, places[start : start + 2]))


def signatures_with_recipients(
    canvas: Canvas, places: Sequence[Signature], recipients: tuple[str, ...]
) -> None:
    """The same followed by ``Nơi nhận``: of an odd number of places the last stands on the right and the
    recipients on the left, level with it, so that no page is left to them alone."""
    if len(places) % 2 == 0 or not recipients:
        signatures(canvas, places)
        recipients_only(canvas, recipients)
        return
    signatures(canvas, places[:-1])
    left = Column(canvas, LEFT, canvas.width * LEFT_SHARE - 4)
    _recipients(left, recipients)
    _row(canvas, [*_sign_here(canvas, places[-1:], first=1), left])


def _sign_here(canvas: Canvas, places: Sequence[Signature], *, first: int = 0) -> list[Column]:
    """Columns of one row, from the half of the page that ``first`` names; their signatures are level."""
    share = canvas.width / 2
    columns = []
    for position, place in enumerate(places, start=first):
        column = Column(canvas, LEFT + position * share + 2, share - 4)
        column.add(place.title.upper(), "B", BODY, leading=1.2)
        if place.hint:
            column.add(place.hint, "I", 12, leading=1.2)
        columns.append(column)
    titles = max(column.height for column in columns)
    for column, place in zip(columns, places, strict=True):
        column.skip(titles - column.height)
        if place.strokes:
            column.draw(SIGNATURE_GAP, _ink(column, place))
        else:
            column.skip(SIGNATURE_GAP)
        column.add(place.name, "B", BODY, leading=1.2)
        if place.function:
            column.add(place.function, "", BODY - 1, leading=1.2)
        if place.note:
            column.add(place.note, "I", NOTE, leading=1.2)
    return columns


def _row(canvas: Canvas, columns: Sequence[Column]) -> None:
    canvas.y += SPACE_ABOVE
    _keep_together(canvas, columns)
    side_by_side(canvas, *columns)


def _ink(column: Column, place: Signature) -> Callable[[float], None]:
    whose = f" của {place.name}" if place.name else ""
    picture = column.element("Figure", alt=f"Chữ ký{whose}")
    return lambda y: draw_ink(column.canvas, place.strokes, picture, column.left, y + 2, column.width)


def recipients_only(canvas: Canvas, recipients: tuple[str, ...]) -> None:
    """``Nơi nhận`` under the signatures, as on minutes."""
    column = Column(canvas, LEFT, canvas.width * LEFT_SHARE)
    _recipients(column, recipients)
    if column.slots:
        canvas.y += SPACE_ABOVE
        _keep_together(canvas, [column])
        side_by_side(canvas, column)


def _keep_together(canvas: Canvas, columns: Sequence[Column]) -> None:
    height = max(column.height for column in columns)
    if height <= canvas.capacity:
        canvas.need(height)

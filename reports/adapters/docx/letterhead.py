"""Head of a document: agencies, motto, number and date side by side, title, addressees, legal bases."""

from __future__ import annotations

from typing import Any, Final

from reports.adapters.docx.grid import cell, grid, grid_row
from reports.adapters.docx.measure import balanced, width
from reports.adapters.docx.paragraphs import cut, paragraph, rule
from reports.adapters.docx.sheet import Sheet
from reports.adapters.docx.styles import BY_KEY, SPACING
from reports.adapters.docx.xml import lines_of, words
from reports.domain.blocks import listed
from reports.domain.letterhead import DEAR, MOTTO, STATE, Letterhead

RULE_SHARE: Final = 0.4  # a rule of one third to one half of the text above it
SLACK: Final = 3.0  # lest another program's letters are a hair wider and break the motto
LOOSE: Final = 1.0
WIDER_BLANK: Final = 0.25  # LibreOffice sets no-break spaces wider than others, half of it on a side


def letterhead(sheet: Sheet, head: Letterhead, *, dated: bool = True) -> None:
    """Elements 1 to 5a, and the addressees and bases when there are any.

    ``dated`` False leaves out place and date: minutes carry none (form 1.9).
    """
    right = width(STATE, "B", BY_KEY["QuocHieu"].size) + SLACK
    left = sheet.width - right
    agencies: list[Any] = []
    if head.parent_agency.strip():
        agencies += centred("CoQuanChuQuan", head.parent_agency.upper(), left)
    agencies += ruled("TenCoQuan", head.agency.upper(), left)
    motto = [
        paragraph("QuocHieu", [words(STATE)]),
        paragraph("TieuNgu", [words(MOTTO)]),
        rule(right, width(MOTTO, "B", BY_KEY["TieuNgu"].size)),
    ]
    number = centred("SoKyHieu", head.number_line, left, before=4.0)
    if head.draft_label.strip():
        label = " ".join(lines_of(head.draft_label.upper()))
        number.append(paragraph("DuThao", [words(f"\u00a0{label}\u00a0", boxed=True)]))
    day = centred("DiaDanh", head.place_and_date, right, before=4.0) if dated else [paragraph("DiaDanh")]
    sheet.add_table(
        grid(
            (left, right),
            [
                grid_row([cell(left, agencies), cell(right, motto)]),
                grid_row([cell(left, number), cell(right, day)]),
            ],
        )
    )
    _title(sheet, head)
    _addressees(sheet, head.addressees)
    for basis in listed(head.legal_bases):
        for runs in cut(basis):
            sheet.add("CanCu", runs)


def centred(
    style: str, text: str, wide: float, *, inset: float = 0.0, before: float | None = None
) -> list[Any]:
    """Centred paragraphs, narrowed until their lines are of about equal length; the first has ``before``
    points above it."""
    made = []
    form = BY_KEY[style]
    for position, runs in enumerate(cut(text)):
        room = wide - 2 * inset
        words_there = "".join(run.text for run in runs)
        inner, _last = balanced(words_there, form.face, form.size, room)
        loose = LOOSE + WIDER_BLANK * words_there.count("\u00a0")
        side = inset + max(0.0, (room - inner) / 2 - loose)
        given: dict[str, float] = {"left": side, "right": side} if side > 0.5 else {}
        if before is not None and position == 0:
            given["before"] = before
        made.append(paragraph(style, runs, **given))  # type: ignore[arg-type]
    return made


def ruled(style: str, text: str, wide: float, *, inset: float = 0.0, after: float = 0.0) -> list[Any]:
    """The same with a rule under it, shorter than its last line."""
    made = centred(style, text, wide, inset=inset)
    form = BY_KEY[style]
    last = "".join(run.text for run in cut(text)[-1])
    _inner, length = balanced(last, form.face, form.size, wide - 2 * inset)
    return [*made, rule(wide, length * RULE_SHARE, after=after, keep=form.keep)]


def _title(sheet: Sheet, head: Letterhead) -> None:
    for element in (
        *centred("TenLoai", head.type_name.upper(), sheet.width),
        *ruled("TrichYeu", head.summary, sheet.width, inset=12, after=10.0),
    ):
        sheet.put(element)
    if head.replacing_line:
        for element in centred("ThayThe", head.replacing_line, sheet.width, inset=12):
            sheet.put(element)


def _addressees(sheet: Sheet, addressees: tuple[str, ...]) -> None:
    """``Kính gửi: …`` on one line for one addressee, a list with dashes for more (element 9a)."""
    if not addressees:
        return
    if len(addressees) == 1:
        for element in centred("KinhGui", DEAR + addressees[0].rstrip(" ;."), sheet.width, inset=10):
            sheet.put(element)
    else:
        sheet.add("KinhGui", [words(DEAR.strip())], align="left", left=25.0, before=SPACING)
        for name in listed(addressees):
            for runs in cut(f"- {name}"):
                sheet.add("NoiGuiDen", runs)
    sheet.room(SPACING)

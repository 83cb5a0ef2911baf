"""Biên bản kiểm tra: form 1.9 of Decree 30/2020/NĐ-CP with the fields of an inspection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from audit.inspections.domain import minutes as words
from reports.domain.blocks import (
    TABLE_START,
    Block,
    DottedLines,
    Front,
    Gap,
    Heading,
    Numbered,
    Places,
    Points,
    Proof,
    ended,
    text,
)
from reports.domain.dates import minutes_moment
from reports.domain.letterhead import Clause
from reports.domain.minutes_document import (
    Figure,
    InspectedParty,
    MinutesDocument,
    Participant,
    SiteRequest,
    SiteShortcoming,
)
from reports.domain.numbering import roman
from reports.domain.outlines.minutes_signing import (
    closing_text,
    is_site,
    person_line,
    signature_places,
    signed_text_line,
    signing_remarks,
)
from reports.domain.outlines.proof import content_digest
from reports.domain.tables import Column, Head, Table, one_row

BLANK_LINES: Final = 3


def minutes_outline(content: MinutesDocument) -> Iterator[Block]:
    """The minutes, ready to be signed by both sides.

    What is not yet known (hour of closing, opinion of the visited side) is left as dots to write on.
    """
    head = content.letterhead
    yield Front(head, dated=False)
    yield text(words.opening_sentence(minutes_moment(content.started_at), content.place))
    for number, part in enumerate(_parts(content), start=1):
        for block in part:
            if isinstance(block, Heading) and block.level == 0:
                block = Heading(f"{roman(number)}. {block.text}", 0, block.room)
            yield block
    yield Gap()
    yield from map(text, signing_remarks(content))
    yield text(ended(closing_text(content)), room=50.0)
    yield Places(tuple(signature_places(content)), head.recipients, joined=content.signed is not None)
    if content.signed is not None:
        yield signed_text_line(content.signed)
    yield Proof((content_digest(content),))


def _parts(content: MinutesDocument) -> Iterator[list[Block]]:
    """Each part starts with its heading, which is numbered afterwards."""
    yield list(_participants(content))
    if content.contents:
        yield [
            Heading(words.CONTENTS, 0),
            *(Numbered(f"{position}.", part) for position, part in enumerate(content.contents, start=1)),
        ]
    yield list(_results(content))
    yield list(_opinions(content))
    if content.requests:
        yield [Heading("KIẾN NGHỊ TẠI CHỖ", 0, TABLE_START - 10), Gap(), requests_table(content.requests)]
    if content.attachments:
        yield [Heading("TÀI LIỆU KÈM THEO", 0), Points(content.attachments)]


def _participants(content: MinutesDocument) -> Iterator[Block]:
    yield Heading(words.PARTICIPANTS, 0)
    yield Numbered("1.", Clause(words.inspecting_side(content.kind), _named(content.inspectors)))
    yield Numbered("2.", Clause(words.inspected_side(content.kind), _party(content.inspected)))
    if content.witnesses:
        yield Numbered("3.", Clause("Người chứng kiến", _named(content.witnesses)))


def _named(people: Sequence[Participant]) -> tuple[str, ...]:
    return words.ended_lines([person_line(person) for person in people])


def _party(party: InspectedParty) -> tuple[str, ...]:
    return words.party_lines(
        party.name,
        address=party.address,
        business=party.business,
        licence=party.licence,
        representatives=[person_line(person) for person in party.representatives],
    )


def _results(content: MinutesDocument) -> Iterator[Block]:
    yield Heading("KẾT QUẢ KIỂM TRA", 0, TABLE_START if content.figures else None)
    order = 1
    if content.figures:
        side = "cơ sở" if is_site(content) else "đơn vị"
        yield Heading(f"{order}. Số liệu {side} báo cáo và kết quả đối chiếu", 1, TABLE_START)
        yield Gap()
        yield _figures(content.figures)
        order += 1
    found = content.results or (words.DOTS * 11,)
    yield Numbered(f"{order}.", Clause("Kết quả xác minh, đánh giá", found))
    title = "Tồn tại, hạn chế"
    if content.shortcomings:
        yield Numbered(f"{order + 1}.", Clause(title, _shortcomings(content.shortcomings), "a"))
    else:
        none = "Qua kiểm tra, chưa ghi nhận tồn tại, hạn chế."
        yield Numbered(f"{order + 1}.", Clause(title, (none,), "", run_in=True))


def _shortcomings(items: Sequence[SiteShortcoming]) -> tuple[str, ...]:
    return tuple(
        f"{item.text.rstrip('. ')} (căn cứ: {item.legal_basis.rstrip('.')})."
        if item.legal_basis
        else item.text
        for item in items
    )


def _opinions(content: MinutesDocument) -> Iterator[Block]:
    yield Heading(words.opinion_heading(content.kind), 0)
    if content.opinions:
        yield Points(content.opinions, "" if len(content.opinions) == 1 else "-")
    else:
        yield DottedLines(BLANK_LINES)


def _figures(figures: Sequence[Figure]) -> Table:
    """What was reported beside what was found, a figure a row."""
    head = (
        (
            Head("STT", rowspan=2),
            Head("Chỉ tiêu", rowspan=2),
            Head("Đơn vị tính", rowspan=2),
            Head("Số liệu", colspan=2),
            Head("Ghi chú", rowspan=2),
        ),
        (Head("Báo cáo"), Head("Đối chiếu")),
    )
    return Table(
        "Số liệu đối chiếu",
        (
            Column(12, "C"),
            Column(61),
            Column(20, "C"),
            Column(22, "C", figures=True),
            Column(24, "C", figures=True),
            Column(30),
        ),
        head,
        tuple(
            (position, figure.name, figure.unit, figure.reported, figure.observed, figure.note)
            for position, figure in enumerate(figures, start=1)
        ),
    )


def requests_table(requests: Sequence[SiteRequest]) -> Table:
    """Requests made on site, with who carries them out and by which day."""
    return Table(
        "Kiến nghị tại chỗ",
        (Column(12, "C"), Column(85), Column(44), Column(26, "C")),
        one_row("STT", "Nội dung kiến nghị", "Đơn vị, người thực hiện", "Thời hạn"),
        tuple(
            (position, item.text, item.addressee, item.due_on)
            for position, item in enumerate(requests, start=1)
        ),
    )

"""Phụ lục kèm theo Biên bản: the checklist as it was filled in, signed by both sides as the minutes are."""

from __future__ import annotations

from collections.abc import Iterator

from reports.domain.blocks import (
    TABLE_START,
    Block,
    Front,
    Gap,
    Heading,
    Paragraph,
    Places,
    Points,
    Proof,
    Run,
    Signature,
    ended,
    text,
)
from reports.domain.checklist_annex_document import ChecklistAnnex
from reports.domain.dates import short_date
from reports.domain.minutes_document import MinutesKind, leading, title_of_leader
from reports.domain.numbering import padded, roman
from reports.domain.outlines.proof import content_digest
from reports.domain.tables import Column, Row, Span, Table, one_row


def checklist_annex_outline(content: ChecklistAnnex) -> Iterator[Block]:
    """The annex, ready to be signed; like the minutes it has no line of place and date (Decree
    30/2020/NĐ-CP, form 1.9)."""
    head = content.letterhead
    yield Front(head, dated=False)
    yield from _facts(content)
    for number, part in enumerate(_parts(content), start=1):
        for block in part:
            if isinstance(block, Heading):
                block = Heading(f"{roman(number)}. {block.text}", 0, block.room)
            yield block
    yield Gap()
    yield text(ended(_closing(content)), room=50.0)
    yield Places(_places(content), head.recipients)
    yield Proof((content_digest(content),))


def _facts(content: ChecklistAnnex) -> Iterator[Block]:
    place = content.place.rstrip(". ")
    for label, said in (
        ("Kèm theo", content.minutes),
        (_party(content), content.inspected),
        ("Thời gian, địa điểm", f"ngày {short_date(content.visited_on)}, tại {place}"),
        ("Đội kiểm tra" if _site(content) else "Đoàn kiểm tra", content.team),
    ):
        yield Paragraph((Run(f"{label}: ", "B"), Run(said.rstrip(".") + ".")))


def _parts(content: ChecklistAnnex) -> Iterator[list[Block]]:
    """Each part starts with its heading, which is numbered afterwards."""
    title = "NỘI DUNG ĐÃ KIỂM TRA"
    if content.sections:
        yield [Heading(title, 0, TABLE_START), Gap(), _items(content)]
    else:
        yield [Heading(title, 0), text("Buổi kiểm tra không dùng bảng kiểm.")]
    if content.settled:
        yield [Heading("NỘI DUNG GHI NHẬN KHÁC NHAU ĐÃ THỐNG NHẤT", 0), Points(content.settled)]
    if content.captions:
        numbered = (f"Ảnh {n}: {caption}" for n, caption in enumerate(content.captions, start=1))
        yield [Heading("ẢNH CHỤP LƯU TẠI HỒ SƠ KIỂM TRA", 0), Points(tuple(numbered))]
    if content.remarks:
        yield [Heading("GHI CHÚ", 0), Points(content.remarks)]


def _items(content: ChecklistAnnex) -> Table:
    return Table(
        "Phiếu kiểm tra",
        (
            Column(11, "C", figures=True),
            Column(62),
            Column(42, "L", figures=True),
            Column(17, "C"),
            Column(33),
        ),
        one_row("STT", "Nội dung kiểm tra", "Kết quả ghi nhận", "Đơn vị tính", "Ghi chú"),
        tuple(_rows(content)),
    )


def _rows(content: ChecklistAnnex) -> Iterator[Row]:
    for section in content.sections:
        if section.title:
            yield Span(section.title)
        for item in section.items:
            yield (item.number, item.question, item.answer, item.unit, item.note)


def _closing(content: ChecklistAnnex) -> str:
    side = "cơ sở" if _site(content) else "đơn vị"
    team = "đội" if _site(content) else "đoàn"
    return (
        f"Phụ lục này gồm {padded(content.number_of_items)} nội dung, là một phần của Biên bản kiểm tra; "
        f"đại diện {side} được kiểm tra và {team} kiểm tra đã đọc lại và cùng ký tên dưới đây"
    )


def _places(content: ChecklistAnnex) -> tuple[Signature, ...]:
    """Visited side on the left, head of the team on the right, as under the minutes."""
    leader = leading(content.inspectors)
    return (
        Signature(f"Đại diện {_party(content).lower()}", content.representative),
        Signature(title_of_leader(content.kind, leader), leader.name if leader else ""),
    )


def _party(content: ChecklistAnnex) -> str:
    return "Cơ sở được kiểm tra" if _site(content) else "Đơn vị được kiểm tra"


def _site(content: ChecklistAnnex) -> bool:
    return content.kind is MinutesKind.ESTABLISHMENT

"""Thông báo kết luận kiểm tra: what was checked, found, explained and asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reports.domain.blocks import (
    TABLE_START,
    Block,
    Closing,
    Front,
    Gap,
    Heading,
    Numbered,
    Paragraph,
    Points,
    Proof,
    Run,
    ended,
    text,
)
from reports.domain.conclusion_document import ConcludedShortcoming, ConclusionDocument
from reports.domain.letterhead import Clause
from reports.domain.numbering import point_letter, roman
from reports.domain.outlines.minutes import requests_table
from reports.domain.outlines.proof import content_digest

NO_STRENGTH: Final = "Qua kiểm tra, chưa ghi nhận kết quả nổi bật cần nêu riêng."
NO_SHORTCOMING: Final = "Qua kiểm tra, chưa ghi nhận tồn tại, hạn chế."
THREE_LINES: Final = 3 * 18 * 25.4 / 72


def conclusion_outline(content: ConclusionDocument) -> Iterator[Block]:
    """The conclusion, as a draft to explain or as issued."""
    head = content.letterhead
    yield Front(head)
    yield text(content.opening)
    yield Heading("I. NỘI DUNG KIỂM TRA", 0)
    yield Points(content.visited)
    if content.contents:
        yield Points((f"Nội dung: {'; '.join(content.contents)}.",))
    yield Heading("II. KẾT LUẬN", 0)
    strengths = content.strengths or (NO_STRENGTH,)
    yield Numbered("1.", Clause("Kết quả đạt được", strengths, "-" if content.strengths else ""))
    yield from _shortcomings(content.shortcomings)
    if content.remarks:
        yield Numbered("3.", Clause("Đánh giá chung", content.remarks))
    number = 3
    if content.requests:
        yield Heading(f"{roman(number)}. KIẾN NGHỊ", 0, TABLE_START)
        yield Gap()
        yield requests_table(content.requests)
        number += 1
    yield Heading(f"{roman(number)}. TỔ CHỨC THỰC HIỆN", 0, THREE_LINES)
    if content.explain_line:
        yield Paragraph((Run(content.explain_line, "B"),))
    yield text(ended(content.closing), before_foot=True)
    yield Closing(head)
    yield Proof((content_digest(content),))


def _shortcomings(shortcomings: Sequence[ConcludedShortcoming]) -> Iterator[Block]:
    """Each lettered, with the rule in brackets; cause, effect and the unit's explanation under it."""
    if not shortcomings:
        yield Numbered("2.", Clause("Tồn tại, hạn chế", (NO_SHORTCOMING,), "", run_in=True))
        return
    yield Heading("2. Tồn tại, hạn chế", 1)
    for position, item in enumerate(shortcomings, start=1):
        rule = f" (căn cứ: {item.criterion.rstrip('. ')})." if item.criterion else ""
        words = item.text.rstrip(". ") + rule if rule else item.text
        yield text(f"{point_letter(position)}) {words}")
        for label, said in (
            ("Nguyên nhân", item.cause),
            ("Ảnh hưởng", item.effect),
            ("Giải trình của đơn vị", item.explanation),
        ):
            if said:
                yield Paragraph((Run(f"{label}: ", "I"), Run(_stopped(said))))


def _stopped(words: str) -> str:
    return words if words.rstrip().endswith((".", "!", "?")) else f"{words.rstrip(' ;,')}."

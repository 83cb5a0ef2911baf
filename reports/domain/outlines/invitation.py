"""Giấy mời: form 1.7 of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from audit.inspections.domain.minutes import ended_lines
from reports.domain.blocks import Block, Closing, Front, Points, Proof, ended, text
from reports.domain.dates import clock_time, weekday
from reports.domain.invitation_document import InvitationDocument
from reports.domain.outlines.proof import content_digest
from reports.domain.wording import lowered

BLANK: Final = "." * 48


def invitation_outline(content: InvitationDocument) -> Iterator[Block]:
    """The invitation; what is not settled yet is left as dots to write on."""
    head = content.letterhead
    yield Front(head)
    lead = f"{head.agency_in_text} trân trọng kính mời:"
    if len(content.invited) == 1:
        yield text(f"{lead} {content.invited[0].rstrip('. ;')}.")
    else:
        yield text(lead)
        yield Points(ended_lines(content.invited))
    yield text(f"Tới dự: {content.purpose.rstrip('. ')}.")
    if content.contents:
        yield text("Nội dung:")
        yield Points(content.contents)
    yield text(f"Chủ trì: {_or_blank(content.chaired_by)}")
    moment = content.meets_at
    when = f"{clock_time(moment)}, {lowered(weekday(moment))}" if moment is not None else ""
    yield text(f"Thời gian: {_or_blank(when)}")
    yield text(f"Địa điểm: {_or_blank(content.place)}")
    yield text(ended(content.closing), before_foot=True)
    yield Closing(head)
    yield Proof((content_digest(content),))


def _or_blank(words: str) -> str:
    return f"{words.rstrip('. ')}." if words else BLANK

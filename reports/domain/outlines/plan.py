"""Kế hoạch kiểm tra: the order and numbering of the departments' inspection plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.domain.blocks import (
    Annex,
    Block,
    Closing,
    Front,
    Heading,
    Numbered,
    Points,
    Proof,
    ended,
    text,
)
from reports.domain.letterhead import Clause
from reports.domain.numbering import annex_label
from reports.domain.outlines.proof import content_digest
from reports.domain.plan_document import PlanDocument, PlannedUnit
from reports.domain.tables import Column, Table, one_row


def plan_outline(content: PlanDocument) -> Iterator[Block]:
    """The plan from its head to its annex."""
    head = content.letterhead
    yield Front(head)
    yield from map(text, content.opening)
    yield Heading("I. MỤC ĐÍCH, YÊU CẦU", 0)
    yield Numbered("1.", Clause("Mục đích", content.purposes))
    yield Numbered("2.", Clause("Yêu cầu", content.requirements, run_in=len(content.requirements) == 1))
    yield Heading(f"II. {content.content_title}", 0)
    for position, part in enumerate(content.contents, start=1):
        yield Numbered(f"{position}.", part)
    yield Heading(f"III. {content.target_title}", 0)
    yield Points(content.targets)
    yield Heading(f"IV. {content.method_title}", 0)
    yield Points(content.methods, "" if len(content.methods) == 1 else "-")
    yield Heading("V. THÀNH PHẦN, THỜI GIAN", 0)
    yield Numbered("1.", Clause("Thành phần", content.composition))
    requests = content.requests
    schedule = content.schedule if requests else ended(content.schedule)
    timing = Clause("Thời gian kiểm tra", (schedule,), "", run_in=True, note=content.schedule_note)
    yield Numbered("2.", timing, before_foot=not requests)
    for position, words in enumerate(requests, start=1):
        last = position == len(requests)
        yield text(ended(words) if last else words, before_foot=last)
    yield Closing(head)
    yield Proof((content_digest(content),))
    if content.units:
        yield Annex(annex_label(1, 1), content.units_title, head, "PL-")
        yield _units(content.units)


def _units(units: Sequence[PlannedUnit]) -> Table:
    return Table(
        "Đơn vị được kiểm tra",
        (Column(12, "C"), Column(53), Column(32, "C"), Column(43), Column(25)),
        one_row("STT", "Đơn vị được kiểm tra", "Thời gian dự kiến", "Lý do lựa chọn", "Ghi chú"),
        tuple(
            (position, unit.name, unit.when, unit.reason, unit.note)
            for position, unit in enumerate(units, start=1)
        ),
    )

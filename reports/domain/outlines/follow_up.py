"""Báo cáo tình hình thực hiện kiến nghị: figures on the first page, the table as a landscape annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.domain.blocks import Annex, Block, Closing, Front, Numbered, Proof, ended, text
from reports.domain.follow_up_document import STATE_WORDS, FollowedUp, FollowUpDocument
from reports.domain.letterhead import Clause
from reports.domain.numbering import annex_label, padded
from reports.domain.outlines.proof import content_digest
from reports.domain.tables import Column, Table, one_row
from reports.domain.wording import lowered


def follow_up_outline(content: FollowUpDocument) -> Iterator[Block]:
    """The report and its table, which lies across the page: the decree allows landscape pages for annexes,
    numbered by themselves."""
    head = content.letterhead
    yield Front(head)
    yield text(content.opening)
    yield Numbered("1.", Clause("Kết quả thực hiện", tuple(_figures(content))))
    if content.remarks:
        yield Numbered("2.", Clause("Đánh giá, kiến nghị", content.remarks))
    yield text(ended(content.closing), before_foot=True)
    yield Closing(head)
    yield Proof((content_digest(content),))
    if content.rows:
        yield Annex(annex_label(1, 1), content.table_title, head, "PL-", landscape=True)
        yield _rows(content.rows)


def _figures(content: FollowUpDocument) -> Iterator[str]:
    """How many there are, how far they have come, and how many are late."""
    if not content.rows:
        yield "Không có kiến nghị nào phải theo dõi."
        return
    units = padded(len({row.unit for row in content.rows}))
    total = padded(len(content.rows))
    yield f"Tổng số kiến nghị: {total}, tại {units} đơn vị (chi tiết tại Phụ lục kèm theo)."
    for state in ("verified", "done", "in_progress", "open"):
        if number := content.count(state):
            yield f"{STATE_WORDS[state]}: {padded(number)} kiến nghị."
    if content.late:
        yield f"Quá hạn mà chưa báo cáo đã thực hiện: {padded(content.late)} kiến nghị."


def _rows(rows: Sequence[FollowedUp]) -> Table:
    return Table(
        "Theo dõi kiến nghị",
        (
            Column(12, "C"),
            Column(38),
            Column(70),
            Column(24, "C"),
            Column(34),
            Column(54),
            Column(20, "C"),
        ),
        one_row(
            "STT",
            "Đơn vị",
            "Nội dung kiến nghị",
            "Thời hạn",
            "Tình trạng",
            "Kết quả thực hiện, xác minh",
            "Ghi chú",
        ),
        tuple(
            (
                position,
                row.unit,
                row.text if _same(row) else f"{row.text} ({row.addressee})",
                row.due_on,
                STATE_WORDS[row.state],
                row.result,
                row.note,
            )
            for position, row in enumerate(rows, start=1)
        ),
    )


def _same(row: FollowedUp) -> bool:
    """Whether who must act is the inspected unit itself, which has its own column."""
    return not row.addressee.strip() or lowered(row.unit).casefold() in row.addressee.casefold()

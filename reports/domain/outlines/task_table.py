"""Biểu phân công nhiệm vụ, giải pháp: one table on lying pages, with the columns of Lai Châu's of 2026."""

from __future__ import annotations

from collections.abc import Iterator

from reports.domain.blocks import AnnexFront, Block, Proof
from reports.domain.outlines.proof import content_digest
from reports.domain.tables import Column, Row, Table, Total, one_row
from reports.domain.task_table_document import AssignedTask, TaskTable
from reports.domain.wording import kept_together


def task_table_outline(content: TaskTable) -> Iterator[Block]:
    """The table under its title."""
    yield AnnexFront(kept_together(content.letterhead.summary), content.letterhead)
    yield Table(
        "Biểu phân công nhiệm vụ",
        (Column(14, "C"), Column(88), Column(38, "C"), Column(46, "C"), Column(28, "C"), Column(38, "C")),
        one_row(
            "STT",
            "Nhiệm vụ và giải pháp chủ yếu",
            "Cơ quan chủ trì",
            "Cơ quan phối hợp",
            "Thời gian thực hiện",
            "Sản phẩm/Kết quả",
        ),
        tuple(map(_row, content.tasks)),
    )
    yield Proof((content_digest(content),))


def _row(task: AssignedTask) -> Row:
    cells = (task.number, task.text, task.lead, task.coordinating, task.timeframe, task.product)
    return Total(cells) if task.group else cells

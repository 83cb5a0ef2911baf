"""Content of the table that assigns a programme's tasks (Biểu phân công nhiệm vụ, giải pháp)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reports.domain.content import Content, Part
from reports.domain.letterhead import Letterhead


@dataclass(frozen=True)
class AssignedTask(Part):
    """A row as it is printed; a ``group`` has number and words alone."""

    number: str
    text: str
    lead: str = ""
    coordinating: str = ""
    timeframe: str = ""
    product: str = ""
    group: bool = False


@dataclass(frozen=True)
class TaskTable(Content):
    """Biểu phân công: an annex of the programme, so its head cites that plan and has no motto nor signer."""

    document: ClassVar[str] = "task_table"

    letterhead: Letterhead
    tasks: tuple[AssignedTask, ...]

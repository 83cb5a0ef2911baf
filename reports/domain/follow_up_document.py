"""Content of a report on recommendations carried out (Báo cáo thực hiện kiến nghị) with its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from reports.domain.content import Content, Part
from reports.domain.letterhead import Letterhead

# How far a recommendation has come, as the table says it.
STATE_WORDS: Final = {
    "open": "Chưa thực hiện",
    "in_progress": "Đang thực hiện",
    "done": "Đơn vị báo cáo đã thực hiện, chưa xác minh",
    "verified": "Đã thực hiện, đã xác minh",
}


@dataclass(frozen=True)
class FollowedUp(Part):
    """A recommendation and what became of it; ``late`` when its day passed and it is not reported done."""

    unit: str
    text: str
    addressee: str
    due_on: date
    state: str
    result: str = ""
    late: bool = False

    @property
    def note(self) -> str:
        return "Quá hạn" if self.late else ""


@dataclass(frozen=True)
class FollowUpDocument(Content):
    """A report (BC) whose annex is the table of recommendations, on landscape pages.

    A table alone is no type of Decree 30/2020/NĐ-CP: it is annexed to a report, which has number and signer.
    """

    document: ClassVar[str] = "follow_up"

    letterhead: Letterhead
    opening: str
    as_of: date
    rows: tuple[FollowedUp, ...]
    remarks: tuple[str, ...] = ()
    closing: str = ""
    table_title: str = "Bảng theo dõi thực hiện kiến nghị"

    def count(self, state: str) -> int:
        """How many recommendations stand in a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.late for row in self.rows)

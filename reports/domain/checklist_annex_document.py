"""Content of the checklist as it was filled in, annexed to the minutes (Phụ lục kèm theo Biên bản)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from reports.domain.content import Content, Part
from reports.domain.letterhead import Letterhead
from reports.domain.minutes_document import MinutesKind, Participant


@dataclass(frozen=True)
class RecordedItem(Part):
    """An item of the checklist: what was asked, what was found, in which unit of measure."""

    number: str
    question: str
    answer: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class RecordedSection(Part):
    """A group of the checklist; its title spans the table."""

    title: str
    items: tuple[RecordedItem, ...] = ()


@dataclass(frozen=True)
class ChecklistAnnex(Content):
    """Phiếu kiểm tra đã ghi: every item of the frozen checklist that was asked at one visit.

    ``minutes`` names the minutes it is annexed to; ``settled`` are the items that members had answered
    differently and whose answer was then decided; ``captions`` name the photos, which stay in the file.
    """

    document: ClassVar[str] = "checklist_annex"

    letterhead: Letterhead
    kind: MinutesKind
    minutes: str
    inspected: str
    visited_on: date
    place: str
    team: str
    sections: tuple[RecordedSection, ...] = ()
    settled: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    inspectors: tuple[Participant, ...] = ()
    representative: str = ""

    @property
    def number_of_items(self) -> int:
        return sum(len(section.items) for section in self.sections)

"""Content of an announcement of visits (Thông báo lịch kiểm tra) with the outline of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from reports.domain.content import Content, Part
from reports.domain.letterhead import Clause, Letterhead


@dataclass(frozen=True)
class ScheduledVisit(Part):
    """A row of the schedule: when the team comes, to whom, where; ``team`` when several are on the way."""

    starts_at: datetime
    ends_at: datetime
    unit: str
    place: str = ""
    team: str = ""


@dataclass(frozen=True)
class AskedFigure(Part):
    """A figure the unit fills in; ``section`` is the title it stands under."""

    name: str
    unit: str = ""
    section: str = ""


@dataclass(frozen=True)
class Outline(Part):
    """What the unit reports on (the plan's content), the figures it fills in, the papers it keeps ready."""

    title: str
    sections: tuple[Clause, ...] = ()
    figures: tuple[AskedFigure, ...] = ()
    papers: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class AnnouncementDocument(Content):
    """Thông báo: form 1.4 of Decree 30/2020/NĐ-CP.

    ``preparations`` is what the unit gets ready; ``closing`` takes the end mark "./.".
    """

    document: ClassVar[str] = "announcement"

    letterhead: Letterhead
    opening: str
    schedule: tuple[ScheduledVisit, ...]
    team_line: str = ""
    composition: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    preparations: tuple[str, ...] = ()
    report_line: str = ""
    closing: str = ""
    outline: Outline | None = None

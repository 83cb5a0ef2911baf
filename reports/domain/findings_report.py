"""Content of a report on inspection results (Báo cáo kết quả kiểm tra), with an annex for each unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final

from reports.domain.content import Content, Part
from reports.domain.letterhead import Clause, Letterhead


class Severity(StrEnum):
    """How grave a shortcoming is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


SEVERITY_NAMES = {
    Severity.HIGH: "Nghiêm trọng",
    Severity.MEDIUM: "Trung bình",
    Severity.LOW: "Nhẹ",
}


@dataclass(frozen=True)
class VisitedUnit(Part):
    """A row of the table of visited units.

    ``scores`` follow ``FindingsReport.score_titles``; a score is a percentage 0 … 100, None when nothing
    in that section applied. Counts are numbers of findings.
    """

    name: str
    visited_on: tuple[date, ...]
    scores: tuple[Decimal | None, ...] = ()
    total: Decimal | None = None
    strengths: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        for score in (*self.scores, self.total):
            if score is not None and not (score.is_finite() and 0 <= score <= 100):
                raise ValueError("a score is a percentage from 0 to 100")


@dataclass(frozen=True)
class Shortcoming(Part):
    """A shortcoming: condition (``text``), the rule it departs from, its effect, and where it was seen."""

    text: str
    severity: Severity | None = None
    legal_basis: str = ""
    effect: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecommendationRow(Part):
    """A recommendation, who must carry it out, and by which day (None: no day set)."""

    text: str
    addressee: str = ""
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class AnswerRow(Part):
    """A checklist item of the annex: what the unit reported beside what the team found, as printed."""

    number: str
    item: str
    reported: str = ""
    observed: str = ""
    legal_basis: str = ""
    indicator: str = ""
    note: str = ""


@dataclass(frozen=True)
class AnswerSection(Part):
    """A section of the checklist; its title spans the table."""

    title: str
    answers: tuple[AnswerRow, ...] = ()


@dataclass(frozen=True)
class AnnexFinding(Part):
    """A finding at one unit; ``severity`` None means a strength."""

    text: str
    severity: Severity | None = None
    criterion: str = ""
    cause: str = ""


@dataclass(frozen=True)
class Photo(Part):
    """A photo by the SHA-256 of its JPEG bytes; the bytes are passed beside the content."""

    sha256: str
    caption: str = ""


@dataclass(frozen=True)
class UnitAnnex(Part):
    """Checklist, findings and photos of one visited unit."""

    unit: str
    visited_on: tuple[date, ...] = ()
    place: str = ""
    team: tuple[str, ...] = ()
    sections: tuple[AnswerSection, ...] = ()
    findings: tuple[AnnexFinding, ...] = ()
    photos: tuple[Photo, ...] = ()
    landscape: bool = True


# The map of a report: as wide as the text between the margins.
MAP_WIDE: Final = 165.0
MAP_HIGH: Final = 150.0


@dataclass(frozen=True)
class FindingsReport(Content):
    """Báo cáo kết quả kiểm tra.

    After the general part come the four parts every inspection must make clear: results achieved,
    shortcomings, causes, recommendations. ``journal_hash`` is the head of the journal's chain when the
    content was frozen; it is printed with the content's own hash in small letters at the end. ``charts``
    shows the tables of units in bars as well; reports issued before there were any have none. ``map_svg`` is
    the map of the communes with their results, ``MAP_WIDE`` x ``MAP_HIGH`` millimetres.
    A report on one visit has ``per_content``, what was checked and found under each heading of its checklist,
    and ``opinions``, what the unit said to it.
    """

    document: ClassVar[str] = "findings_report"

    letterhead: Letterhead
    opening: tuple[str, ...]
    period: str
    composition: tuple[str, ...]
    units: tuple[VisitedUnit, ...] = ()
    score_titles: tuple[str, ...] = ()
    general: tuple[Clause, ...] = ()
    results: tuple[Clause, ...] = ()
    shortcomings: tuple[Shortcoming, ...] = ()
    causes: tuple[str, ...] = ()
    recommendations: tuple[RecommendationRow, ...] = ()
    proposals: tuple[str, ...] = ()
    closing: str = ""
    annexes: tuple[UnitAnnex, ...] = ()
    journal_hash: str = ""
    charts: bool = False
    map_svg: str = ""
    per_content: tuple[str, ...] = ()
    opinions: tuple[str, ...] = ()

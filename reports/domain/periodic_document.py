"""Content of the report of an inspection team on a quarter, half a year or a year, with last year beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reports.domain.content import Content, Part
from reports.domain.letterhead import Letterhead


@dataclass(frozen=True)
class ComparedFigure(Part):
    """A figure of the period and of the same period a year before (None: nothing is recorded of it)."""

    name: str
    unit: str
    now: int
    before: int | None = None


@dataclass(frozen=True)
class WorkLine(Part):
    """What was done by one team, or in one commune."""

    name: str
    visits: int
    establishments: int
    shortcomings: int
    recommendations: int


@dataclass(frozen=True)
class PeriodicReport(Content):
    """Báo cáo quý, 6 tháng, năm (Circular 05/2006/TT-BLĐTBXH: duties of the inter-agency team).

    ``situation``, ``difficulties`` and ``proposals`` are written by hand; all figures are counted.
    """

    document: ClassVar[str] = "periodic_report"

    letterhead: Letterhead
    opening: str
    period: str
    before: str
    figures: tuple[ComparedFigure, ...]
    situation: tuple[str, ...] = ()
    teams: tuple[WorkLine, ...] = ()
    communes: tuple[WorkLine, ...] = ()
    difficulties: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    closing: str = ""

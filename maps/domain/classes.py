"""How a commune's result becomes a class with a colour and a hatch.

The limits of the classes are ours, for reading a map at a glance; no decree sets them. Colours are sequential
(darker asks for more attention) after ColorBrewer's Blues and YlOrBr, which colour-blind people can tell
apart; every class that matters most also carries a hatch, so that the map can be read in black and white.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Measure(StrEnum):
    """What the colour of a commune says."""

    SCORE = "score"
    SHORTCOMINGS = "shortcomings"


class Pattern(StrEnum):
    PLAIN = "plain"
    LINES = "lines"
    DOTS = "dots"
    CROSS = "cross"


class Severity(StrEnum):
    """Severity of a shortcoming, as findings keep it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class ResultClass:
    """One line of the legend. ``key`` is stable and names the words; ``ink`` draws the hatch."""

    key: str
    fill: str
    pattern: Pattern = Pattern.PLAIN
    ink: str = "#8a97a3"


@dataclass(frozen=True, slots=True)
class CommuneResult:
    """What is known of one commune. Coordinates in degrees, area in km2, score in percent (0 to 100).

    ``high``, ``medium`` and ``low`` count open shortcomings; ``visited_on`` is the day of the latest visit
    that took place, None when there was none.
    """

    unit_id: int
    code: str
    name: str
    short_name: str
    latitude: float | None
    longitude: float | None
    area_km2: float | None
    visits: int = 0
    visited_on: date | None = None
    score: float | None = None
    high: int = 0
    medium: int = 0
    low: int = 0

    @property
    def open_shortcomings(self) -> int:
        return self.high + self.medium + self.low


NOT_VISITED = ResultClass("not_visited", "#ffffff", Pattern.LINES, "#b9c3cc")

SCORE_CLASSES = (
    NOT_VISITED,
    ResultClass("no_score", "#f3f3f0", Pattern.DOTS, "#6d7a86"),
    ResultClass("score_85", "#deebf7"),
    ResultClass("score_70", "#9ecae1"),
    ResultClass("score_50", "#4a95cb"),
    ResultClass("score_0", "#0f4c8f", Pattern.CROSS, "#8db8e3"),
)
SCORE_LIMITS = (85.0, 70.0, 50.0, 0.0)

SHORTCOMING_CLASSES = (
    NOT_VISITED,
    ResultClass("open_0", "#fffbe0"),
    ResultClass("open_1", "#fed976"),
    ResultClass("open_3", "#f08a24"),
    ResultClass("open_6", "#8c2d04", Pattern.CROSS, "#e9a06a"),
)
SHORTCOMING_LIMITS = (6, 3, 1, 0)


def classes_of(measure: Measure) -> tuple[ResultClass, ...]:
    """The classes of a measure in the order of the legend."""
    return SCORE_CLASSES if measure is Measure.SCORE else SHORTCOMING_CLASSES


def class_index(measure: Measure, result: CommuneResult) -> int:
    """The place of a commune's class in :func:`classes_of`.

    A commune nobody has visited is "not visited" whatever else is known of it, except that open shortcomings
    (found by an establishment visit, say) are never hidden.
    """
    if measure is Measure.SCORE:
        if not result.visits:
            return 0
        if result.score is None:
            return 1
        score = result.score
        return 2 + next((i for i, limit in enumerate(SCORE_LIMITS) if score >= limit), 3)
    count = result.open_shortcomings
    if not result.visits and not count:
        return 0
    return 4 - next(i for i, limit in enumerate(SHORTCOMING_LIMITS) if count >= limit)

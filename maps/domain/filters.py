"""What part of the inspection the map shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from maps.domain.classes import Measure, Severity

HELD_STATES = ("completed", "reviewed")
FINDING_KINDS = ("shortcoming", "strength")


@dataclass(frozen=True, slots=True)
class MapFilters:
    """Everything empty shows everything. ``since`` and ``until`` are days of visits, both included.

    ``kind`` and ``severity`` narrow the findings that are counted and drawn, ``state`` the visits that are
    drawn, ``type_code`` the establishments. ``establishments``: whether these are drawn at first. ``team``
    leaves the visits of one team, for a document about it; the page does not ask for it.
    """

    measure: Measure = Measure.SCORE
    plan: int | None = None
    since: date | None = None
    until: date | None = None
    kind: str | None = None
    severity: Severity | None = None
    state: str | None = None
    type_code: str | None = None
    establishments: bool = False
    team: int | None = None

    @property
    def shown_layers(self) -> tuple[str, ...]:
        """Point layers drawn at first; establishments only when they are asked for: they hide the rest."""
        if self.establishments or self.type_code is not None:
            return ("visits", "findings", "establishments")
        return ("visits", "findings")

    def arguments(self) -> dict[str, Any]:
        """The same as arguments of an address; what is empty is left out."""
        found = {
            "measure": self.measure.value if self.measure is not Measure.SCORE else None,
            "plan": str(self.plan) if self.plan is not None else None,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "kind": self.kind,
            "severity": self.severity.value if self.severity else None,
            "state": self.state,
            "type": self.type_code,
            "establishments": "1" if self.establishments else None,
        }
        return {name: value for name, value in found.items() if value is not None}

"""The result of every commune: its latest visit and the shortcomings that still stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from audit.kernel import clock
from audit.kernel.access import Actor
from maps.domain.classes import CommuneResult
from maps.domain.filters import MapFilters
from maps.queries import inspections, units


@dataclass(slots=True)
class _Tally:
    visits: int = 0
    latest: datetime | None = None
    own: tuple[float | None] | None = None
    other: tuple[float | None] | None = None


def commune_results(actor: Actor, filters: MapFilters, today: date) -> list[CommuneResult]:
    """One result for each of today's communes in reach, in Vietnamese order; four queries whatever the size.

    The score is that of the latest visit to the commune itself; where only establishments in it were visited,
    that of the latest of those. What belongs to an earlier dated row of the same commune counts for it.
    """
    goes_on = units.continued(actor)
    tallies: defaultdict[int, _Tally] = defaultdict(_Tally)
    for held in inspections.held_visits(actor, filters):  # latest first
        tally = tallies[goes_on.get(held.unit_id, held.unit_id)]
        tally.visits += held.visits
        tally.latest = tally.latest or held.latest
        if held.own:
            tally.own = tally.own or (held.score,)
        else:
            tally.other = tally.other or (held.score,)
    severities: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for unit_id, severity, number in inspections.severity_counts(actor, filters):
        severities[goes_on.get(unit_id, unit_id)][severity] += number
    results = []
    for unit in units.communes(actor, today):
        tally, count = tallies[unit.id], severities[unit.id]
        latest = tally.own or tally.other
        results.append(
            CommuneResult(
                unit_id=unit.id,
                code=unit.code,
                name=unit.name,
                short_name=unit.short_name,
                latitude=unit.latitude,
                longitude=unit.longitude,
                area_km2=unit.area_km2,
                visits=tally.visits,
                visited_on=clock.local(tally.latest).date() if tally.latest else None,
                score=latest[0] if latest else None,
                high=count["high"],
                medium=count["medium"],
                low=count["low"],
            )
        )
    return results

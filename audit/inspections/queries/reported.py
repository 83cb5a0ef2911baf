"""What communes reported, for the visits that hold it against what is seen there."""

from __future__ import annotations

from collections.abc import Collection

from audit.inspections.models.visits import Visit
from audit.kernel import clock
from checklists.queries.reported import Figures, reported_figures


def figures_for(visits: Collection[Visit]) -> dict[int, Figures]:
    """By visit id, the commune's reported figures up to the year of the visit; two queries.

    An establishment reports nothing by itself: a visit to one gets no figures.
    """
    keys = {
        visit.id: (visit.unit_id, clock.local(visit.starts_at).year)
        for visit in visits
        if visit.establishment_id is None
    }
    found = reported_figures(set(keys.values()))
    return {visit.id: found.get(keys[visit.id], {}) if visit.id in keys else {} for visit in visits}

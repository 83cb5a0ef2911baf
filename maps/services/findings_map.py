"""The data of every layer of the findings map, within the reach of the person who asks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from audit.kernel.access import Actor
from audit.kernel.formats import vn_date, vn_moment
from audit.kernel.i18n import _
from audit.registers.adapters.data_files import establishment_types
from maps.domain.classes import CommuneResult
from maps.domain.filters import MapFilters
from maps.domain.payloads import MapData, Payload, PointRow, boundaries_payload, points_payload
from maps.domain.shapes import encode
from maps.domain.symbols import ESTABLISHMENT_SYMBOLS, FINDING_SYMBOLS, VISIT_SYMBOLS, index_of
from maps.queries import establishments as establishment_queries
from maps.queries import inspections, units
from maps.services import details, wording
from maps.services.layers import communes_layer
from maps.services.results import commune_results


def communes(actor: Actor, filters: MapFilters, today: date) -> Payload:
    """Communes with the class of their result."""
    return communes_layer(filters.measure, commune_results(actor, filters, today))


def boundaries(actor: Actor, today: date) -> Payload:
    """Outlines that have been imported; the map draws a circle for every other commune."""
    return boundaries_payload(
        {code: encode(json.loads(text)) for code, text in units.boundaries(actor, today)}
    )


def visits(actor: Actor, filters: MapFilters, *, href: str | None = None) -> Payload:
    """Visits as points; ``href`` is the start of a visit's address."""
    labels = wording.visit_labels()
    rows = [
        PointRow(
            row.latitude,
            row.longitude,
            index_of(VISIT_SYMBOLS, row.state),
            row.establishment_name or row.unit_name,
            " · ".join(
                filter(None, (labels[row.state], vn_moment(row.starts_at), wording.score_text(row.score)))
            ),
            row.id,
        )
        for row in inspections.visits(actor, filters)
        if row.latitude is not None and row.longitude is not None
    ]
    return points_payload(VISIT_SYMBOLS, rows, labels=labels, href=href)


def findings(actor: Actor, filters: MapFilters) -> Payload:
    """Findings that still stand, one point a place with the symbol of its worst."""
    labels = wording.finding_labels()
    places: defaultdict[tuple[int, int | None], list[inspections.FindingCount]] = defaultdict(list)
    for row in inspections.finding_counts(actor, filters):
        places[row.unit_id, row.establishment_id].append(row)
    points = []
    for rows in places.values():
        first = rows[0]
        if first.latitude is None or first.longitude is None:
            continue
        ranked = sorted(
            ((index_of(FINDING_SYMBOLS, r.severity or r.kind), r.count) for r in rows), reverse=True
        )
        note = " · ".join(f"{labels[FINDING_SYMBOLS[rank].key]}: {count}" for rank, count in ranked)
        points.append(PointRow(first.latitude, first.longitude, ranked[0][0], first.place, note))
    return points_payload(FINDING_SYMBOLS, points, labels=labels)


def establishments(actor: Actor, filters: MapFilters, *, href: str | None = None) -> Payload:
    """Establishments as points; ``href`` is the start of an establishment's address."""
    labels = wording.establishment_labels()
    types = {t.code: t.name.capitalize() for t in establishment_types()}
    symbols = {s.key: i for i, s in enumerate(ESTABLISHMENT_SYMBOLS)}
    rows = (
        PointRow(
            row.latitude, row.longitude, symbols[row.state], row.name, types.get(row.type_code, ""), row.id
        )
        for row in establishment_queries.establishments(actor, filters)
    )
    return points_payload(ESTABLISHMENT_SYMBOLS, rows, labels=labels, href=href)


def versions(actor: Actor, filters: MapFilters, today: date) -> tuple[str, str]:
    """(version of the outlines, version of the establishments): cheap to ask, changes when the data do."""
    outlines = units.boundaries_version(actor, today)
    return outlines, f"{establishment_queries.version(actor, filters)}|{outlines}"


def map_data(actor: Actor, filters: MapFilters, today: date) -> MapData:
    """Everything for a map in one file: all layers and the panel of every commune, without addresses."""
    results = commune_results(actor, filters, today)
    points = {
        "visits": visits(actor, filters),
        "findings": findings(actor, filters),
        "establishments": establishments(actor, filters),
    }
    goes_on = units.continued(actor)
    visit_rows: defaultdict[int, list[inspections.VisitRow]] = defaultdict(list)
    for visit in inspections.visits(actor, filters):
        visit_rows[goes_on.get(visit.unit_id, visit.unit_id)].append(visit)
    texts: defaultdict[int, list[inspections.FindingText]] = defaultdict(list)
    for finding in inspections.finding_texts(actor, filters):
        texts[goes_on.get(finding.unit_id, finding.unit_id)].append(finding)
    panels = {
        result.code: details.panel(result, visit_rows[result.unit_id], texts[result.unit_id])
        for result in results
    }
    return MapData(communes_layer(filters.measure, results), boundaries(actor, today), points, panels)


def table_note(results: Sequence[CommuneResult], today: date) -> str:
    """One sentence over the table: how many communes, how many visited, as of the day."""
    visited = sum(1 for result in results if result.visits)
    return str(
        _(
            "%(visited)s trên %(all)s xã, phường đã được kiểm tra; số liệu đến ngày %(day)s.",
            visited=visited,
            all=len(results),
            day=vn_date(today),
        )
    )

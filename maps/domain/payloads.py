"""What travels to the browser: columns instead of rows, whole numbers instead of fractions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from maps.domain.classes import CommuneResult, Measure, Pattern, class_index, classes_of
from maps.domain.shapes import Rings, whole
from maps.domain.symbols import Symbol

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point: degrees, the index of its symbol, its name, a line beneath it, the id behind it."""

    latitude: float
    longitude: float
    symbol: int
    title: str
    note: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class MapData:
    """Everything a map in one file shows. ``details`` maps a commune's code to the text of its panel."""

    communes: Payload
    boundaries: Payload
    points: Mapping[str, Payload] = field(default_factory=dict)
    details: Mapping[str, Payload] = field(default_factory=dict)


def communes_payload(
    measure: Measure,
    results: Sequence[CommuneResult],
    *,
    labels: Mapping[str, str],
    value: Callable[[CommuneResult], str],
    value_title: str,
) -> Payload:
    """Columns ``code, name, label, lat, lon, area, cls, value`` of equal length, and the classes.

    ``labels`` has the words of every class key; ``value`` says what is read out for a commune ("82,5 điểm").
    ``lat`` and ``lon`` are null where the place is unknown; an outline may still be there.
    """
    return {
        "measure": measure.value,
        "valueTitle": value_title,
        "classes": [
            {
                "key": c.key,
                "fill": c.fill,
                "pattern": Pattern(c.pattern).value,
                "ink": c.ink,
                "label": str(labels[c.key]),
            }
            for c in classes_of(measure)
        ],
        "code": [r.code for r in results],
        "name": [r.name for r in results],
        "label": [r.short_name for r in results],
        "lat": [None if r.latitude is None else whole(r.latitude) for r in results],
        "lon": [None if r.longitude is None else whole(r.longitude) for r in results],
        "area": [round(r.area_km2 or 0, 2) for r in results],
        "cls": [class_index(measure, r) for r in results],
        "value": [value(r) for r in results],
    }


def boundaries_payload(shapes: Mapping[str, Rings]) -> Payload:
    """Outlines by commune code; a commune that is missing here is drawn as a circle of its area."""
    return {"shapes": dict(shapes)}


def points_payload(
    symbols: Sequence[Symbol], rows: Iterable[PointRow], *, labels: Mapping[str, str], href: str | None = None
) -> Payload:
    """Columns ``lat, lon, symbol, title, note, id`` of equal length; ``note`` points into ``notes``.

    ``href`` is the start of the address of one thing, its id follows; None when there is no page to open.
    """
    lats: list[int] = []
    lons: list[int] = []
    kinds: list[int] = []
    titles: list[str] = []
    notes: dict[str, int] = {}
    note_of: list[int] = []
    ids: list[int] = []
    for row in rows:
        lats.append(whole(row.latitude))
        lons.append(whole(row.longitude))
        kinds.append(row.symbol)
        titles.append(row.title)
        note_of.append(notes.setdefault(row.note, len(notes)))
        ids.append(row.id)
    payload: Payload = {
        "symbols": [
            {
                "key": s.key,
                "shape": s.shape,
                "fill": s.fill,
                "ink": s.ink,
                "mark": s.mark,
                "markInk": s.mark_ink,
                "label": str(labels[s.key]),
            }
            for s in symbols
        ],
        "lat": lats,
        "lon": lons,
        "symbol": kinds,
        "title": titles,
        "notes": list(notes),
        "note": note_of,
    }
    if href is not None:
        payload["href"] = href
        payload["id"] = ids
    return payload

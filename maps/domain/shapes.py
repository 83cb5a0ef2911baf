"""Outlines of communes as short rows of whole numbers, the form in which they travel to the browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SCALE = 100_000
"""Whole numbers per degree: 1 is 0.00001 degree, about one metre."""

Rings = list[list[int]]


def whole(degrees: float) -> int:
    """A coordinate in degrees as a whole number of 1/``SCALE`` degree."""
    return round(degrees * SCALE)


def _polygons(geometry: Mapping[str, Any]) -> Sequence[Sequence[Sequence[Sequence[float]]]]:
    kind = geometry.get("type")
    if kind == "Polygon":
        return [geometry["coordinates"]]
    if kind == "MultiPolygon":
        return list(geometry["coordinates"])
    raise ValueError(f"a commune's outline is a Polygon or a MultiPolygon, not {kind!r}")


def encode(geometry: Mapping[str, Any]) -> Rings:
    """The rings of a GeoJSON Polygon or MultiPolygon (WGS 84, longitude first), outer and inner alike.

    Each ring is ``[lon, lat, dlon, dlat, ...]`` in whole numbers: the first point, then steps from point to
    point. The closing point and steps of no length are left out. Filled by the even-odd rule, inner rings are
    holes. Raises :class:`ValueError` for any other kind of geometry.
    """
    rings: Rings = []
    for polygon in _polygons(geometry):
        for points in polygon:
            ring: list[int] = []
            before_x = before_y = 0
            for x, y in ((whole(p[0]), whole(p[1])) for p in points[:-1]):
                step_x, step_y = x - before_x, y - before_y
                if step_x or step_y or not ring:
                    ring += (step_x, step_y)
                before_x, before_y = x, y
            if len(ring) >= 6:
                rings.append(ring)
    return rings


def decode(rings: Rings) -> Iterator[list[tuple[float, float]]]:
    """The rings again as (longitude, latitude) in degrees, each without its closing point."""
    for ring in rings:
        x = y = 0
        points = []
        for index in range(0, len(ring), 2):
            x += ring[index]
            y += ring[index + 1]
            points.append((x / SCALE, y / SCALE))
        yield points

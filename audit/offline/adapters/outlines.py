"""Outlines of communes made small enough to be carried along."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

# About 50 m on the ground: enough to see on which side of a border one stands on a small screen.
TOLERANCE = 0.0005
PLACES = 5


@lru_cache(maxsize=1024)
def _small(geometry: str) -> str:
    from shapely import from_geojson, set_precision, to_geojson

    outline = from_geojson(geometry)
    simple = outline.simplify(TOLERANCE, preserve_topology=True)
    rounded = set_precision(simple, 10**-PLACES)
    kept = next(one for one in (rounded, simple, outline) if one.is_valid and not one.is_empty)
    return str(to_geojson(kept))


def small_outline(geometry: str) -> dict[str, Any]:
    """A GeoJSON geometry simplified to about 50 m, coordinates to about a metre."""
    found: dict[str, Any] = json.loads(_small(geometry))
    found["coordinates"] = _rounded(found["coordinates"])
    return found


def _rounded(numbers: Any) -> Any:
    if isinstance(numbers, list):
        return [_rounded(number) for number in numbers]
    return round(numbers, PLACES)

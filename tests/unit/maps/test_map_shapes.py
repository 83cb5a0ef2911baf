"""Outlines as whole numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.domain.shapes import SCALE, decode, encode

SQUARE = [[106.5, 21.5], [106.6, 21.5], [106.6, 21.6], [106.5, 21.6], [106.5, 21.5]]
HOLE = [[106.52, 21.52], [106.55, 21.52], [106.55, 21.55], [106.52, 21.52]]


def test_a_ring_is_its_first_point_and_the_steps_after_it() -> None:
    assert encode({"type": "Polygon", "coordinates": [SQUARE]}) == [
        [10650000, 2150000, 10000, 0, 0, 10000, -10000, 0]
    ]


def test_holes_and_islands_are_rings_like_the_others() -> None:
    rings = encode({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [SQUARE]]})
    assert [len(ring) for ring in rings] == [8, 6, 8]


def test_points_on_one_spot_are_joined_and_rings_without_area_left_out() -> None:
    doubled = [SQUARE[0], SQUARE[0], *SQUARE[1:]]
    assert encode({"type": "Polygon", "coordinates": [doubled]}) == encode(
        {"type": "Polygon", "coordinates": [SQUARE]}
    )
    assert encode({"type": "Polygon", "coordinates": [[[1, 1], [1, 1], [2, 2], [1, 1]]]}) == []


@pytest.mark.parametrize("geometry", [{"type": "Point", "coordinates": [1, 2]}, {}, {"type": None}])
def test_anything_but_an_area_is_refused(geometry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Polygon"):
        encode(geometry)


whole_degrees = st.tuples(st.integers(100 * SCALE, 118 * SCALE), st.integers(6 * SCALE, 24 * SCALE))


@given(st.lists(whole_degrees, min_size=3, max_size=40, unique=True))
def test_what_is_decoded_is_what_was_encoded(points: list[tuple[int, int]]) -> None:
    ring = [[x / SCALE, y / SCALE] for x, y in points]
    rings = encode({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
    assert list(decode(rings)) == [[(x / SCALE, y / SCALE) for x, y in points]]

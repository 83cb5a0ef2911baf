"""What a boundary file may hold, before and after the geometry library sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audit.kernel.errors import Invalid
from audit.registers.adapters.geocoding import Place, geocoder, printed_km, rank_km
from audit.registers.adapters.geometry import Locator, NotAnArea, measure
from audit.registers.domain.boundaries import parse

SQUARE = [[[106.7, 21.8], [106.8, 21.8], [106.8, 21.9], [106.7, 21.9], [106.7, 21.8]]]


def _file(geometry: Any, code: Any = "06184", **more: Any) -> bytes:
    feature = {"type": "Feature", "properties": {"code": code, **more}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def _polygon(rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": rings}


def _code(data: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        parse(data, "a.geojson")
    assert "a.geojson" in str(caught.value.message)
    return caught.value.code


def test_an_honest_file_is_read() -> None:
    (outline,) = parse(_file(_polygon(SQUARE), area_km2=115.5), "a.geojson")
    assert (outline.code, outline.area_km2) == ("06184", 115.5)


def test_hostile_and_broken_files_are_refused() -> None:
    swapped = [[[y, x] for x, y in SQUARE[0]]]
    assert _code(_file(_polygon(swapped))) == "swapped"
    assert _code(_file(_polygon([[[2.0, 48.0]] * 4]))) == "outside"
    assert _code(_file(_polygon(SQUARE)).replace(b"106.7", b"NaN")) == "not_geojson"
    assert _code(_file(_polygon(SQUARE)).replace(b"106.7", b"1e999")) == "outside"
    assert _code(_file(_polygon([[["x", 21.8]] * 4]))) == "bad_number"
    assert _code(_file(_polygon([[[106.7, 21.8]] * 3]))) == "bad_geometry"
    assert _code(_file({"type": "Point", "coordinates": [106.7, 21.8]})) == "bad_geometry"
    assert _code(_file(_polygon(SQUARE), code=6184)) == "bad_code"
    assert _code(b'{"a":' * 100_000) == "too_deep"
    assert _code(b'{"x":"' + b"]" * 90_000 + b'","y":' + b"[" * 90_000) == "not_geojson"
    assert _code(b"\xff\xfe{}") == "not_geojson"
    assert _code(b"[]") == "not_geojson"
    assert _code(b'{"type": "FeatureCollection", "features": []}') == "bad_count"
    doubled = json.loads(_file(_polygon(SQUARE)))
    doubled["features"] *= 2
    assert _code(json.dumps(doubled).encode()) == "doubled_code"


def test_a_crossed_outline_is_made_valid_and_measured_on_the_ground() -> None:
    bow = [[[106.7, 21.8], [106.8, 21.9], [106.8, 21.8], [106.7, 21.9], [106.7, 21.8]]]
    square, crossed = measure(_polygon(SQUARE)), measure(_polygon(bow))
    assert crossed.mended and not square.mended
    assert square.area_km2 == pytest.approx(114.7, rel=0.01)  # 10.33 km by 11.07 km
    assert crossed.area_km2 == pytest.approx(square.area_km2 / 2, rel=0.001)
    assert crossed.holds(*crossed.inside)
    with pytest.raises(NotAnArea):
        measure(_polygon([[[106.7, 21.8], [106.8, 21.8], [106.7, 21.8], [106.7, 21.8]]]))


def test_a_point_is_found_in_its_outline_only() -> None:
    locator = Locator([(7, measure(_polygon(SQUARE)).geometry)])
    assert locator.locate(21.85, 106.75) == 7
    assert locator.locate(21.85, 106.95) is None


def test_the_geocoder_answers_from_the_register_without_network() -> None:
    place = Place("Xã Đồng Đăng", 21.94, 106.69, "06184")
    found = geocoder(lambda query: [place] if query == "dong dang" else [], lambda lat, lon: place)
    assert found.geocode("dong dang").raw == {"code": "06184"}
    assert found.geocode("khác") is None
    assert [str(one) for one in found.reverse((21.9, 106.7), exactly_one=False)] == ["Xã Đồng Đăng"]


def test_ranked_and_printed_distances_agree_within_one_percent() -> None:
    a, b = (21.853, 106.761), (22.396, 103.458)
    assert rank_km(a, b) == pytest.approx(printed_km(a, b), rel=0.01)
    assert printed_km(a, b) == pytest.approx(346, abs=3)

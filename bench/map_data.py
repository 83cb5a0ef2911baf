"""Communes and establishments for the map's bench: real outlines where at hand, else drawn from a seed."""

from __future__ import annotations

import json
import math
import os
import random
from pathlib import Path
from typing import Any

from maps.domain.classes import CommuneResult, Measure
from maps.domain.payloads import Payload, PointRow, boundaries_payload, points_payload
from maps.domain.shapes import encode
from maps.domain.symbols import ESTABLISHMENT_SYMBOLS
from maps.services.layers import communes_layer
from maps.services.wording import establishment_labels

COMMUNES = 3321
POINTS_EACH = 93  # the mean of the real outlines, simplified
SEED = 20261122


def boundaries_folder() -> Path | None:
    """The folder of real outlines: THUC_DIA_BOUNDARIES, else one beside the project; None without."""
    named = os.environ.get("THUC_DIA_BOUNDARIES")
    beside = Path(__file__).resolve().parents[2] / "shared" / "boundaries"
    folder = Path(named) if named else beside
    return folder if (folder / "communes_simplified.geojson").is_file() else None


def _drawn(number: int, chance: random.Random) -> dict[str, Any]:
    """A ragged round outline on a grid over the country's extent."""
    columns = 48
    lon = 103.0 + (number % columns) * 0.13 + chance.uniform(-0.02, 0.02)
    lat = 8.8 + (number // columns) * 0.2 + chance.uniform(-0.02, 0.02)
    ring = []
    for step in range(POINTS_EACH):
        angle = 2 * math.pi * step / POINTS_EACH
        radius = 0.06 * (1 + 0.2 * math.sin(5 * angle + number) + chance.uniform(-0.04, 0.04))
        ring.append([round(lon + radius * math.cos(angle), 4), round(lat + radius * math.sin(angle), 4)])
    return {
        "properties": {"code": f"{number:05d}", "name": f"Xã Giả định {number}", "area_km2": 130.0},
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }


def features() -> tuple[list[dict[str, Any]], bool]:
    """3,321 communes as GeoJSON features, and whether they are real."""
    folder = boundaries_folder()
    if folder is None:
        chance = random.Random(SEED)
        return [_drawn(number, chance) for number in range(COMMUNES)], False
    return json.loads((folder / "communes_simplified.geojson").read_text("utf-8"))["features"], True


def commune_payloads(
    found: list[dict[str, Any]], measure: Measure = Measure.SCORE
) -> tuple[Payload, Payload]:
    """Results (drawn from the seed) and outlines of the features."""
    chance = random.Random(SEED)
    results = []
    shapes = {}
    for number, feature in enumerate(found):
        properties = feature["properties"]
        shapes[properties["code"]] = encode(feature["geometry"])
        lon, lat = _first(feature["geometry"]["coordinates"])
        visits = int(chance.random() < 0.4)
        results.append(
            CommuneResult(
                unit_id=number,
                code=properties["code"],
                name=properties["name"],
                short_name=properties["name"].removeprefix("Xã ").removeprefix("Phường "),
                latitude=lat,
                longitude=lon,
                area_km2=properties["area_km2"],
                visits=visits,
                score=round(chance.uniform(30, 100), 1) if visits else None,
                high=visits * chance.randrange(3),
                medium=visits * chance.randrange(4),
                low=visits * chance.randrange(4),
            )
        )
    return communes_layer(measure, results), boundaries_payload(shapes)


def establishment_rows(found: list[dict[str, Any]], count: int = 20_000) -> list[PointRow]:
    """Invented establishments on the corners of the communes, so that they lie on land."""
    chance = random.Random(SEED)
    rows = []
    for number in range(count):
        lon, lat = _first(chance.choice(found)["geometry"]["coordinates"])
        rows.append(
            PointRow(
                lat + chance.uniform(-0.03, 0.03),
                lon + chance.uniform(-0.03, 0.03),
                1 if chance.random() < 0.9 else 0,
                f"Cơ sở giả định số {number + 1}",
                chance.choice(("Nhà nghỉ", "Karaoke", "Xoa bóp", "Quán bar", "Khách sạn")),
                number + 1,
            )
        )
    return rows


def establishments_payload(rows: list[PointRow]) -> Payload:
    return points_payload(ESTABLISHMENT_SYMBOLS, rows, labels=establishment_labels(), href="/establishments/")


def _first(coordinates: Any) -> tuple[float, float]:
    while isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    return coordinates[0], coordinates[1]

"""Data of a map with something hostile in every text."""

from __future__ import annotations

from maps.adapters.standalone import standalone_map
from maps.domain.classes import CommuneResult, Measure
from maps.domain.payloads import MapData, PointRow, boundaries_payload, points_payload
from maps.domain.shapes import encode
from maps.domain.symbols import ESTABLISHMENT_SYMBOLS, FINDING_SYMBOLS, VISIT_SYMBOLS
from maps.services import wording
from maps.services.layers import communes_layer, point_sources

HOSTILE = (
    "${window.broken=1}",
    "`+(window.broken=2)+`",
    "</script><script>window.broken=3</script>",
    '<img src=x onerror="window.broken=4">',
    "<!--<script>\u2028window.broken=5\u2029",
    "{{ 7 * 7 }}{% set x = 1 %}{#",
    "\u202eabc\u202c\u2066ltr\u2069",
    "javascript:window.broken=6",
    "'\"><svg onload=window.broken=7>",
    "\\u003cscript\\u003ewindow.broken=8",
)


def hostile_data(hidden: bool = False) -> MapData:
    """A row of square communes along a parallel, named by the hostile texts."""
    results, shapes, rows = [], {}, []
    for number, text in enumerate(HOSTILE):
        lon, lat, code = 106.5 + 0.1 * number, 21.8, f"0{number:04d}"
        results.append(
            CommuneResult(number, code, text, text, lat, lon, 100.0, 1, None, 40.0 + 6 * number, 1, 1, 1)
        )
        if number % 3:
            ring = [
                [lon - 0.05, lat - 0.05],
                [lon + 0.05, lat - 0.05],
                [lon + 0.05, lat + 0.05],
                [lon - 0.05, lat + 0.05],
            ]
            shapes[code] = encode({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
        rows.append(PointRow(lat, lon, number % 2, text, text, number))
    item = {"text": HOSTILE[0], "note": HOSTILE[3], "href": "javascript:window.broken=9"}
    details = {
        r.code: {
            "title": r.name,
            "facts": [[text, text] for text in HOSTILE],
            "sections": [{"title": r.name, "empty": r.name, "items": [dict(item, text=r.name)]}],
            "links": [
                {"text": r.name, "href": "//evil.example/"},
                {"text": r.name, "href": "/\\evil.example"},
            ],
        }
        for r in results
    }
    return MapData(
        communes_layer(Measure.SCORE, results),
        boundaries_payload(shapes),
        {
            "visits": points_payload(VISIT_SYMBOLS, rows, labels=wording.visit_labels()),
            "findings": points_payload(FINDING_SYMBOLS, rows, labels=wording.finding_labels()),
            "establishments": points_payload(
                ESTABLISHMENT_SYMBOLS,
                rows,
                labels=wording.establishment_labels(),
                href="javascript:window.broken=10;",
            ),
        },
        details,
    )


def hostile_file() -> str:
    data = hostile_data()
    return standalone_map(
        data,
        title=HOSTILE[2],
        language="vi",
        area_title=HOSTILE[3],
        texts=wording.page_texts(),
        points=point_sources(dict.fromkeys(data.points, ""), shown=data.points),
        centre=(21.8, 107.0),
    )

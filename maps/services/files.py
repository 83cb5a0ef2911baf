"""The map as a file: one HTML page that needs no network, and an SVG for paper."""

from __future__ import annotations

import json
from datetime import date

from audit.kernel.access import Actor
from audit.kernel.formats import vn_date
from audit.kernel.i18n import _
from maps.adapters.standalone import standalone_map
from maps.adapters.svg_map import PrintArea, PrintClass, svg_map
from maps.domain.classes import class_index, classes_of
from maps.domain.filters import MapFilters
from maps.domain.shapes import decode, encode
from maps.queries import inspections, units
from maps.services import findings_map, wording
from maps.services.layers import point_sources
from maps.services.results import commune_results

MIDDLE = (16.5, 106.0)


def map_file(actor: Actor, filters: MapFilters, today: date, *, language: str = "vi") -> str:
    """The findings map of the person's province as one HTML page, with all layers and no address."""
    data = findings_map.map_data(actor, filters, today)
    return standalone_map(
        data,
        title=str(_("Bản đồ kết quả kiểm tra, số liệu đến ngày %(day)s", day=vn_date(today))),
        language=language,
        area_title=wording.measure_labels()[filters.measure],
        texts=wording.page_texts(),
        points=point_sources(dict.fromkeys(data.points, ""), shown=filters.shown_layers),
        centre=MIDDLE,
    )


def printed_map(
    actor: Actor,
    filters: MapFilters,
    today: date,
    *,
    width: float = 160,
    height: float = 150,
    font: str = "Tinos",
) -> str:
    """The communes coloured by result as SVG of ``width`` x ``height`` mm, legend included.

    ``font`` is a family the document has; colours print as steps of grey and the strongest class is hatched.
    Of one team only its own communes are coloured: the others are no matter of the document, and are not to
    be taken for communes that nobody visited.
    """
    outlines = {code: list(decode(encode(json.loads(text)))) for code, text in units.boundaries(actor, today)}
    results = commune_results(actor, filters, today)
    labels = wording.class_labels()
    indexes = [class_index(filters.measure, result) for result in results]
    steps = classes_of(filters.measure)
    if filters.team is not None:
        own = _communes_of_team(actor, filters)
        indexes = [i if r.unit_id in own else len(steps) for r, i in zip(results, indexes, strict=True)]
        if all(index == len(steps) for index in indexes):
            raise ValueError("a team without communes of today")
    classes = [
        PrintClass(labels[c.key], c.fill, c.pattern.value, c.ink, indexes.count(i))
        for i, c in enumerate(steps)
    ]
    if len(steps) in indexes:
        others = str(_("Ngoài địa bàn của đoàn"))
        classes.append(PrintClass(others, "#ffffff", "plain", "#000000", indexes.count(len(steps))))
    areas = [
        PrintArea(r.short_name, i, outlines.get(r.code, ()), (r.longitude, r.latitude), r.area_km2 or 50.0)
        for r, i in zip(results, indexes, strict=True)
        if r.longitude is not None and r.latitude is not None
    ]
    return svg_map(
        areas,
        classes,
        width=width,
        height=height,
        title=wording.measure_labels()[filters.measure],
        note=str(_("Số liệu đến ngày %(day)s. Ranh giới chỉ để tham khảo.", day=vn_date(today))),
        font=font,
    )


def _communes_of_team(actor: Actor, filters: MapFilters) -> set[int]:
    """Today's communes that the team visits, or visited when they were another commune."""
    goes_on = units.continued(actor)
    return {goes_on.get(number, number) for number in inspections.units_to_visit(actor, filters)}

"""The layers of the findings map, the same on the page, in one file and in the bench."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from maps.adapters.folium_map import PointSource
from maps.domain.classes import CommuneResult, Measure
from maps.domain.payloads import Payload, communes_payload
from maps.services import wording


def point_sources(
    urls: Mapping[str, str], *, shown: Container[str] = ("visits", "findings")
) -> list[PointSource]:
    """The point layers whose address is given, as the legend has them; ``shown`` ones are drawn at first."""
    titles = wording.layer_titles()
    looks: dict[str, dict[str, Any]] = {
        "findings": {"order": 3, "shift": (-11, -13)},
        "visits": {"order": 2, "shift": (11, -13)},
        "establishments": {"order": 1, "cluster": True, "radius": 5.5},
    }
    return [
        PointSource(key, titles[key], urls[key], visible=key in shown, **look)
        for key, look in looks.items()
        if key in urls
    ]


def communes_layer(measure: Measure, results: Sequence[CommuneResult]) -> Payload:
    """Communes with their classes and what is read out for each."""
    return communes_payload(
        measure,
        results,
        labels=wording.class_labels(),
        value=lambda result: wording.value_text(measure, result),
        value_title=wording.value_title(measure),
    )

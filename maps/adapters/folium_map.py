"""The map page for the frame: a few kilobytes that fetch their data, every inline script under a nonce."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

SCRIPTS = (
    "vendor/leaflet/leaflet.js",
    "maps/overlay.js",
    "maps/areas.js",
    "maps/points.js",
    "maps/panel.js",
    "maps/map.js",
)
STYLES = ("vendor/leaflet/leaflet.css", "maps/fonts.css", "maps/map.css")

_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')
_INLINE = re.compile(r"<(script|style)(?=[\s>])(?![^>]*\bsrc=)")


@dataclass(frozen=True, slots=True)
class PointSource:
    """Where a layer of points comes from and how it looks; the higher ``order`` lies on top."""

    key: str
    title: str
    url: str
    order: int
    visible: bool = True
    cluster: bool = False
    radius: float = 7
    shift: tuple[float, float] = (0, 0)


@dataclass(frozen=True, slots=True)
class MapPage:
    """All that the frame needs: addresses and our own words, never anything a person typed.

    ``detail_url`` holds ``CODE`` where the commune's code belongs; ``centre`` is (latitude, longitude).
    """

    title: str
    language: str
    static_url: str
    area_title: str
    communes_url: str
    boundaries_url: str
    detail_url: str
    centre: tuple[float, float]
    texts: Mapping[str, str]
    points: Sequence[PointSource] = field(default=())
    zoom: int = 6


def content_policy(nonce: str) -> str:
    """The policy of the frame: our own files, and inline code that carries this answer's nonce."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        )
    )


def frame_page(page: MapPage, *, nonce: str) -> str:
    """The HTML of the frame. Made anew for every answer, because the nonce is in it."""
    from maps.adapters import folium_elements as parts

    def address(name: str) -> str:
        return f"{page.static_url}/{name}"

    figure = parts.Page(
        centre=page.centre,
        zoom=page.zoom,
        js=[(f"script-{n}", address(name)) for n, name in enumerate(SCRIPTS)],
        css=[(f"style-{n}", address(name)) for n, name in enumerate(STYLES)],
    )
    parts.AreaLayer(
        title=page.area_title, data={"url": page.communes_url}, shapes={"url": page.boundaries_url}
    ).add_to(figure)
    for source in page.points:
        parts.PointLayer(**layer_options(source), data={"url": source.url}).add_to(figure)
    parts.Opening(texts=dict(page.texts), details={"url": page.detail_url}).add_to(figure)
    return _INLINE.sub(rf'<\1 nonce="{nonce}"', document(figure, title=page.title, language=page.language))


def document(figure: Any, *, title: str, language: str) -> str:
    """The page of a figure, with its language, and without folium's ban on enlarging it by hand."""
    root = figure.get_root()
    root.title = escape(title)
    html = _VIEWPORT.sub(
        '<meta name="viewport" content="width=device-width, initial-scale=1">', root.render(), count=1
    )
    return html.replace("<html>", f'<html lang="{language}">', 1)


def layer_options(source: PointSource) -> dict[str, object]:
    return {
        "key": source.key,
        "title": source.title,
        "order": source.order,
        "visible": source.visible,
        "cluster": source.cluster,
        "radius": source.radius,
        "shift": list(source.shift),
    }

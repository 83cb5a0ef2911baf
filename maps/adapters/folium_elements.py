"""folium's page made of our own parts: local scripts only, data fetched by address, nothing rendered twice.

Imported by :mod:`maps.adapters.folium_map` when a map is drawn, so that a web process does not pay for folium
when it starts. Two habits of folium and branca are avoided here, because each of them runs what a user
typed: folium puts text into JavaScript template literals, where ``${...}`` is evaluated; and branca hands the
output of every element to Jinja once more, so that ``{{ ... }}`` in it is evaluated on the server.
"""

from __future__ import annotations

import json
from typing import Any

import folium
from branca.element import Element, Figure


def script_json(value: Any) -> str:
    """JSON that may stand inside a script element: it cannot close the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


class Verbatim(Element):
    """Text that reaches the page as it is; branca's own element would take it for a template."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:
        return self.text


class Page(folium.Map):
    """A folium map without folium's ten outside files, its tiles and its attribution prefix."""

    def __init__(
        self,
        *,
        centre: tuple[float, float],
        zoom: int,
        js: list[tuple[str, str]],
        css: list[tuple[str, str]],
    ):
        self.default_js = js
        self.default_css = css
        super().__init__(
            location=list(centre),
            zoom_start=zoom,
            tiles=None,
            zoom_control=False,
            attributionControl=False,
            minZoom=4,
            maxZoom=18,  # camelCase: folium's own max_zoom reaches tile layers only
            zoomSnap=0.25,
            zoomDelta=0.5,
            wheelPxPerZoomLevel=90,
        )


class Part(Element):
    """A child of the map that puts ``text`` into one part of the page: header, html or script."""

    place = "script"

    def text(self) -> str:
        raise NotImplementedError

    def render(self, **kwargs: Any) -> str:
        """Adds the part to the page; like folium's own elements it has no text at the place it stands."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise TypeError("a part of a map is drawn on a page")
        getattr(figure, self.place).add_child(Verbatim(self.text()), name=self.get_name())
        return ""


class Inline(Part):
    """A style sheet or script written into the head of the page (map in one file)."""

    place = "header"

    def __init__(self, tag: str, code: str):
        super().__init__()
        self._name = "Inline"
        self.tag = tag
        self.code = code

    def text(self) -> str:
        if f"</{self.tag}" in self.code.lower():
            raise ValueError(f"code that closes its own {self.tag} element")
        return f"<{self.tag}>{self.code}</{self.tag}>"


class Head(Part):
    """Any other element of the head, written by us."""

    place = "header"

    def __init__(self, html: str):
        super().__init__()
        self._name = "Head"
        self.html = html

    def text(self) -> str:
        return self.html


class Data(Part):
    """The data of a map in one file, in an element that is never run."""

    place = "html"

    def __init__(self, data: Any):
        super().__init__()
        self._name = "Data"
        self.json = script_json(data)

    def text(self) -> str:
        return f'<script type="application/json" id="map-data">{self.json}</script>'


class Call(Part):
    """One call of the project's own map script, ``ThucDia.<function>(map, options)``."""

    function = ""

    def __init__(self, **options: Any):
        super().__init__()
        self._name = type(self).__name__
        self.options = options

    def text(self) -> str:
        if self._parent is None:
            raise TypeError("a call belongs to a map")
        return f"ThucDia.{self.function}({self._parent.get_name()},{script_json(self.options)});"


class AreaLayer(Call):
    """Communes coloured by result, from two addresses: results and outlines."""

    function = "addAreas"


class PointLayer(Call):
    """Points with symbols; gathered into discs when ``cluster`` is true."""

    function = "addPoints"


class Opening(Call):
    """The last call: legend, panel, tooltip, and the mark that the map is ready."""

    function = "open"

"""The findings map as one HTML file that opens from a disk, with no network and no server.

Scripts, styles, type and data are written into the file. Its own content policy allows exactly the scripts
whose hashes it lists and no address at all, so that text in the data can neither run nor call anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import audit.kernel
from maps.adapters.folium_map import SCRIPTS, STYLES, PointSource, document, layer_options
from maps.domain.payloads import MapData

STATIC = Path(__file__).parent.parent / "static"
FONTS = Path(audit.kernel.__path__[0]) / "static" / "vendor" / "be-vietnam-pro"

_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_ADDRESS = re.compile(r'url\("?([^")]+)"?\)')
_SCRIPT = re.compile(r"<script(?: [^>]*)?>(.*?)</script>", re.DOTALL)


def standalone_map(
    data: MapData,
    *,
    title: str,
    language: str,
    area_title: str,
    texts: Mapping[str, str],
    points: Sequence[PointSource],
    centre: tuple[float, float],
) -> str:
    """The whole map as one page. Layers that ``data.points`` does not hold are left out."""
    from maps.adapters import folium_elements as parts

    figure = parts.Page(centre=centre, zoom=6, js=[], css=[])
    for name in STYLES:
        parts.Inline("style", _style(name)).add_to(figure)
    for name in SCRIPTS:
        parts.Inline("script", _SOURCE_MAP.sub("", (STATIC / name).read_text("utf-8"))).add_to(figure)
    layers = [source for source in points if source.key in data.points]
    parts.Data(
        {
            "communes": data.communes,
            "boundaries": data.boundaries,
            "details": dict(data.details),
            **{f"points-{source.key}": data.points[source.key] for source in layers},
        }
    ).add_to(figure)
    parts.AreaLayer(title=area_title, data={"inline": "communes"}, shapes={"inline": "boundaries"}).add_to(
        figure
    )
    for source in layers:
        parts.PointLayer(**layer_options(source), data={"inline": f"points-{source.key}"}).add_to(figure)
    parts.Opening(texts=dict(texts), details={"inline": "details"}).add_to(figure)
    html = document(figure, title=title, language=language)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_policy(html)}">'
    return html.replace("<head>", f"<head>\n    {policy}", 1)


def _style(name: str) -> str:
    """A style sheet with its type faces inside it; pictures we do not use are left out."""

    def embed(found: re.Match[str]) -> str:
        path = FONTS / Path(found[1]).name
        if path.suffix != ".woff2" or not path.is_file():
            return "none"
        return f'url("data:font/woff2;base64,{base64.b64encode(path.read_bytes()).decode()}")'

    return _ADDRESS.sub(embed, (STATIC / name).read_text("utf-8"))


def _policy(html: str) -> str:
    """Only the scripts that are in the file now may run. Styles may be inline: they come from us alone."""
    hashes = []
    for code in _SCRIPT.findall(html):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        hashes.append(f"'sha256-{digest}'")
    scripts = f"default-src 'none'; script-src {' '.join(hashes)}"
    return f"{scripts}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"

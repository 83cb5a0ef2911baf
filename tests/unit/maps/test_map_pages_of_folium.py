"""folium's page with our parts: local files only, no text of a user in code, nothing rendered twice."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from maps.adapters.folium_elements import Inline, script_json
from maps.adapters.folium_map import MapPage, content_policy, frame_page
from maps.services import wording
from maps.services.layers import point_sources
from tests.unit.maps.map_samples import HOSTILE, hostile_data, hostile_file


def _page(**changed: str) -> str:
    page = MapPage(
        title=changed.get("title", "Bản đồ"),
        language="vi",
        static_url="/maps/static",
        area_title=changed.get("area_title", "Điểm"),
        communes_url="/maps/data/communes.json?plan=1",
        boundaries_url="/maps/data/boundaries.json",
        detail_url="/maps/data/units/CODE.json",
        centre=(21.8, 106.7),
        texts=wording.page_texts(),
        points=point_sources({"visits": "/v", "findings": "/f", "establishments": "/e"}),
    )
    return frame_page(page, nonce="abc123")


class _Scripts(HTMLParser):
    """The scripts of a page as a browser separates them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str | None], str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.inside = True
            self.found.append((dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.inside:
            attributes, text = self.found[-1]
            self.found[-1] = (attributes, text + data)


def _scripts(html: str) -> list[tuple[dict[str, str | None], str]]:
    parser = _Scripts()
    parser.feed(html)
    return parser.found


def test_the_frame_is_small_and_names_our_own_files_alone() -> None:
    html = _page()
    assert len(html.encode()) <= 10 * 1024
    addresses = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert addresses
    assert all(address.startswith("/maps/static/") for address in addresses)
    assert "http://" not in html
    assert "https://" not in html


def test_every_inline_script_and_style_carries_the_nonce() -> None:
    html = _page()
    for attributes, text in _scripts(html):
        assert attributes.get("src") or (attributes.get("nonce") == "abc123" and text)
    assert all('nonce="abc123"' in tag for tag in re.findall(r"<style[^>]*>", html))
    assert 'style="' not in html
    assert "'nonce-abc123'" in content_policy("abc123")


def test_the_reader_may_enlarge_the_map() -> None:
    assert "user-scalable=no" not in _page()


def test_even_our_own_titles_cannot_break_out_of_the_page() -> None:
    plain = _scripts(_page())
    for text in HOSTILE:
        assert len(_scripts(_page(title=text, area_title=text))) == len(plain)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_in_a_script_cannot_close_it_and_reads_back_the_same(text: str) -> None:
    written = script_json({"x": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"x": text}


def test_code_that_closes_its_own_element_is_refused() -> None:
    with pytest.raises(ValueError, match="closes"):
        Inline("script", "var a = '</SCRIPT>'").text()


def test_the_map_in_one_file_keeps_every_text_as_it_was() -> None:
    data = hostile_data()
    scripts = _scripts(hostile_file())
    found = [text for attributes, text in scripts if attributes.get("id") == "map-data"]
    assert len(found) == 1
    read = json.loads(found[0])
    assert read["communes"] == data.communes
    assert read["points-visits"] == data.points["visits"]
    assert read["details"] == data.details


def test_the_map_in_one_file_allows_its_own_scripts_and_no_address() -> None:
    html = hostile_file()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "connect-src" not in policy[1]
    assert "'unsafe-inline'" not in policy[1].split("style-src")[0]
    assert policy[1].count("sha256-") >= 7
    assert re.search(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=", html) is None


def test_folium_is_loaded_only_when_a_map_is_drawn() -> None:
    code = "import sys, maps.routes; sys.exit(any(m in sys.modules for m in ('folium', 'branca', 'shapely')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

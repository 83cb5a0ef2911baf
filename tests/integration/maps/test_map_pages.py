"""The map page, its frame and its data: who sees what, under which policy, with which tags."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from audit.kernel.database import db, transaction
from audit.registers.models.establishments import Establishment
from tests.integration.maps import map_world
from tests.integration.maps.map_world import World, communes

SignIn = Callable[[str], FlaskClient]
DATA = ("communes", "boundaries", "visits", "findings", "establishments")


def _json(client: FlaskClient, name: str, **arguments: Any) -> dict[str, Any]:
    answer = client.get(f"/maps/data/{name}.json", query_string=arguments)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return dict(json.loads(answer.data))


def _of(payload: dict[str, Any], code: str) -> dict[str, Any]:
    index = payload["code"].index(code)
    return {key: payload[key][index] for key in ("code", "name", "cls", "value")}


def test_a_commune_is_coloured_by_the_score_of_its_latest_visit(as_user: SignIn, world: World) -> None:
    first, second, third = list(world.units)[:3]
    payload = _json(as_user("head"), "communes")
    keys = [c["key"] for c in payload["classes"]]
    assert len(payload["code"]) == 65
    assert _of(payload, first)["value"] == "82,5 điểm"
    assert keys[_of(payload, first)["cls"]] == "score_70"
    assert keys[_of(payload, second)["cls"]] == "score_85"
    assert keys[_of(payload, third)["cls"]] == "not_visited"


def test_only_confirmed_shortcomings_that_still_stand_are_counted(as_user: SignIn, world: World) -> None:
    first = next(iter(world.units))
    payload = _json(as_user("head"), "communes", measure="shortcomings")
    assert _of(payload, first)["value"] == "2 (nghiêm trọng 1, trung bình 0, nhẹ 1)"
    high = _json(as_user("head"), "communes", measure="shortcomings", severity="high")
    assert _of(high, first)["value"] == "1 (nghiêm trọng 1, trung bình 0, nhẹ 0)"


def test_filters_narrow_visits_by_plan_day_and_state(as_user: SignIn, world: World) -> None:
    client = as_user("head")
    assert len(_json(client, "visits")["title"]) == 4
    assert len(_json(client, "visits", state="planned")["title"]) == 1
    assert len(_json(client, "visits", since="2026-03-10", until="2026-03-10")["title"]) == 1
    first = next(iter(world.units))
    earlier = _json(client, "communes", until="2026-03-01")
    assert _of(earlier, first)["value"] == "40 điểm"


def test_establishments_without_a_point_lie_on_their_commune(as_user: SignIn, world: World) -> None:
    payload = _json(as_user("head"), "establishments")
    assert len(payload["title"]) == len(world.establishments)
    index = payload["title"].index("Cơ sở không tọa độ")
    second = communes("20")[1]
    assert payload["lat"][index] == round((second.latitude or 0) * 100_000)
    assert set(_json(as_user("head"), "establishments", type="karaoke")["notes"]) == {"Karaoke"}


def test_another_province_sees_nothing_of_this_one(as_user: SignIn, world: World) -> None:
    away = as_user("away")
    first = next(iter(world.units))
    assert first not in _json(away, "communes")["code"]
    assert _json(away, "establishments")["title"] == []
    assert _json(away, "boundaries")["shapes"] == {}
    assert len(_json(away, "visits")["title"]) == 1
    assert away.get(f"/maps/data/units/{first}.json").status_code == 404
    assert away.get("/maps/", query_string={"plan": world.plan}).status_code == 404
    assert away.get("/maps/data/visits.json", query_string={"plan": world.plan}).status_code == 404


def test_a_person_of_a_commune_sees_that_commune_alone(as_user: SignIn, world: World) -> None:
    viewer = as_user("viewer")
    first, second = list(world.units)[:2]
    assert _json(viewer, "communes")["code"] == [first]
    assert len(_json(viewer, "establishments")["title"]) == len(map_world.HOSTILE)
    assert viewer.get(f"/maps/data/units/{second}.json").status_code == 404
    # The visit that has not been reviewed is not yet for the commune to read: its score is the earlier one.
    assert _of(_json(viewer, "communes"), first)["value"] == "40 điểm"


@pytest.mark.parametrize("path", ["/maps/", "/maps/frame", "/maps/data/communes.json", "/maps/download"])
def test_a_unit_officer_has_no_map(as_user: SignIn, path: str) -> None:
    assert as_user("officer").get(path).status_code == 403


@pytest.mark.parametrize("name", DATA)
def test_data_have_a_strong_tag_and_are_not_sent_twice(as_user: SignIn, name: str) -> None:
    client = as_user("head")
    answer = client.get(f"/maps/data/{name}.json")
    tag = answer.headers["ETag"]
    assert not tag.startswith("W/")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = client.get(f"/maps/data/{name}.json", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == tag


@pytest.mark.parametrize("name", DATA)
def test_compressed_data_are_the_same_data_under_a_tag_of_their_own(as_user: SignIn, name: str) -> None:
    client = as_user("head")
    plain = client.get(f"/maps/data/{name}.json")
    packed = client.get(f"/maps/data/{name}.json", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_the_tag_changes_with_the_data_and_with_the_reader(as_user: SignIn, world: World) -> None:
    client = as_user("head")
    before = client.get("/maps/data/establishments.json").headers["ETag"]
    assert as_user("away").get("/maps/data/establishments.json").headers["ETag"] != before
    assert client.get("/maps/data/establishments.json?type=karaoke").headers["ETag"] != before
    with transaction():
        shop = db.session.get_one(Establishment, world.establishments[0])
        shop.name = "Tên mới"
        shop.updated_at = map_world.NOW.replace(year=2027)
    answer = client.get("/maps/data/establishments.json", headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert "Tên mới" in json.loads(answer.data)["title"]


def test_the_frame_runs_only_code_with_its_nonce_and_may_be_framed_by_us_alone(as_user: SignIn) -> None:
    client = as_user("head")
    answer = client.get("/maps/frame")
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce is not None
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    html = answer.get_data(as_text=True)
    inline = re.findall(r"<(?:script|style)(?![^>]*\bsrc=)[^>]*>", html)
    assert inline
    assert all(f'nonce="{nonce[1]}"' in tag for tag in inline)
    assert len(html.encode()) < 10 * 1024
    assert nonce[1] not in client.get("/maps/frame").headers["Content-Security-Policy"]


def test_the_frame_names_no_outside_host_and_nothing_a_person_typed(as_user: SignIn, world: World) -> None:
    html = as_user("head").get("/maps/frame", query_string={"plan": world.plan}).get_data(as_text=True)
    assert "//" not in re.sub(r'"/[^"]*"', "", html)
    for text in map_world.HOSTILE:
        assert text not in html


@pytest.mark.parametrize(
    ("arguments", "field"),
    [({"plan": "x'--"}, None), ({"since": "32/13/2026"}, "since"), ({"severity": "<b>"}, "severity")],
)
def test_a_wrong_filter_is_refused_in_words(
    as_user: SignIn, arguments: dict[str, str], field: str | None
) -> None:
    client = as_user("head")
    answer = client.get(
        "/maps/data/visits.json", query_string=arguments, headers={"Accept": "application/json"}
    )
    assert answer.status_code == (404 if field is None else 422)
    page = client.get("/maps/", query_string=arguments)
    assert page.status_code == (404 if field is None else 200)
    if field is not None:
        assert "Điều kiện lọc chưa đúng" in page.get_data(as_text=True)


def test_the_page_shows_the_same_figures_as_a_table_without_script(as_user: SignIn, world: World) -> None:
    html = as_user("head").get("/maps/").get_data(as_text=True)
    first = next(iter(world.units))
    assert f"#unit={first}" in html
    assert "82,5" in html
    assert html.count("<tr>") == 66
    assert "2 trên 65 xã" in html
    for text in map_world.HOSTILE[2:5]:
        assert text not in html


def test_the_panel_of_a_commune_lists_visits_and_findings(as_user: SignIn, world: World) -> None:
    first = next(iter(world.units))
    detail = json.loads(as_user("head").get(f"/maps/data/units/{first}.json").data)
    visits, findings = detail["sections"]
    assert [item["note"] for item in visits["items"]] == [
        "Đã kiểm tra xong · 82,5 điểm",
        "Đã rà soát · 40 điểm",
    ]
    assert findings["items"][0]["text"] == map_world.HOSTILE[2]
    assert len(findings["items"]) == 3


def test_the_number_of_queries_does_not_grow_with_the_data(app: Flask, as_user: SignIn) -> None:
    client = as_user("head")

    def queries(path: str) -> int:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return sum(1 for statement in seen if statement.startswith("SELECT"))

    before = {
        path: queries(path) for path in ("/maps/", "/maps/data/communes.json", "/maps/data/findings.json")
    }
    with transaction():
        template = db.session.get_one(Establishment, 1)
        for number in range(100, 160):
            map_world._establishment(communes("20")[number % 60], number, template.name)
    assert {path: queries(path) for path in before} == before
    assert before["/maps/"] <= 12


def test_the_file_for_download_is_whole_and_names_no_address(as_user: SignIn) -> None:
    answer = as_user("head").get("/maps/download")
    assert "attachment" in answer.headers["Content-Disposition"]
    html = answer.get_data(as_text=True)
    assert "connect-src" not in html
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=", html)


def test_the_map_for_paper_is_an_svg_with_its_legend(as_user: SignIn) -> None:
    answer = as_user("head").get("/maps/print.svg?measure=shortcomings")
    assert answer.mimetype == "image/svg+xml"
    svg = answer.get_data(as_text=True)
    assert "Chưa kiểm tra (63)" in svg
    assert "1–2 tồn tại (1)" in svg


def test_what_the_map_links_to_can_be_opened(as_user: SignIn, world: World) -> None:
    client = as_user("head")
    first = next(iter(world.units))
    detail = json.loads(client.get(f"/maps/data/units/{first}.json").data)
    hrefs = [item["href"] for section in detail["sections"] for item in section["items"]]
    hrefs += [link["href"] for link in detail["links"]]
    for name in ("visits", "establishments"):
        payload = _json(client, name)
        hrefs.append(f"{payload['href']}{payload['id'][0]}")
    assert len(hrefs) == 9
    assert {href: client.get(href).status_code for href in hrefs} == dict.fromkeys(hrefs, 200)

"""Minutes signed on a tablet: which text holds, who signed it, its page, its download, who is kept out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, update

from audit.demo.handwriting import signature
from audit.kernel.access import Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.offline.models import LedgerRecord
from audit.offline.queries.minutes import holding_minutes, minutes_of
from tests.integration.offline.signed_world import BOTH, SIGNED_AT, Made, Mark, blocks, signed_on_tablet
from tests.integration.reports.documents_people import Visitor, sign_in
from tests.integration.reports.documents_world import Wishes, World, build_world

AsUser = Callable[..., FlaskClient]
OTHER_TEXT = "ab" * 32


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(Wishes(visits=2, states=("reviewed", "completed"), photos=False))


@pytest.fixture
def as_user(app: Flask) -> AsUser:
    def make(role: Role, **scope: str) -> FlaskClient:
        return sign_in(Visitor(app, app.response_class), role, **scope)

    return make


def page_of(client: FlaskClient, visit_id: int) -> str:
    answer = client.get(f"/visits/{visit_id}/signed-minutes")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_latest_minutes_that_somebody_signed_hold(world: World) -> None:
    visit = world.visit_ids[0]
    first = signed_on_tablet(visit)
    second = signed_on_tablet(visit, made_at=SIGNED_AT + timedelta(hours=1))
    unsigned = signed_on_tablet(visit, (), made_at=SIGNED_AT + timedelta(hours=2))
    found = holding_minutes(visit)
    assert found is not None
    assert found.row.record_id == second.minutes_id
    assert [one.row.record_id for one in minutes_of(visit)] == [
        unsigned.minutes_id,
        second.minutes_id,
        first.minutes_id,
    ]
    assert holding_minutes(world.visit_ids[1]) is None


def test_a_signature_under_another_text_is_shown_and_never_used(world: World, as_user: AsUser) -> None:
    visit = world.visit_ids[0]
    signed_on_tablet(visit, (Mark("unit", "Người Ký Bản Khác", signed=OTHER_TEXT), BOTH[1]))
    found = holding_minutes(visit)
    assert found is not None
    assert [one.row.name for one in found.valid] == ["Thành Viên Mẫu 1"]
    assert [one.row.name for one in found.other] == ["Người Ký Bản Khác"]
    page = page_of(as_user(Role.INSPECTOR), visit)
    assert "Ký dưới một bản khác" in page
    assert page.index("Chữ ký không dùng") < page.index("Người Ký Bản Khác")


def test_minutes_whose_every_signature_is_under_another_text_do_not_hold(world: World) -> None:
    signed_on_tablet(world.visit_ids[0], [Mark("unit", "A", signed=OTHER_TEXT)])
    assert holding_minutes(world.visit_ids[0]) is None


@pytest.mark.parametrize("left", ["", '{"body":{"title":"Khác","blocks":[]}}', "[" * 5000])
def test_a_text_that_is_no_longer_the_signed_one_is_reported_and_not_used(
    world: World, as_user: AsUser, left: str
) -> None:
    visit = world.visit_ids[0]
    made = signed_on_tablet(visit)
    with transaction():
        record = LedgerRecord.record_id == made.minutes_id
        db.session.execute(update(LedgerRecord).where(record).values(text=left))
    assert holding_minutes(visit) is None
    assert "không còn khớp mã đã ký" in page_of(as_user(Role.INSPECTOR), visit)


@pytest.mark.parametrize(("skew", "minutes"), [(0, 0), (299_000, 0), (720_000, 12), (-3_600_000, -60)])
def test_a_clock_that_was_wrong_by_more_than_five_minutes_is_noted(
    world: World, skew: int, minutes: int
) -> None:
    signed_on_tablet(world.visit_ids[0], skew_ms=skew)
    found = holding_minutes(world.visit_ids[0])
    assert found is not None
    assert {one.skew_minutes for one in found.signatures} == {minutes}


def test_reading_takes_three_queries_however_many_minutes_there_are(world: World) -> None:
    visit = world.visit_ids[0]
    for hour in range(4):
        signed_on_tablet(visit, BOTH * 2, made_at=SIGNED_AT + timedelta(hours=hour))
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert len(minutes_of(visit)) == 4
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) == 3


def test_the_page_shows_the_blocks_the_signatures_as_paths_and_the_digest(
    world: World, as_user: AsUser
) -> None:
    visit = world.visit_ids[0]
    made = signed_on_tablet(visit)
    client = as_user(Role.INSPECTOR)
    page = page_of(client, visit)
    for words in ("Số lao động tại các cơ sở?", "1.234 người", "Ý kiến của đơn vị", made.digest, *_names()):
        assert words in page
    paths = re.findall(r'<path d="([^"]*)"', page)
    assert len(paths) == 2
    assert all(re.fullmatch(r"(?:[ML]\d+ \d+)+", path) for path in paths)
    first = signature("Đại Diện Mẫu")[0][0]
    assert paths[0].startswith(f"M{first[0]} {first[1]}L")
    assert f"/visits/{visit}/signed-minutes" in client.get(f"/visits/{visit}").get_data(as_text=True)


def _names() -> list[str]:
    return [mark.name for mark in BOTH]


def test_the_download_is_the_signed_text_whose_sum_anybody_can_compute(world: World, as_user: AsUser) -> None:
    visit = world.visit_ids[0]
    made = signed_on_tablet(visit)
    answer = as_user(Role.VIEWER).get(f"/visits/{visit}/signed-minutes/{made.minutes_id}.json")
    assert answer.status_code == 200
    assert hashlib.sha256(answer.data).hexdigest() == made.digest
    assert answer.data.decode() == made.text
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_visit_without_signed_minutes_has_neither_page_nor_link(world: World, as_user: AsUser) -> None:
    client = as_user(Role.INSPECTOR)
    visit = world.visit_ids[0]
    assert client.get(f"/visits/{visit}/signed-minutes").status_code == 404
    assert "signed-minutes" not in client.get(f"/visits/{visit}").get_data(as_text=True)


def test_nobody_outside_the_area_reads_or_downloads_them(world: World, as_user: AsUser) -> None:
    visit, closed = world.visit_ids
    made, unseen = signed_on_tablet(visit), signed_on_tablet(closed)
    abroad = as_user(Role.DEPARTMENT_HEAD, scope_code="12", province_code="12")
    own = as_user(Role.UNIT_OFFICER, scope_kind=ScopeKind.COMMUNE, scope_code=world.unit_codes[0])
    other = as_user(Role.UNIT_OFFICER, scope_kind=ScopeKind.COMMUNE, scope_code=world.unit_codes[1])
    for client in (abroad, other):
        assert _asked(client, visit, made) == [404, 404]
    assert _asked(own, visit, made) == [200, 200]
    # The unit sees its sheet from the review on, and what was signed no sooner.
    assert _asked(other, closed, unseen) == [404, 404]
    # Minutes of one visit are not found under another one's address.
    home = as_user(Role.INSPECTOR)
    assert home.get(f"/visits/{closed}/signed-minutes/{made.minutes_id}.json").status_code == 404


def _asked(client: FlaskClient, visit: int, made: Made) -> list[int]:
    addresses = ("signed-minutes", f"signed-minutes/{made.minutes_id}.json")
    return [client.get(f"/visits/{visit}/{address}").status_code for address in addresses]


def test_hostile_words_and_strokes_stay_words_and_draw_nothing_else(world: World, as_user: AsUser) -> None:
    visit = world.visit_ids[0]
    evil = '"><script>alert(1)</script><path d="M0 0'
    odd = [{"style": evil, "text": evil, "value": evil}, 7, None, [evil], {"text": {"a": evil}}]
    content: list[Any] = [*blocks(), *odd]
    strokes = [[[evil, evil, 0], [1, 2, 3], [10**30, -5, 0], None], evil, [[[[]]]], {"d": evil}]
    mark = Mark("unit", evil, evil, strokes=strokes)
    signed_on_tablet(visit, (mark, Mark("team", evil, refused=True, reason=evil)), content=content)
    page = page_of(as_user(Role.INSPECTOR), visit)
    assert "<script>alert" not in page
    assert re.findall(r'<path d="([^"]*)"', page) == ["M1 2L10000 0"]

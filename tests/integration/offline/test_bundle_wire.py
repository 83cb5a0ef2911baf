"""The bundle as a tablet asks for it: proved, sealed, compressed, and small when little changed."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from audit.inspections.models.visits import Visit
from audit.kernel.database import db, transaction
from checklists.models.submissions import Response
from tests.integration.offline.bundle_world import add_visits, counted
from tests.integration.offline.tablet_world import Tablet
from tests.integration.told_world import Guest

SignIn = Callable[[str], Guest]
PERSON = "kiemtra1"
PATH = "/tablet/api/bundle"


def ask(tablet: Tablet, have: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Bytes of request and reply, and what the reply says."""
    body = json.dumps({"have": have}, separators=(",", ":")).encode()
    answer = tablet.call("POST", PATH, body)
    assert answer.status_code == 200, answer.text
    return len(body) + len(answer.data), answer.get_json()


def test_a_tablet_is_sent_everything_once_and_then_nothing(told_app: Flask, guest: SignIn) -> None:
    tablet = Tablet(guest(PERSON))
    _first, whole = ask(tablet, {})
    assert set(whole["manifest"]) == set(whole["resources"])
    assert {"protocol", "generation", "server_time", "expires_at"} <= set(whole)
    _second, nothing = ask(tablet, whole["manifest"])
    assert nothing["resources"] == {} and nothing["manifest"] == whole["manifest"]


def test_a_changed_visit_comes_alone_and_a_visit_that_is_over_leaves_the_manifest(
    told_app: Flask, guest: SignIn
) -> None:
    tablet = Tablet(guest(PERSON))
    made = add_visits(PERSON, 2)
    _bytes, whole = ask(tablet, {})
    with transaction():
        db.session.get_one(Visit, made[0]).place = "Nhà văn hóa thôn Bản Mới"
        gone = db.session.get_one(Visit, made[1])
        gone.state, gone.cancelled_reason = "cancelled", "Bão"
    _bytes, later = ask(tablet, whole["manifest"])
    assert set(later["resources"]) == {f"visit:{made[0]}"}
    assert later["resources"][f"visit:{made[0]}"]["where"] == "nhà văn hóa thôn Bản Mới"
    assert f"visit:{made[1]}" in whole["manifest"] and f"visit:{made[1]}" not in later["manifest"]


@pytest.mark.parametrize("begun_every", [2, 3, 1000])
def test_the_second_exchange_of_300_visits_takes_at_most_3_percent(
    told_app: Flask, guest: SignIn, begun_every: int
) -> None:
    tablet = Tablet(guest(PERSON))
    already = len([name for name in ask(tablet, {})[1]["manifest"] if name.startswith("visit:")])
    made = add_visits(PERSON, 300 - already, begun_every=begun_every)
    first, whole = ask(tablet, {})
    assert len([name for name in whole["manifest"] if name.startswith("visit:")]) == 300
    with transaction():  # 1 %: an answer, a place, who speaks for the unit
        answered, placed, spoken = (db.session.get_one(Visit, made[n]) for n in (0, 1, 2))
        response = db.session.scalars(
            select(Response).where(Response.submission_id == answered.submission_id).order_by(Response.id)
        ).first()
        assert response is not None
        response.note = "Đã đối chiếu bản gốc."
        placed.place = "Hội trường thôn"
        spoken.unit_representative = "Đại Diện Đơn Vị"
    second, later = ask(tablet, whole["manifest"])
    assert set(later["resources"]) == {f"visit:{made[n]}" for n in (0, 1, 2)}
    share = second / first
    print(f"first {first} bytes, second {second} bytes, {share:.2%}")
    assert share <= 0.03


def test_the_reply_is_compressed_for_those_who_can_read_that(told_app: Flask, guest: SignIn) -> None:
    tablet = Tablet(guest(PERSON))
    body = b'{"have":{}}'
    plain = tablet.guest.client.post(
        PATH, data=body, content_type="application/json", headers=tablet.headers("POST", PATH, body)
    )
    headers = {**tablet.headers("POST", PATH, body), "Accept-Encoding": "gzip, br"}
    packed = tablet.guest.client.post(PATH, data=body, content_type="application/json", headers=headers)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
    text = gzip.decompress(packed.data)
    assert len(packed.data) * 3 < len(text)
    assert json.loads(text)["manifest"] == plain.get_json()["manifest"]
    # The seal is over what the browser reads after unpacking.
    sealed = f"{headers['X-Thuc-Dia-Nonce']}\n200\n{hashlib.sha256(text).hexdigest()}"
    assert packed.headers["X-Thuc-Dia-Seal"] == hmac.new(tablet.key, sealed.encode(), "sha256").hexdigest()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"have": []}',
        b'{"have": {"person": 5}}',
        b'{"have": {"person": "XYZ"}}',
        b'{"have": {"person": "0123456789abcdeg"}}',
        json.dumps({"have": {"x" * 200: "0" * 16}}).encode(),
        json.dumps({"have": {f"visit:{n}": "0" * 16 for n in range(6_000)}}).encode(),
    ],
)
def test_a_wrong_request_is_refused_with_words(told_app: Flask, guest: SignIn, body: bytes) -> None:
    answer = Tablet(guest(PERSON)).call("POST", PATH, body)
    assert answer.status_code == 422
    assert answer.get_json()["message"]


def test_without_proof_or_session_nothing_is_told(told_app: Flask, guest: SignIn) -> None:
    tablet = Tablet(guest(PERSON))
    body = b'{"have":{}}'
    bare = guest(PERSON).send(PATH, body)
    assert bare.status_code in (401, 403) and "manifest" not in bare.text
    stranger = tablet.call("POST", PATH, body, client=told_app.test_client())
    assert stranger.status_code == 401 and "manifest" not in stranger.text
    other = tablet.call("POST", PATH, body, client=guest("kiemtra2").client)
    assert other.status_code == 403 and "manifest" not in other.text


def test_ten_times_the_visits_cost_no_more_statements_over_the_wire(told_app: Flask, guest: SignIn) -> None:
    tablet, taken = Tablet(guest(PERSON)), []
    ask(tablet, {})
    for more in (6, 60):
        add_visits(PERSON, more)
        with counted() as statements:
            ask(tablet, {})
        taken.append(len(statements))
    assert taken[0] == taken[1] <= 25

"""The door: who is enrolled, who is believed, and what is said to those who are not."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from audit.accounts.models import User
from audit.accounts.services.passwords import end_all_sessions
from audit.kernel.access import Role
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, NotFound
from audit.offline.models import Device, LedgerRecord
from audit.offline.services.devices import revoke
from checklists.models.submissions import ResponseEvent
from tests.integration.offline.tablet_world import Tablet, token_of
from tests.integration.told_world import Guest, abroad

SignIn = Callable[[str], Guest]


def rows() -> tuple[int, int]:
    """How many records and answers the server holds."""
    return (
        db.session.scalar(select(func.count()).select_from(LedgerRecord)) or 0,
        db.session.scalar(select(func.count()).select_from(ResponseEvent)) or 0,
    )


def test_enrolling_gives_a_secret_once_and_a_person_may_have_several_tablets(
    told_app: Flask, guest: SignIn
) -> None:
    person = guest("kiemtra1")
    first, second = Tablet(person), Tablet(person)
    assert first.device != second.device
    assert len(first.secret) == len(second.secret) == 32
    assert first.secret != second.secret
    assert first.exchange([])["results"] == second.exchange([])["results"] == []


@pytest.mark.parametrize("username", ["canboxa", "theodoi", "quantri"])
def test_who_may_not_fill_in_checklists_enrols_no_tablet(
    told_app: Flask, guest: SignIn, username: str
) -> None:
    tablet = str(uuid.uuid4())
    answer: Any = guest(username).send("/tablet/api/devices", {"tablet": tablet})
    assert (answer.status_code, answer.json["code"]) == (403, "not_permitted")
    assert db.session.scalars(select(Device.id).where(Device.tablet == tablet)).all() == []


def test_the_session_names_the_person_and_says_where_the_server_stands(
    told_app: Flask, guest: SignIn
) -> None:
    said: Any = guest("kiemtra1").get("/tablet/api/session").json
    assert said["person"]["username"] == "kiemtra1"
    assert (said["protocol"], len(said["generation"])) == (1, 36)
    assert said["csrf_token"] and said["server_time"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Thuc-Dia-Proof", ""),
        ("X-Thuc-Dia-Proof", "0" * 64),
        ("X-Thuc-Dia-Proof", "é"),
        ("X-Thuc-Dia-Nonce", ""),
        ("X-Thuc-Dia-Nonce", "f" * 31),
        ("X-Thuc-Dia-Nonce", "ab" * 16),
    ],
)
def test_a_wrong_proof_is_refused_without_a_seal(tablet: Tablet, visit: int, header: str, value: str) -> None:
    before = rows()
    body = json.dumps({"records": [tablet.answer(visit, "ls1_02", True)]}).encode()
    headers = {
        **tablet.headers("POST", "/tablet/api/exchange", body),
        header: value.encode().decode("latin-1"),
    }
    answer: Any = tablet.guest.client.post("/tablet/api/exchange", data=body, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "proof_wrong")
    assert "X-Thuc-Dia-Seal" not in answer.headers
    assert "wipe" not in answer.json
    assert rows() == before


def test_a_proof_is_good_for_its_body_its_path_and_its_method_only(tablet: Tablet, visit: int) -> None:
    body = json.dumps({"records": [tablet.answer(visit, "ls1_02", True)]}).encode()
    proved = tablet.headers("POST", "/tablet/api/exchange", body)
    client, before = tablet.guest.client, rows()
    assert client.post("/tablet/api/exchange", data=body + b" ", headers=proved).status_code == 403
    assert client.post("/tablet/api/exchange?x=1", data=body, headers=proved).status_code == 403
    assert client.post("/tablet/api/missing", data=body, headers=proved).status_code == 403
    assert rows() == before
    assert client.post("/tablet/api/exchange", data=body, headers=proved).status_code == 200


def test_a_request_that_is_played_again_changes_nothing(tablet: Tablet, visit: int) -> None:
    body = json.dumps({"records": [tablet.answer(visit, "ls1_02", True)], "receipts": [visit]}).encode()
    proved = tablet.headers("POST", "/tablet/api/exchange", body)
    first: Any = tablet.guest.client.post("/tablet/api/exchange", data=body, headers=proved)
    held = rows()
    again: Any = tablet.guest.client.post("/tablet/api/exchange", data=body, headers=proved)
    assert (first.json["results"], first.json["receipts"]) == (again.json["results"], again.json["receipts"])
    assert rows() == held


def test_without_a_session_the_tablet_is_asked_to_sign_in_and_the_work_waits(
    guest: SignIn, tablet: Tablet, visit: int
) -> None:
    text = tablet.answer(visit, "ls1_02", True)
    with transaction():
        end_all_sessions(db.session.scalars(select(User).where(User.username == "kiemtra1")).one())
    before = rows()
    answer = tablet.post("exchange", {"records": [text]})
    assert (answer.status_code, answer.json["code"]) == (401, "sign_in")
    assert "X-Thuc-Dia-Seal" in answer.headers
    assert rows() == before
    tablet.guest = guest("kiemtra1")
    tablet.token = token_of(tablet.guest)
    assert tablet.exchange([text])["results"][0]["outcome"] == "accepted"


def test_a_change_needs_the_token_of_the_session(tablet: Tablet, visit: int) -> None:
    body = json.dumps({"records": [tablet.answer(visit, "ls1_02", True)]}).encode()
    answer = tablet.call("POST", "/tablet/api/exchange", body, X_CSRFToken="no token")
    assert (answer.status_code, answer.json["code"]) == (400, "csrf")


@pytest.mark.parametrize("other", ["kiemtra2", "truongdoan", "quantri"])
def test_another_person_cannot_use_the_tablet(
    told_app: Flask, tablet: Tablet, guest: SignIn, visit: int, other: str
) -> None:
    before = rows()
    text = tablet.answer(visit, "ls1_02", True)
    tablet.guest = guest(other)
    if other != "quantri":
        tablet.token = token_of(tablet.guest)
    answer = tablet.post("exchange", {"records": [text]})
    assert (answer.status_code, answer.json["code"]) == (403, "device_not_yours")
    assert "wipe" not in answer.json
    assert rows() == before


def test_a_revoked_tablet_is_told_to_wipe_under_seal_and_nothing_of_it_is_taken(
    tablet: Tablet, guest: SignIn, visit: int
) -> None:
    text, lead = tablet.answer(visit, "ls1_02", True), _actor("truongdoan")
    with transaction():
        revoke(actor=lead, device_id=tablet.device, reason="Mất máy")
    before = rows()
    for path, method in (("exchange", "POST"), ("missing", "POST"), ("media/" + "0" * 64, "GET")):
        answer = tablet.call(method, f"/tablet/api/{path}", json.dumps({"records": [text]}).encode())
        assert (answer.status_code, answer.json["code"]) == (403, "device_revoked")
        assert answer.json["wipe"] is True
        assert "X-Thuc-Dia-Seal" in answer.headers
    uploader = guest("kiemtra2")
    sealed = uploader.client.post(
        "/tablet/api/packet",
        data=tablet.packet([text]),
        headers={"X-CSRFToken": token_of(uploader), "Accept": "application/json"},
    )
    assert sealed.status_code == 403
    assert rows() == before
    assert tablet.call("POST", "/tablet/api/wiped").status_code == 200
    assert db.session.get_one(Device, tablet.device).wiped_at is not None


def test_only_its_person_and_the_leads_of_the_province_revoke_a_tablet(
    told_app: Flask, tablet: Tablet
) -> None:
    for stranger in ("kiemtra2", "theodoi", "canboxa", "abroad.team.lead", "abroad.department.head"):
        with pytest.raises(NotFound), transaction():
            revoke(actor=_actor(stranger), device_id=tablet.device, reason="Không phải việc của tôi")
    with transaction():
        revoke(actor=_actor("kiemtra1"), device_id=tablet.device, reason="Đổi máy")
    with pytest.raises(Conflict), transaction():
        revoke(actor=_actor("truongdoan"), device_id=tablet.device, reason="Lần hai")


def test_an_unknown_device_is_asked_to_sign_in_and_takes_its_enrolment_up_again(
    told_app: Flask, tablet: Tablet, guest: SignIn, visit: int
) -> None:
    text = tablet.answer(visit, "ls1_02", True)
    with transaction():  # what a restore from before the enrolment does
        db.session.delete(db.session.get_one(Device, tablet.device))
    answer = tablet.post("exchange", {"records": [text]})
    assert (answer.status_code, answer.json["code"]) == (401, "device_unknown")
    assert "X-Thuc-Dia-Seal" not in answer.headers
    again = {"tablet": str(uuid.uuid4()), "device": tablet.device, "secret": tablet.secret_text}
    for _time in range(2):
        answer = tablet.guest.send("/tablet/api/devices", again)
        assert answer.json is not None and (answer.status_code, answer.json["device"]) == (201, tablet.device)
    assert tablet.exchange([text])["results"][0]["outcome"] == "accepted"
    wrong = {**again, "secret": base64.urlsafe_b64encode(b"x" * 32).rstrip(b"=").decode()}
    assert tablet.guest.send("/tablet/api/devices", wrong).status_code == 409
    assert guest("kiemtra2").send("/tablet/api/devices", again).status_code == 409


def test_an_older_protocol_is_told_to_update(tablet: Tablet) -> None:
    answer = tablet.call("POST", "/tablet/api/exchange", b"{}", X_Thuc_Dia_Protocol="0")
    assert (answer.status_code, answer.json["code"]) == (426, "protocol_too_old")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"records": {}}',
        b'{"receipts": ["1"]}',
        b'{"receipts": [true]}',
        b'{"receipts": [99999999999999999999]}',
    ],
)
def test_a_request_that_cannot_be_read_is_refused_as_a_whole(tablet: Tablet, body: bytes) -> None:
    answer = tablet.call("POST", "/tablet/api/exchange", body)
    assert (answer.status_code, answer.json["code"]) == (422, "request_shape")


def test_too_much_at_once_is_refused_so_that_the_tablet_halves(tablet: Tablet) -> None:
    many = tablet.post("exchange", {"records": ["x"] * 501})
    assert (many.status_code, many.json["code"]) == (422, "too_many")
    large = tablet.call("POST", "/tablet/api/exchange", b" " * (2 * 1024 * 1024 + 1))
    assert large.status_code == 413


def test_a_full_disk_answers_507_and_writes_nothing(tablet: Tablet, visit: int) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a page limit is SQLite's way of having a full disk")
    text, before = tablet.answer(visit, "ls1_02", True, "x" * 60_000), rows()

    def small(connection: Any, _record: Any, _proxy: Any) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")

    def roomy(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA max_page_count=1073741823")

    db.session.remove()
    event.listen(db.engine, "checkout", small)
    try:
        answer = tablet.post(
            "exchange",
            {"records": [text] + [tablet.answer(visit, "ls2_03", "y" * 19_000) for _n in range(20)]},
        )
    finally:
        event.remove(db.engine, "checkout", small)
        event.listen(db.engine, "checkout", roomy)
    assert (answer.status_code, answer.json["code"]) == (507, "storage_full")
    assert rows() == before
    assert tablet.post("exchange", {"records": []}).status_code == 200


def test_a_stranger_abroad_learns_nothing_of_a_visit(told_app: Flask, guest: SignIn, visit: int) -> None:
    stranger = Tablet(guest(abroad(Role.INSPECTOR)))
    reply = stranger.exchange([stranger.answer(visit, "ls1_02", True)], [visit])
    assert (reply["results"][0]["outcome"], reply["results"][0]["code"]) == ("parked", "visit_unknown")
    assert reply["visits"] == {}
    assert reply["receipts"][0]["records"] == 1  # what this tablet sent, and nothing else


def _actor(username: str) -> Any:
    return db.session.scalars(select(User).where(User.username == username)).one().actor


def test_the_keeper_of_the_server_names_a_new_generation(told_app: Flask, tablet: Tablet) -> None:
    before = tablet.exchange([])["generation"]
    done = told_app.test_cli_runner().invoke(args=["offline", "new-generation"])
    assert done.exit_code == 0, done.output
    after = tablet.exchange([])["generation"]
    assert after != before
    assert after in done.output

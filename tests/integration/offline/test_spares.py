"""The spare key of a tablet: who is told it, who is not, and what remains of that."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from audit.kernel.database import db, transaction
from audit.kernel.journal.models import JournalEntry
from audit.offline.models import Device
from audit.offline.services.devices import revoke
from tests.integration.offline.tablet_world import LABEL, Tablet, meanwhile, person_of
from tests.integration.told_world import Guest

SignIn = Callable[[str], Guest]


def spare_of(tablet: Tablet) -> bytes | None:
    db.session.rollback()
    return db.session.get_one(Device, tablet.device).spare


def digest_of(tablet: Tablet) -> str:
    spare = spare_of(tablet)
    assert spare is not None
    return hashlib.sha256(spare).hexdigest()


def said(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.text
    return base64.urlsafe_b64decode(answer.json["spare"] + "=")


def ask(person: Guest, tablet: Tablet, held: str) -> Any:
    """What a locked tablet asks, with nothing but the session of the person."""
    return person.send(f"/tablet/api/devices/{tablet.device}/spare", {"held": held})


def entries(tablet: Tablet) -> list[tuple[str, str]]:
    """The givings of the spare in the journal: by whom, and their details."""
    db.session.rollback()
    found = db.session.scalars(
        select(JournalEntry).where(
            JournalEntry.action == "tablet.spare_given", JournalEntry.subject_id == tablet.device
        )
    )
    return [(entry.actor, entry.details) for entry in found]


def lose_it(tablet: Tablet) -> None:
    with transaction():  # enrolled before there were spare keys, or restored from a backup of then
        db.session.get_one(Device, tablet.device).spare = None


def revoke_it(tablet: Tablet) -> None:
    with transaction():
        revoke(actor=person_of(tablet).actor, device_id=tablet.device, reason="Mất máy")


def test_enrolling_tells_the_spare_once(told_app: Flask, guest: SignIn) -> None:
    person = guest("kiemtra1")
    tablet = str(uuid.uuid4())
    told: Any = person.send("/tablet/api/devices", {"tablet": tablet, "label": LABEL}).json
    spare = db.session.get_one(Device, told["device"]).spare
    assert spare is not None and len(spare) == 32
    assert base64.urlsafe_b64decode(told["spare"] + "=") == spare
    assert told["spare"] != told["secret"]
    again: Any = person.send("/tablet/api/devices", {"tablet": tablet, **_taken_up(told)})
    assert (again.status_code, "spare" in again.json) == (201, False)


def _taken_up(told: dict[str, str]) -> dict[str, str]:
    return {"device": told["device"], "secret": told["secret"]}


def test_an_open_tablet_is_told_the_spare_only_when_its_copy_is_under_another(tablet: Tablet) -> None:
    assert said(tablet.post("spare", {})) == spare_of(tablet)
    assert said(tablet.post("spare", {"held": "0" * 64})) == spare_of(tablet)
    assert "spare" not in tablet.post("spare", {"held": digest_of(tablet)}).json
    assert entries(tablet) == [], "nobody has forgotten a PIN"


def test_a_tablet_without_a_spare_gets_one_that_stays(tablet: Tablet) -> None:
    lose_it(tablet)
    first = said(tablet.post("spare", {"held": "0" * 64}))
    assert len(first) == 32
    assert said(tablet.post("spare", {})) == first == spare_of(tablet)


def test_an_enrolment_that_a_restored_server_has_lost_gets_a_new_spare(tablet: Tablet) -> None:
    before = digest_of(tablet)
    with transaction():
        db.session.delete(db.session.get_one(Device, tablet.device))
    again = {"tablet": str(uuid.uuid4()), "device": tablet.device, "secret": tablet.secret_text}
    assert tablet.guest.send("/tablet/api/devices", again).status_code == 201
    assert ask(tablet.guest, tablet, before).status_code == 409
    new = said(tablet.post("spare", {"held": before}))
    assert hashlib.sha256(new).hexdigest() == digest_of(tablet) != before
    assert said(ask(tablet.guest, tablet, digest_of(tablet))) == new


def test_the_open_tablet_must_prove_itself(tablet: Tablet, guest: SignIn) -> None:
    assert tablet.guest.send("/tablet/api/spare", {}).status_code == 401
    revoke_it(tablet)
    answer = tablet.post("spare", {})
    assert (answer.status_code, answer.json["code"], answer.json["wipe"]) == (403, "device_revoked", True)


def test_a_tablet_revoked_in_the_same_moment_gets_no_new_spare(tablet: Tablet) -> None:
    with meanwhile("api", lambda: _revoke_now(tablet)):
        answer = tablet.post("spare", {})
    assert (answer.status_code, answer.json["code"], "wipe" in answer.json) == (403, "device_revoked", False)
    assert spare_of(tablet) is None


def _revoke_now(tablet: Tablet) -> None:
    revoke(actor=person_of(tablet).actor, device_id=tablet.device, reason="Mất máy")


def test_who_forgot_the_pin_gets_the_spare_and_the_journal_says_so(tablet: Tablet, guest: SignIn) -> None:
    person = guest("kiemtra1")  # signed in anew: the session is all that is needed
    for times in (1, 2):
        answer = ask(person, tablet, digest_of(tablet))
        assert said(answer) == spare_of(tablet)
        assert "X-Thuc-Dia-Seal" not in answer.headers
        assert entries(tablet) == [("kiemtra1", "{}")] * times
    given = db.session.get_one(Device, tablet.device).spare_given_at
    assert given is not None
    page = person.get(f"/tablets/{tablet.device}").text
    assert "Cấp khóa dự phòng lần cuối" in page
    assert tablet.post("spare", {"held": digest_of(tablet)}).json.get("spare") is None, "the copy stays good"


@pytest.mark.parametrize("held", ["", "0" * 64, "é" * 64])
def test_who_does_not_hold_the_tablet_gets_no_spare_with_the_right_account(tablet: Tablet, held: str) -> None:
    answer = ask(tablet.guest, tablet, held)
    assert (answer.status_code, answer.json["code"]) == (409, "no_spare")
    assert "mã PIN" in answer.json["message"]
    assert entries(tablet) == []


@pytest.mark.parametrize("other", ["kiemtra2", "truongdoan", "quantri", "theodoi"])
def test_another_person_gets_no_spare(tablet: Tablet, guest: SignIn, other: str) -> None:
    answer = ask(guest(other), tablet, digest_of(tablet))
    assert (answer.status_code, answer.json["code"]) == (403, "device_not_yours")
    assert "spare" not in answer.json
    assert entries(tablet) == []


def test_who_is_not_signed_in_gets_no_spare(told_app: Flask, tablet: Tablet) -> None:
    address = f"/tablet/api/devices/{tablet.device}/spare"
    answer: Any = told_app.test_client().post(address, json={"held": digest_of(tablet)})
    assert (answer.status_code, answer.json["code"]) == (401, "sign_in")
    without_token: Any = tablet.guest.client.post(address, json={"held": digest_of(tablet)})
    assert (without_token.status_code, without_token.json["code"]) == (400, "csrf")
    assert entries(tablet) == []


def test_a_revoked_tablet_has_no_spare_any_more(tablet: Tablet) -> None:
    held = digest_of(tablet)
    revoke_it(tablet)
    answer = ask(tablet.guest, tablet, held)
    assert (answer.status_code, answer.json["code"]) == (403, "device_revoked")
    assert "wipe" not in answer.json, "an unsealed reply never orders that"
    assert spare_of(tablet) is None


def test_without_a_spare_the_server_says_so(tablet: Tablet) -> None:
    held = digest_of(tablet)
    lose_it(tablet)
    answer = ask(tablet.guest, tablet, held)
    assert (answer.status_code, answer.json["code"]) == (409, "no_spare")
    assert spare_of(tablet) is None


@pytest.mark.parametrize("device", ["00000000-0000-4000-8000-000000000000", "x" * 300])
def test_an_unknown_tablet_is_not_found(tablet: Tablet, device: str) -> None:
    answer: Any = tablet.guest.send(f"/tablet/api/devices/{device}/spare", {"held": ""})
    assert (answer.status_code, answer.json["code"]) == (404, "device_not_found")


@pytest.mark.parametrize("body", [b"[]", b'{"held": 1}', b'{"held": "' + b"0" * 65 + b'"}'])
def test_what_cannot_be_read_is_refused(tablet: Tablet, body: bytes) -> None:
    answer: Any = tablet.guest.send(f"/tablet/api/devices/{tablet.device}/spare", body)
    assert (answer.status_code, answer.json["code"]) == (422, "request_shape")


def test_asking_again_and_again_is_turned_away_for_that_person_alone(tablet: Tablet, guest: SignIn) -> None:
    answers = [ask(tablet.guest, tablet, "") for _time in range(11)]
    assert [answer.status_code for answer in answers] == [409] * 10 + [429]
    assert answers[-1].json["code"] == "too_many_requests"
    assert ask(guest("kiemtra2"), tablet, "").status_code == 403

"""Packets carried by hand, and what the lead decides on what was parked."""

from __future__ import annotations

import base64
import gzip
import io
import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from sqlalchemy import delete, func, select

from audit.accounts.models import User
from audit.inspections.models.visits import Visit, VisitMember
from audit.inspections.services.visits import reopen_visit
from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.journal.models import JournalEntry
from audit.offline.adapters.packets import PacketRefused, open_packet
from audit.offline.models import LedgerRecord, SignedMinutes
from audit.offline.services.parked import apply_parked, set_aside
from checklists.models.submissions import Attachment, ResponseEvent
from tests.integration.offline.tablet_world import (
    Tablet,
    attended,
    id_of,
    meanwhile,
    person_of,
    picture,
    receipt,
    sha,
    token_of,
)
from tests.integration.told_world import Guest

SignIn = Callable[[str], Guest]


def actor(username: str) -> Actor:
    return db.session.scalars(select(User).where(User.username == username)).one().actor


def row(text: str) -> LedgerRecord:
    return db.session.scalars(select(LedgerRecord).where(LedgerRecord.digest == sha(text.encode()))).one()


def counts() -> tuple[int, ...]:
    return tuple(
        db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (LedgerRecord, ResponseEvent, Attachment)
    )


def upload(person: Guest, data: bytes) -> Any:
    return person.client.post(
        "/tablet/packet",
        data={"csrf_token": person.token, "packet": (io.BytesIO(data), "thuc-dia-2026-11-22-1.tdp")},
    )


def post(person: Guest, data: bytes) -> Any:
    return person.client.post("/tablet/api/packet", data=data, headers={"X-CSRFToken": token_of(person)})


# --- packets


def test_a_packet_does_what_an_exchange_does_for_the_person_of_the_tablet(
    tablet: Tablet, guest: SignIn, visit: int
) -> None:
    data = picture(side=100)
    texts = [tablet.answer(visit, "ls3_03", 4), tablet.photo(visit, "ls1_02", data)]
    answer = post(guest("kiemtra2"), tablet.packet(texts, [data, picture(side=10)]))
    assert answer.status_code == 200, answer.text
    assert [result["outcome"] for result in answer.json["results"]][1] == "accepted"
    assert answer.json["receipts"] == [receipt(visit, texts, [data])]
    event = db.session.get_one(ResponseEvent, id_of(texts[0]))
    assert event.author_name == actor("kiemtra1").full_name
    assert row(texts[1]).attachment is not None
    assert tablet.exchange(texts, [visit])["receipts"] == answer.json["receipts"]


def test_a_packet_may_be_uploaded_any_number_of_times(tablet: Tablet, guest: SignIn, visit: int) -> None:
    data = picture(side=100)
    texts = [tablet.answer(visit, "ls3_03", 4), tablet.photo(visit, "ls1_02", data)]
    tablet.exchange(texts[:1])
    packet, person = tablet.packet(texts, [data]), guest("truongdoan")
    first = upload(person, packet)
    assert first.status_code == 200 and "Đã nhận gói dữ liệu" in first.text
    assert receipt(visit, texts, [data])["code"] in first.text
    held = counts()
    for _time in range(3):
        assert upload(person, packet).status_code == 200
    assert counts() == held


def _tampered(packet: bytes) -> list[tuple[bytes, str]]:
    head = json.loads(packet)
    flipped = head["data"][:50] + ("A" if head["data"][50] != "A" else "B") + head["data"][51:]
    return [
        (json.dumps({**head, "data": flipped}).encode(), "packet_forged"),
        (json.dumps({**head, "nonce": "AAAAAAAAAAAAAAAA"}).encode(), "packet_forged"),
        (json.dumps({**head, "data": head["data"][:-8]}).encode(), "packet_forged"),
        (json.dumps({**head, "device": id_of('{"id": "0192f3a4-5b6c-7000-8000-000000000001"}')}).encode(),
         "packet_device_unknown"),
        (json.dumps({**head, "version": 2}).encode(), "packet_unreadable"),
        (json.dumps({**head, "data": "không phải"}).encode(), "packet_unreadable"),
        (packet[:-20], "packet_unreadable"),
        (b"", "packet_unreadable"),
        (b"\x00\xff" * 50, "packet_unreadable"),
        (b"[]", "packet_unreadable"),
    ]  # fmt: skip


def test_a_tampered_packet_is_refused_whole(tablet: Tablet, guest: SignIn, visit: int) -> None:
    person, before = guest("kiemtra2"), counts()
    for data, code in _tampered(tablet.packet([tablet.answer(visit, "ls3_03", 4)])):
        answer = post(person, data)
        assert (answer.status_code, answer.json["code"]) == (422, code)
    assert counts() == before
    page = upload(person, _tampered(tablet.packet([]))[0][0])
    assert page.status_code == 422
    assert "đã bị sửa đổi" in page.text


def test_a_packet_with_a_photo_that_is_not_what_it_is_called_is_refused_whole(
    tablet: Tablet, guest: SignIn, visit: int
) -> None:
    before = counts()
    other = Tablet(tablet.guest)
    assert post(guest("kiemtra2"), tablet.packet([], [])).status_code == 200
    swapped = json.loads(other.packet([other.answer(visit, "ls3_03", 1)]))
    # Another tablet's content under this tablet's name.
    swapped["device"] = tablet.device
    assert post(guest("kiemtra2"), json.dumps(swapped).encode()).json["code"] == "packet_forged"
    assert counts() == before


def test_a_packet_of_another_province_is_unknown(tablet: Tablet, guest: SignIn, visit: int) -> None:
    before = counts()
    packet = tablet.packet([tablet.answer(visit, "ls3_03", 4)])
    for username, status in (("abroad.inspector", 422), ("theodoi", 403), ("canboxa", 403)):
        assert upload(guest(username), packet).status_code == status
    assert counts() == before


def test_a_closed_account_s_packet_is_parked_for_the_lead(tablet: Tablet, guest: SignIn, visit: int) -> None:
    text = tablet.answer(visit, "ls3_03", 4)
    with transaction():
        db.session.scalars(select(User).where(User.username == "kiemtra1")).one().active = False
    answer = post(guest("kiemtra2"), tablet.packet([text]))
    assert answer.json["results"][0]["outcome"] == "parked"
    assert row(text).text == text


def test_a_packet_is_judged_by_the_rights_its_author_has_when_it_is_taken(
    tablet: Tablet, guest: SignIn, visit: int
) -> None:
    text = tablet.answer(visit, "ls3_03", 4)

    def reduced() -> None:
        person_of(tablet).role = "viewer"

    with meanwhile("packet", reduced):
        answer = post(guest("kiemtra2"), tablet.packet([text]))
    assert answer.json["results"][0]["outcome"] == "parked"
    assert row(text).code == "visit_not_yours"


def test_a_bomb_is_stopped_before_it_swells() -> None:
    device, key = "0192f3a4-5b6c-7000-8000-000000000001", b"k" * 32
    bomb = gzip.compress(b" " * 400_000_000, compresslevel=9)
    sealed = AESGCM(key).encrypt(b"n" * 12, bomb, f"thuc-dia-packet 1 {device}".encode())
    file = {
        "format": "thuc-dia-packet", "version": 1, "device": device, "created": "",
        "nonce": base64.b64encode(b"n" * 12).decode(), "data": base64.b64encode(sealed).decode(),
    }  # fmt: skip
    tracemalloc.start()
    try:
        with pytest.raises(PacketRefused) as refused:
            open_packet(json.dumps(file).encode(), {device: key}.get)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.value.code == "packet_too_large"
    assert peak < 200_000_000


# --- what was parked


@pytest.fixture
def closed(visit: int) -> int:
    with transaction():
        found = db.session.get_one(Visit, visit)
        found.state = "completed"
        assert found.submission is not None
        found.submission.state = "completed"
    return visit


def reopened(visit: int) -> None:
    with transaction():
        reopen_visit(actor=actor("truongdoan"), visit_id=visit, reason="Nhận nội dung từ máy tính bảng")


def test_the_lead_applies_what_came_too_late_as_the_work_of_its_author(tablet: Tablet, closed: int) -> None:
    data = picture(side=90)
    answer, photo = tablet.answer(closed, "ls2_03", "Ghi muộn"), tablet.photo(closed, "ls1_02", data)
    minutes = tablet.record(
        "minutes", closed, {"title": "Biên bản", "blocks": [{"style": "text", "text": "x"}]}
    )
    tablet.exchange([answer, photo, minutes])
    assert tablet.send_photo(data)["complete"] is True
    lead = actor("truongdoan")
    with transaction():
        apply_parked(actor=lead, ledger_id=row(minutes).id)  # the sheet need not be open for this
    assert db.session.get_one(SignedMinutes, id_of(minutes)).author_name == actor("kiemtra1").full_name
    with pytest.raises(Conflict) as refused, transaction():
        apply_parked(actor=lead, ledger_id=row(answer).id)
    assert refused.value.code == "visit_not_open"
    assert row(answer).outcome == "parked"
    reopened(closed)
    with transaction():
        apply_parked(actor=lead, ledger_id=row(answer).id)
        apply_parked(actor=lead, ledger_id=row(photo).id)
    event = db.session.get_one(ResponseEvent, id_of(answer))
    assert (event.value, event.author_name) == ("Ghi muộn", actor("kiemtra1").full_name)
    shown = row(photo).attachment
    assert shown is not None and shown.added_by_id == actor("kiemtra1").id
    assert row(answer).decision == "applied" and row(answer).decided_by_name == lead.full_name
    assert row(answer).outcome in ("accepted", "conflict") and row(answer).text == answer
    reply = tablet.exchange([answer], [closed])
    assert reply["results"][0]["outcome"] == row(answer).outcome
    assert reply["receipts"][0] == receipt(closed, [answer, photo, minutes], [data])
    actions = list(db.session.scalars(select(JournalEntry.action)))
    assert actions.count("tablet.parked_applied") == 3
    with pytest.raises(NotFound), transaction():
        apply_parked(actor=lead, ledger_id=row(answer).id)


def test_an_answer_whose_id_was_used_is_applied_under_a_new_one(tablet: Tablet, visit: int) -> None:
    first = tablet.answer(visit, "ls2_03", "Thứ nhất")
    other = tablet.answer(visit, "ls2_04", "Thứ hai", id=id_of(first))
    tablet.exchange([first, other])
    with transaction():
        apply_parked(actor=actor("truongdoan"), ledger_id=row(other).id)
    assert db.session.get_one(ResponseEvent, id_of(first)).value == "Thứ nhất"
    values = list(
        db.session.scalars(select(ResponseEvent.value).where(ResponseEvent.device_id == tablet.device))
    )
    assert sorted(values) == ["Thứ hai", "Thứ nhất"]


def test_setting_aside_needs_a_reason_and_deletes_nothing(tablet: Tablet, closed: int) -> None:
    text = tablet.answer(closed, "ls2_03", "Ghi muộn")
    tablet.exchange([text])
    lead = actor("truongdoan")
    with pytest.raises(Invalid), transaction():
        set_aside(actor=lead, ledger_id=row(text).id, reason="  ")
    with transaction():
        set_aside(actor=lead, ledger_id=row(text).id, reason="Đã ghi trên giấy")
    assert (row(text).decision, row(text).decision_reason, row(text).text) == (
        "set_aside", "Đã ghi trên giấy", text,
    )  # fmt: skip
    with pytest.raises(Conflict), transaction():
        set_aside(actor=lead, ledger_id=row(text).id, reason="Lần hai")
    reopened(closed)
    with transaction():  # a lead may think again
        apply_parked(actor=lead, ledger_id=row(text).id)
    assert row(text).decision == "applied"


@pytest.mark.parametrize("stranger", ["kiemtra2", "theodoi", "canboxa", "abroad.team.lead"])
def test_only_leads_of_the_area_decide(told_app: Flask, tablet: Tablet, closed: int, stranger: str) -> None:
    texts = [tablet.answer(closed, "ls2_03", "Ghi muộn"), tablet.answer(10**6, "ls2_03", "Không có buổi này")]
    tablet.exchange(texts)
    for text in texts:
        with pytest.raises(NotFound), transaction():
            set_aside(actor=actor(stranger), ledger_id=row(text).id, reason="Không phải việc của tôi")
    with transaction():
        set_aside(actor=actor("truongdoan"), ledger_id=row(texts[1]).id, reason="Nhầm buổi")


def test_reassigned_work_is_applied_by_the_lead(tablet: Tablet) -> None:
    visit = attended("kiemtra1", "in_progress").id
    with transaction():
        db.session.execute(delete(VisitMember).where(VisitMember.visit_id == visit))
    text = tablet.answer(visit, "ls2_03", "Trước khi đổi người")
    assert tablet.exchange([text])["results"][0]["code"] == "visit_not_yours"
    with transaction():
        apply_parked(actor=actor("truongdoan"), ledger_id=row(text).id)
    assert db.session.get_one(ResponseEvent, id_of(text)).author_name == actor("kiemtra1").full_name

"""The board of tablets: who holds what, what was received of it, and what calls for attention."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

from flask import Flask
from sqlalchemy import select

from audit.inspections.models.visits import Visit
from audit.kernel.database import db
from audit.kernel.journal.models import JournalEntry
from audit.offline.models import Device
from audit.offline.queries.board import board, lines
from tests.integration.offline.board_world import (
    Sent,
    answer_body,
    complete_media,
    differ,
    enrolled,
    kept,
    said,
    under_way,
    yes_no_items,
)
from tests.integration.offline.bundle_world import actor, counted
from tests.integration.told_world import Guest

SignIn = Callable[[str], Guest]


def row_of(page: str, device: str) -> str:
    """The words of the table's row for this tablet."""
    found = next(row for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if f"/tablets/{device}" in row)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", found)))


def test_declared_and_not_received_is_told_apart_by_visit(told_app: Flask, guest: SignIn) -> None:
    visit = under_way().id
    device = enrolled("kiemtra1", said=said(visit, 5, 2))
    for sequence in (1, 2, 3):
        kept(Sent(device, visit, body=answer_body("x", True), sequence=sequence), outcome="accepted")
    photo = kept(Sent(device, visit, kind="photo", sequence=4), outcome="accepted", media="a" * 64)
    assert photo
    # Work of another visit does not make up for what is missing of this one.
    other = db.session.scalars(select(Visit.id).where(Visit.id != visit)).first() or 0
    for sequence in (5, 6, 7):
        kept(Sent(device, other, body=answer_body("x", True), sequence=sequence), outcome="accepted")
    words = row_of(guest("truongdoan").get("/tablets/").text, device)
    assert "khai 5 bản ghi, 2 ảnh" in words
    assert "còn thiếu 1 bản ghi, 2 ảnh" in words
    complete_media(device, "a" * 64)
    words = row_of(guest("truongdoan").get("/tablets/").text, device)
    assert "còn thiếu 1 bản ghi, 1 ảnh" in words


def test_a_photo_sent_twice_counts_once(told_app: Flask) -> None:
    visit = under_way().id
    device = enrolled("kiemtra1", said=said(visit, 2, 1))
    for sequence in (1, 2):
        kept(Sent(device, visit, kind="photo", sequence=sequence), outcome="accepted", media="b" * 64)
    complete_media(device, "b" * 64)
    (line,) = lines([db.session.get_one(Device, device)])
    assert (line.received.records, line.received.media) == (2, 1)
    assert not line.missing


def test_silence_matters_only_while_work_is_held(told_app: Flask, guest: SignIn) -> None:
    visit = under_way().id
    busy = enrolled("kiemtra1", seen=timedelta(days=5, minutes=1), said=said(visit, 3))
    idle = enrolled("kiemtra2", seen=timedelta(days=30), said=said(visit, 0))
    fresh = enrolled("kiemtra2", seen=timedelta(days=4, hours=23), said=said(visit, 3))
    page = guest("truongdoan").get("/tablets/").text
    alarm = "Trên 5 ngày không liên hệ, còn dữ liệu"
    assert alarm in row_of(page, busy)
    assert alarm not in row_of(page, idle) and alarm not in row_of(page, fresh)
    assert "Chưa nhận đủ" in row_of(page, fresh)


def test_a_clock_off_by_more_than_five_minutes_is_shown(told_app: Flask, guest: SignIn) -> None:
    off, right = enrolled("kiemtra1", skew_ms=-301_000), enrolled("kiemtra2", skew_ms=299_000)
    page = guest("truongdoan").get("/tablets/").text
    assert "Đồng hồ lệch 5 phút" in row_of(page, off)
    assert "Đồng hồ lệch" not in row_of(page, right)
    narrowed = guest("truongdoan").get("/tablets/?state=skewed").text
    assert off in narrowed and right not in narrowed


def test_a_quota_of_whole_gibibytes_is_not_shown_as_free_space(told_app: Flask, guest: SignIn) -> None:
    made_up = enrolled("kiemtra1", said={"usage": 104_857_926, "quota": 10_842_276_166})
    real = enrolled("kiemtra2", said={"usage": 1_000_000, "quota": 5_000_000_000})
    page = guest("truongdoan").get("/tablets/").text
    assert "chưa rõ" in row_of(page, made_up) and "10,0 GB" not in row_of(page, made_up)
    assert "chưa rõ" not in row_of(page, real)


def test_a_tablet_may_say_nonsense_and_the_board_still_opens(told_app: Flask, guest: SignIn) -> None:
    for nonsense in (
        {"visits": {"12": {"records": "viele", "media": -4}, "x": 1, "13": None}},
        {"visits": ["1"], "usage": 2**70, "quota": True, "persisted": "ja", "app_version": 4},
        {"visits": {"١٢": {"records": 1}}, "usage": 10, "quota": 0},
        {"visits": {"9" * 400: {"records": 10**40}}},
    ):
        device = enrolled("kiemtra1", said=nonsense)
        for place in ("/tablets/", f"/tablets/{device}", f"/tablets/{device}/revoke"):
            assert guest("truongdoan").get(place).status_code == 200, (place, nonsense)


def test_an_inspector_sees_the_own_tablets_alone(told_app: Flask, guest: SignIn) -> None:
    own, other = enrolled("kiemtra1"), enrolled("kiemtra2", label="Máy của người khác")
    person = guest("kiemtra1")
    page = person.get("/tablets/").text
    assert own in page and other not in page and "Máy của người khác" not in page
    assert person.get(f"/tablets/{own}").status_code == 200
    for place in (f"/tablets/{other}", f"/tablets/{other}/revoke"):
        assert person.get(place).status_code == 404
    assert person.post(f"/tablets/{other}/revoke", {"reason": "x"}).status_code == 404
    for place in ("/tablets/records/", "/tablets/conflicts/", "/tablets/conflicts.csv"):
        assert person.get(place).status_code == 403


def test_a_revoked_tablet_waits_to_be_wiped_and_then_says_so(told_app: Flask, guest: SignIn) -> None:
    device = enrolled("kiemtra2")
    lead = guest("truongdoan")
    asked = lead.get(f"/tablets/{device}/revoke").text
    assert "Không hoàn tác được" in asked
    refused = lead.post(f"/tablets/{device}/revoke", {"reason": "  "})
    assert refused.status_code == 422 and "Hãy ghi lý do" in refused.text
    assert db.session.get_one(Device, device).revoked_at is None
    assert lead.post(f"/tablets/{device}/revoke", {"reason": "Mất máy"}).status_code == 303
    page = lead.get(f"/tablets/{device}").text
    assert "Chờ xóa" in page and "Mất máy" in page and "Thu hồi máy" not in page
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.subject_id == device).order_by(JournalEntry.position.desc())
    ).first()
    assert entry is not None and entry.action == "tablet.revoked"
    again = lead.post(f"/tablets/{device}/revoke", {"reason": "Mất máy"})
    assert again.status_code == 422 and "đã bị thu hồi" in again.text


def test_the_board_turns_its_pages_and_finds_a_name(told_app: Flask, guest: SignIn) -> None:
    devices = [enrolled("kiemtra1", seen=timedelta(minutes=n)) for n in range(12)]
    who, seen, cursor = actor("truongdoan"), [], None
    with told_app.test_request_context():
        while True:
            page, _lines = board(who, text="pham kiem", cursor=cursor, limit=5)
            seen += [device.id for device in page.items if device.id in devices]
            cursor = page.next
            if cursor is None:
                break
    assert seen == devices
    other = enrolled("kiemtra2")
    found = guest("truongdoan").get("/tablets/?q=hoang+khao").text
    assert other in found and devices[0] not in found


def test_ten_times_the_tablets_cost_no_more_statements(told_app: Flask) -> None:
    visit = under_way().id
    who, taken = actor("truongdoan"), []
    for more in (2, 20):
        for number in range(more):
            device = enrolled("kiemtra1", said=said(visit, 4))
            kept(Sent(device, visit, body=answer_body("x", True), sequence=number + 1), outcome="accepted")
        with told_app.test_request_context(), counted() as statements:
            board(who)
        taken.append(len(statements))
    assert taken[0] == taken[1] <= 3


def test_the_page_of_a_visit_shows_what_tablets_hold_and_what_waits(told_app: Flask, guest: SignIn) -> None:
    visit = under_way()
    visit_id, items = visit.id, [item.code for item in yes_no_items(visit)]
    before = guest("truongdoan").get(f"/visits/{visit_id}").text
    assert "Trên máy tính bảng" not in before
    one, two = enrolled("kiemtra1", said=said(visit_id, 9, 1)), enrolled("kiemtra2")
    kept(Sent(one, visit_id, body=answer_body(items[0], True)), outcome="accepted")
    kept(Sent(two, visit_id, body=answer_body(items[0], True)), outcome="parked", code="visit_closed")
    differ(visit_id, items[1], devices=(one, two))
    page = guest("truongdoan").get(f"/visits/{visit_id}").text
    assert "Trên máy tính bảng" in page and "9 bản ghi, 1 ảnh" in page
    assert len(re.findall(r"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}", page)) == 2
    assert f"/tablets/conflicts/?visit={visit_id}" in page and f"/tablets/records/?visit={visit_id}" in page
    person = guest("kiemtra1").get(f"/visits/{visit_id}").text
    assert "Trên máy tính bảng" in person and "/tablets/records/" not in person
    assert "Trên máy tính bảng" not in guest("theodoi").get(f"/visits/{visit_id}").text


def test_the_first_page_of_the_lead_says_what_is_to_be_decided(told_app: Flask, guest: SignIn) -> None:
    visit = under_way()
    visit_id, items = visit.id, [item.code for item in yes_no_items(visit)]
    assert "câu trả lời khác nhau cần quyết định" not in guest("truongdoan").get("/").text
    one, two = enrolled("kiemtra1"), enrolled("kiemtra2")
    kept(Sent(two, visit_id, body=answer_body(items[0], True)), outcome="parked", code="visit_closed")
    differ(visit_id, items[1], devices=(one, two))
    for username in ("truongdoan", "lanhdao"):
        page = guest(username).get("/").text
        assert "1 câu trả lời khác nhau cần quyết định" in page
        assert "3 bản ghi chờ quyết định" in page  # two are of the demonstration
    assert "cần quyết định" not in guest("theodoi").get("/").text


def test_a_sealed_packet_is_uploaded_from_the_board(told_app: Flask, guest: SignIn) -> None:
    for username in ("truongdoan", "kiemtra1"):
        person = guest(username)
        assert 'href="/tablet/packet"' in person.get("/tablets/").text
        assert person.get("/tablet/packet").status_code == 200

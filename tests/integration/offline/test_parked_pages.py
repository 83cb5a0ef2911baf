"""Records that were received but not applied: read in words, applied or set aside, by those who decide."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from flask import Flask
from sqlalchemy import select

from audit.kernel.access import Role
from audit.kernel.database import db
from audit.offline.models import LedgerRecord
from audit.offline.queries.records import counts, not_applied
from checklists.models.submissions import Response, ResponseEvent
from tests.integration.offline.board_world import (
    Sent,
    answer_body,
    enrolled,
    kept,
    under_way,
    yes_no_items,
)
from tests.integration.offline.bundle_world import actor, counted
from tests.integration.told_world import Guest, abroad

SignIn = Callable[[str], Guest]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_parked_answer_is_told_in_words(told_app: Flask, guest: SignIn) -> None:
    visit = under_way()
    item = yes_no_items(visit)[0]
    device = enrolled("kiemtra2", skew_ms=13 * 60_000)
    body = answer_body(item.code, False, "Chưa thấy văn bản.")
    kept(Sent(device, visit.id, body=body), outcome="parked", code="visit_not_yours")
    page = words(guest("truongdoan").get("/tablets/records/").text)
    for said in (
        item.text,
        "Không",
        "Chưa thấy văn bản.",
        "Hoàng Khảo Sát",
        "Người ghi không được phân công buổi kiểm tra này.",
        "đồng hồ máy nhanh 13 phút",
    ):
        assert said in page, said


def test_every_kind_of_record_can_be_read_and_the_oddest_ones_too(told_app: Flask, guest: SignIn) -> None:
    visit = under_way()
    device, item = enrolled("kiemtra2"), yes_no_items(visit)[0].code
    bodies = [
        ("answer", answer_body(item, {"x": "<script>alert(1)</script>"})),
        ("answer", {**answer_body(item, None), "status": "not_observed"}),
        ("answer", {"item": 5}),
        ("photo_removed", {"photo": "0192f000-0000-7000-8000-000000000000"}),
        ("minutes", {"title": "Biên bản lạ", "blocks": [{"style": "text", "text": "a", "value": ""}]}),
        ("signature", {"minutes": 4}),
        ("answer", answer_body("khong_co_muc_nay", True)),
        ("dance", {}),
    ]
    for number, (kind, body) in enumerate(bodies):
        sent = Sent(device, visit.id if number % 2 else 999_999, kind=kind, body=body, sequence=number + 1)
        kept(sent, outcome="parked", code="visit_closed")
    page = guest("truongdoan").get("/tablets/records/")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    text = words(page.text)
    assert "Biên bản lạ" in text and "Chưa quan sát được" in text and "Không đọc được nội dung" in text


def test_the_lead_applies_a_parked_answer(told_app: Flask, guest: SignIn) -> None:
    visit = under_way()
    item = yes_no_items(visit)[0]
    response = db.session.scalars(
        select(Response).where(Response.submission_id == visit.submission_id, Response.item_id == item.id)
    ).one()
    body = {**answer_body(item.code, not response.value), "base_ids": list(response.head_ids)}
    wanted = not response.value
    number = kept(Sent(enrolled("kiemtra2"), visit.id, body=body), outcome="parked", code="visit_not_yours")
    lead = guest("truongdoan")
    assert lead.post(f"/tablets/records/{number}/apply").status_code == 303
    row = db.session.get_one(LedgerRecord, number)
    assert (row.decision, row.decided_by_name) == ("applied", "Lê Trưởng Đoàn")
    assert db.session.get_one(Response, response.id).value is wanted
    event = db.session.get_one(ResponseEvent, row.record_id)
    assert event.author_name == "Hoàng Khảo Sát"
    waiting, decided = (lead.get(f"/tablets/records/?state={s}").text for s in ("waiting", "decided"))
    assert f"/records/{number}/" not in waiting and "Đã áp dụng" in decided
    again = lead.post(f"/tablets/records/{number}/apply")
    assert again.status_code in (303, 404)
    assert db.session.get_one(LedgerRecord, number).decision == "applied"


def test_setting_aside_needs_a_reason_and_keeps_the_record(told_app: Flask, guest: SignIn) -> None:
    visit = under_way()
    sent = Sent(enrolled("kiemtra2"), visit.id, body=answer_body(yes_no_items(visit)[0].code, True))
    number = kept(sent, outcome="parked", code="visit_not_yours")
    lead = guest("truongdoan")
    text = db.session.get_one(LedgerRecord, number).text
    lead.post(f"/tablets/records/{number}/set-aside", {"reason": "  "})
    assert db.session.get_one(LedgerRecord, number).decision == ""
    assert "Hãy ghi lý do" in lead.get("/tablets/records/").text
    lead.post(f"/tablets/records/{number}/set-aside", {"reason": "Người ghi nhầm buổi"})
    row = db.session.get_one(LedgerRecord, number)
    assert (row.decision, row.decision_reason, row.text) == ("set_aside", "Người ghi nhầm buổi", text)
    assert "Người ghi nhầm buổi" in unescape(lead.get("/tablets/records/?state=decided").text)


def test_refused_records_are_shown_and_nobody_decides_on_them(told_app: Flask, guest: SignIn) -> None:
    visit = under_way()
    sent = Sent(enrolled("kiemtra1"), visit.id, body=answer_body(yes_no_items(visit)[0].code, "abc"))
    number = kept(sent, outcome="refused", code="yes_no_expected")
    lead = guest("truongdoan")
    assert "abc" in lead.get("/tablets/records/?state=refused").text
    assert "abc" not in lead.get("/tablets/records/").text
    for what in ("apply", "set-aside"):
        assert lead.post(f"/tablets/records/{number}/{what}", {"reason": "x"}).status_code == 404
    assert db.session.get_one(LedgerRecord, number).decision == ""


def test_a_record_is_out_of_reach_for_strangers_and_inspectors(told_app: Flask, guest: SignIn) -> None:
    visit = under_way()
    sent = Sent(enrolled("kiemtra1"), visit.id, body=answer_body("x", True, "Chữ chỉ ở đây"))
    number = kept(sent, outcome="parked", code="visit_closed")
    for username in (abroad(Role.TEAM_LEAD), abroad(Role.DEPARTMENT_HEAD)):
        stranger = guest(username)
        assert "Chữ chỉ ở đây" not in stranger.get("/tablets/records/").text
        for what in ("apply", "set-aside"):
            assert stranger.post(f"/tablets/records/{number}/{what}", {"reason": "x"}).status_code == 404
    person = guest("kiemtra1")
    assert person.post(f"/tablets/records/{number}/apply").status_code == 403
    assert db.session.get_one(LedgerRecord, number).decision == ""


def test_more_records_cost_no_more_statements(told_app: Flask) -> None:
    visit = under_way()
    visit_id, items = visit.id, [item.code for item in yes_no_items(visit)]
    device, taken = enrolled("kiemtra2"), []
    for more in (2, 20):
        for number in range(more):
            body = answer_body(items[number % len(items)], True)
            kept(
                Sent(device, visit_id, body=body, sequence=number + 1), outcome="parked", code="visit_closed"
            )
        who = actor("truongdoan")
        with told_app.test_request_context(), counted() as statements:
            _page, lines = not_applied(who)
            counts(who)
        taken.append((len(lines), len(statements)))
    assert [number for number, _statements in taken] == [4, 24]  # two of the demonstration
    assert taken[0][1] == taken[1][1] <= 5

"""Records come in whole, once, in any order; receipts are those that the tablet computes."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from audit.accounts.models import User
from audit.inspections.models.visits import Visit, VisitMember
from audit.inspections.services.visits import cancel_visit
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.courtesy import Courtesy
from audit.kernel.database import db, transaction
from audit.kernel.journal.models import JournalEntry
from audit.offline.models import Device, LedgerRecord, MinutesSignature, SignedMinutes
from audit.offline.queries.minutes import minutes_of
from audit.offline.routes import api
from audit.offline.services.parked import apply_parked
from checklists.models.submissions import Response, ResponseEvent
from tests.integration.checklists.sheet_world import counting_queries
from tests.integration.offline.tablet_world import (
    LABEL,
    Tablet,
    attended,
    id_of,
    meanwhile,
    person_of,
    receipt,
    sha,
)
from tests.integration.told_world import Guest

SignIn = Callable[[str], Guest]
NO_MOMENTS = (0, True, "", "11:05", "2026-11-22T11:05", "9999-12-31T23:59+07:00", ["x"], {}, "+" * 9000)
ITEMS = ("ls3_03", "ls3_04", "ls3_06", "ls3_07", "ls3_08")


def actor(username: str) -> Actor:
    return db.session.scalars(select(User).where(User.username == username)).one().actor


def ledger() -> list[LedgerRecord]:
    """What came from tablets of the test; the told world has tablets of its own."""
    own = select(Device.id).where(Device.label == LABEL)
    return list(
        db.session.scalars(
            select(LedgerRecord).where(LedgerRecord.device_id.in_(own)).order_by(LedgerRecord.id)
        )
    )


def events() -> int:
    return db.session.scalar(select(func.count()).select_from(ResponseEvent)) or 0


def outcomes(reply: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(result["outcome"], result["code"]) for result in reply["results"]]


def state_of(visit: int) -> dict[int, tuple[Any, ...]]:
    """What the sheet of a visit says, by item."""
    submission = db.session.get_one(Visit, visit).submission_id
    return {
        row.item_id: (row.status, row.value, row.note, tuple(row.head_ids), row.conflict)
        for row in db.session.scalars(select(Response).where(Response.submission_id == submission))
    }


def minutes(tablet: Tablet, visit: int, **more: Any) -> str:
    return tablet.record(
        "minutes",
        visit,
        {
            "title": "BIÊN BẢN KIỂM TRA",
            "blocks": [
                {"style": "heading", "text": "I. Kết quả"},
                {"style": "answer", "text": "Có ban hành kế hoạch", "value": "Có"},
            ],
            **more,
        },
    )


def signature(tablet: Tablet, visit: int, of: str, **said: Any) -> str:
    body = {
        "minutes": id_of(of),
        "signed": sha(of.encode()),
        "side": "unit",
        "name": "Nông Thị Hạnh",
        "function": "Phó Chủ tịch",
        "strokes": [[[1200, 800, 0], [1300, 910, 16]]],
        "refused": False,
        "reason": "",
    }
    return tablet.record("signature", visit, {**body, **said})


def test_answers_appear_on_the_sheet_and_the_receipt_is_the_tablets_own(tablet: Tablet, visit: int) -> None:
    texts = [tablet.answer(visit, item, number) for number, item in enumerate(ITEMS)]
    reply = tablet.exchange(texts, [visit])
    assert outcomes(reply) == [("accepted", None)] * 5
    assert [(r["id"], r["digest"], r["item"]) for r in reply["results"]] == [
        (id_of(text), sha(text.encode()), item) for text, item in zip(texts, ITEMS, strict=True)
    ]
    assert reply["receipts"] == [receipt(visit, texts)]
    held = reply["visits"][str(visit)]
    assert set(held["items"]) == set(ITEMS)
    # Somebody answered these on the page before: the tablet had not seen it, so both answers stand.
    assert all(item["conflict"] == (len(item["heads"]) > 1) for item in held["items"].values())
    assert held["progress"]["total"] > 20
    # An accepted answer is told by its event; the ledger keeps the text of everything else.
    assert all((row.text == "") == (row.outcome == "accepted") for row in ledger())


def test_records_taken_in_portions_are_answered_as_those_taken_at_once(
    tablet: Tablet, visit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = select(func.count()).where(JournalEntry.action == "submission.answered")
    before = db.session.scalar(told) or 0
    people = Courtesy()
    people.arrived()
    people.left()  # somebody works in the office
    monkeypatch.setattr(api, "people", people)
    monkeypatch.setattr(api, "PORTION", 2)
    first = tablet.answer(visit, "ls2_03", "Lần một")
    # Of two answers that stand the later one is shown, and the demonstration is told around today.
    latest = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    texts = [
        first,
        tablet.answer(visit, "ls2_03", "Lần hai", "", id_of(first), time=latest),
        "{no record",
        tablet.answer(visit, "ls1_02", "không phải số"),
        first,
        *(tablet.answer(visit, item, number) for number, item in enumerate(ITEMS)),
    ]
    reply = tablet.exchange(texts, [visit], state={"app_version": "7"})
    assert [result["outcome"] for result in reply["results"]] == [
        *("accepted", "conflict", "unreadable", "refused", "accepted"),
        *["accepted"] * len(ITEMS),
    ]
    assert [result["id"] for result in reply["results"]] == [
        None if text.startswith("{no") else id_of(text) for text in texts
    ]
    held = reply["visits"][str(visit)]["items"]
    assert set(held) == {"ls2_03", "ls1_02", *ITEMS}
    assert held["ls2_03"]["value"] == "Lần hai"
    again = tablet.exchange(texts, [visit])
    assert (again["results"], again["receipts"], again["visits"]) == (
        reply["results"],
        reply["receipts"],
        reply["visits"],
    )
    assert (db.session.scalar(told) or 0) >= before + 4  # each portion is a transaction


def test_an_answer_on_the_tablet_supersedes_the_one_it_was_based_on(tablet: Tablet, visit: int) -> None:
    first = tablet.answer(visit, "ls2_03", "Lần một")
    held = tablet.exchange([first])["visits"][str(visit)]["items"]["ls2_03"]
    second = tablet.answer(visit, "ls2_03", "Lần hai 👍", "", *held["head_ids"])
    held = tablet.exchange([second])["visits"][str(visit)]["items"]["ls2_03"]
    assert (held["value"], held["conflict"], held["head_ids"]) == ("Lần hai 👍", False, [id_of(second)])


def test_the_same_records_a_hundred_times_are_one(tablet: Tablet, visit: int) -> None:
    texts = [tablet.answer(visit, item, 7) for item in ITEMS] + [minutes(tablet, visit)]
    first = tablet.exchange(texts, [visit])
    count, journal = events(), db.session.scalar(select(func.count()).select_from(JournalEntry))
    for _time in range(100):
        again = tablet.exchange(texts, [visit])
        assert (again["results"], again["receipts"]) == (first["results"], first["receipts"])
    assert (events(), len(ledger())) == (count, len(texts))
    assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == journal


def test_twenty_threads_with_the_same_records_leave_one_of_each(
    told_app: Flask, guest: SignIn, tablet: Tablet, visit: int
) -> None:
    texts = [tablet.answer(visit, item, 3) for item in ITEMS]
    before = events()
    body = json.dumps({"records": texts, "receipts": [visit]}).encode()
    cookie = tablet.guest.client.get_cookie("session")
    assert cookie is not None

    def send(_number: int) -> tuple[int, Any, Any]:
        client = told_app.test_client()
        client.set_cookie("session", cookie.value)
        answer = tablet.call("POST", "/tablet/api/exchange", body, client=client)
        return answer.status_code, answer.json.get("results"), answer.json.get("receipts")

    db.session.rollback()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))
    assert {status for status, _results, _receipts in answers} == {200}
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][2] == [receipt(visit, texts)]
    db.session.rollback()
    assert (events() - before, len(ledger())) == (5, 5)


def test_records_in_any_order_and_any_batches_give_the_same_state(
    told_app: Flask, guest: SignIn, visit: int
) -> None:
    maker = Tablet(guest("kiemtra1"))
    a = maker.answer(visit, "ls2_04", "một")
    b = maker.answer(visit, "ls2_04", "hai", "", id_of(a))
    c = maker.answer(visit, "ls2_04", "ba", "", id_of(a))
    d = maker.answer(visit, "ls2_04", "bốn", "", id_of(b), id_of(c))
    texts = [a, b, c, d, minutes(maker, visit)]
    states, receipts = [], []
    for order in random.Random(7).sample(list(itertools.permutations(texts)), 6):
        with transaction():  # back to before, on the same database
            submission = db.session.get_one(Visit, visit).submission_id
            ids = [id_of(text) for text in texts]
            db.session.execute(
                delete(Response).where(Response.submission_id == submission, Response.event_id.in_(ids))
            )
            db.session.execute(delete(ResponseEvent).where(ResponseEvent.id.in_(ids)))
            db.session.execute(delete(LedgerRecord))
            db.session.execute(delete(SignedMinutes))
        cut = random.Random(str(order)).randint(1, 4)
        maker.exchange(list(order[:cut]))
        reply = maker.exchange(list(order[cut:]), [visit])
        states.append(state_of(visit))
        receipts.append(reply["receipts"])
    assert all(state == states[0] for state in states)
    assert receipts == [[receipt(visit, texts)]] * 6


def test_the_same_id_with_another_text_is_kept_beside_the_first(tablet: Tablet, visit: int) -> None:
    first = tablet.answer(visit, "ls2_03", "Thứ nhất")
    other = tablet.answer(visit, "ls2_03", "Thứ hai", id=id_of(first))
    assert outcomes(tablet.exchange([first]))[0][0] in ("accepted", "conflict")
    assert outcomes(tablet.exchange([other])) == [("parked", "id_reused")]
    assert outcomes(tablet.exchange([first, other]))[1] == ("parked", "id_reused")
    assert [row.digest for row in ledger()] == [sha(first.encode()), sha(other.encode())]
    assert ledger()[1].text == other
    assert db.session.get_one(ResponseEvent, id_of(first)).value == "Thứ nhất"
    third, fourth = (
        tablet.answer(visit, "ls2_03", word, id="0192f3a4-5b6c-7000-8000-00000000aaaa") for word in "ab"
    )
    assert outcomes(tablet.exchange([third, fourth]))[1] == ("parked", "id_reused")


def changed(text: str, **head: Any) -> str:
    """The record with other values in its head."""
    return json.dumps({**json.loads(text), **head})


def poison(tablet: Tablet, visit: int) -> list[tuple[Any, str, str | None]]:
    """Records that must not be applied, each with its outcome and code."""
    other = json.loads(tablet.answer(visit, "ls1_02", True))
    evil = {"title": "x", "blocks": [{"style": "evil"}]}
    return [
        (7, "unreadable", "not_a_record"),
        ("{", "unreadable", "not_a_record"),
        ("[]", "unreadable", "not_a_record"),
        ("[" * 100_000, "unreadable", "not_a_record"),
        ('{"id": NaN}', "unreadable", "not_a_record"),
        ("\ud800", "unreadable", "not_a_record"),
        (json.dumps({**other, "id": "x"}), "unreadable", "id_invalid"),
        (json.dumps({**other, "device": id_of(json.dumps(other))}), "unreadable", "wrong_device"),
        (tablet.answer(visit, "ls1_02", "x" * 270_000), "unreadable", "record_too_large"),
        (tablet.answer(visit, "nowhere", True), "refused", "item_unknown"),
        (tablet.answer(visit, "ls1_02", "maybe"), "refused", "yes_no_expected"),
        (tablet.answer(visit, "ls2_03", "Gọi 0912 345 678"), "refused", "personal_data_suspected"),
        (tablet.answer(visit, "ls2_03", "\u0000"), "refused", "text_damaged"),
        (tablet.answer(visit, "ls1_02", True, v=2), "refused", "version_unknown"),
        (tablet.answer(visit, "ls1_02", True, time="hôm nay"), "refused", "device_time_invalid"),
        (tablet.answer(visit, "ls1_02", True, sequence=0), "refused", "device_sequence_invalid"),
        (changed(tablet.answer(visit, "ls1_02", True), body=[]), "refused", "body_shape"),
        (changed(tablet.answer(visit, "ls1_02", True), kind="wish"), "refused", "kind_unknown"),
        (changed(tablet.answer(visit, "ls1_02", True), visit="12"), "refused", "visit_invalid"),
        (tablet.answer(10**9, "ls1_02", True), "parked", "visit_unknown"),
        (tablet.record("minutes", visit, evil), "refused", "blocks_invalid"),
        (tablet.record("photo_removed", visit, {"photo": 1}), "refused", "record_id_invalid"),
        *(
            (minutes(tablet, visit, ended_at=said), "refused", "ended_at_invalid") for said in NO_MOMENTS
        ),
    ]  # fmt: skip


def test_one_poisoned_record_among_a_hundred_holds_up_none_of_the_others(tablet: Tablet, visit: int) -> None:
    bad = poison(tablet, visit)
    good = [tablet.answer(visit, "ls2_03", f"Nội dung {n}") for n in range(100)]
    mixed: list[Any] = list(good)
    for place, (text, _outcome, _code) in enumerate(bad):
        mixed.insert(place * 4, text)
    before = events()
    reply = tablet.exchange(mixed, [visit])
    found = {place * 4: (outcome, code) for place, (_text, outcome, code) in enumerate(bad)}
    for place, result in enumerate(reply["results"]):
        if place in found:
            assert (result["outcome"], result["code"]) == found[place], (place, result)
            assert result["message"]
        else:
            assert result["outcome"] in ("accepted", "conflict"), result
    assert events() - before == 100
    kept = [text for text, outcome, _code in bad if outcome != "unreadable"]
    assert sorted(row.text for row in ledger() if row.outcome in ("refused", "parked")) == sorted(kept)
    assert tablet.exchange(mixed)["results"] == reply["results"]


def test_the_number_of_statements_does_not_grow_with_the_batch(tablet: Tablet, visit: int) -> None:
    def measured(count: int) -> int:
        texts = [tablet.answer(visit, "ls2_03", f"Nội dung {n}") for n in range(count)]
        with counting_queries() as statements:
            tablet.exchange(texts, [visit])
        return len(statements)

    measured(2)
    assert measured(250) == measured(2) <= 30


@pytest.mark.parametrize(("hours", "then"), [(-1, True), (24, False)])
def test_a_visit_began_when_its_first_record_was_made_if_that_was_its_day(
    tablet: Tablet, hours: int, then: bool
) -> None:
    visit = attended("kiemtra1", "announced").id
    texts = [tablet.answer(visit, "ls1_02", True), tablet.answer(visit, "ls1_03", True)]
    made = min(datetime.fromisoformat(json.loads(text)["time"]) for text in texts)
    with transaction():
        booked = db.session.get_one(Visit, visit)
        booked.starts_at, booked.ends_at = made + timedelta(hours=hours), made + timedelta(hours=hours + 3)
    tablet.exchange(texts[::-1])
    began = db.session.get_one(Visit, visit).started_at
    assert began is not None
    assert (abs(began - made) < timedelta(seconds=2)) == then
    assert then or abs(began - clock.now()) < timedelta(minutes=5)


def test_the_first_record_starts_a_booked_visit_as_its_page_does(tablet: Tablet) -> None:
    booked, planned = attended("kiemtra1", "announced").id, attended("kiemtra1", "planned").id
    reply = tablet.exchange([tablet.answer(booked, "ls1_02", True), tablet.answer(planned, "ls1_02", True)])
    assert outcomes(reply) == [("accepted", None), ("parked", "visit_not_announced")]
    assert db.session.get_one(Visit, booked).state == "in_progress"
    assert db.session.get_one(Visit, planned).state == "planned"
    assert reply["visits"][str(booked)]["items"]["ls1_02"]["value"] is True


@pytest.mark.parametrize("end", ["completed", "cancelled", "reassigned"])
def test_what_arrives_too_late_is_parked_and_kept(tablet: Tablet, visit: int, end: str) -> None:
    booked = attended("kiemtra1", "announced").id
    known = tablet.answer(visit, "ls1_02", True)
    tablet.exchange([known])
    before = state_of(visit)
    late = [tablet.answer(visit, "ls3_03", 9), minutes(tablet, visit), tablet.answer(booked, "ls3_03", 1)]
    with transaction():
        if end == "completed":
            _finish(visit)
            late = late[:2]
        elif end == "cancelled":
            cancel_visit(actor=actor("truongdoan"), visit_id=visit, reason="Bão")
            cancel_visit(actor=actor("truongdoan"), visit_id=booked, reason="Bão")
        else:
            db.session.execute(delete(VisitMember).where(VisitMember.visit_id.in_([visit, booked])))
    reply = tablet.exchange([known, *late], [visit])
    code = "visit_not_yours" if end == "reassigned" else "visit_closed"
    assert outcomes(reply)[0][0] == "accepted"
    assert outcomes(reply)[1:] == [("parked", code)] * len(late)
    assert state_of(visit) == before
    assert [row.text for row in ledger()[1:]] == late
    assert reply["receipts"][0]["parked"] == 2
    mine = receipt(visit, [known, *late[:2]])
    assert (reply["receipts"][0]["digest"], reply["receipts"][0]["records"]) == (mine["digest"], 3)


def _finish(visit: int) -> None:
    """Close a visit as if all had been answered."""
    found = db.session.get_one(Visit, visit)
    found.state = "completed"
    assert found.submission is not None
    found.submission.state = "completed"


def test_rights_of_now_decide(told_app: Flask, tablet: Tablet, visit: int) -> None:
    with transaction():
        db.session.scalars(select(User).where(User.username == "kiemtra1")).one().role = "viewer"
    reply = tablet.exchange([tablet.answer(visit, "ls1_02", True)])
    assert outcomes(reply) == [("parked", "visit_not_yours")]
    assert reply["visits"] == {}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "viewer"}, "visit_not_yours"),
        ({"scope_kind": "commune", "scope_code": "00000"}, "visit_not_yours"),
        ({"active": False}, "visit_unknown"),
    ],
)
def test_rights_that_were_reduced_while_the_request_waited_for_its_turn_decide(
    tablet: Tablet, visit: int, change: dict[str, Any], code: str
) -> None:
    before = state_of(visit)
    texts = [tablet.answer(visit, item, 1) for item in ITEMS]

    def reduced() -> None:
        for name, value in change.items():
            setattr(person_of(tablet), name, value)

    with meanwhile("api", reduced):
        reply = tablet.exchange(texts)
    assert outcomes(reply) == [("parked", code)] * len(texts)
    assert [row.text for row in ledger()] == texts
    assert state_of(visit) == before


def test_a_tablet_revoked_while_its_request_waited_for_its_turn_writes_nothing(
    tablet: Tablet, visit: int
) -> None:
    def revoked() -> None:
        db.session.get_one(Device, tablet.device).revoked_at = datetime.now(UTC)

    body = {"records": [tablet.answer(visit, "ls3_03", 1)], "receipts": [], "state": {}}
    with meanwhile("api", revoked):
        answer = tablet.post("exchange", body)
    assert (answer.status_code, answer.json["code"]) == (403, "device_revoked")
    assert ledger() == []
    assert tablet.post("exchange", body).json["wipe"] is True


def test_what_was_written_after_the_tablets_period_is_parked(tablet: Tablet, visit: int) -> None:
    now = datetime.now(UTC)
    with transaction():
        device = db.session.get_one(Device, tablet.device)
        device.last_seen_at = now - timedelta(days=60)
    within = tablet.answer(visit, "ls3_03", 1, time=(now - timedelta(days=50)).isoformat())
    beyond = [
        tablet.answer(visit, "ls3_04", n, time=(now - timedelta(days=5, minutes=n)).isoformat())
        for n in (1, 2)
    ]
    assert [code for _outcome, code in outcomes(tablet.exchange([within, beyond[0]]))] == [
        None,
        "device_period_over",
    ]
    # The second batch of the same absence is judged the same, what is written from now on is not.
    fresh = tablet.answer(visit, "ls3_06", 1, time=(now + timedelta(seconds=60)).isoformat())
    assert [code for _outcome, code in outcomes(tablet.exchange([beyond[1], fresh]))] == [
        "device_period_over",
        None,
    ]


def test_minutes_and_signatures_are_kept_in_whatever_order_they_come(tablet: Tablet, visit: int) -> None:
    paper = minutes(tablet, visit)
    refused = signature(
        tablet, visit, paper, refused=True, strokes=[], reason="Không đồng ý với mục 2", name="Ông Chủ cơ sở"
    )
    signed, witness = (
        signature(tablet, visit, paper, side="team"),
        signature(tablet, visit, paper, side="witness"),
    )
    wrong = signature(tablet, visit, paper, strokes=[])
    reply = tablet.exchange([signed, refused, wrong, witness, paper])
    assert [code for _outcome, code in outcomes(reply)] == [None, None, "signature_empty", None, None]
    kept = db.session.get_one(SignedMinutes, id_of(paper))
    assert (kept.digest, kept.visit_id, kept.author_name) == (
        sha(paper.encode()), visit, actor("kiemtra1").full_name,
    )  # fmt: skip
    assert kept.blocks[1] == {"style": "answer", "text": "Có ban hành kế hoạch", "value": "Có"}
    signatures = list(
        db.session.scalars(
            select(MinutesSignature).where(MinutesSignature.visit_id == visit).order_by(MinutesSignature.side)
        )
    )
    assert {s.minutes_id for s in signatures} == {id_of(paper)}
    assert [(s.side, s.refused, s.signed == kept.digest) for s in signatures] == [
        ("team", False, True),
        ("unit", True, True),
        ("witness", False, True),
    ]
    assert all(row.about == id_of(paper) for row in ledger() if row.kind == "signature" and not row.code)


def test_the_closing_hour_lies_on_the_day_of_the_visit_or_the_lead_decides(
    tablet: Tablet, visit: int
) -> None:
    row = db.session.get_one(Visit, visit)
    begin, day = min(row.starts_at, row.started_at or row.starts_at), timedelta(days=1)
    right = [minutes(tablet, visit, ended_at=hour.isoformat()) for hour in (begin, row.ends_at)]
    strange = [
        minutes(tablet, visit, ended_at=hour.isoformat())
        for hour in (begin - timedelta(minutes=1), row.starts_at + day)
    ]
    reply = tablet.exchange([*right, minutes(tablet, visit, ended_at=None), *strange])
    assert outcomes(reply) == [("accepted", None)] * 3 + [("parked", "ended_at_strange")] * 2
    assert "trưởng đoàn" in reply["results"][-1]["message"]
    made = {one.row.record_id: one.ended_at for one in minutes_of(visit)}
    assert [made.get(id_of(text)) for text in (*right, *strange)] == [begin, row.ends_at, None, None]
    parked = db.session.scalars(select(LedgerRecord).where(LedgerRecord.record_id == id_of(strange[0]))).one()
    with transaction():
        apply_parked(actor=actor("truongdoan"), ledger_id=parked.id)
    assert id_of(strange[0]) in {one.row.record_id for one in minutes_of(visit)}


def test_the_clock_of_the_tablet_and_what_it_says_of_itself_are_noted(tablet: Tablet, visit: int) -> None:
    state = {
        "app_version": "1.2.0",
        "persisted": True,
        "usage": 12.5,
        "quota": 10**9,
        "visits": {str(visit): {"records": 3, "media": 1, "unsent_records": 2, "unsent_media": -1}, "x": 1},
        "evil": ["<script>"],
    }
    body = json.dumps({"records": [], "state": state}).encode()
    ahead = (datetime.now(UTC) + timedelta(minutes=17)).isoformat()
    answer = tablet.call("POST", "/tablet/api/exchange", body, X_Thuc_Dia_Time=ahead)
    assert 16 * 60_000 < answer.json["skew_ms"] < 18 * 60_000
    device = db.session.get_one(Device, tablet.device)
    assert (device.skew_ms, device.app_version) == (answer.json["skew_ms"], "1.2.0")
    assert device.said == {
        "app_version": "1.2.0",
        "persisted": True,
        "usage": 12,
        "quota": 10**9,
        "visits": {str(visit): {"records": 3, "media": 1, "unsent_records": 2, "unsent_media": 0}},
    }


def test_the_tablet_learns_what_a_restored_server_does_not_hold(tablet: Tablet, visit: int) -> None:
    texts = [tablet.answer(visit, "ls2_03", f"Nội dung {n}") for n in range(4)]
    tablet.exchange(texts[:2])
    pairs = [[id_of(text), sha(text.encode())] for text in texts]
    answer = tablet.post("missing", {"records": pairs, "media": ["0" * 64]}).json
    assert (answer["records"], answer["media"]) == (pairs[2:], ["0" * 64])
    other = Tablet(tablet.guest)
    assert other.post("missing", {"records": pairs, "media": []}).json["records"] == pairs


def test_a_receipt_is_of_this_tablet_alone(tablet: Tablet, visit: int) -> None:
    other = Tablet(tablet.guest)
    mine, theirs = tablet.answer(visit, "ls3_03", 1), other.answer(visit, "ls3_04", 2)
    other.exchange([theirs])
    assert tablet.exchange([mine], [visit, 999])["receipts"] == [receipt(visit, [mine]), receipt(999, [])]

"""Answers that differ: shown side by side, decided once, nothing lost, also on paper and in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from audit.kernel.access import Role
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.journal.models import JournalEntry
from audit.offline.queries.conflicts import count_open, decisions, open_conflicts
from audit.offline.services.conflicts import decide_conflict
from checklists.models.submissions import Response, ResponseEvent
from tests.integration.offline.board_world import differ, enrolled, under_way, yes_no_items
from tests.integration.offline.bundle_world import actor, counted
from tests.integration.told_world import Guest, abroad

SignIn = Callable[[str], Guest]


@pytest.fixture
def disputed(told_app: Flask) -> tuple[int, int]:
    """A visit and the response on which two inspectors disagree: Có against Không."""
    visit = under_way()
    visit_id, item = visit.id, yes_no_items(visit)[0].code
    one, two = enrolled("kiemtra1"), enrolled("kiemtra2", skew_ms=-14 * 60_000)
    return visit_id, differ(visit_id, item, devices=(one, two), notes=("", "=HYPERLINK(x)"))


def heads(response_id: int) -> list[str]:
    return list(db.session.get_one(Response, response_id).head_ids)


def saying(value: bool, response_id: int) -> str:
    found = [db.session.get_one(ResponseEvent, id) for id in heads(response_id)]
    return next(event.id for event in found if event.value is value)


def test_both_answers_stand_side_by_side_with_who_when_and_the_clock(
    disputed: tuple[int, int], guest: SignIn
) -> None:
    page = unescape(guest("truongdoan").get("/tablets/conflicts/").text)
    assert ">Có<" in page and ">Không<" in page
    assert "Phạm Kiểm Tra" in page and "Hoàng Khảo Sát" in page
    assert "đồng hồ máy chậm 14 phút" in page


def test_a_decision_lets_one_answer_hold_and_keeps_the_other(
    disputed: tuple[int, int], guest: SignIn
) -> None:
    visit_id, response_id = disputed
    before, chosen = heads(response_id), saying(False, response_id)
    lead = guest("truongdoan")
    data = {"chosen": chosen, "seen": before}
    assert lead.post(f"/tablets/conflicts/{visit_id}/{response_id}/decide", data).status_code == 303
    response = db.session.get_one(Response, response_id)
    assert (response.value, response.conflict, len(response.head_ids)) == (False, False, 1)
    made = db.session.get_one(ResponseEvent, response.head_ids[0])
    assert (set(made.base_ids), made.author_name, made.note) == (
        set(before),
        "Lê Trưởng Đoàn",
        "=HYPERLINK(x)",
    )
    assert {db.session.get_one(ResponseEvent, id).value for id in before} == {True, False}
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.action == "conflict.decided")).one()
    assert chosen in entry.details
    assert ">Có<" not in lead.get("/tablets/conflicts/").text
    history = unescape(lead.get("/tablets/conflicts/history").text)
    for words in ("Có", "Không", "Phạm Kiểm Tra", "Hoàng Khảo Sát", "Lê Trưởng Đoàn"):
        assert words in history


def test_a_decision_made_on_an_old_page_is_refused(disputed: tuple[int, int], guest: SignIn) -> None:
    visit_id, response_id = disputed
    before, chosen = heads(response_id), saying(True, response_id)
    for seen in (before[:1], [], [*before, chosen.replace("0", "1")]):
        with pytest.raises(Conflict), transaction():
            decide_conflict(
                actor=actor("truongdoan"),
                visit_id=visit_id,
                response_id=response_id,
                chosen=chosen,
                seen=seen,
            )
    with transaction():
        decide_conflict(
            actor=actor("truongdoan"), visit_id=visit_id, response_id=response_id, chosen=chosen, seen=before
        )
    events = len(list(db.session.scalars(select(ResponseEvent.id))))
    lead = guest("truongdoan")
    again = lead.post(
        f"/tablets/conflicts/{visit_id}/{response_id}/decide", {"chosen": chosen, "seen": before}
    )
    assert again.status_code == 303
    assert len(list(db.session.scalars(select(ResponseEvent.id)))) == events
    assert "vừa được quyết định" in lead.get("/tablets/conflicts/").text


def test_only_an_answer_of_the_conflict_can_be_chosen(disputed: tuple[int, int]) -> None:
    visit_id, response_id = disputed
    other = db.session.scalars(
        select(ResponseEvent.id).where(ResponseEvent.id.not_in(heads(response_id)))
    ).first()
    for chosen in (other or "", "", "'; --"):
        with pytest.raises(Invalid), transaction():
            decide_conflict(
                actor=actor("truongdoan"),
                visit_id=visit_id,
                response_id=response_id,
                chosen=chosen,
                seen=heads(response_id),
            )


def test_a_response_is_decided_only_through_its_own_visit(disputed: tuple[int, int], guest: SignIn) -> None:
    visit_id, response_id = disputed
    chosen, seen = saying(True, response_id), heads(response_id)
    with pytest.raises(NotFound), transaction():
        decide_conflict(
            actor=actor(abroad(Role.TEAM_LEAD)),
            visit_id=visit_id,
            response_id=response_id,
            chosen=chosen,
            seen=seen,
        )
    data = {"chosen": chosen, "seen": seen}
    stranger = guest(abroad(Role.TEAM_LEAD))
    assert stranger.post(f"/tablets/conflicts/{visit_id}/{response_id}/decide", data).status_code == 404
    lead = guest("truongdoan")
    for other in (visit_id + 1, visit_id - 1):
        assert lead.post(f"/tablets/conflicts/{other}/{response_id}/decide", data).status_code == 404
    assert (
        guest("kiemtra1").post(f"/tablets/conflicts/{visit_id}/{response_id}/decide", data).status_code == 403
    )
    assert db.session.get_one(Response, response_id).conflict


def test_a_stranger_reads_no_conflict_anywhere(disputed: tuple[int, int], guest: SignIn) -> None:
    stranger = guest(abroad(Role.DEPARTMENT_HEAD))
    for place in ("", "history", "print"):
        page = stranger.get(f"/tablets/conflicts/{place}")
        assert page.status_code == 200 and "Phạm Kiểm Tra" not in page.text
    assert "Phạm Kiểm Tra" not in stranger.get("/tablets/conflicts.csv").get_data(as_text=True)


def test_the_spreadsheet_has_every_answer_and_runs_no_formula(
    disputed: tuple[int, int], guest: SignIn
) -> None:
    visit_id, response_id = disputed
    lead = guest("truongdoan")

    def rows() -> list[dict[str, str]]:
        answer = lead.get("/tablets/conflicts.csv")
        assert answer.status_code == 200
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))

    first = rows()
    assert [row["Kết quả"] for row in first] == ["Chờ quyết định"] * 2
    assert {row["Câu trả lời"] for row in first} == {"Có", "Không"}
    assert {row["Ghi chú"] for row in first} == {"", "'=HYPERLINK(x)"}
    lead.post(
        f"/tablets/conflicts/{visit_id}/{response_id}/decide",
        {"chosen": saying(True, response_id), "seen": heads(response_id)},
    )
    decided = {row["Câu trả lời"]: row for row in rows()}
    assert decided["Có"]["Kết quả"] == "Được chọn"
    assert decided["Không"]["Kết quả"] == "Không chọn"
    assert decided["Có"]["Người quyết định"] == "Lê Trưởng Đoàn"
    assert lead.get("/tablets/conflicts.xlsx").data[:2] == b"PK"


def test_the_page_for_paper_lists_all_and_has_nothing_to_press(
    disputed: tuple[int, int], guest: SignIn
) -> None:
    page = guest("truongdoan").get("/tablets/conflicts/print").text
    assert "Hoàng Khảo Sát" in page and "<form" not in page and "<button" not in page


def test_more_conflicts_cost_no_more_statements(told_app: Flask) -> None:
    visit = under_way()
    visit_id, items = visit.id, [item.code for item in yes_no_items(visit)]
    one, two = enrolled("kiemtra1"), enrolled("kiemtra2")
    taken = []
    for some in (items[:1], items[1:5]):
        for item in some:
            differ(visit_id, item, devices=(one, two))
        who = actor("truongdoan")
        with told_app.test_request_context(), counted() as statements:
            _page, found = open_conflicts(who)
            decisions(who)
            count_open(who)
        taken.append((len(found), len(statements)))
    assert [number for number, _statements in taken] == [1, 5]
    assert taken[0][1] == taken[1][1]

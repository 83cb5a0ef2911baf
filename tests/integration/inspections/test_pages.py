"""Pages of plans and visits over HTTP: the whole journey, foreign ids, forged fields, constant queries."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.models.visits import Visit
from audit.inspections.services.booking import book_visit
from audit.inspections.services.plans import create_plan
from audit.kernel import clock
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from checklists.domain.identifiers import uuid7
from checklists.models.submissions import Attachment
from checklists.queries.instruments import specs_of
from tests.integration.inspections.inspections_world import (
    DAY,
    Queries,
    Visitor,
    World,
    at,
    build,
    establishment,
    person,
    squad_plan,
)

SignIn = Callable[[Actor], Visitor]


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (10, 120, 90)).save(out, "JPEG")
    return out.getvalue()


def json_event(item: str, status: str = "not_observed", value: Any = None) -> dict[str, Any]:
    return {
        "id": uuid7(clock.now()),
        "item": item,
        "period": "",
        "status": status,
        "value": value,
        "note": "",
        "base_ids": [],
        "device_id": "test",
        "device_sequence": 1,
        "device_time": clock.now().isoformat(),
    }


def item_codes(visit_id: int) -> list[str]:
    visit = db.session.get_one(Visit, visit_id)
    assert visit.submission is not None
    return [s.code for s in specs_of(visit.submission.version_id) if s.answer_type != "heading"]


def last_number(address: str) -> int:
    found = re.search(r"/(\d+)(?:/\w+)?(?:#\w+)?$", address)
    assert found is not None, address
    return int(found[1])


def form_fields(page: str) -> dict[str, str]:
    """The fields of the plan form as the page shows them."""
    from html import unescape

    found = {
        name: unescape(text.removeprefix("\r\n").removeprefix("\n"))
        for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S)
    }
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def test_the_whole_journey_from_plan_to_completed_visit(app: Flask, world: World, visitor: SignIn) -> None:
    lead, head, inspector = visitor(world.lead), visitor(world.head), visitor(world.inspector)

    made = lead.post("/plans/new", {"kind": "management", "year": "2026", "copy_of": ""})
    assert made.status_code == 303, made.text
    plan_id = last_number(made.location)
    fields = form_fields(lead.get(f"/plans/{plan_id}/edit").text)
    assert "29/QĐ-BLĐTBXH" in fields["method"]
    fields |= {"purpose": "Mục đích thứ nhất\n- Mục đích thứ hai", "period_from": "2026-01-01"}
    fields.pop("csrf_token")
    saved = lead.post(f"/plans/{plan_id}/edit", fields)
    assert saved.status_code == 303, re.findall(r"field__error.*", saved.text)
    assert "Mục đích thứ hai" in lead.get(f"/plans/{plan_id}").text

    page = lead.get(f"/plans/{plan_id}/candidates?sort=-establishments").text
    third = re.findall(r'name="chosen" value="(\d+)"', page)[2]
    assert lead.post(f"/plans/{plan_id}/units", {"chosen": third, "reason": ""}).status_code == 303
    chosen = db.session.scalars(select(PlanUnit).where(PlanUnit.plan_id == plan_id)).one()
    assert "chưa được kiểm tra lần nào" in chosen.reason

    team = lead.post(f"/plans/{plan_id}/teams/new", {"name": "Đoàn số 2", "decision_number": "77/QĐ-SYT"})
    team_id = last_number(team.location)
    for user, role in ((world.lead, "lead"), (world.inspector, "member")):
        added = lead.post(f"/teams/{team_id}/members/new", {"user_id": str(user.id), "role": role})
        assert added.status_code == 303, added.text
    members = db.session.scalars(select(TeamMember.id).where(TeamMember.team_id == team_id)).all()

    revision = db.session.get_one(InspectionPlan, plan_id).revision
    assert lead.post(f"/plans/{plan_id}/approve", {"revision": str(revision)}).status_code == 403
    head.post(f"/plans/{plan_id}/approve", {"revision": str(revision)})
    db.session.rollback()
    assert db.session.get_one(InspectionPlan, plan_id).state == "approved"

    booked = lead.post(
        f"/visits/new?plan={plan_id}&team={team_id}",
        {
            "plan_unit_id": str(chosen.id),
            "day": "2026-09-14",
            "start": "08:00",
            "end": "11:30",
            "member_ids": [str(m) for m in members],
            "place": "Trụ sở Ủy ban nhân dân",
        },
    )
    assert booked.status_code == 303, re.findall(r"field__error.*", booked.text)
    visit_id = last_number(booked.location)
    lead.post(f"/visits/{visit_id}/announce", {"revision": "1"})
    assert "Xã" in inspector.get("/visits/").text
    begun = inspector.post(f"/visits/{visit_id}/start")
    assert begun.location == f"/visits/{visit_id}/checklist"
    assert inspector.get(begun.location).status_code == 200

    events = [json_event(code) for code in item_codes(visit_id) if code != "ls1_03"]
    reply = inspector.send(f"/visits/{visit_id}/checklist/events", {"events": events})
    assert {result["outcome"] for result in reply.get_json()["results"]} == {"accepted"}
    early = inspector.post(f"/visits/{visit_id}/complete")
    assert "còn 1 mục bắt buộc chưa trả lời" in inspector.get(early.location).text
    without_script = inspector.post(
        f"/visits/{visit_id}/checklist/events",
        {"item": "ls1_03", "status": "answered", "value": "yes", "note": "", "base_ids": ""},
    )
    assert without_script.location == f"/visits/{visit_id}/checklist#muc-ls1_03"
    inspector.post(f"/visits/{visit_id}/complete")
    db.session.rollback()
    visit = db.session.get_one(Visit, visit_id)
    assert (visit.state, visit.score) == ("completed", 100.0)
    lead.post(f"/visits/{visit_id}/review")
    assert "Đã rà soát" in lead.get(f"/visits/{visit_id}").text


def test_every_page_opens_for_those_who_may(world: World, visitor: SignIn) -> None:
    place = establishment("A", world.unit_ids[0])
    other_plan, other_team, _members = squad_plan(world, [place])
    visit_id = world.begun()
    planned = world.book(at(14), at(16), unit=1)
    head = visitor(world.head)
    for address in (
        "/plans/",
        "/plans/?year=2026&kind=management&state=approved",
        "/plans/?year=x&kind=nothing",
        "/plans/new",
        f"/plans/{world.plan_id}",
        f"/plans/{other_plan}",
        f"/plans/{other_plan}/edit",
        f"/plans/{world.plan_id}/candidates?sort=last",
        f"/plans/{other_plan}/candidates?q=nha+nghi&type=nha_nghi&unit={world.unit_ids[0]}&sort=last",
        f"/plans/{world.plan_id}/teams/new",
        f"/teams/{world.team_id}",
        f"/teams/{other_team}/edit",
        f"/teams/{world.team_id}/members/new",
        f"/teams/{world.team_id}/members/{world.member_ids[0]}",
        "/visits/",
        "/visits/?q=xa&state=open&sort=time",
        f"/visits/?plan={world.plan_id}",
        "/visits/calendar?day=2026-09-14",
        "/visits/calendar?view=week&day=2026-09-14",
        "/visits/calendar?day=9999-12-31",
        "/visits/calendar?day=hôm+nay",
        "/visits/new",
        f"/visits/new?plan={world.plan_id}&unit={world.plan_unit_ids[0]}&day=2026-09-20",
        f"/visits/{visit_id}",
        f"/visits/{visit_id}/checklist",
        f"/visits/{visit_id}/notes",
        f"/visits/{planned}/move",
    ):
        answer = head.get(address)
        assert answer.status_code == 200, (address, answer.status_code)


def test_the_calendar_shows_a_visit_on_its_day_and_both_halves_of_it(world: World, visitor: SignIn) -> None:
    world.book(at(8), at(16))
    head = visitor(world.head)
    month = head.get("/visits/calendar?day=2026-09-01").text
    assert month.count('class="cal-visit cal-visit--planned"') == 1
    week = head.get("/visits/calendar?view=week&day=2026-09-14").text
    assert week.count('class="cal-visit cal-visit--planned"') == 2
    assert head.get("/visits/calendar?day=2026-10-15").text.count("cal-visit__time") == 0


def test_ids_of_another_province_answer_404_everywhere(world: World, visitor: SignIn) -> None:
    visit_id = world.begun()
    lead = visitor(world.lead)
    photo = lead.post(
        f"/visits/{visit_id}/photos",
        {"item": "ls1_03", "photo": (io.BytesIO(picture()), "anh.jpg")},
        content_type="multipart/form-data",
    )
    assert photo.status_code == 303
    photo_id = db.session.scalars(select(Attachment.id)).one()
    stranger = visitor(build("12", "lc.").head)
    plan, team, member = world.plan_id, world.team_id, world.member_ids[0]
    for address in (
        f"/plans/{plan}",
        f"/plans/{plan}/edit",
        f"/plans/{plan}/candidates",
        f"/plans/{plan}/teams/new",
        f"/teams/{team}",
        f"/teams/{team}/edit",
        f"/teams/{team}/members/new",
        f"/teams/{team}/members/{member}",
        f"/visits/new?plan={plan}",
        f"/visits/?plan={plan}",
        f"/visits/{visit_id}",
        f"/visits/{visit_id}/move",
        f"/visits/{visit_id}/notes",
        f"/visits/{visit_id}/checklist",
        f"/visits/{visit_id}/photos/{photo_id}",
    ):
        assert stranger.get(address).status_code == 404, address
    for address in (
        f"/plans/{plan}/approve",
        f"/plans/{plan}/close",
        f"/plans/{plan}/return",
        f"/plans/{plan}/number",
        f"/plans/{plan}/delete",
        f"/plans/{plan}/units",
        f"/plans/{plan}/units/remove",
        f"/plans/{plan}/units/{world.plan_unit_ids[0]}/reason",
        f"/teams/{team}/delete",
        f"/teams/{team}/members/{member}/remove",
        f"/visits/{visit_id}/announce",
        f"/visits/{visit_id}/start",
        f"/visits/{visit_id}/complete",
        f"/visits/{visit_id}/reopen",
        f"/visits/{visit_id}/review",
        f"/visits/{visit_id}/cancel",
        f"/visits/{visit_id}/checklist/events",
        f"/visits/{visit_id}/photos/{photo_id}/remove",
        f"/visits/{visit_id}/photos/{photo_id}/caption",
    ):
        assert stranger.post(address, {"reason": "x", "revision": "1"}).status_code == 404, address
    forged = stranger.send(f"/visits/{visit_id}/checklist/events", {"events": [json_event("ls1_03")]})
    assert (forged.status_code, forged.get_json()["code"]) == (404, "visit_not_found")
    assert db.session.get_one(Visit, visit_id).state == "in_progress"


def test_a_member_or_unit_of_another_plan_is_not_reached_through_ones_own(
    world: World, visitor: SignIn
) -> None:
    place = establishment("A", world.unit_ids[0])
    _plan, other_team, others = squad_plan(world, [place])
    lead = visitor(world.lead)
    assert lead.get(f"/teams/{world.team_id}/members/{others[0]}").status_code == 404
    assert lead.post(f"/teams/{world.team_id}/members/{others[0]}/remove").status_code == 404
    assert (
        lead.post(f"/plans/{_plan}/units/{world.plan_unit_ids[0]}/reason", {"reason": "x"}).status_code == 404
    )
    assert len(db.session.get_one(Team, other_team).members) == 3


def test_a_photo_is_private_fixed_and_no_page(world: World, visitor: SignIn) -> None:
    visit_id = world.begun()
    lead = visitor(world.lead)
    lead.post(
        f"/visits/{visit_id}/photos",
        {"item": "ls1_03", "photo": (io.BytesIO(picture()), "anh.jpg")},
        content_type="multipart/form-data",
    )
    photo_id = db.session.scalars(select(Attachment.id)).one()
    answer = lead.get(f"/visits/{visit_id}/photos/{photo_id}")
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    tag = answer.headers["ETag"]
    again = lead.get(f"/visits/{visit_id}/photos/{photo_id}", headers={"If-None-Match": tag})
    assert again.status_code == 304
    lead.post(f"/visits/{visit_id}/photos/{photo_id}/remove")
    assert lead.get(f"/visits/{visit_id}/photos/{photo_id}").status_code == 404


def test_what_is_no_photo_is_refused_in_words(world: World, visitor: SignIn) -> None:
    visit_id = world.begun()
    lead = visitor(world.lead)
    answer = lead.post(
        f"/visits/{visit_id}/photos",
        {"item": "ls1_03", "photo": (io.BytesIO(b"<svg onload=alert(1)>"), "anh.svg")},
        content_type="multipart/form-data",
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 422 and answer.get_json()["message"]
    nothing = lead.post(f"/visits/{visit_id}/photos", {"item": "ls1_03"})
    assert "Hãy chọn một ảnh" in lead.get(nothing.location.split("#")[0]).text
    assert db.session.scalars(select(Attachment.id)).all() == []


def test_a_commune_sees_the_visit_but_its_checklist_only_when_reviewed(world: World, visitor: SignIn) -> None:
    visit_id = world.begun()
    code = world.commune_codes[0]
    officer = visitor(person("officer", Role.UNIT_OFFICER, scope_kind=ScopeKind.COMMUNE, scope_code=code))
    page = officer.get(f"/visits/{visit_id}")
    assert page.status_code == 200
    for hidden in ("Hoàn thành", "Ghi phiếu", "Hủy buổi"):
        assert hidden not in page.text
    assert officer.get(f"/visits/{visit_id}/checklist").status_code == 404
    with transaction():
        db.session.get_one(Visit, visit_id).state = "reviewed"
    shown = officer.get(f"/visits/{visit_id}/checklist")
    assert shown.status_code == 200 and "data-closed" in shown.text
    assert officer.get(f"/plans/{world.plan_id}").status_code == 403


def test_an_inspector_who_does_not_come_reads_the_checklist_and_cannot_write(
    world: World, visitor: SignIn
) -> None:
    visit_id = world.begun()
    other = visitor(person("other", Role.INSPECTOR))
    assert "data-closed" in other.get(f"/visits/{visit_id}/checklist").text
    assert (
        other.send(f"/visits/{visit_id}/checklist/events", {"events": [json_event("ls1_03")]}).status_code
        == 403
    )
    for address in ("cancel", "announce", "review"):
        assert other.post(f"/visits/{visit_id}/{address}", {"reason": "x"}).status_code == 403


def test_forged_fields_are_ignored(world: World, visitor: SignIn) -> None:
    lead = visitor(world.lead)
    fields = form_fields(lead.get(f"/plans/{world.plan_id}/edit").text)
    fields.pop("csrf_token")
    forged = {
        "state": "approved",
        "province_code": "12",
        "kind": "establishment",
        "approved_by_name": "Ai đó",
        "instrument_version_id": "1",
        "created_by_id": "999",
        "id": "999",
    }
    assert lead.post(f"/plans/{world.plan_id}/edit", fields | forged).status_code == 303
    db.session.rollback()
    plan = db.session.get_one(InspectionPlan, world.plan_id)
    assert (plan.state, plan.province_code, plan.kind, plan.approved_by_name) == (
        "draft",
        "20",
        "management",
        "",
    )
    assert plan.created_by_id == world.lead.id
    booked = lead.post(
        f"/visits/new?plan={plan.id}",
        {
            "plan_unit_id": str(world.plan_unit_ids[0]),
            "day": "2026-09-14",
            "start": "08:00",
            "end": "09:00",
            "member_ids": [str(m) for m in world.member_ids],
            "state": "reviewed",
            "score": "100",
            "province_code": "12",
            "submission_id": "1",
        },
    )
    visit = db.session.get_one(Visit, last_number(booked.location))
    assert (visit.state, visit.score, visit.province_code, visit.submission_id) == (
        "planned",
        None,
        "20",
        None,
    )


def test_a_clash_is_told_at_the_form_and_nothing_typed_is_lost(world: World, visitor: SignIn) -> None:
    world.book(at(8), at(11))
    lead = visitor(world.lead)
    answer = lead.post(
        f"/visits/new?plan={world.plan_id}",
        {
            "plan_unit_id": str(world.plan_unit_ids[1]),
            "day": "2026-09-14",
            "start": "10:00",
            "end": "12:00",
            "member_ids": [str(m) for m in world.member_ids],
            "place": "Phòng họp số 3",
        },
    )
    assert answer.status_code == 422
    assert "đã có lịch kiểm tra tại" in answer.text and "từ 08:00 đến 11:00 ngày 14/9/2026" in answer.text
    assert "Phòng họp số 3" in answer.text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{'q'*9}}", '"><img src=x onerror=alert(1)>'])
def test_hostile_text_is_only_text(world: World, visitor: SignIn, text: str) -> None:
    lead = visitor(world.lead)
    fields = form_fields(lead.get(f"/plans/{world.plan_id}/edit").text)
    fields.pop("csrf_token")
    lead.post(f"/plans/{world.plan_id}/edit", fields | {"title": text, "purpose": text, "place": text[:100]})
    page = lead.get(f"/plans/{world.plan_id}").text
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "q" * 9 not in page


def _many(world: World, count: int, first: int) -> None:
    with transaction():
        for index in range(first, first + count):
            start = at(8, day=DAY + timedelta(days=index))
            book_visit(
                actor=world.lead,
                plan_id=world.plan_id,
                plan_unit_id=world.plan_unit_ids[index % 2],
                team_id=world.team_id,
                member_ids=world.member_ids,
                starts_at=start,
                ends_at=start + timedelta(hours=2),
            )
            create_plan(
                actor=world.lead,
                kind="management",
                year=2026,
                department_name="Sở Y tế",
                changes={"period_from": date(2026, 1, 1)},
            )
    for index in range(first, first + count):
        establishment(f"E-{index}", world.unit_ids[0])


def test_the_number_of_queries_does_not_grow_with_the_rows(world: World, visitor: SignIn) -> None:
    place = establishment("A", world.unit_ids[0])
    squad, _team, _members = squad_plan(world, [place])
    head = visitor(world.head)
    addresses = (
        "/plans/",
        "/visits/",
        "/visits/calendar?day=2026-09-14",
        f"/plans/{world.plan_id}",
        f"/plans/{world.plan_id}/candidates",
        f"/plans/{squad}/candidates",
        f"/visits/new?plan={world.plan_id}&day=2026-09-14",
    )

    def measured() -> dict[str, int]:
        found = {}
        for address in addresses:
            with Queries() as queries:
                assert head.get(address).status_code == 200
            found[address] = queries.count
        return found

    _many(world, 2, 0)
    few = measured()
    _many(world, 8, 2)
    assert measured() == few
    assert max(few.values()) <= 25

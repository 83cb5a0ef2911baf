"""What a tablet takes along: what its person may see, on the page's own form, the same every time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from audit.findings.models import Recommendation
from audit.inspections.domain.minutes import closing_sentence, signed_by_all
from audit.inspections.domain.official_dates import minutes_moment
from audit.inspections.models.visits import Visit
from audit.inspections.queries.minutes import on_its_day
from audit.inspections.services.visits import describe_visit
from audit.kernel import clock
from audit.kernel.database import db, transaction
from audit.offline.domain.resources import Resource, canonical
from audit.offline.queries.bundle import bundle
from audit.offline.routes.blank_forms import blank_form
from audit.registers.domain.offices import OfficeData
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from audit.registers.services.offices import set_office
from checklists.models.submissions import Attachment, Response
from checklists.queries.held import held_of
from reports.models import Document
from reports.services.drafts import draft_document
from reports.services.drawing import draw_draft
from tests.conftest import ROOT
from tests.integration.offline.bundle_world import actor, add_visits, attended, counted
from tests.integration.reports.pdf_reading import letters_of, words_of
from tests.integration.told_world import Guest

PERSON = "kiemtra1"


def resources(app: Flask, username: str = PERSON) -> dict[str, Resource]:
    with app.test_request_context():
        return {resource.name: resource for resource in bundle(actor(username), blank_form)}


def test_how_the_office_of_the_commune_is_reached_is_taken_along(told_app: Flask) -> None:
    visit = begun()
    lead = actor("truongdoan")
    with transaction():
        unit = db.session.get_one(AdministrativeUnit, visit.unit_id)
        known = OfficeData("Số 1 đường Hùng Vương", "(0205) 3812 345", "vanthu@example.gov.vn")
        set_office(actor=lead, unit=unit, data=known, revision=0)
    contacts = resources(told_app)[f"visit:{visit.id}"].body["contacts"]
    assert {"label": "Điện thoại cơ quan", "text": "(0205) 3812 345", "tel": "02053812345"} in contacts
    assert {"label": "Thư điện tử công vụ", "text": "vanthu@example.gov.vn"} in contacts


def visits_in(found: dict[str, Resource]) -> set[int]:
    return {int(name.partition(":")[2]) for name in found if name.startswith("visit:")}


def begun() -> Visit:
    return next(visit for visit in attended(PERSON) if visit.state == "in_progress")


def test_only_own_visits_that_are_booked_under_way_or_just_closed_are_taken_along(told_app: Flask) -> None:
    week_ago = clock.now() - timedelta(days=7)
    for username in (PERSON, "kiemtra2", "truongdoan"):
        expected = {
            visit.id
            for visit in attended(username)
            if visit.state in ("planned", "announced", "in_progress")
            or (
                visit.state in ("completed", "reviewed")
                and visit.completed_at
                and visit.completed_at >= week_ago
            )
        }
        assert expected, username
        assert visits_in(resources(told_app, username)) == expected


def test_a_visit_closed_eight_days_ago_stays_behind(told_app: Flask) -> None:
    done = next(visit for visit in attended(PERSON) if visit.state == "reviewed")
    for days, there in ((6, True), (8, False)):
        with transaction():
            db.session.get_one(Visit, done.id).completed_at = clock.now() - timedelta(days=days)
        assert (done.id in visits_in(resources(told_app))) is there


def test_somebody_who_attends_nothing_takes_only_the_own_name_along(told_app: Flask) -> None:
    for username in ("abroad.inspector", "theodoi"):
        assert list(resources(told_app, username)) == ["person"]


def test_a_visit_holds_every_answer_as_the_page_tells_it(told_app: Flask) -> None:
    visit = begun()
    sheet = resources(told_app)[f"visit:{visit.id}"].body["sheet"]
    submission = visit.submission
    assert submission is not None
    answered = db.session.scalars(select(Response).where(Response.submission_id == submission.id)).all()
    codes = {response.item.code for response in answered}
    assert set(sheet["items"]) == codes and codes
    page = held_of(submission, codes)
    assert canonical(sheet["items"]) == canonical(page["items"])
    assert canonical(sheet["progress"]) == canonical(page["progress"])


def test_photos_travel_by_number_and_caption_alone(told_app: Flask) -> None:
    shown = [
        photo
        for resource in resources(told_app).values()
        if resource.name.startswith("visit:")
        for photo in resource.body["sheet"]["photos"]
    ]
    for photo in shown:
        assert set(photo) == {"id", "item", "caption"}
        assert db.session.get_one(Attachment, photo["id"]).caption == photo["caption"]


def test_open_recommendations_of_the_unit_come_along_and_settled_ones_do_not(told_app: Flask) -> None:
    visit = begun()
    with transaction():
        asked = db.session.scalars(select(Recommendation).order_by(Recommendation.id)).all()[:2]
        for one, state in zip(asked, ("open", "verified"), strict=True):
            one.unit_id, one.state = visit.unit_id, state
        ids = [one.id for one in asked]
    body = resources(told_app)[f"visit:{visit.id}"].body
    found = {one["id"]: one for one in body["recommendations"]}
    assert ids[0] in found and ids[1] not in found
    assert found[ids[0]]["state_text"] == "Chưa thực hiện"
    assert found[ids[0]]["text"] == db.session.get_one(Recommendation, ids[0]).text


def test_a_place_has_the_establishments_of_its_commune_alone(told_app: Flask) -> None:
    found = resources(told_app, "truongdoan")
    for name in (name for name in found if name.startswith("place:")):
        unit_id = int(name.partition(":")[2])
        expected = db.session.scalars(
            select(Establishment.id).where(Establishment.unit_id == unit_id, Establishment.state == "active")
        ).all()
        assert sorted(one["id"] for one in found[name].body["establishments"]) == sorted(expected)
        assert found[name].body["unit"]["id"] == unit_id


def test_every_visit_names_a_form_and_a_place_that_are_there(told_app: Flask) -> None:
    found = resources(told_app)
    for visit_id in visits_in(found):
        body = found[f"visit:{visit_id}"].body
        assert body["form"] in found and body["place"] in found


def test_the_form_is_the_page_of_a_sheet_that_nobody_has_touched(told_app: Flask) -> None:
    visit = begun()
    found = resources(told_app)
    html = found[found[f"visit:{visit.id}"].body["form"]].body["html"]
    for attribute in ("data-submit", "data-photos", "data-actor", "data-csrf"):
        assert re.findall(rf'{attribute}="([^"]*)"', html)[0] == ""
    for name in ("csrf_token", "event_id", "base_ids"):
        values = re.findall(rf'name="{name}" value="([^"]*)"', html)
        assert values and set(values) == {""}
    assert set(re.findall(r'data-heads="([^"]*)"', html)) == {""}
    assert set(re.findall(r'data-status="([^"]*)"', html)) == {"cleared"}
    assert set(re.findall(r'action="([^"]*)"', html)) == {""}
    assert "data-closed" not in html and "data-words='" in html


def test_the_form_asks_what_the_page_asks(told_app: Flask, guest: Callable[[str], Guest]) -> None:
    visit = begun()
    found = resources(told_app)
    html = found[found[f"visit:{visit.id}"].body["form"]].body["html"]
    page = guest(PERSON).get(f"/visits/{visit.id}/checklist").text
    shape = r'data-item="([^"]+)" data-type="([^"]+)" data-section="([^"]+)"'
    assert re.findall(shape, html) == re.findall(shape, page) != []
    for attribute in ("data-options", "data-skip"):
        pattern = rf"{attribute}='([^']*)'"
        assert re.findall(pattern, html) == re.findall(pattern, page) != []


def test_the_legal_bases_of_a_form_name_the_items_that_rest_on_them(told_app: Flask) -> None:
    found = resources(told_app)
    form = next(resource.body for name, resource in found.items() if name.startswith("form:"))
    assert form["legal_bases"]
    codes = set(re.findall(r'data-item="([^"]+)"', form["html"]))
    for basis in form["legal_bases"]:
        assert basis["text"] and set(basis["items"]) <= codes


def test_the_fixed_parts_of_minutes_say_what_the_pdf_says(told_app: Flask) -> None:
    visit = begun()
    with transaction():
        describe_visit(
            actor=actor("truongdoan"),
            visit_id=visit.id,
            revision=visit.revision,
            place="Hội trường ủy ban",
            unit_representative="Nguyễn Văn Đại Diện",
            unit_representative_position="Phó Chủ tịch",
            unit_opinion="Nhất trí với nội dung kiểm tra.",
        )
        document_id = draft_document(actor=actor("truongdoan"), kind="minutes", visit_id=visit.id).id
    pdf = letters_of(words_of(draw_draft(db.session.get_one(Document, document_id))))
    minutes = resources(told_app)[f"visit:{visit.id}"].body["minutes"]
    texts = [block["text"] for block in (*minutes["opening"], *minutes["closing"])]
    assert [text for text in texts if letters_of(text) not in pdf] == []
    assert minutes["sides"]["unit"] == [{"name": "Nguyễn Văn Đại Diện", "function": "Phó Chủ tịch"}]
    assert {"heading", "text"} == {block["style"] for block in (*minutes["opening"], *minutes["closing"])}
    assert letters_of(minutes["title"]) in pdf
    ending = {
        name: text.replace("{hour}", "16").replace("{minute}", "05")
        for name, text in minutes["ending"].items()
    }
    end = datetime.fromisoformat(ending["at"])
    assert ending["text"] == signed_by_all(closing_sentence(minutes_moment(end), 2))
    begin = on_its_day(visit.started_at, visit.starts_at)
    assert (ending["from"], end.date()) == (f"{clock.local(begin):%H:%M}", clock.local(begin).date())


def test_nothing_of_the_moment_is_in_a_body(told_app: Flask) -> None:
    first = {name: resource.digest for name, resource in resources(told_app).items()}
    with clock.at(clock.now() + timedelta(hours=5)):
        later = {name: resource.digest for name, resource in resources(told_app).items()}
    assert first == later


_PROCESS = """
import os, sys, json
from pathlib import Path
from tests.conftest import settings_for
from audit.app import create_app
from tests.integration.offline.bundle_world import actor
from audit.offline.queries.bundle import bundle
from audit.offline.routes.blank_forms import blank_form
app = create_app(settings_for(Path(sys.argv[1]), sys.argv[2]))
with app.app_context(), app.test_request_context():
    print(json.dumps({one.name: one.digest for one in bundle(actor(sys.argv[3]), blank_form)}))
"""


def test_another_process_makes_the_same_digests(told_app: Flask, tmp_path: Path) -> None:
    here = {name: resource.digest for name, resource in resources(told_app).items()}
    db.session.remove()
    url = told_app.config["SQLALCHEMY_DATABASE_URI"]
    for seed in ("1", "2"):
        said = subprocess.run(
            [sys.executable, "-c", _PROCESS, str(tmp_path / "data"), url, PERSON],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(said.stdout) == here


def test_ten_times_the_visits_cost_no_more_statements(told_app: Flask) -> None:
    taken = []
    for more in (6, 60):
        add_visits(PERSON, more)
        who = actor(PERSON)
        with told_app.test_request_context(), counted() as statements:
            found = bundle(who, blank_form)
        taken.append((len(found), len(statements)))
    (few, first), (many, second) = taken
    assert many > few + 50
    assert first == second, statements
    assert second <= 20

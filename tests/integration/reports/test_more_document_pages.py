"""The papers around a visit, over HTTP: offered where they belong, asked for what they need, carried on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from audit.findings.models import Finding
from audit.inspections.models.teams import Team
from audit.kernel.access import Role, ScopeKind
from audit.kernel.database import db, transaction
from reports.domain.wording import DocumentKind
from reports.models import Document
from tests.integration.reports.documents_people import Visitor, sign_in
from tests.integration.reports.documents_world import Wishes, World, build_world
from tests.integration.reports.drafting import OF_PROGRAMME

AsUser = Callable[..., FlaskClient]
STATES = ("completed", "planned", "in_progress")


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(Wishes(visits=3, states=STATES))


@pytest.fixture
def as_user(app: Flask) -> AsUser:
    def make(role: Role, **scope: str) -> FlaskClient:
        return sign_in(Visitor(app, app.response_class), role, **scope)

    return make


def offers(client: FlaskClient, place: str) -> dict[str, dict[str, str]]:
    """The fields each button of the page sends, by the kind of document it drafts."""
    found = {}
    for form in re.findall(r"<form.*?</form>", client.get(place).get_data(as_text=True), re.S):
        sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
        if "kind" in sent:
            found[sent["kind"]] = sent
    return found


def press(client: FlaskClient, place: str, kind: str) -> int:
    answer = client.post("/documents/", data=offers(client, place)[kind])
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return int(answer.location.rsplit("/", 1)[1])


def page(client: FlaskClient, place: str) -> str:
    return client.get(place).get_data(as_text=True)


def sent_from(client: FlaskClient, place: str, **changes: str) -> dict[str, str]:
    """What the form of the page would send now."""
    whole = page(client, place)
    form = re.search(r'<form class="form[ "].*?</form>', whole, re.S)
    # A page with buttons alone gives their token.
    html = form[0] if form else re.findall(r'<input[^>]*name="csrf_token"[^>]*>', whole)[0]
    values = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html))
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', html, re.S)
    return values | dict(areas) | changes


def test_each_kind_is_offered_on_its_page_and_drawn_from_there(world: World, as_user: AsUser) -> None:
    client = as_user(Role.TEAM_LEAD)
    plan, visit = f"/documents/new?plan={world.plan_id}", f"/documents/new?visit={world.visit_ids[0]}"
    of_inspections = {str(kind) for kind in DocumentKind} - set(OF_PROGRAMME)  # offered by their own page
    assert set(offers(client, plan)) | set(offers(client, visit)) == of_inspections
    for place in (plan, visit):
        for kind in offers(client, place):
            number = press(client, place, kind)
            assert page(client, f"/documents/{number}").count("Phần đầu và phần cuối văn bản") == 1, kind
            assert client.get(f"/documents/{number}/pdf").data.startswith(b"%PDF-"), kind


def test_what_a_visit_is_not_ready_for_is_not_offered(world: World, as_user: AsUser) -> None:
    client = as_user(Role.TEAM_LEAD)
    assert set(offers(client, f"/documents/new?visit={world.visit_ids[1]}")) == set()
    assert set(offers(client, f"/documents/new?visit={world.visit_ids[2]}")) == {
        "minutes",
        "checklist_annex",
        "invitation",
    }


@pytest.mark.parametrize(
    ("kind", "asked", "not_asked"),
    [
        ("decision", ("proposer", "general_remarks", "signer_name"), ("addressee", "meets_at", "report_by")),
        ("announcement", ("addressee", "report_by", "general_remarks"), ("proposer", "explain_by")),
        ("conclusion", ("explain_by", "report_by", "addressee"), ("meets_at", "proposer")),
        ("periodic_report", ("general_remarks", "difficulties", "proposals"), ("meets_at", "proposer")),
        ("checklist_annex", ("general_remarks",), ("addressee", "signer_name")),
        ("follow_up", ("addressee", "general_remarks"), ("report_by", "meets_at")),
        ("invitation", ("meets_at", "meeting_place", "chaired_by", "addressee"), ("explain_by",)),
    ],
)
def test_a_draft_asks_for_what_its_kind_prints(
    world: World, as_user: AsUser, kind: str, asked: tuple[str, ...], not_asked: tuple[str, ...]
) -> None:
    client = as_user(Role.TEAM_LEAD)
    of = {"conclusion": "visit", "invitation": "visit", "checklist_annex": "visit"}.get(kind, "plan")
    place = f"/documents/new?{of}={world.visit_ids[0] if of == 'visit' else world.plan_id}"
    html = page(client, f"/documents/{press(client, place, kind)}")
    for name in asked:
        assert f'name="{name}"' in html, name
    for name in not_asked:
        assert f'name="{name}"' not in html, name


def test_what_is_typed_on_an_invitation_is_kept_and_printed(world: World, as_user: AsUser) -> None:
    client = as_user(Role.TEAM_LEAD)
    number = press(client, f"/documents/new?visit={world.visit_ids[0]}", "invitation")
    place = f"/documents/{number}"
    typed = {"meets_at": "2026-10-08T08:30", "meeting_place": "Hội trường tầng 2", "chaired_by": "Giám đốc"}
    assert client.post(place, data=sent_from(client, place, **typed)).status_code == 302
    document = db.session.get_one(Document, number)
    assert document.meets_at is not None and document.meets_at.isoformat() == "2026-10-08T01:30:00+00:00"
    assert 'value="2026-10-08T08:30"' in page(client, place)
    assert (document.meeting_place, document.chaired_by) == ("Hội trường tầng 2", "Giám đốc")


def test_an_issued_decision_offers_its_number_to_the_team(world: World, as_user: AsUser) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = press(client, f"/documents/new?plan={world.plan_id}", "decision")
    place = f"/documents/{number}"
    typed = {"proposer": "Trưởng Phòng Bảo trợ xã hội", "number": "9", "issued_on": "2026-01-05"}
    assert client.post(place, data=sent_from(client, place, **typed)).status_code == 302
    data = sent_from(client, f"{place}/issue", understood="y")
    assert client.post(f"{place}/issue", data=data).status_code == 302
    html = page(client, place)
    assert "Trang của đoàn (đội) đang ghi: 77/QĐ-SYT." in html and "Ghi số 09/QĐ-SYT" in html
    assert client.post(f"{place}/team", data=sent_from(client, place)).status_code == 302
    team = db.session.scalars(select(Team).where(Team.plan_id == world.plan_id)).one()
    assert team.decision_number == "09/QĐ-SYT"
    assert "đã ghi số và ngày của quyết định này" in page(client, place)
    assert f'href="{place}"' in page(client, f"/teams/{team.id}")


def test_the_explanation_is_written_on_the_finding_and_warned_about_before_issuing(
    world: World, as_user: AsUser
) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = press(client, f"/documents/new?visit={world.visit_ids[0]}", "conclusion")
    place = f"/documents/{number}"
    assert "Chưa ghi hạn giải trình" in page(client, place)
    assert client.post(place, data=sent_from(client, place, explain_by="2999-01-05")).status_code == 302
    assert "Chưa hết hạn giải trình (05/01/2999)" in page(client, f"{place}/issue")
    wanted = select(Finding).where(Finding.visit_id == world.visit_ids[0], Finding.state == "confirmed")
    finding = db.session.scalars(wanted.where(Finding.kind == "shortcoming")).first()
    assert finding is not None
    edit = f"/findings/{finding.id}/edit"
    typed = {"kind": "shortcoming", "severity": finding.severity or "", "explanation": "Đã bổ sung."}
    assert client.post(edit, data=sent_from(client, edit, **typed)).status_code == 302
    assert "Đã bổ sung." in page(client, f"/findings/{finding.id}")


def test_a_commune_finds_what_was_issued_on_the_page_of_its_visit(world: World, as_user: AsUser) -> None:
    head = as_user(Role.DEPARTMENT_HEAD)
    number = press(head, f"/documents/new?visit={world.visit_ids[0]}", "conclusion")
    own = as_user(
        Role.UNIT_OFFICER, scope_kind=ScopeKind.COMMUNE, scope_code=world.unit_codes[0], province_code="20"
    )
    visit = f"/visits/{world.visit_ids[0]}"
    assert f"/documents/{number}" not in page(own, visit)
    with transaction():
        document = db.session.get_one(Document, number)
        document.state, document.snapshot, document.pdf_sha256 = "issued", "{}", "0" * 64
    assert f'href="/documents/{number}"' in page(own, visit)
    assert own.get(f"/documents/{number}").status_code == 200
    assert own.post(f"/documents/{number}/team", data={}).status_code in (400, 403)

"""The pages of documents, over HTTP: draft, edit, issue, read, and who is kept out."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from audit.inspections.models.plans import InspectionPlan
from audit.kernel.access import Role, ScopeKind
from audit.kernel.database import db, transaction
from reports.models import Document
from reports.services.drafts import head_of
from tests.integration.page_reading import read
from tests.integration.reports.documents_people import Visitor, sign_in
from tests.integration.reports.documents_world import Wishes, World, build_world

AsUser = Callable[..., FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(Wishes(visits=2, states=("completed", "planned")))


@pytest.fixture
def as_user(app: Flask) -> AsUser:
    def make(role: Role, **scope: str) -> FlaskClient:
        return sign_in(Visitor(app, app.response_class), role, **scope)

    return make


def token(client: FlaskClient, page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).get_data(as_text=True))
    assert found, page
    return found.group(1)


def draft(client: FlaskClient, world: World, kind: str = "findings_report") -> int:
    where = {"visit_id": world.visit_ids[0]} if kind == "minutes" else {"plan_id": world.plan_id}
    page = (
        f"/documents/new?visit={world.visit_ids[0]}"
        if kind == "minutes"
        else f"/documents/new?plan={world.plan_id}"
    )
    answer = client.post("/documents/", data={"csrf_token": token(client, page), "kind": kind, **where})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return int(answer.location.rsplit("/", 1)[1])


def issue(client: FlaskClient, document_id: int, **changes: str) -> int:
    page = f"/documents/{document_id}/issue"
    html = client.get(page).get_data(as_text=True)
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', html)
    assert revision
    data = {
        "csrf_token": token(client, page),
        "revision": revision.group(1),
        "number": "7",
        "issued_on": "2026-01-05",
        "understood": "y",
    }
    return client.post(page, data=data | changes).status_code


def test_a_head_drafts_reads_and_issues_a_report_by_hand(world: World, as_user: AsUser) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world)
    page = client.get(f"/documents/{number}").get_data(as_text=True)
    assert "Xã Thử Nghiệm 1" in page
    assert "Chưa có trong văn bản" in page
    assert "1 nhận xét chờ xác nhận" in page
    assert issue(client, number) == 302
    page = client.get(f"/documents/{number}").get_data(as_text=True)
    document = db.session.get_one(Document, number)
    assert document.state == "issued"
    assert str(document.pdf_sha256) in page
    assert "07/BC-SYT" in page
    listed = client.get("/documents/?kind=findings_report&state=issued").get_data(as_text=True)
    assert "07/BC-SYT" in listed


def test_the_pdf_is_named_in_vietnamese_and_may_not_run_anything(world: World, as_user: AsUser) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world)
    answer = client.get(f"/documents/{number}/pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    place = answer.headers["Content-Disposition"]
    assert place.startswith('inline; filename="du-thao-bao-cao-bc-syt-ket-qua')
    assert unquote(place.split("UTF-8''")[1]).startswith("Dự thảo báo cáo BC-SYT Kết quả kiểm tra")
    assert (
        client.get(f"/documents/{number}/pdf?download=1")
        .headers["Content-Disposition"]
        .startswith("attachment")
    )


def test_an_edited_draft_keeps_what_was_typed_and_refuses_what_is_wrong(
    world: World, as_user: AsUser
) -> None:
    client = as_user(Role.TEAM_LEAD)
    number = draft(client, world)
    page = f"/documents/{number}"
    data = {
        "csrf_token": token(client, page),
        "revision": "1",
        "title": "Kết quả <b>kiểm tra</b>",
        "symbol": "BC-SYT",
        "place": "Lạng Sơn",
        "number": "abc",
        "recipients": "Như trên\nLưu: VT",
    }
    refused = client.post(page, data=data)
    assert refused.status_code == 422
    words = refused.get_data(as_text=True)
    assert "Số văn bản chỉ gồm chữ số" in words
    assert "&lt;b&gt;kiểm tra&lt;/b&gt;" in words
    assert "<b>kiểm tra</b>" not in words
    assert client.post(page, data=data | {"number": "12"}).status_code == 302
    document = db.session.get_one(Document, number)
    assert (document.title, document.number) == ("Kết quả <b>kiểm tra</b>", "12")
    assert document.recipients == ["Như trên", "Lưu: VT"]
    assert client.post(page, data=data).status_code == 409


def test_a_draft_saved_as_it_stands_says_what_it_said(world: World, as_user: AsUser) -> None:
    """A plan may write who signs on lines of their own; the form of a draft has one line for them."""
    with transaction():
        plan = db.session.get_one(InspectionPlan, world.plan_id)
        plan.signer_authority = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH"
    client = as_user(Role.TEAM_LEAD)
    page = f"/documents/{draft(client, world)}"
    before = head_of(db.session.get_one(Document, int(page.rsplit("/", 1)[1])))
    form = next(form for form in read(client.get(page).text).forms if "title" in form.texts)
    sent = {name: values[-1] for name, values in form.values.items() if values}
    assert client.post(page, data=sent).status_code == 302
    after = head_of(db.session.get_one(Document, int(page.rsplit("/", 1)[1])))
    assert after == before and after.signer_authority == "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH"


def test_remarks_with_a_telephone_number_ask_for_confirmation(world: World, as_user: AsUser) -> None:
    client = as_user(Role.TEAM_LEAD)
    number = draft(client, world)
    page = f"/documents/{number}"
    data = {
        "csrf_token": token(client, page),
        "revision": "1",
        "title": "Kết quả kiểm tra",
        "symbol": "BC-SYT",
        "place": "Lạng Sơn",
        "general_remarks": "Gọi 0912345678.",
    }
    asked = client.post(page, data=data)
    assert asked.status_code == 422
    assert 'name="personal_data_confirmed"' in asked.get_data(as_text=True)
    assert client.post(page, data=data | {"personal_data_confirmed": "y"}).status_code == 302


def test_a_taken_number_is_said_at_the_field_and_nothing_is_issued(world: World, as_user: AsUser) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    assert issue(client, draft(client, world)) == 302
    second = draft(client, world)
    assert issue(client, second) == 409
    assert db.session.get_one(Document, second).state == "draft"


@pytest.mark.parametrize("changes", [{"number": ""}, {"issued_on": "mai"}, {"understood": ""}])
def test_issuing_needs_number_day_and_confirmation(
    world: World, as_user: AsUser, changes: dict[str, str]
) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world)
    assert issue(client, number, **changes) == 422
    assert db.session.get_one(Document, number).state == "draft"


def test_withdrawing_and_verifying_are_said_on_the_page(world: World, as_user: AsUser) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world)
    issue(client, number)
    page = f"/documents/{number}"
    client.post(f"{page}/verify", data={"csrf_token": token(client, page)})
    assert "Văn bản nguyên vẹn" in client.get(page).get_data(as_text=True)
    revision = str(db.session.get_one(Document, number).revision)
    data = {"csrf_token": token(client, f"{page}/withdraw"), "revision": revision, "reason": "Nhầm biểu"}
    assert client.post(f"{page}/withdraw", data=data).status_code == 302
    assert "Nhầm biểu" in client.get(page).get_data(as_text=True)


def test_another_province_gets_404_everywhere(world: World, as_user: AsUser) -> None:
    number = draft(as_user(Role.DEPARTMENT_HEAD), world)
    other = as_user(Role.DEPARTMENT_HEAD, province_code="12", scope_code="12")
    pages = ("", "/pdf", "/issue", "/withdraw")
    assert [other.get(f"/documents/{number}{page}").status_code for page in pages] == [404] * 4
    assert other.get(f"/documents/new?plan={world.plan_id}").status_code == 404
    assert other.get(f"/documents/new?visit={world.visit_ids[0]}").status_code == 404
    found = token(other, "/documents/")
    for page in ("", "/discard", "/issue", "/withdraw", "/verify"):
        data = {"csrf_token": found, "revision": "1", "title": "x", "symbol": "BC", "place": "y"}
        assert other.post(f"/documents/{number}{page}", data=data).status_code == 404, page
    assert "Kết quả kiểm tra" not in other.get("/documents/").get_data(as_text=True)
    assert db.session.scalar(select(Document.state).where(Document.id == number)) == "draft"


def test_a_commune_reads_the_issued_minutes_of_its_own_visit_alone(world: World, as_user: AsUser) -> None:
    head = as_user(Role.DEPARTMENT_HEAD)
    minutes, report = draft(head, world, "minutes"), draft(head, world)
    own = as_user(
        Role.UNIT_OFFICER, scope_kind=ScopeKind.COMMUNE, scope_code=world.unit_codes[0], province_code="20"
    )
    other = as_user(
        Role.UNIT_OFFICER, scope_kind=ScopeKind.COMMUNE, scope_code=world.unit_codes[1], province_code="20"
    )
    assert own.get(f"/documents/{minutes}/pdf").status_code == 404
    assert issue(head, minutes) == 302
    assert issue(head, report, number="8") == 302
    assert own.get(f"/documents/{minutes}").status_code == 200
    assert own.get(f"/documents/{minutes}/pdf").status_code == 200
    assert own.get(f"/documents/{report}").status_code == 404
    assert other.get(f"/documents/{minutes}/pdf").status_code == 404


def test_the_list_makes_the_same_number_of_queries_for_many_documents(world: World, as_user: AsUser) -> None:
    from tests.integration.reports.test_document_contents import counted

    client = as_user(Role.DEPARTMENT_HEAD)
    numbers = []
    for more in (2, 10):
        for _n in range(more):
            draft(client, world)
        with counted() as statements:
            assert client.get("/documents/").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def test_strange_filters_and_cursors_do_not_break_the_list(world: World, as_user: AsUser) -> None:
    client = as_user(Role.VIEWER)
    assert client.get("/documents/?kind=zz&state=x&year=99999999999&plan=-1").status_code == 200
    assert client.get("/documents/?kind=%00").status_code == 400
    assert client.get("/documents/?cursor=AAAA").status_code == 422
    assert client.get("/documents/999999999999").status_code == 404

"""Word files and workbooks of documents over HTTP: drafts, issued ones, who is kept out, what is damaged."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

import pytest
from docx import Document as WordDocument
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import update

from audit.inspections.models.plans import InspectionPlan
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from reports.domain.outlines import registry
from reports.domain.plan_document import PlanDocument
from reports.domain.wording import DocumentKind
from reports.models import Document
from tests.integration.reports.documents_people import Visitor, sign_in
from tests.integration.reports.documents_world import Wishes, World, build_world
from tests.integration.reports.drafting import drafted
from tests.integration.reports.pdf_reading import letters_of, words_of
from tests.integration.reports.test_document_pages import draft, issue, token
from tests.unit.reports.word_reading import in_reading_order

AsUser = Callable[..., FlaskClient]
WORD = "Tải bản Word"
TABLES = "Tải bảng số liệu (Excel)"


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(Wishes(visits=2, states=("completed", "planned")))


@pytest.fixture
def as_user(app: Flask) -> AsUser:
    def make(role: Role, **scope: str) -> FlaskClient:
        return sign_in(Visitor(app, app.response_class), role, **scope)

    return make


def footer(data: bytes) -> str:
    return " ".join(p.text for p in WordDocument(io.BytesIO(data)).sections[0].footer.paragraphs)


@pytest.mark.parametrize("kind", [kind.value for kind in DocumentKind])
def test_a_draft_of_every_kind_can_be_saved_as_word(
    world: World, as_user: AsUser, head: Actor, kind: str
) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = drafted(head, world, kind).id
    assert WORD in client.get(f"/documents/{number}").get_data(as_text=True)
    answer = client.get(f"/documents/{number}/docx")
    assert answer.status_code == 200
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    said = letters_of("".join(in_reading_order(answer.data)))
    title = db.session.get_one(Document, number).title
    assert letters_of(title).upper() in said.upper()  # an annex has its title in capitals
    assert footer(answer.data) == ""
    printed = letters_of(words_of(client.get(f"/documents/{number}/pdf").data))
    assert all(letters_of(word) in printed for word in " ".join(in_reading_order(answer.data)).split())


def test_files_are_named_like_the_pdf(world: World, as_user: AsUser) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world)
    for ending in ("docx", "xlsx"):
        place = client.get(f"/documents/{number}/{ending}").headers["Content-Disposition"]
        assert place.startswith('attachment; filename="du-thao-bao-cao-bc-syt-ket-qua')
        assert f'.{ending}"' in place
        name = unquote(place.split("UTF-8''")[1])
        assert name.startswith("Dự thảo báo cáo BC-SYT Kết quả kiểm tra")
        assert name.endswith(f".{ending}")


def test_an_issued_document_is_copied_from_its_frozen_content_and_names_the_original(
    world: World, as_user: AsUser
) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world)
    assert issue(client, number) == 302
    before = client.get(f"/documents/{number}/docx").data
    sha256 = db.session.get_one(Document, number).pdf_sha256
    assert f"văn bản ban hành là tệp PDF có mã SHA-256 {sha256}" in footer(before)
    with transaction():
        db.session.execute(update(InspectionPlan).values(title="Đã đổi tên", agency="ĐÃ ĐỔI"))
    after = client.get(f"/documents/{number}/docx").data
    assert after == before
    assert "ĐÃ ĐỔI" not in "".join(in_reading_order(after))
    assert "DỰ THẢO" not in "".join(in_reading_order(after))
    sheet = load_workbook(io.BytesIO(client.get(f"/documents/{number}/xlsx").data)).worksheets[0]
    assert str(sha256) in "".join(str(row[0].value) for row in sheet.iter_rows(max_row=4))


def test_a_withdrawn_document_says_so(world: World, as_user: AsUser) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world)
    issue(client, number)
    page = f"/documents/{number}/withdraw"
    revision = str(db.session.get_one(Document, number).revision)
    client.post(page, data={"csrf_token": token(client, page), "revision": revision, "reason": "Nhầm"})
    assert "Văn bản đã bị thu hồi." in footer(client.get(f"/documents/{number}/docx").data)


def test_tables_of_a_report_are_a_workbook(world: World, as_user: AsUser) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world)
    assert TABLES in client.get(f"/documents/{number}").get_data(as_text=True)
    answer = client.get(f"/documents/{number}/xlsx")
    assert answer.status_code == 200
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    first = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    cells = [cell.value for row in first.iter_rows() for cell in row]
    assert "Xã Thử Nghiệm 1" in cells


def test_a_document_without_tables_has_no_button_for_them(world: World, as_user: AsUser) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world, "plan")
    issue(client, number)
    page = f"/documents/{number}"
    assert TABLES in client.get(page).get_data(as_text=True)
    with transaction():
        document = db.session.get_one(Document, number)
        bare = replace(PlanDocument.from_json(document.snapshot or ""), units=())
        document.snapshot = bare.to_json()
    assert TABLES not in client.get(page).get_data(as_text=True)
    answer = client.get(f"{page}/xlsx")
    assert answer.status_code == 404
    assert "không có bảng số liệu" in answer.get_data(as_text=True)
    assert client.get(f"{page}/docx").status_code == 200


def test_another_province_and_other_communes_get_neither(world: World, as_user: AsUser) -> None:
    head = as_user(Role.DEPARTMENT_HEAD)
    minutes, report = draft(head, world, "minutes"), draft(head, world)
    other = as_user(Role.DEPARTMENT_HEAD, province_code="12", scope_code="12")
    own = as_user(
        Role.UNIT_OFFICER, scope_kind=ScopeKind.COMMUNE, scope_code=world.unit_codes[0], province_code="20"
    )
    for number in (minutes, report):
        for ending in ("docx", "xlsx"):
            assert other.get(f"/documents/{number}/{ending}").status_code == 404
            assert own.get(f"/documents/{number}/{ending}").status_code == 404
    assert issue(head, minutes) == 302
    assert issue(head, report, number="8") == 302
    assert own.get(f"/documents/{minutes}/docx").status_code == 200
    assert own.get(f"/documents/{report}/docx").status_code == 404


def test_nobody_without_an_account_gets_a_file(app: Flask, world: World, as_user: AsUser) -> None:
    number = draft(as_user(Role.DEPARTMENT_HEAD), world)
    stranger = Visitor(app, app.response_class)
    for ending in ("docx", "xlsx"):
        answer = stranger.get(f"/documents/{number}/{ending}")
        assert answer.status_code in (302, 303, 401)
        assert b"PK" not in answer.data[:2]


def test_a_kind_without_an_outline_says_so_on_its_page(
    world: World, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world)
    known = {kind: made for kind, made in registry.OUTLINES.items() if kind != "findings_report"}
    monkeypatch.setattr("reports.services.copies.OUTLINES", known)
    page = client.get(f"/documents/{number}").get_data(as_text=True)
    assert WORD not in page
    assert "Loại văn bản này chưa có bản Word" in page
    for ending in ("docx", "xlsx"):
        answer = client.get(f"/documents/{number}/{ending}")
        assert answer.status_code == 409
        assert "Loại văn bản này chưa có bản Word" in answer.get_data(as_text=True)


def test_a_damaged_snapshot_is_said_in_words_and_the_page_still_opens(world: World, as_user: AsUser) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    number = draft(client, world)
    issue(client, number)
    with transaction():
        db.session.get_one(Document, number).snapshot = '{"document":"plan"}'
    assert client.get(f"/documents/{number}").status_code == 200
    answer = client.get(f"/documents/{number}/docx")
    assert answer.status_code == 409
    assert "không đọc được" in answer.get_data(as_text=True)

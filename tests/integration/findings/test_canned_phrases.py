"""Canned phrases in the database and on their pages: what is offered while writing, who may write them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from audit.findings.domain.phrases import PhraseValues
from audit.findings.models import FindingPhrase
from audit.findings.queries.phrases import MOST_OFFERED, item_choices
from audit.findings.services.phrases import add_phrase, delete_phrase, edit_phrase, end_phrase
from audit.kernel import clock
from audit.kernel.access import Role
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from audit.kernel.journal.models import JournalEntry
from tests.conftest import make_actor
from tests.integration.reports.documents_people import Visitor, sign_in

FIRST = date(2026, 1, 1)
ADMIN = make_actor(Role.ADMINISTRATOR)
GOOD = PhraseValues(kind="cause", name="Kiêm nhiệm", text="Cán bộ kiêm nhiệm.", valid_from=FIRST)


def add(**changes: Any) -> int:
    with transaction():
        return add_phrase(actor=ADMIN, province_code="20", values=replace(GOOD, **changes)).id


@pytest.fixture
def inspector(app: Flask) -> FlaskClient:
    return sign_in(Visitor(app, app.response_class), Role.INSPECTOR)


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    return sign_in(Visitor(app, app.response_class), Role.ADMINISTRATOR)


def names(client: FlaskClient, query: str) -> list[str]:
    answer = client.get(f"/finding-phrases/search?{query}")
    assert answer.status_code == 200
    return [row["name"] for row in answer.get_json()["phrases"]]


def test_phrases_of_the_item_come_first_then_those_for_every_item(app: Flask, inspector: FlaskClient) -> None:
    add(name="A chung")
    add(name="B mục khác", item_code="ls1_02")
    add(name="C của mục", item_code="ls1_01")
    add(name="D loại khác", kind="effect")
    assert names(inspector, "kind=cause&item=ls1_01") == ["C của mục", "A chung", "B mục khác"]
    assert names(inspector, "kind=cause&item=ls1_01&item=ls1_02")[2] == "A chung"


def test_words_are_found_without_marks_and_only_in_force(app: Flask, inspector: FlaskClient) -> None:
    today = clock.today()
    add(name="Địa bàn rộng", text="Đi lại khó khăn.")
    add(name="Địa bàn cũ", valid_to=today - timedelta(days=1))
    add(name="Địa bàn mới", valid_from=today + timedelta(days=1))
    add(name="Việc khác")
    assert names(inspector, "kind=cause&q=dia+ban") == ["Địa bàn rộng"]
    assert names(inspector, "kind=cause&q=KHO+khan") == ["Địa bàn rộng"]
    assert names(inspector, "kind=cause&q=%25") == []


def test_at_most_twenty_are_offered_in_one_statement(app: Flask, inspector: FlaskClient) -> None:
    def statements() -> int:
        seen: list[str] = []
        note = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            inspector.get("/finding-phrases/search?kind=cause")
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len([one for one in seen if "finding_phrase" in one])

    add()
    inspector.get("/finding-phrases/search?kind=cause")
    few = statements()
    for number in range(MOST_OFFERED + 5):
        add(name=f"Câu {number}")
    assert len(names(inspector, "kind=cause")) == MOST_OFFERED
    assert statements() == few == 1


def test_nobody_is_offered_the_phrases_of_another_province(app: Flask) -> None:
    add(name="Của Lạng Sơn")
    scope = {"scope_code": "12", "province_code": "12"}
    stranger = sign_in(Visitor(app, app.response_class), Role.INSPECTOR, **scope)
    assert names(stranger, "kind=cause") == []
    other = make_actor(Role.ADMINISTRATOR, **scope)
    number = db.session.scalars(select(FindingPhrase.id)).one()
    with pytest.raises(NotFound), transaction():
        edit_phrase(actor=other, phrase_id=number, revision=1, values=GOOD)
    with pytest.raises(Forbidden), transaction():
        add_phrase(actor=other, province_code="20", values=GOOD)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_writes_phrases(app: Flask, role: Role) -> None:
    number = add()
    with pytest.raises(Forbidden), transaction():
        end_phrase(actor=make_actor(role), phrase_id=number, revision=1, today=clock.today())
    client = sign_in(Visitor(app, app.response_class), role)
    assert client.get("/finding-phrases/").status_code == 403
    may = role in (Role.DEPARTMENT_HEAD, Role.TEAM_LEAD, Role.INSPECTOR)
    assert client.get("/finding-phrases/search").status_code == (200 if may else 403)


def test_a_phrase_holds_no_personal_data_and_names_an_item_there_is(app: Flask) -> None:
    assert "ls1_02" in dict(item_choices())
    for changes, field in (
        ({"item_code": "khong_co"}, "item_code"),
        ({"text": "Liên hệ 0912 345 678."}, "text"),
    ):
        with pytest.raises(Invalid) as refused:
            add(**changes)
        assert refused.value.field == field


def test_what_was_offered_is_ended_and_not_deleted(app: Flask) -> None:
    today = clock.today()
    number = add()
    with pytest.raises(Conflict), transaction():
        delete_phrase(actor=ADMIN, phrase_id=number, revision=1, today=today)
    with transaction():
        end_phrase(actor=ADMIN, phrase_id=number, revision=1, today=today)
    with pytest.raises(Conflict) as refused, transaction():
        edit_phrase(actor=ADMIN, phrase_id=number, revision=1, values=replace(GOOD, name="Muộn"))
    assert refused.value.code == "changed_by_another"
    assert db.session.get_one(FindingPhrase, number).valid_to == today
    coming = add(valid_from=today + timedelta(days=1))
    with transaction():
        delete_phrase(actor=ADMIN, phrase_id=coming, revision=1, today=today)
    assert db.session.get(FindingPhrase, coming) is None


def test_the_administrator_adds_and_edits_on_the_pages(app: Flask, admin: FlaskClient) -> None:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', admin.get("/finding-phrases/new").text)
    assert token
    form = {
        "csrf_token": token[1],
        "revision": "0",
        "kind": "cause",
        "item_code": "",
        "name": "Mẫu {{7*7}}",
        "text": "<b>Đậm</b>",
        "valid_from": "2026-01-01",
        "valid_to": "2025-01-01",
    }
    refused = admin.post("/finding-phrases/new", data=form)
    assert refused.status_code == 422 and "không được trước ngày bắt đầu" in refused.text
    assert admin.post("/finding-phrases/new", data={**form, "valid_to": ""}).status_code == 302
    listed = admin.get("/finding-phrases/?q=mau").text
    assert "Mẫu {{7*7}}" in listed and "&lt;b&gt;Đậm&lt;/b&gt;" in listed
    number = db.session.scalars(select(FindingPhrase.id)).one()
    changed = {**form, "valid_to": "", "revision": "1", "text": "Chữ thường"}
    assert admin.post(f"/finding-phrases/{number}", data=changed).status_code == 302
    assert admin.post(f"/finding-phrases/{number}", data=changed).status_code == 409
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == "finding_phrase.edited")
    ).one()
    assert json.loads(entry.details)["before"] == {"text": "<b>Đậm</b>"}
    assert (
        admin.post(
            f"/finding-phrases/{number}/end", data={"csrf_token": token[1], "revision": "2"}
        ).status_code
        == 302
    )

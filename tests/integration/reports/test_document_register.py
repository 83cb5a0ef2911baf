"""Numbers run in one series a symbol and year; the next one is proposed, and what was left out is seen."""

from __future__ import annotations

import io
import threading
from dataclasses import replace

import openpyxl
import pytest
from flask import Flask

from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict
from reports.domain.numbering import left_out
from reports.models import Document
from reports.queries.series import next_number, series, symbols
from reports.services.drafts import head_of, update_draft
from tests.integration.reports.documents_world import World, build_world
from tests.integration.reports.test_document_issuing import drafted, issued
from tests.integration.told_world import Guest


@pytest.fixture
def world(app: Flask) -> World:
    return build_world()


def test_the_next_number_follows_the_highest_of_its_own_series(world: World, head: Actor) -> None:
    blank = drafted(head, world, number="")
    assert next_number(blank) == 1
    issued(head, drafted(head, world, number="9"))
    issued(head, drafted(head, world, number="10"))
    issued(head, drafted(head, world, "plan", number="31"))
    assert next_number(blank) == 11
    assert next_number(drafted(head, world, "minutes", number="")) == 1
    with transaction():
        db.session.get_one(Document, blank.id).year -= 1
    assert next_number(db.session.get_one(Document, blank.id)) == 1


def test_the_register_lists_a_series_in_order_and_names_what_is_missing(
    world: World, head: Actor, neighbour: Actor
) -> None:
    for number in ("10", "2", "3"):
        last = issued(head, drafted(head, world, number=number))
    found = series(head, last.year, last.symbol)
    assert [document.number for document in found.documents] == ["2", "3", "10"]
    assert found.missing == ("01", "04–09")
    assert symbols(head, last.year) == [last.symbol]
    assert symbols(neighbour, last.year) == []
    assert series(neighbour, last.year, last.symbol).documents == []


def test_of_two_who_take_the_same_number_one_is_told(app: Flask, world: World, head: Actor) -> None:
    drafts = [drafted(head, world, number="").id for _n in range(2)]
    told: list[str] = []
    ready = threading.Barrier(2)

    def take(id: int) -> None:
        with app.app_context():
            ready.wait(10)
            try:
                number(head, id)
                told.append("given")
            except Conflict as refusal:
                told.append(refusal.code)
            db.session.remove()

    threads = [threading.Thread(target=take, args=(id,)) for id in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["given", "number_taken"]


def number(actor: Actor, id: int) -> None:
    with transaction():
        draft = db.session.get_one(Document, id)
        head = replace(head_of(draft), number="7")
        update_draft(actor=actor, document_id=id, revision=draft.revision, head=head)


def test_numbers_left_out_are_told_in_stretches() -> None:
    assert left_out([]) == ()
    assert left_out([1, 2, 3]) == ()
    assert left_out([4, 2]) == ("01", "03")
    assert left_out([12]) == ("01–11",)


def test_the_page_and_its_spreadsheet_say_the_same(told_app: Flask, guest: object) -> None:
    person: Guest = guest("lanhdao")  # type: ignore[operator]
    page = person.get("/documents/register/")
    assert page.status_code == 200
    with told_app.app_context():
        document = db.session.query(Document).filter(Document.number != "").order_by(Document.symbol).first()
        assert document is not None
        symbol, year = document.symbol, document.year
    book = person.get(f"/documents/register/export.xlsx?year={year}&symbol={symbol}")
    rows = list(openpyxl.load_workbook(io.BytesIO(book.data)).active.values)
    shown = person.get(f"/documents/register/?year={year}&symbol={symbol}").text
    numbers = [str(row[0]) for row in rows[1:]]
    assert numbers and all(number in shown for number in numbers)
    assert person.get("/documents/register/?year=khac&symbol=%3Cb%3E").status_code == 200
    assert guest("kiemtra1").get("/documents/register/").status_code == 403  # type: ignore[operator]


def test_the_number_is_proposed_on_the_page_of_issuing(told_app: Flask, guest: object) -> None:
    person: Guest = guest("lanhdao")  # type: ignore[operator]
    with told_app.app_context():
        drafts = db.session.query(Document).filter_by(state="draft", number="").order_by(Document.id).all()
        draft = next(one for one in drafts if one.plan_id is not None)
        elsewhere = next(one.id for one in drafts if one.programme_id is not None)
        id, proposed = draft.id, next_number(draft)
    page = person.get(f"/documents/{id}/issue").text
    assert f'value="{proposed}"' in page
    assert f"Số tiếp theo trong hệ thống: {proposed:02d}" in page
    page = person.get(f"/documents/{elsewhere}/issue").text
    assert "Số do văn thư của cơ quan ban hành cấp" in page and "Số tiếp theo" not in page

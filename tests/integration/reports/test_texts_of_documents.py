"""Standing texts in the database and on their pages: what new drafts begin with, who may write them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from audit.inspections.services.plans import create_plan
from audit.kernel import clock
from audit.kernel.access import SYSTEM, Actor, Role
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from audit.kernel.journal.models import JournalEntry
from reports.domain.standing_texts import TextKind, TextValues
from reports.models import Document, StandingText
from reports.services.drafts import draft_document
from reports.services.load_texts import load_texts
from reports.services.standing_texts import add_text, delete_text, edit_text, end_text
from tests.conftest import make_actor
from tests.integration.reports.documents_people import Visitor, sign_in
from tests.integration.reports.documents_world import World, build_world
from tests.integration.reports.drafting import subject

FIRST = date(2026, 1, 1)
ADMIN = make_actor(Role.ADMINISTRATOR)
SYMBOL = TextValues(text="TB-KL", document_kind="conclusion", valid_from=FIRST)
SIGNER = TextValues(
    signer_authority="KT. GIÁM ĐỐC",
    signer_position="Phó Giám đốc",
    signer_name="Trần Văn Ký",
    valid_from=FIRST,
)


@pytest.fixture
def world(app: Flask) -> World:
    return build_world()


def add(kind: TextKind, values: TextValues, province: str = "20") -> int:
    with transaction():
        return add_text(actor=ADMIN, province_code=province, kind=kind, values=values).id


def draft(head: Actor, world: World, kind: str) -> Document:
    made_from = subject(world, kind)
    with transaction():
        number = draft_document(actor=head, kind=kind, **made_from).id
    return db.session.get_one(Document, number)


def test_a_new_draft_begins_with_the_texts_in_force_and_keeps_them(head: Actor, world: World) -> None:
    add(TextKind.SYMBOL, SYMBOL)
    signer = add(TextKind.SIGNER, replace(SIGNER, document_kind="conclusion"))
    add(TextKind.RECIPIENT, TextValues(text="Sở Nội vụ", document_kind="conclusion", valid_from=FIRST))
    add(TextKind.SENTENCE, TextValues(text="Câu sẵn.", document_kind="conclusion", valid_from=FIRST))
    coming = clock.today() + timedelta(days=1)
    add(TextKind.SENTENCE, TextValues(text="Chưa đến.", document_kind="conclusion", valid_from=coming))
    made = draft(head, world, "conclusion")
    assert (made.symbol, made.signer_name, made.general_remarks) == ("TB-KL", "Trần Văn Ký", "Câu sẵn.")
    assert made.recipients[-1].startswith("Lưu") and "Sở Nội vụ" in made.recipients
    with transaction():
        edit_text(
            actor=ADMIN,
            text_id=signer,
            revision=1,
            values=replace(SIGNER, document_kind="conclusion", signer_name="Người Khác"),
        )
    db.session.expire_all()
    assert db.session.get_one(Document, made.id).signer_name == "Trần Văn Ký"
    assert draft(head, world, "conclusion").signer_name == "Người Khác"


def test_a_text_of_another_province_or_kind_is_not_taken(head: Actor, world: World) -> None:
    with transaction():
        add_text(actor=SYSTEM, province_code="12", kind=TextKind.SYMBOL, values=SYMBOL)
    add(TextKind.SIGNER, SIGNER)
    made = draft(head, world, "conclusion")
    assert made.symbol != "TB-KL"
    assert made.signer_name == made.plan.signer_name != "Trần Văn Ký"


def test_without_a_text_in_force_the_field_is_empty_or_comes_from_the_plan(head: Actor, world: World) -> None:
    with transaction():
        for text in db.session.scalars(select(StandingText).where(StandingText.province_code == "20")):
            if text.document_kind == "decision":
                end_text(actor=ADMIN, text_id=text.id, revision=text.revision, today=date(2026, 1, 1))
    made = draft(head, world, "decision")
    assert made.general_remarks == ""
    assert made.recipients == made.plan.recipients
    assert made.symbol == "QĐ" + made.plan.symbol.removeprefix("KH")


def test_a_new_plan_cites_the_legal_bases_kept_here(app: Flask) -> None:
    lead = make_actor(Role.TEAM_LEAD)
    add(
        TextKind.LEGAL_BASIS,
        TextValues(text="Kế hoạch số 9", document_kind="plan", position=999, valid_from=FIRST),
    )
    ended = db.session.scalars(
        select(StandingText).where(
            StandingText.province_code == "20", StandingText.shipped_key == "basis-pl_10_2003"
        )
    ).one()
    words, number = ended.text, ended.id
    with transaction():
        end_text(actor=ADMIN, text_id=number, revision=1, today=clock.today() - timedelta(days=1))
    with transaction():
        plan = create_plan(actor=lead, kind="management", year=2026, department_name="Sở Y tế")
        bases = list(plan.legal_bases)
    assert bases[-1] == "Kế hoạch số 9"
    assert words not in bases


def test_loading_again_changes_nothing_and_never_what_a_person_wrote(app: Flask) -> None:
    row = db.session.scalars(
        select(StandingText).where(
            StandingText.province_code == "20", StandingText.shipped_key == "meeting-1"
        )
    ).one()
    number = row.id
    with transaction():
        values = TextValues(
            text="Công bố kết luận.", document_kind="invitation", position=1, valid_from=row.valid_from
        )
        edit_text(actor=ADMIN, text_id=number, revision=1, values=values)
    with transaction():
        assert load_texts(actor=SYSTEM, province_code="20") == (0, 0)
    assert db.session.get_one(StandingText, number).text == "Công bố kết luận."
    with transaction():
        db.session.get_one(StandingText, number).revision = 1
    with transaction():
        assert load_texts(actor=SYSTEM, province_code="20") == (0, 1)


@pytest.mark.parametrize(
    ("start", "end", "free"),
    [
        (date(2026, 6, 1), None, False),
        (date(2025, 1, 1), FIRST, False),
        (date(2025, 1, 1), date(2025, 12, 31), True),
        (date(2027, 1, 1), None, True),
    ],
)
def test_two_symbols_of_one_kind_never_hold_on_one_day(
    app: Flask, start: date, end: date | None, free: bool
) -> None:
    add(TextKind.SYMBOL, replace(SYMBOL, valid_to=date(2026, 12, 31)))
    other = replace(SYMBOL, text="TB-SYT", valid_from=start, valid_to=end)
    if free:
        add(TextKind.SYMBOL, other)
        return
    with pytest.raises(Conflict) as refused:
        add(TextKind.SYMBOL, other)
    assert (refused.value.code, refused.value.field) == ("symbol_overlaps", "valid_from")
    add(TextKind.SYMBOL, replace(other, agency="Chi cục Khác"))
    add(TextKind.SYMBOL, replace(other, document_kind="invitation"))


def test_of_two_who_write_a_symbol_at_once_one_is_refused(app: Flask) -> None:
    def write(start: date) -> str:
        with app.app_context():
            try:
                add(TextKind.SYMBOL, replace(SYMBOL, valid_from=start))
            except DomainError as error:
                return error.code
            finally:
                db.session.remove()
            return "written"

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(write, (FIRST, date(2026, 5, 1))))
    assert sorted(said) == ["symbol_overlaps", "written"]


def test_a_text_changed_by_another_is_not_written_over(app: Flask) -> None:
    number = add(TextKind.SIGNER, SIGNER)
    for name in ("Người Một", "Người Hai"):
        wanted = replace(SIGNER, signer_name=name)
        if name == "Người Một":
            with transaction():
                edit_text(actor=ADMIN, text_id=number, revision=1, values=wanted)
        else:
            with pytest.raises(Conflict) as refused, transaction():
                edit_text(actor=ADMIN, text_id=number, revision=1, values=wanted)
            assert refused.value.code == "changed_by_another"
    row = db.session.get_one(StandingText, number)
    assert (row.signer_name, row.revision) == ("Người Một", 2)
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == "standing_text.edited")
    ).one()
    assert json.loads(entry.details)["before"] == {"signer_name": "Trần Văn Ký"}


def test_what_was_in_force_is_ended_and_not_deleted(app: Flask) -> None:
    today = clock.today()
    used = add(TextKind.SIGNER, replace(SIGNER, valid_from=today))
    with pytest.raises(Conflict), transaction():
        delete_text(actor=ADMIN, text_id=used, revision=1, today=today)
    with pytest.raises(Invalid) as refused, transaction():
        later = replace(SIGNER, valid_from=today + timedelta(days=9))
        edit_text(actor=ADMIN, text_id=used, revision=1, values=later)
    assert refused.value.code == "text_has_begun"
    with transaction():
        end_text(actor=ADMIN, text_id=used, revision=1, today=today)
    assert db.session.get_one(StandingText, used).valid_to == today
    with pytest.raises(Conflict), transaction():
        end_text(actor=ADMIN, text_id=used, revision=2, today=today)
    coming = add(TextKind.SIGNER, replace(SIGNER, valid_from=today + timedelta(days=1)))
    with transaction():
        delete_text(actor=ADMIN, text_id=coming, revision=1, today=today)
    assert db.session.get(StandingText, coming) is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_of_the_province_writes_texts(app: Flask, role: Role) -> None:
    number = add(TextKind.SIGNER, SIGNER)
    with pytest.raises(Forbidden), transaction():
        end_text(actor=make_actor(role), text_id=number, revision=1, today=clock.today())
    other = make_actor(Role.ADMINISTRATOR, scope_code="12", province_code="12")
    with pytest.raises(NotFound), transaction():
        end_text(actor=other, text_id=number, revision=1, today=clock.today())
    with pytest.raises(Forbidden), transaction():
        add_text(actor=other, province_code="20", kind=TextKind.SIGNER, values=SIGNER)


Pages = Callable[[Role], FlaskClient]


@pytest.fixture
def pages(app: Flask) -> Pages:
    return lambda role: sign_in(Visitor(app, app.response_class), role)


def field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    assert found, name
    return found[1]


def test_the_administrator_adds_edits_and_ends_on_the_pages(pages: Pages) -> None:
    admin = pages(Role.ADMINISTRATOR)
    page = "/standing-texts/new?kind=symbol"
    form = {
        "csrf_token": field(admin.get(page).text, "csrf_token"),
        "revision": "0",
        "symbol": "TB SYT",
        "document_kind": "conclusion",
        "inspection_kind": "",
        "position": "1",
        "valid_from": "2026-01-01",
    }
    refused = admin.post(page, data=form)
    assert refused.status_code == 422
    assert "Ký hiệu gồm chữ viết tắt" in refused.text
    assert admin.post(page, data={**form, "symbol": "TB-SYT"}).status_code == 302
    again = admin.post(page, data={**form, "symbol": "TB-KL"})
    assert again.status_code == 409
    assert "đã có ký hiệu TB-SYT từ ngày 01/01/2026" in again.text
    listed = admin.get("/standing-texts/?kind=symbol")
    number = db.session.scalars(select(StandingText.id).where(StandingText.text == "TB-SYT")).one()
    assert f"/standing-texts/{number}" in listed.text
    shown = admin.get(f"/standing-texts/{number}")
    assert field(shown.text, "symbol") == "TB-SYT"
    answer = admin.post(
        f"/standing-texts/{number}/end", data={"csrf_token": form["csrf_token"], "revision": "1"}
    )
    assert answer.status_code == 302
    assert "TB-SYT" in admin.get("/standing-texts/?kind=symbol&state=").text
    assert db.session.get_one(StandingText, number).valid_to == clock.today()


def test_nobody_else_opens_the_pages(pages: Pages) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert pages(role).get("/standing-texts/").status_code == 403, role


def test_words_are_shown_as_they_were_typed(pages: Pages) -> None:
    add(TextKind.RECIPIENT, TextValues(text="{{7*7}} <b>x</b>", valid_from=FIRST))
    page = pages(Role.ADMINISTRATOR).get("/standing-texts/?kind=recipient").text
    assert "{{7*7}} &lt;b&gt;x&lt;/b&gt;" in page


def test_the_draft_offers_the_signers_in_force(pages: Pages, head: Actor, world: World) -> None:
    add(TextKind.SIGNER, SIGNER)
    add(TextKind.SIGNER, replace(SIGNER, signer_name="Người Đã Nghỉ", valid_to=FIRST))
    add(TextKind.SIGNER, replace(SIGNER, signer_name="Ký Giấy Mời", document_kind="invitation"))
    made = draft(head, world, "conclusion").id
    page = pages(Role.DEPARTMENT_HEAD).get(f"/documents/{made}").text
    assert 'data-name="Trần Văn Ký"' in page
    assert "Người Đã Nghỉ" not in page and "Ký Giấy Mời" not in page


def test_each_province_has_its_own_texts(app: Flask) -> None:
    counted = select(StandingText.province_code, func.count()).group_by(StandingText.province_code)
    numbers = {code: number for code, number in db.session.execute(counted)}
    assert set(numbers) == {"12", "20", "75"} and len(set(numbers.values())) == 1

"""A document with an error is replaced by another; the first keeps its bytes and says what became of it."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from audit.kernel.access import Actor, Role
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from audit.kernel.files import store
from audit.kernel.journal.models import JournalEntry
from reports.domain.wording import DocumentKind
from reports.models import Document
from reports.services.drafts import discard_draft, head_of, update_draft
from reports.services.issuing import withdraw_document
from reports.services.replacing import changes, replace_document
from reports.services.verification import redraw, verify
from tests.integration.reports.documents_people import Visitor, sign_in, with_role
from tests.integration.reports.documents_world import Wishes, World, build_world
from tests.integration.reports.drafting import drafted, issued
from tests.integration.reports.pdf_reading import letters_of, words_of

WHY = "Ghi sai tên đơn vị tại Mục II"


@pytest.fixture
def world(app: Flask) -> World:
    return build_world()


@pytest.fixture
def document(world: World, head: Actor) -> Document:
    return issued(head, drafted(head, world, "plan"))


def replacing(actor: Actor, document: Document, reason: str = WHY) -> Document:
    with transaction():
        return replace_document(
            actor=actor, document_id=document.id, revision=document.revision, reason=reason
        )


def corrected(actor: Actor, draft: Document, **changed: object) -> Document:
    with transaction():
        return update_draft(
            actor=actor,
            document_id=draft.id,
            revision=draft.revision,
            head=dataclasses.replace(head_of(draft), **changed),  # type: ignore[arg-type]
        )


@pytest.mark.parametrize("kind", [str(kind) for kind in DocumentKind])
def test_every_kind_is_replaced_by_a_draft_with_its_head_and_no_number(
    app: Flask, head: Actor, kind: str
) -> None:
    world = build_world(Wishes(visits=3, states=("completed", "completed", "planned")))
    old = issued(head, drafted(head, world, kind))
    draft = replacing(head, old)
    empty = {"number": "", "issued_on": None}
    assert head_of(draft) == dataclasses.replace(head_of(old), **empty)  # type: ignore[arg-type]
    assert (draft.kind, draft.plan_id, draft.team_id, draft.visit_id) == (
        old.kind,
        old.plan_id,
        old.team_id,
        old.visit_id,
    )
    assert draft.state == "draft" and draft.snapshot is None and draft.check_code != old.check_code
    assert old.state == "issued"
    assert issued(head, corrected(head, draft, number="6", issued_on=old.issued_on)).state == "issued"


def test_the_old_one_is_out_of_force_from_the_moment_the_new_one_is_issued(
    document: Document, head: Actor
) -> None:
    bytes_before = store().read(document.pdf_sha256 or "")
    new = issued(
        head,
        corrected(
            head, replacing(head, document), number="6", issued_on=document.issued_on, title="Tên đúng"
        ),
    )
    db.session.expire_all()
    assert (document.state, document.withdrawn_reason, document.number) == ("replaced", WHY, "5")
    assert redraw(document) == bytes_before == store().read(document.pdf_sha256 or "")
    assert verify(document).sound and verify(new).sound
    said = letters_of(words_of(store().read(new.pdf_sha256 or "")))
    assert letters_of(f"(Thay thế Kế hoạch số 05/{document.symbol}") in said and letters_of(WHY) not in said
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.action == "document.replaced")).one()
    assert (entry.subject_id, json.loads(entry.details)["by"]) == (str(document.id), new.id)


def test_what_changed_is_told_and_nothing_else(document: Document, head: Actor) -> None:
    draft = replacing(head, document)
    assert changes(draft) == []
    draft = corrected(head, draft, recipients=(*document.recipients, "Công an tỉnh"), number="6")
    (found,) = changes(draft)
    assert found.before == () and "".join(part.text for part in found.after) == "Công an tỉnh"


def test_one_document_is_replaced_once_at_a_time(document: Document, head: Actor) -> None:
    draft = replacing(head, document)
    with pytest.raises(Conflict, match="Đã có dự thảo"):
        replacing(head, document)
    with transaction():
        discard_draft(actor=head, document_id=draft.id, revision=draft.revision)
    assert replacing(head, document).replaces_id == document.id


def test_what_was_withdrawn_meanwhile_can_not_be_replaced(document: Document, head: Actor) -> None:
    draft = corrected(head, replacing(head, document), number="6", issued_on=document.issued_on)
    with transaction():
        withdraw_document(actor=head, document_id=document.id, revision=document.revision, reason="Bỏ")
    before = db.session.scalar(select(func.count(JournalEntry.position)))
    with pytest.raises(Conflict, match="không còn hiệu lực"):
        issued(head, draft)
    db.session.expire_all()
    assert (draft.state, document.state) == ("draft", "withdrawn")
    assert db.session.scalar(select(func.count(JournalEntry.position))) == before


def test_a_reason_a_right_and_the_area_are_needed(document: Document, head: Actor, neighbour: Actor) -> None:
    for reason, problem in (("  ", "reason_missing"), ("x" * 2001, "too_long")):
        with pytest.raises(Invalid) as refused:
            replacing(head, document, reason)
        assert refused.value.code == problem
    with pytest.raises(NotFound):
        replacing(neighbour, document)
    with pytest.raises(Forbidden):
        replacing(with_role(head, Role.INSPECTOR), document)
    assert db.session.scalar(select(func.count(Document.id))) == 1


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    names = ("csrf_token", "revision")
    return {name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)[1] for name in names}  # type: ignore[index]


def test_the_pages_lead_from_one_to_the_other(
    app: Flask, document: Document, client: FlaskClient, head: Actor
) -> None:
    browser = sign_in(Visitor(app, app.response_class), Role.DEPARTMENT_HEAD)
    here = f"/documents/{document.id}"
    assert "Lập văn bản thay thế…" in browser.get(here).text
    form = fields(browser.get(f"{here}/replace").text)
    empty = browser.post(f"{here}/replace", data=form)
    assert empty.status_code == 422 and "field--wrong" in empty.text
    answer = browser.post(f"{here}/replace", data=form | {"reason": "<b>{{'q'*9}}</b>"})
    draft = db.session.scalars(select(Document).where(Document.replaces_id == document.id)).one()
    assert answer.headers["Location"].endswith(f"/documents/{draft.id}")
    page = browser.get(f"/documents/{draft.id}").text
    assert "Dự thảo thay thế văn bản 05/" in page and "<b>{{'q'*9}}</b>" not in page and "q" * 9 not in page
    assert "Hai văn bản nói như nhau" in browser.get(f"/documents/{draft.id}/changes").text
    draft = corrected(head, draft, number="6", issued_on=document.issued_on, title="Tên <i>đúng</i>")
    told = browser.get(f"/documents/{draft.id}/changes").text
    assert "<del>" in told and "&lt;i&gt;" in told and "<i>đúng" not in told
    issued(head, draft)
    page = browser.get(here).text
    assert "Văn bản đã được thay thế ngày" in page and "Lập văn bản thay thế…" not in page
    assert browser.get(f"{here}/changes").status_code == 404
    public = client.get(f"/v/{document.check_code}").text
    assert "Đã được thay thế" in public and "06/" in public and "'q'" not in public
    listed = browser.get("/documents/?state=replaced").text
    assert f'href="/documents/{document.id}"' in listed and f'href="/documents/{draft.id}"' not in listed

"""The plan of a closing review and the table of tasks as documents: drafted, issued, replaced, kept apart."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, NotFound
from audit.programme.models import Programme
from audit.programme.services.programmes import delete_programme
from audit.programme.services.reviews import delete_review
from reports.domain.review_plan_document import ReviewPlan
from reports.domain.task_table_document import TaskTable
from reports.models import Document
from reports.queries.documents import document as found_document
from reports.queries.series import next_number, symbols
from reports.services.drafts import discard_draft, draft_document
from reports.services.drawing import live_content
from reports.services.issuing import prepare_issue, withdraw_document
from reports.services.verification import verify
from tests.integration.programme.programme_world import programme, review
from tests.integration.reports.drafting import issued, ready_to_issue


@pytest.fixture
def head() -> Actor:
    return Actor(3, "lanhdao", "Lãnh Đạo", Role.DEPARTMENT_HEAD, ScopeKind.PROVINCE, "20", "20")


def table(actor: Actor, of: Programme) -> Document:
    with transaction():
        made = draft_document(actor=actor, kind="task_table", programme_id=of.id)
    return db.session.get_one(Document, made.id)


def plan(actor: Actor, of: Programme) -> Document:
    with transaction():
        made = draft_document(actor=actor, kind="review_plan", review_id=review(actor, of).id)
    return db.session.get_one(Document, made.id)


def test_the_table_of_tasks_bears_the_number_of_its_programme(app: Flask, head: Actor) -> None:
    made = programme(head)
    with transaction():
        made.number, made.issued_on = "58", date(2026, 8, 17)
    document = table(head, made)
    assert (document.number, document.symbol, document.issued_on) == ("58", "KH-UBND", date(2026, 8, 17))
    told = cast(TaskTable, live_content(document))
    assert [(task.number, task.group) for task in told.tasks] == [
        ("1", True),
        ("1.1", False),
        ("1.2", False),
        ("-", False),
    ]
    assert "Kế hoạch số 58/KH-UBND" in " ".join(told.letterhead.reference.split())
    issued(head, document)
    assert verify(db.session.get_one(Document, document.id)).sound


def test_one_table_is_in_force_and_its_number_is_no_number_of_a_series(app: Flask, head: Actor) -> None:
    made = programme(head)
    first = issued(head, ready_to_issue(head, table(head, made), number="58"))
    second = ready_to_issue(head, table(head, made), number="58")
    with pytest.raises(Conflict) as refused:
        prepare_issue(actor=head, document_id=second.id, revision=second.revision)
    assert refused.value.code == "table_in_force"
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(
            update(Document)
            .where(Document.id == second.id)
            .values(state="issued", snapshot="{}", pdf_sha256="0" * 64)
        )
    with transaction():
        withdraw_document(actor=head, document_id=first.id, revision=first.revision, reason="Sai bảng")
    issued(head, db.session.get_one(Document, second.id))
    assert symbols(head, second.year) == [] and next_number(second) is None


def test_without_tasks_there_is_no_table(app: Flask, head: Actor) -> None:
    with pytest.raises(Conflict) as refused:
        table(head, programme(head, table=""))
    assert refused.value.code == "no_tasks"


def test_the_plan_of_a_review_says_what_is_written_in_it_and_is_signed_for_the_committee(
    app: Flask, head: Actor
) -> None:
    document = plan(head, programme(head))
    assert document.signer_authority == "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH"
    told = cast(ReviewPlan, live_content(document))
    assert told.letterhead.agency == "Ủy ban nhân dân tỉnh Lạng Sơn" and not told.letterhead.parent_agency
    assert told.years == (2026, 2027, 2028, 2029, 2030)
    assert told.agency_outline[0].startswith("I. ") and len(told.milestones) == 4
    assert told.agency_form[0].rows[0].unit == "Văn bản" and told.commune_form
    made = issued(head, ready_to_issue(head, document))
    assert verify(made).sound and made.pdf_pages and made.pdf_pages > 4


def test_a_programme_and_its_review_stay_while_documents_rest_on_them(app: Flask, head: Actor) -> None:
    made = programme(head)
    document = plan(head, made)
    of = document.review
    assert of is not None
    with pytest.raises(Conflict), transaction():
        delete_programme(actor=head, programme_id=made.id, revision=made.revision)
    with pytest.raises(Conflict), transaction():
        delete_review(actor=head, review_id=of.id, revision=of.revision)
    with transaction():
        discard_draft(actor=head, document_id=document.id, revision=document.revision)
    with transaction():
        delete_review(actor=head, review_id=of.id, revision=of.revision)
    with transaction():
        delete_programme(actor=head, programme_id=made.id, revision=made.revision)
    assert db.session.get(Programme, made.id) is None


def test_communes_of_the_province_read_what_is_issued_and_no_other_province_does(
    app: Flask, head: Actor, neighbour: Actor
) -> None:
    officer = Actor(4, "canbo", "Cán Bộ", Role.UNIT_OFFICER, ScopeKind.COMMUNE, "06184", "20")
    document = table(head, programme(head))
    for person in (officer, neighbour):
        with pytest.raises(NotFound):
            found_document(person, document.id)
    issued(head, ready_to_issue(head, document))
    assert found_document(officer, document.id).id == document.id
    with pytest.raises(NotFound):
        found_document(neighbour, document.id)
    with pytest.raises(NotFound), transaction():
        draft_document(actor=neighbour, kind="task_table", programme_id=document.programme_id)


@pytest.mark.parametrize("changes", [{"programme_id": None}, {"kind": "plan"}])
def test_a_document_has_one_source_that_fits_its_kind(
    app: Flask, head: Actor, changes: dict[str, object]
) -> None:
    document = table(head, programme(head))
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(update(Document).where(Document.id == document.id).values(**changes))

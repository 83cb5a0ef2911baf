"""Issuing freezes a document: drawn again it is the same bytes, whatever happened to the data since."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from audit.findings.models import Finding
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor, Role
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from audit.kernel.files import store
from audit.kernel.journal.models import JournalEntry
from audit.kernel.journal.queries import verify as verify_journal
from audit.registers.models.units import AdministrativeUnit
from reports.domain.wording import DocumentKind
from reports.models import Document
from reports.services.drafts import discard_draft, draft_document, head_of, update_draft
from reports.services.issuing import issue_document, prepare_issue, withdraw_document
from reports.services.verification import redraw, verify
from tests.integration.reports import drafting
from tests.integration.reports.documents_people import with_role
from tests.integration.reports.documents_world import Wishes, World, build_world
from tests.integration.reports.drafting import issued


def drafted(actor: Actor, world: World, kind: str = "findings_report", **changes: Any) -> Document:
    return drafting.drafted(actor, world, kind, **changes)


@pytest.mark.parametrize("kind", [str(kind) for kind in DocumentKind])
def test_an_issued_document_drawn_again_is_the_same_bytes_after_everything_changed(
    app: Flask, head: Actor, kind: str
) -> None:
    world = build_world(Wishes(visits=4, states=("completed", "completed", "completed", "planned")))
    document = issued(head, drafted(head, world, kind))
    original = store().read(document.pdf_sha256 or "")
    with transaction():
        for finding in db.session.scalars(select(Finding)):
            finding.condition, finding.state = "Đã sửa hết", "dropped"
        for visit in db.session.scalars(select(Visit)):
            visit.unit_opinion, visit.place = "Ý kiến khác", "nơi khác"
        plan = db.session.get_one(InspectionPlan, world.plan_id)
        plan.title, plan.agency, plan.purpose = "Tên khác", "Sở Khác", "Mục đích khác"
        for unit in db.session.scalars(
            select(AdministrativeUnit).where(AdministrativeUnit.code.in_(world.unit_codes))
        ):
            unit.name = "Xã Tên Mới"
    db.session.expire_all()
    again = db.session.get_one(Document, document.id)
    assert redraw(again) == original
    assert hashlib.sha256(original).hexdigest() == again.pdf_sha256
    assert verify(again).sound


def test_the_journal_entry_carries_both_hashes_and_the_chain_holds(app: Flask, head: Actor) -> None:
    document = issued(head, drafted(head, build_world()))
    entry = db.session.scalar(select(JournalEntry).where(JournalEntry.action == "document.issued"))
    assert entry is not None
    details = json.loads(entry.details)
    assert details["pdf_sha256"] == document.pdf_sha256
    assert details["snapshot_sha256"] == document.snapshot_sha256
    assert details["snapshot_sha256"] == hashlib.sha256((document.snapshot or "").encode()).hexdigest()
    assert verify_journal()[1] is None
    assert document.journal_hash == json.loads(document.snapshot or "")["content"]["journal_hash"]
    assert (document.pdf_pages or 0) >= 4


def test_the_pdf_shows_the_hash_of_its_content(app: Flask, head: Actor) -> None:
    from tests.integration.reports.pdf_reading import words_of

    document = issued(head, drafted(head, build_world()))
    text = words_of(store().read(document.pdf_sha256 or ""))
    assert str(document.snapshot_sha256) in text.replace(" ", "")
    assert "Số: 05/BC-SYT" in text
    assert "DỰ THẢO" not in text


def test_a_number_is_given_once_a_year_in_a_series(app: Flask, head: Actor) -> None:
    world = build_world()
    issued(head, drafted(head, world))
    with pytest.raises(Conflict) as refused:
        drafted(head, world, number="05")
    assert refused.value.code == "number_taken"
    assert refused.value.field == "number"
    assert "05/BC-SYT" in str(refused.value.message)
    # Another series, another year, another number are free.
    drafted(head, world, "minutes", number="5")
    drafted(head, world, number="6")
    drafted(head, world, issued_on=clock.today() - timedelta(days=400))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": ""}, "number_missing"),
        ({"issued_on": None}, "date_missing"),
        ({"issued_on": date(2999, 1, 1)}, "date_in_future"),
    ],
)
def test_a_document_without_number_or_day_is_not_issued(
    app: Flask, head: Actor, changes: dict[str, Any], code: str
) -> None:
    document = drafted(head, build_world(Wishes(visits=1)), **changes)
    with pytest.raises(Invalid) as refused:
        prepare_issue(actor=head, document_id=document.id, revision=document.revision)
    assert refused.value.code == code


@pytest.mark.parametrize("number", ["0", "12a", "-3", "1.5", "١٢", "1234567"])
def test_a_number_that_is_none_is_refused_and_changes_nothing(app: Flask, head: Actor, number: str) -> None:
    world = build_world(Wishes(visits=1))
    with pytest.raises(Invalid) as refused:
        drafted(head, world, number=number)
    assert refused.value.field == "number"
    assert db.session.scalar(select(Document.id)) is None


def test_what_changed_after_drawing_stops_the_issue(app: Flask, head: Actor) -> None:
    world = build_world()
    document = drafted(head, world)
    prepared = prepare_issue(actor=head, document_id=document.id, revision=document.revision)
    with transaction():
        finding = db.session.scalar(select(Finding).where(Finding.state == "confirmed"))
        assert finding is not None
        finding.condition = "Nội dung vừa được sửa"
    with pytest.raises(Conflict) as refused, transaction():
        issue_document(actor=head, prepared=prepared)
    assert refused.value.code == "changed_by_another"
    assert db.session.get_one(Document, document.id).state == "draft"


def test_an_older_revision_neither_edits_nor_issues_nor_discards(app: Flask, head: Actor) -> None:
    document = drafted(head, build_world(Wishes(visits=1)))
    stale = document.revision - 1
    with pytest.raises(Conflict), transaction():
        update_draft(actor=head, document_id=document.id, revision=stale, head=head_of(document))
    with pytest.raises(Conflict):
        prepare_issue(actor=head, document_id=document.id, revision=stale)
    with pytest.raises(Conflict), transaction():
        discard_draft(actor=head, document_id=document.id, revision=stale)


def test_an_issued_document_is_neither_edited_nor_discarded_nor_issued_again(app: Flask, head: Actor) -> None:
    document = issued(head, drafted(head, build_world(Wishes(visits=1))))
    for act in (
        lambda: update_draft(
            actor=head, document_id=document.id, revision=document.revision, head=head_of(document)
        ),
        lambda: discard_draft(actor=head, document_id=document.id, revision=document.revision),
        lambda: prepare_issue(actor=head, document_id=document.id, revision=document.revision),
    ):
        with pytest.raises(Conflict) as refused, transaction():
            act()
        assert refused.value.code == "document_not_draft"


def test_withdrawing_needs_a_reason_and_keeps_the_document(app: Flask, head: Actor) -> None:
    document = issued(head, drafted(head, build_world(Wishes(visits=1))))
    with pytest.raises(Invalid), transaction():
        withdraw_document(actor=head, document_id=document.id, revision=document.revision, reason="  ")
    with transaction():
        withdraw_document(
            actor=head, document_id=document.id, revision=document.revision, reason="Sai số liệu biểu 1"
        )
    again = db.session.get_one(Document, document.id)
    assert (again.state, again.withdrawn_reason) == ("withdrawn", "Sai số liệu biểu 1")
    assert verify(again).sound
    with pytest.raises(Conflict):
        drafted(head, World("20", again.plan_id), number="5")


def test_there_is_no_report_without_a_finished_visit_and_no_minutes_before_it_began(
    app: Flask, head: Actor
) -> None:
    world = build_world(Wishes(visits=2, states=("planned", "announced")))
    with pytest.raises(Conflict), transaction():
        draft_document(actor=head, kind="findings_report", plan_id=world.plan_id)
    with pytest.raises(Conflict), transaction():
        draft_document(actor=head, kind="minutes", visit_id=world.visit_ids[0])
    assert db.session.scalar(select(Document.id)) is None


def test_minutes_of_a_visit_still_going_on_are_drafted_but_not_issued(app: Flask, head: Actor) -> None:
    document = drafted(head, build_world(Wishes(visits=1, states=("in_progress",))), "minutes")
    with pytest.raises(Conflict) as refused:
        prepare_issue(actor=head, document_id=document.id, revision=document.revision)
    assert refused.value.code == "visit_not_finished"


def test_the_plan_of_a_draft_is_not_issued(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    with transaction():
        db.session.get_one(InspectionPlan, world.plan_id).state = "draft"
    document = drafted(head, world, "plan")
    with pytest.raises(Conflict) as refused:
        prepare_issue(actor=head, document_id=document.id, revision=document.revision)
    assert refused.value.code == "plan_not_approved"


def test_another_province_finds_nothing(app: Flask, head: Actor, neighbour: Actor) -> None:
    world = build_world(Wishes(visits=1))
    document = issued(head, drafted(head, world))
    number, revision = document.id, document.revision
    for act in (
        lambda: draft_document(actor=neighbour, kind="plan", plan_id=world.plan_id),
        lambda: draft_document(actor=neighbour, kind="minutes", visit_id=world.visit_ids[0]),
        lambda: prepare_issue(actor=neighbour, document_id=number, revision=revision),
        lambda: withdraw_document(actor=neighbour, document_id=number, revision=revision, reason="thử"),
        lambda: discard_draft(actor=neighbour, document_id=number, revision=revision),
    ):
        with pytest.raises(NotFound), transaction():
            act()


def test_who_may_only_read_may_not_draft_and_a_lead_may_not_issue(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    document = drafted(head, world)
    with pytest.raises(Forbidden), transaction():
        draft_document(actor=with_role(head, Role.VIEWER), kind="plan", plan_id=world.plan_id)
    with pytest.raises(Forbidden):
        prepare_issue(
            actor=with_role(head, Role.TEAM_LEAD), document_id=document.id, revision=document.revision
        )


def test_remarks_that_look_like_a_person_are_questioned_first(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    remarks = "Liên hệ số 0912345678 để biết thêm."
    with pytest.raises(DomainError) as refused:
        drafted(head, world, general_remarks=remarks)
    assert refused.value.code == "personal_data_suspected"
    document = drafted(head, world)
    with transaction():
        update_draft(
            actor=head,
            document_id=document.id,
            revision=document.revision,
            head=dataclasses.replace(head_of(document), general_remarks=remarks),
            personal_data_confirmed=True,
        )
    assert db.session.get_one(Document, document.id).general_remarks == remarks


def test_verification_names_what_was_tampered_with(app: Flask, head: Actor) -> None:
    document = issued(head, drafted(head, build_world()))
    path = store().path(document.pdf_sha256 or "")
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert verify(document).fault == "file"
    path.write_bytes(whole)
    photo = store().path(document.photo_digests[0])
    kept = photo.read_bytes()
    photo.unlink()
    assert verify(document).fault == "photo"
    photo.write_bytes(kept)
    with transaction():
        again = db.session.get_one(Document, document.id)
        again.snapshot = (again.snapshot or "").replace("Chưa bố trí", "Đã bố trí")
    assert verify(db.session.get_one(Document, document.id)).fault == "snapshot"


def test_the_command_checks_every_issued_document(app: Flask, head: Actor) -> None:
    document = issued(head, drafted(head, build_world(Wishes(visits=1))))
    runner = app.test_cli_runner()
    whole = runner.invoke(args=["reports", "verify", "--all"])
    assert whole.exit_code == 0, whole.output
    assert "05/BC-SYT" in whole.output
    store().path(document.pdf_sha256 or "").unlink()
    broken = runner.invoke(args=["reports", "verify", str(document.id)])
    assert broken.exit_code == 1

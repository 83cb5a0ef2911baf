"""The completed checklist as a document: every item of the visit, what was settled, who may read it."""

from __future__ import annotations

import uuid
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import select

from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict
from checklists.models.submissions import Response, ResponseEvent
from reports.domain.checklist_annex_document import ChecklistAnnex
from reports.models import Document
from reports.queries.documents import visible
from reports.services.drafts import draft_document
from reports.services.drawing import live_content
from reports.services.issuing import prepare_issue
from reports.services.verification import verify
from tests.integration.reports.documents_world import ITEMS, NOW, Wishes, World, build_world
from tests.integration.reports.drafting import drafted, issued


def content(document: Document) -> ChecklistAnnex:
    return cast(ChecklistAnnex, live_content(document))


def answer_of(world: World, code: str) -> Response:
    visit = db.session.get_one(Visit, world.visit_ids[0])
    answers = db.session.scalars(select(Response).where(Response.submission_id == visit.submission_id))
    return next(answer for answer in answers if answer.item.code == code)


def settle(world: World, code: str) -> None:
    """Somebody who saw two answers chose one."""
    answer = answer_of(world, code)
    with transaction():
        db.session.add(
            ResponseEvent(
                id=str(uuid.uuid4()),
                submission_id=answer.submission_id,
                item_id=answer.item_id,
                status="answered",
                value=True,
                base_ids=[answer.event_id, str(uuid.uuid4())],
                content_hash="0" * 64,
                author_name="Trưởng Đoàn Mẫu",
                device_id="thu",
                device_sequence=2,
                device_time=NOW,
                received_at=NOW,
            )
        )


def test_every_item_stands_with_its_answer_its_unit_and_its_note(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    told = content(drafted(head, world, "checklist_annex"))
    rows = {item.question: item for section in told.sections for item in section.items}
    assert told.number_of_items == len(ITEMS) == len(rows)
    assert [item.number for item in rows.values()] == [str(n) for n in range(1, len(ITEMS) + 1)]
    workers = rows["Số lao động tại các cơ sở?"]
    assert (workers.answer, workers.unit) == ("1.234", "người")
    assert rows["Số người thuộc diện quản lý?"].answer == "< 5"
    assert rows["Việc phân công thực hiện?"].note == "ghi chú"
    assert rows["Kế hoạch có được thực hiện không?"].answer == "Đạt"
    assert told.captions == ("Trang đầu kế hoạch (nội dung số 3).",)
    assert told.representative == "Đại Diện Mẫu" and told.letterhead.agency == "Đoàn kiểm tra số 1"


def test_an_item_that_was_settled_says_who_decided_and_an_open_one_does_not(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    settle(world, "t1_plan")
    document = drafted(head, world, "checklist_annex")
    (line,) = content(document).settled
    assert line.startswith("Nội dung số 1: ") and line.endswith(
        "người chốt: Trưởng Đoàn Mẫu, ngày 30/9/2026."
    )
    with transaction():
        answer_of(world, "t1_plan").conflict = True
    told = content(document)
    assert told.settled == ()
    assert "chưa thống nhất" in told.sections[0].items[0].answer


def test_the_annex_names_the_issued_minutes_and_is_read_by_the_unit(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=2))
    assert content(drafted(head, world, "checklist_annex", number="")).minutes == "Biên bản kiểm tra"
    issued(head, drafted(head, world, "minutes"))
    document = issued(head, drafted(head, world, "checklist_annex"))
    assert verify(document).sound
    assert "Biên bản kiểm tra số 05/BB-ĐKT ngày" in str(document.snapshot)
    own, other = (
        Actor(9, "xa", "Cán bộ xã", Role.UNIT_OFFICER, ScopeKind.COMMUNE, code, "20")
        for code in world.unit_codes
    )
    kinds = {one.kind for one in db.session.scalars(visible(own))}
    assert kinds == {"minutes", "checklist_annex"}
    assert db.session.scalars(visible(other)).all() == []


def test_there_is_no_annex_before_the_visit_and_none_issued_before_its_end(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=2, states=("in_progress", "planned")))
    with pytest.raises(Conflict), transaction():
        draft_document(actor=head, kind="checklist_annex", visit_id=world.visit_ids[1])
    document = drafted(head, world, "checklist_annex")
    with pytest.raises(Conflict) as refused:
        prepare_issue(actor=head, document_id=document.id, revision=document.revision)
    assert refused.value.code == "visit_not_finished"

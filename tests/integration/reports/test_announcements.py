"""The announcement of visits: from what is booked to the paper the unit reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, NotFound
from reports.queries.documents import about_visit, visible
from reports.services.drafts import draft_document
from reports.services.drawing import draw_draft
from reports.services.issuing import issue_document, prepare_issue
from reports.services.verification import verify
from tests.integration.reports.documents_world import Wishes, World, build_world
from tests.integration.reports.drafting import drafted, issued
from tests.integration.reports.pdf_reading import letters_of, words_of

BOOKED = ("completed", "announced", "planned", "cancelled")


def world_to_come(**more: Any) -> World:
    return build_world(Wishes(visits=4, states=BOOKED, findings=False, photos=False, **more))


def officer(code: str) -> Actor:
    return Actor(9, "xa", "Cán bộ xã", Role.UNIT_OFFICER, ScopeKind.COMMUNE, code, "20")


def test_it_names_what_is_booked_and_not_begun_and_asks_along_the_plan(app: Flask, head: Actor) -> None:
    document = drafted(head, world_to_come(), "announcement", report_by=date(2026, 9, 4))
    text = letters_of(words_of(draw_draft(document)))
    for part in (
        "Thực hiện Kế hoạch số 45/KH-SYT ngày 20/8/2026 của Sở Y tế về kiểm tra công tác",
        "- Ủy ban nhân dân xã Thử Nghiệm 2;",
        "- Ủy ban nhân dân xã Thử Nghiệm 3.",
        "Thứ Ba, 08/9/2026 08 giờ 30 - 11 giờ 30",
        "Trụ sở Ủy ban nhân dân xã",
        "Đoàn kiểm tra: Đoàn kiểm tra số 1 (Quyết định số 77/QĐ-SYT ngày 25/8/2026).",
        "Gửi báo cáo về Sở Y tế chậm nhất ngày 04/9/2026.",
        "để được giải đáp./.",
        "ĐỀ CƯƠNG BÁO CÁO PHỤC VỤ KIỂM TRA",
        "1. Việc quản lý thực hiện Chương trình",
        "Kinh phí được giao triệu đồng",
        "Số lao động tại các cơ sở người",
        "Số vụ hoặc số người đã phát hiện (số người hoặc số vụ)",
        "không lập, không gửi kèm danh sách người.",
    ):
        assert letters_of(part) in text, part
    assert letters_of("Xã Thử Nghiệm 1") not in text and letters_of("xã Thử Nghiệm 4") not in text


def test_of_one_team_only_its_visits_are_announced(app: Flask, head: Actor) -> None:
    world = world_to_come()
    with transaction():
        other = Team(plan_id=world.plan_id, name="Đoàn kiểm tra số 2")
        db.session.add(other)
        db.session.flush()
        db.session.get_one(Visit, world.visit_ids[2]).team_id = other.id
        document = draft_document(actor=head, kind="announcement", plan_id=world.plan_id, team_id=other.id)
    text = letters_of(words_of(draw_draft(document)))
    assert letters_of("xã Thử Nghiệm 3") in text and letters_of("xã Thử Nghiệm 2") not in text
    with transaction():
        whole = draft_document(actor=head, kind="announcement", plan_id=world.plan_id)
    assert letters_of("Địa điểm Đoàn kiểm tra") in letters_of(words_of(draw_draft(whole)))


def test_there_is_nothing_to_announce_once_every_visit_has_begun(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    with pytest.raises(Conflict) as refused, transaction():
        draft_document(actor=head, kind="announcement", plan_id=world.plan_id)
    assert refused.value.code == "nothing_booked"


def test_a_visit_moved_while_the_paper_was_drawn_stops_the_issue(app: Flask, head: Actor) -> None:
    world = world_to_come()
    document = drafted(head, world, "announcement")
    prepared = prepare_issue(actor=head, document_id=document.id, revision=document.revision)
    with transaction():
        visit = db.session.get_one(Visit, world.visit_ids[1])
        visit.ends_at = visit.ends_at.replace(minute=45)
    with pytest.raises(Conflict), transaction():
        issue_document(actor=head, prepared=prepared)


def test_the_unit_reads_the_issued_announcement_once_its_visit_was_announced(app: Flask, head: Actor) -> None:
    world = world_to_come()
    document = issued(head, drafted(head, world, "announcement"))
    assert verify(document).sound
    unit, stranger = officer(world.unit_codes[1]), officer("9999999")
    seen = db.session.scalars(visible(unit)).all()
    assert seen == []
    with transaction():
        visit = db.session.get_one(Visit, world.visit_ids[1])
        visit.announced_at = clock.now()
    assert [one.id for one in db.session.scalars(visible(unit))] == [document.id]
    assert [one.id for one in about_visit(unit, visit)] == [document.id]
    assert db.session.scalars(visible(stranger)).all() == []


def test_the_team_of_another_plan_is_not_found(app: Flask, head: Actor) -> None:
    world, other = world_to_come(), world_to_come()
    team = db.session.query(Team).filter_by(plan_id=other.plan_id).one()
    with pytest.raises(NotFound), transaction():
        draft_document(actor=head, kind="announcement", plan_id=world.plan_id, team_id=team.id)

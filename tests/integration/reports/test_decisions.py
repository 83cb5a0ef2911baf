"""The decision that sets up a team: drafted, issued, and its number carried back to the team."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, NotFound
from audit.kernel.files import store
from reports.models import Document
from reports.services.drafts import draft_document
from reports.services.drawing import draw_draft
from reports.services.issuing import prepare_issue
from reports.services.team_numbers import write_number_on_team
from reports.services.verification import verify
from tests.integration.reports.documents_world import Wishes, World, build_world
from tests.integration.reports.drafting import drafted, issued, subject
from tests.integration.reports.pdf_reading import letters_of, words_of


def team_of(world: World) -> Team:
    return db.session.scalars(select(Team).where(Team.plan_id == world.plan_id)).one()


def test_a_decision_names_bases_members_duties_and_units(app: Flask, head: Actor) -> None:
    document = drafted(head, build_world(Wishes(visits=2)), "decision")
    text = letters_of(words_of(draw_draft(document)))
    for part in (
        "GIÁM ĐỐC SỞ Y TẾ",
        "Căn cứ Pháp lệnh Phòng, chống mại dâm số 10/2003/PL-UBTVQH11 ngày 17/3/2003;",
        "Căn cứ Kế hoạch số 45/KH-SYT ngày 20/8/2026 của Sở Y tế về kiểm tra công tác",
        "Theo đề nghị của Trưởng Phòng Bảo trợ xã hội.",
        "gồm 03 thành viên có tên sau đây:",
        "1. Thành Viên Mẫu 1, Chuyên viên, Sở Y tế - Trưởng đoàn;",
        "2. Thành Viên Mẫu 2, Chuyên viên, Sở Y tế - Thư ký;",
        "Từ ngày 01/7/2026 đến ngày 31/12/2026",
        "a) Tổ chức kiểm tra đúng nội dung",
        "- Xã Thử Nghiệm 1;",
        "- Xã Thử Nghiệm 2.",
        "chịu trách nhiệm thi hành Quyết định này./.",
        "- Như Điều 4;",
        "DỰ THẢO",
    ):
        assert letters_of(part) in text, part


def test_more_than_six_units_move_to_an_annex(app: Flask, head: Actor) -> None:
    document = drafted(head, build_world(Wishes(visits=7, findings=False, photos=False)), "decision")
    text = words_of(draw_draft(document))
    assert "Gồm 07 đơn vị có tên trong danh sách kèm theo Quyết định này." in text
    assert letters_of("DANH SÁCH ĐƠN VỊ ĐƯỢC KIỂM TRA") in letters_of(text)


def test_of_several_teams_each_decides_over_the_units_booked_for_it(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=2))
    with transaction():
        other = Team(plan_id=world.plan_id, name="Đoàn kiểm tra số 2")
        db.session.add(other)
        db.session.flush()
        db.session.get_one(Visit, world.visit_ids[1]).team_id = other.id
    text = words_of(draw_draft(drafted(head, world, "decision")))
    assert "Xã Thử Nghiệm 1" in text and "Xã Thử Nghiệm 2" not in text
    assert "thành lập Đoàn kiểm tra số 1 để" in text


def test_an_issued_decision_is_sound_and_gives_its_number_to_the_team(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    document = issued(head, drafted(head, world, "decision"))
    assert verify(document).sound
    assert "DỰ THẢO" not in words_of(store().read(document.pdf_sha256 or ""))
    assert team_of(world).decision_number == "77/QĐ-SYT"
    with transaction():
        write_number_on_team(actor=head, document_id=document.id)
    team = team_of(world)
    assert (team.decision_number, team.decision_date) == ("05/QĐ-SYT", clock.today())
    assert verify(db.session.get_one(Document, document.id)).sound


def test_a_draft_gives_no_number_to_the_team(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    document = drafted(head, world, "decision")
    with pytest.raises(Conflict), transaction():
        write_number_on_team(actor=head, document_id=document.id)
    assert team_of(world).decision_number == "77/QĐ-SYT"


def test_the_number_the_team_bears_already_is_taken_over_into_the_draft(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    with transaction():
        document = draft_document(actor=head, kind="decision", **subject(world, "decision"))
    assert (document.number, document.symbol, document.issued_on) == ("77", "QĐ-SYT", date(2026, 8, 25))


def test_a_decision_without_proposer_or_with_an_unfit_team_is_not_issued(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    document = drafted(head, world, "decision", proposer="")
    with pytest.raises(Conflict) as refused:
        prepare_issue(actor=head, document_id=document.id, revision=document.revision)
    assert refused.value.code == "proposer_missing"
    with transaction():
        lead = db.session.scalars(select(TeamMember).where(TeamMember.role == "lead")).one()
        lead.role = "member"
    with pytest.raises(Conflict) as refused:
        prepare_issue(actor=head, document_id=document.id, revision=document.revision)
    assert refused.value.code == "team_unfit"


def test_the_team_of_another_province_is_not_found(app: Flask, head: Actor, neighbour: Actor) -> None:
    world = build_world(Wishes(visits=1))
    with pytest.raises(NotFound), transaction():
        draft_document(actor=neighbour, kind="decision", **subject(world, "decision"))


def test_a_draft_outlives_its_team_and_says_so(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    with transaction():
        spare = Team(plan_id=world.plan_id, name="Đoàn thừa")
        db.session.add(spare)
        db.session.flush()
        document = draft_document(actor=head, kind="decision", team_id=spare.id)
        number = document.id
    with transaction():
        db.session.delete(db.session.get_one(Team, spare.id))
    db.session.expire_all()
    left = db.session.get_one(Document, number)
    assert left.team_id is None
    with pytest.raises(NotFound):
        draw_draft(left)

"""Findings reports on one visit and of one team: only theirs is told, counted, waited for and issued."""

from __future__ import annotations

import re
from datetime import date
from typing import cast

import pytest
from flask import Flask

from audit.home.queries import reports_due
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, NotFound
from reports import jobs
from reports.domain.findings_report import FindingsReport
from reports.models import Document
from reports.queries.readiness import readiness
from reports.services.drafts import draft_document
from reports.services.drawing import draw_draft, live_content
from reports.services.issuing import prepare_issue
from reports.services.verification import verify
from tests.integration.reports.documents_world import Wishes, World, build_world
from tests.integration.reports.drafting import issued, ready_to_issue
from tests.integration.reports.pdf_reading import letters_of, words_of
from tests.integration.reports.test_document_contents import counted


def report(actor: Actor, **subject: int) -> Document:
    with transaction():
        return draft_document(actor=actor, kind="findings_report", **subject)


def content(document: Document) -> FindingsReport:
    return cast(FindingsReport, live_content(document))


def second_team(world: World, *positions: int) -> int:
    """A second team of the plan, which the visits at these positions fall to."""
    with transaction():
        team = Team(
            plan_id=world.plan_id,
            name="Đoàn kiểm tra số 2",
            decision_number="78/QĐ-SYT",
            decision_date=date(2026, 8, 26),
        )
        db.session.add(team)
        db.session.flush()
        for position in positions:
            db.session.get_one(Visit, world.visit_ids[position]).team_id = team.id
        return team.id


def test_a_report_on_one_visit_tells_that_visit_alone(app: Flask, head: Actor) -> None:
    world = build_world()
    document = report(head, visit_id=world.visit_ids[1])
    told = content(document)
    assert document.title.endswith("năm 2026 tại xã Thử Nghiệm 2")
    assert [unit.name for unit in told.units] == ["Xã Thử Nghiệm 2"]
    assert [annex.unit for annex in told.annexes] == ["Xã Thử Nghiệm 2"]
    assert "từ kết quả kiểm tra tại xã Thử Nghiệm 2 ngày 08/9/2026, Sở Y tế báo cáo" in told.opening[0]
    assert told.per_content == (
        "Việc quản lý thực hiện Chương trình: đã kiểm tra 03/03 nội dung; mức độ đáp ứng 90/100 điểm.",
        "Số liệu và kinh phí: đã kiểm tra 05/05 nội dung.",
    )
    assert told.opinions == ("Đơn vị nhất trí với kết quả kiểm tra.",)
    assert told.shortcomings[0].units == ()
    assert told.results[0].paragraphs == ("Đã ban hành kế hoạch của năm.",)
    assert "Thử Nghiệm 1" not in told.to_json() and "Thử Nghiệm 3" not in told.to_json()
    text = letters_of(words_of(draw_draft(document)))
    for part in (
        "Kết quả theo từng nội dung kiểm tra",
        "Ý kiến của đơn vị được kiểm tra",
        "HÌNH ẢNH",
        "tại xã Thử Nghiệm 2 của Sở Y tế, kính trình xem xét, chỉ đạo./.",
    ):
        assert letters_of(part) in text, part


def test_a_report_of_one_team_tells_the_visits_of_that_team(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=4, states=("completed", "completed", "planned", "planned")))
    team = second_team(world, 1, 3)
    document = report(head, plan_id=world.plan_id, team_id=team)
    told = content(document)
    assert document.title.endswith("năm 2026 của Đoàn kiểm tra số 2")
    assert [unit.name for unit in told.units] == ["Xã Thử Nghiệm 2"]
    assert "của Đoàn kiểm tra số 2 (Quyết định số 78/QĐ-SYT ngày 26/8/2026) tại 01 đơn vị" in told.opening[0]
    said = " ".join(text for clause in told.general for text in clause.paragraphs)
    assert "còn 01 buổi kiểm tra" in said and "xã Thử Nghiệm 4" in said
    assert told.per_content == () and told.opinions == ()
    assert told.closing.endswith("của Đoàn kiểm tra số 2, kính trình xem xét, chỉ đạo./.")
    ready = readiness(document)
    assert [line.name for line in ready.included] == ["Xã Thử Nghiệm 2"]
    assert [line.name for line in ready.outstanding] == ["Xã Thử Nghiệm 4"]


def legend(svg: str) -> dict[str, int]:
    """How many communes each line of a map's legend says it has."""
    lines = re.findall(r">([^<>]+) \((\d+)\)</text>", svg)
    return {label: int(count) for label, count in lines if int(count)}


def placed(world: World) -> None:
    """The communes of the world lie somewhere, and those that were visited have a score."""
    with transaction():
        for position, number in enumerate(world.visit_ids):
            visit = db.session.get_one(Visit, number)
            visit.score = 90.0 if visit.state == "completed" else None
            unit = visit.unit
            unit.latitude, unit.longitude, unit.area_km2 = 21.8, 106.5 + position / 10, 100.0


def test_the_map_of_a_team_colours_its_own_communes_alone(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=5, states=("completed",) * 4 + ("planned",)))
    placed(world)
    team = second_team(world, 1, 3, 4)
    whole = legend(content(report(head, plan_id=world.plan_id)).map_svg)
    own = legend(content(report(head, plan_id=world.plan_id, team_id=team)).map_svg)
    outside = own.pop("Ngoài địa bàn của đoàn")
    assert own == {"Chưa kiểm tra": 1, "Từ 85 điểm trở lên": 2}
    assert "Ngoài địa bàn của đoàn" not in whole and whole["Từ 85 điểm trở lên"] == 4
    assert outside + 3 == sum(whole.values())


def test_a_report_of_one_unit_of_a_team_has_no_map(app: Flask, head: Actor) -> None:
    world = build_world()
    placed(world)
    assert not content(report(head, plan_id=world.plan_id, team_id=second_team(world, 1))).map_svg


def test_the_report_of_the_plan_is_as_it_was(app: Flask, head: Actor) -> None:
    world = build_world()
    second_team(world, 1)
    told = content(report(head, plan_id=world.plan_id))
    assert len(told.units) == 3
    assert '"per_content"' not in told.to_json() and '"opinions"' not in told.to_json()
    assert told.shortcomings[0].units == ("Xã Thử Nghiệm 1", "Xã Thử Nghiệm 2", "Xã Thử Nghiệm 3")


def test_what_is_not_finished_is_not_reported(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=2, states=("completed", "in_progress")))
    team = second_team(world, 1)
    for subject in ({"visit_id": world.visit_ids[1]}, {"plan_id": world.plan_id, "team_id": team}):
        with pytest.raises(Conflict) as refused:
            report(head, **subject)
        assert refused.value.code in ("visit_not_finished", "no_finished_visit")
    other = build_world(Wishes(visits=1))
    with pytest.raises(NotFound):
        report(head, plan_id=other.plan_id, team_id=team)


def test_a_visit_taken_back_cannot_be_reported_any_more(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=2))
    document = ready_to_issue(head, report(head, visit_id=world.visit_ids[0]))
    with transaction():
        db.session.get_one(Visit, world.visit_ids[0]).state = "in_progress"
    with pytest.raises(Conflict) as refused:
        prepare_issue(actor=head, document_id=document.id, revision=document.revision)
    assert refused.value.code == "no_finished_visit"


def test_both_are_issued_and_draw_again_and_the_plan_still_awaits_its_report(app: Flask, head: Actor) -> None:
    world = build_world()
    team = second_team(world, 1)
    subjects: tuple[dict[str, int], ...] = (
        {"visit_id": world.visit_ids[0]},
        {"plan_id": world.plan_id, "team_id": team},
    )
    for number, subject in enumerate(subjects, start=5):
        document = issued(head, ready_to_issue(head, report(head, **subject), number=str(number)))
        assert verify(document).sound
    plan = db.session.get_one(InspectionPlan, world.plan_id)
    assert [due.plan.id for due in reports_due(head)] == [plan.id]
    issued(head, ready_to_issue(head, report(head, plan_id=world.plan_id), number="7"))
    assert reports_due(head) == []


def test_only_as_many_visits_as_it_tells_make_a_report_long(
    app: Flask, head: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LONG", 2)
    world = build_world()
    team = second_team(world, 1)
    assert jobs.is_long(report(head, plan_id=world.plan_id))
    assert not jobs.is_long(report(head, plan_id=world.plan_id, team_id=team))
    assert not jobs.is_long(report(head, visit_id=world.visit_ids[0]))


def test_more_visits_of_a_team_make_no_more_queries(app: Flask, head: Actor) -> None:
    numbers = []
    for visits in (3, 9):
        world = build_world(Wishes(visits=visits, photos=False))
        number = report(head, plan_id=world.plan_id, team_id=second_team(world, *range(1, visits))).id
        db.session.expire_all()
        with counted() as statements:
            draw_draft(db.session.get_one(Document, number))
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]

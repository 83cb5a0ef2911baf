"""Plans: made, changed, given units, approved, closed; what is refused and what the journal says."""

from __future__ import annotations

import threading
from dataclasses import fields
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team
from audit.inspections.queries.candidates import commune_candidates
from audit.inspections.queries.scope import get_plan
from audit.inspections.services import hooks
from audit.inspections.services.plan_states import approve_plan, close_plan, return_plan_to_draft
from audit.inspections.services.plan_units import add_establishments, add_units, change_reason, remove_unit
from audit.inspections.services.plans import (
    PlanValues,
    create_plan,
    delete_plan,
    set_number,
    update_plan,
)
from audit.inspections.services.teams import MemberValues, add_member, delete_team, remove_member
from audit.inspections.services.visits import cancel_visit
from audit.kernel import clock
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.registers.queries.units import commune_choices
from tests.integration.inspections.inspections_world import (
    World,
    at,
    build,
    establishment,
    journal,
    plan_state,
    squad_plan,
)


def values_of(plan_id: int, **changes: object) -> PlanValues:
    plan = db.session.get_one(InspectionPlan, plan_id)
    given = {f.name: getattr(plan, f.name) for f in fields(PlanValues)}
    return PlanValues(**(given | changes))  # type: ignore[arg-type]


def test_a_new_plan_reads_like_the_plan_of_2023_and_is_journalled(world: World) -> None:
    plan = get_plan(world.lead, world.plan_id)
    assert plan.state == "draft" and plan.number == "" and plan.symbol == "KH-SYT"
    assert plan.parent_agency == "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN"
    assert len(plan.content) == 5
    assert "29/QĐ-BLĐTBXH" in plan.method
    assert plan.instrument_version.instrument.code == "kiem_tra_quan_ly"
    (entry,) = journal("plan.created")
    assert entry.subject == "inspection_plan" and entry.subject_id == str(plan.id)


def test_a_copy_takes_the_words_puts_the_year_right_and_leaves_the_number(world: World) -> None:
    with transaction():
        update_plan(
            actor=world.lead,
            plan_id=world.plan_id,
            revision=1,
            values=values_of(
                world.plan_id,
                purpose="Mục đích riêng của tỉnh",
                legal_bases=["Kế hoạch số 48/KH-UBND của Ủy ban nhân dân tỉnh", "Nghị định đã hết hiệu lực"],
                number="45",
            ),
        )
    with transaction():
        copy = create_plan(
            actor=world.lead,
            kind="management",
            year=2027,
            department_name="Sở Y tế",
            copy_of=world.plan_id,
        )
        assert copy.purpose == "Mục đích riêng của tỉnh"
        assert copy.title.endswith("năm 2027")
        assert copy.number == "" and copy.year == 2027 and copy.period_from.year == 2027
        assert "Kế hoạch số 48/KH-UBND của Ủy ban nhân dân tỉnh" in copy.legal_bases
        assert any("10/2003/PL-UBTVQH11" in basis for basis in copy.legal_bases)


def test_a_plan_is_copied_within_its_kind_and_province_only(world: World) -> None:
    stranger = build("12", "lc.")
    for plan_id, error in ((world.plan_id, Invalid), (stranger.plan_id, NotFound)):
        with pytest.raises(error), transaction():
            create_plan(
                actor=world.lead, kind="establishment", year=2026, department_name="Sở Y tế", copy_of=plan_id
            )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"year": 1999}, "year"),
        ({"period_from": date(2027, 1, 1)}, "period_to"),
        ({"number": "45/KH"}, "number"),
    ],
)
def test_wrong_values_are_refused_at_their_field_and_change_nothing(
    world: World, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal, transaction():
        update_plan(
            actor=world.lead, plan_id=world.plan_id, revision=1, values=values_of(world.plan_id, **changes)
        )
    assert refusal.value.field == field
    assert db.session.get_one(InspectionPlan, world.plan_id).revision == 1
    assert journal("plan.updated") == []


def test_who_saves_second_is_told(world: World) -> None:
    with transaction():
        update_plan(
            actor=world.lead,
            plan_id=world.plan_id,
            revision=1,
            values=values_of(world.plan_id, purpose="Bản thứ nhất"),
        )
    with pytest.raises(Conflict, match="changed_by_another"), transaction():
        update_plan(
            actor=world.head,
            plan_id=world.plan_id,
            revision=1,
            values=values_of(world.plan_id, purpose="Bản thứ hai"),
        )
    assert db.session.get_one(InspectionPlan, world.plan_id).purpose == "Bản thứ nhất"


def test_an_approved_plan_keeps_its_text_and_may_get_its_number(world: World) -> None:
    world.approve()
    with pytest.raises(Conflict, match="plan_not_draft"), transaction():
        update_plan(actor=world.lead, plan_id=world.plan_id, revision=2, values=values_of(world.plan_id))
    with transaction():
        plan = set_number(
            actor=world.lead, plan_id=world.plan_id, revision=2, number="45", issued_on=date(2026, 8, 20)
        )
        assert (plan.number, plan.issued_on) == ("45", date(2026, 8, 20))
    (approved,) = journal("plan.approved")
    assert approved.actor == "head"


def test_an_incomplete_plan_is_not_approved(world: World) -> None:
    with transaction():
        for unit_id in world.plan_unit_ids:
            remove_unit(actor=world.lead, plan_id=world.plan_id, plan_unit_id=unit_id)
    with pytest.raises(Invalid) as refusal:
        world.approve()
    assert refusal.value.code == "plan_incomplete"
    assert "Chưa chọn đơn vị" in str(refusal.value.message)
    db.session.rollback()
    assert plan_state(world.plan_id) == "draft"


def test_a_squad_without_cards_is_not_approved(world: World) -> None:
    place = establishment("A", world.unit_ids[0])
    plan_id, _team, _members = squad_plan(world, [place], cards=2)
    with pytest.raises(Invalid, match="plan_incomplete"), transaction():
        approve_plan(actor=world.head, plan_id=plan_id, revision=1)


def test_of_two_approvals_one_wins_and_the_other_is_told(app: Flask, world: World) -> None:
    together, outcomes = threading.Barrier(2), []

    def approve() -> None:
        with app.app_context():
            together.wait(timeout=30)
            try:
                with transaction():
                    approve_plan(actor=world.head, plan_id=world.plan_id, revision=1)
                outcomes.append("approved")
            except Conflict as refusal:
                outcomes.append(refusal.code)
            db.session.remove()

    threads = [threading.Thread(target=approve) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "plan_not_draft"]
    assert len(journal("plan.approved")) == 1


def test_an_approval_of_what_was_changed_meanwhile_is_refused(world: World) -> None:
    with transaction():
        update_plan(
            actor=world.lead,
            plan_id=world.plan_id,
            revision=1,
            values=values_of(world.plan_id, purpose="Đã sửa sau khi trình"),
        )
    with pytest.raises(Conflict, match="changed_by_another"), transaction():
        approve_plan(actor=world.head, plan_id=world.plan_id, revision=1)


def test_a_plan_goes_back_to_draft_with_a_reason_until_a_visit_was_announced(world: World) -> None:
    world.approve()
    with pytest.raises(Invalid, match="reason_missing"), transaction():
        return_plan_to_draft(actor=world.head, plan_id=world.plan_id, revision=2, reason=" ")
    with transaction():
        return_plan_to_draft(actor=world.head, plan_id=world.plan_id, revision=2, reason="Bổ sung nội dung")
    assert plan_state(world.plan_id) == "draft"
    world.begun()
    with pytest.raises(Conflict, match="plan_has_visits"), transaction():
        return_plan_to_draft(actor=world.head, plan_id=world.plan_id, revision=4, reason="Quá muộn")


def test_a_plan_closes_when_no_visit_is_open_and_then_nothing_is_added(world: World) -> None:
    world.approve()
    visit_id = world.book(at(8), at(10))
    with pytest.raises(Conflict, match="plan_has_open_visits"), transaction():
        close_plan(actor=world.lead, plan_id=world.plan_id, revision=2)
    with transaction():
        cancel_visit(actor=world.lead, visit_id=visit_id, reason="Hoãn")
    with transaction():
        close_plan(actor=world.lead, plan_id=world.plan_id, revision=2)
    with pytest.raises(Conflict, match="plan_closed"):
        world.book(at(8), at(10))
    with pytest.raises(Conflict, match="plan_closed"), transaction():
        add_member(actor=world.lead, team_id=world.team_id, values=MemberValues(role="member", full_name="X"))


def test_only_a_draft_without_visits_is_deleted(world: World) -> None:
    visit_id = world.book(at(8), at(10))
    with pytest.raises(Conflict, match="plan_has_visits"), transaction():
        delete_plan(actor=world.lead, plan_id=world.plan_id)
    assert visit_id
    with transaction():
        other = create_plan(actor=world.lead, kind="management", year=2026, department_name="Sở Y tế").id
    with transaction():
        delete_plan(actor=world.lead, plan_id=other)
    assert db.session.get(InspectionPlan, other) is None
    assert journal("plan.deleted")[0].subject_id == str(other)


def test_a_management_plan_takes_communes_of_its_province_and_nothing_else(world: World) -> None:
    away = commune_choices("12", clock.today())[0]
    place = establishment("A", world.unit_ids[0])
    with pytest.raises(NotFound), transaction():
        add_units(actor=world.lead, plan_id=world.plan_id, reasons={away.id: "Không thuộc tỉnh"})
    with pytest.raises(Invalid, match="wants_units"), transaction():
        add_establishments(actor=world.lead, plan_id=world.plan_id, reasons={place: "Cơ sở"})
    with pytest.raises(Invalid, match="reason_missing"), transaction():
        third = commune_choices("20", clock.today())[2]
        add_units(actor=world.lead, plan_id=world.plan_id, reasons={third.id: "  "})
    assert len(db.session.scalars(select(PlanUnit.id)).all()) == 2


def test_an_interagency_plan_takes_active_establishments_only(world: World) -> None:
    open_place = establishment("A", world.unit_ids[0])
    shut = establishment("B", world.unit_ids[0], state="closed")
    plan_id, _team, _members = squad_plan(world, [open_place])
    with pytest.raises(NotFound), transaction():
        add_establishments(actor=world.lead, plan_id=plan_id, reasons={shut: "Đã ngừng"})
    with pytest.raises(Invalid, match="wants_establishments"), transaction():
        add_units(actor=world.lead, plan_id=plan_id, reasons={world.unit_ids[0]: "Xã"})
    chosen = db.session.scalars(select(PlanUnit).where(PlanUnit.plan_id == plan_id)).one()
    assert (chosen.unit_id, chosen.establishment_id) == (world.unit_ids[0], open_place)


def test_choosing_the_same_unit_twice_leaves_one(world: World) -> None:
    with pytest.raises(Invalid, match="nothing_chosen"), transaction():
        add_units(actor=world.lead, plan_id=world.plan_id, reasons={world.unit_ids[0]: "Lần nữa"})


def test_from_an_approved_plan_a_unit_is_taken_with_a_reason_and_without_visits(world: World) -> None:
    world.approve()
    world.book(at(8), at(10))
    first, second = world.plan_unit_ids
    with pytest.raises(Invalid, match="reason_missing"), transaction():
        remove_unit(actor=world.lead, plan_id=world.plan_id, plan_unit_id=second)
    with pytest.raises(Conflict, match="unit_has_visits"), transaction():
        remove_unit(actor=world.lead, plan_id=world.plan_id, plan_unit_id=first, reason="Đổi")
    with transaction():
        remove_unit(actor=world.lead, plan_id=world.plan_id, plan_unit_id=second, reason="Thiên tai")
    assert "Thiên tai" in journal("plan.unit_removed")[0].details


def test_the_reason_of_a_unit_of_another_plan_cannot_be_changed(world: World) -> None:
    with transaction():
        other = create_plan(actor=world.lead, kind="management", year=2027, department_name="Sở Y tế").id
    with pytest.raises(NotFound), transaction():
        change_reason(
            actor=world.lead, plan_id=other, plan_unit_id=world.plan_unit_ids[0], reason="Của kế hoạch khác"
        )


def test_what_speaks_for_a_commune_is_counted(world: World) -> None:
    for code, commitment in (("A", "signed"), ("B", "not_signed"), ("C", "unknown")):
        establishment(code, world.unit_ids[0], commitment_state=commitment)
    establishment("D", world.unit_ids[0], state="closed")
    found = {
        c.unit_id: c
        for c in commune_candidates(
            get_plan(world.lead, world.plan_id),
            on=clock.today(),
            open_recommendations=lambda ids: dict.fromkeys(ids[:1], 4),
        )
    }
    assert len(found) == 65
    first = found[world.unit_ids[0]]
    assert (first.establishments, first.unsigned, first.chosen, first.last_day) == (3, 2, True, None)
    assert sum(c.recommendations for c in found.values()) == 4


def test_open_recommendations_of_several_packages_are_added_up() -> None:
    before = list(hooks.open_recommendations)
    hooks.open_recommendations[:] = [lambda ids: {1: 2}, lambda ids: {1: 3, 2: 1}]
    try:
        assert hooks.count_open_recommendations([1, 2]) == {1: 5, 2: 1}
    finally:
        hooks.open_recommendations[:] = before


def test_one_lead_two_deputies_and_each_person_once(world: World) -> None:
    def add(role: str, name: str, **more: object) -> None:
        with transaction():
            add_member(
                actor=world.lead,
                team_id=world.team_id,
                values=MemberValues(role=role, full_name=name, **more),  # type: ignore[arg-type]
            )

    with pytest.raises(Invalid, match="lead_taken"):
        add("lead", "Người Mẫu")
    add("deputy", "Phó Mẫu Một")
    add("deputy", "Phó Mẫu Hai")
    with pytest.raises(Invalid, match="too_many_deputies"):
        add("deputy", "Phó Mẫu Ba")
    with pytest.raises(Invalid, match="already_member"):
        add("member", "", user_id=world.inspector.id)
    with pytest.raises(Invalid, match="unknown_role"):
        add("boss", "Ai Đó")
    with pytest.raises(Invalid, match="name_missing"):
        add("member", "  ")


def test_an_account_of_another_province_is_no_member(world: World) -> None:
    stranger = build("12", "lc.")
    with pytest.raises(Invalid, match="unknown_user"), transaction():
        add_member(
            actor=world.lead,
            team_id=world.team_id,
            values=MemberValues(role="member", user_id=stranger.inspector.id),
        )


def test_a_member_with_a_visit_stays_and_a_team_with_a_visit_too(world: World) -> None:
    visit_id = world.book(at(8), at(10))
    with pytest.raises(Conflict, match="member_has_visits"), transaction():
        remove_member(actor=world.lead, team_id=world.team_id, member_id=world.member_ids[1])
    with pytest.raises(Conflict, match="team_has_visits"), transaction():
        delete_team(actor=world.lead, team_id=world.team_id)
    with transaction():
        cancel_visit(actor=world.lead, visit_id=visit_id, reason="Hoãn")
    with transaction():
        remove_member(actor=world.lead, team_id=world.team_id, member_id=world.member_ids[1])
    assert len(db.session.get_one(Team, world.team_id).members) == 1


def test_an_approved_plan_keeps_a_team(world: World) -> None:
    world.approve()
    with pytest.raises(Conflict, match="last_team"), transaction():
        delete_team(actor=world.lead, team_id=world.team_id)

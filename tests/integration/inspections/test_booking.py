"""Bookings: half hours, one person at one place at a time, also when two people book in the same second."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from audit.inspections.models.visits import BookingSlot, Visit
from audit.inspections.services.booking import book_visit, move_visit
from audit.inspections.services.visits import announce_visit, cancel_visit
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Invalid, NotFound
from tests.integration.inspections.inspections_world import World, at, establishment, journal, squad_plan


def slots() -> int:
    return db.session.scalar(select(func.count()).select_from(BookingSlot)) or 0


def test_a_booking_takes_every_half_hour_of_everybody_who_comes(world: World) -> None:
    visit_id = world.book(at(8), at(9, 30))
    assert slots() == 6
    (entry,) = journal("visit.booked")
    assert entry.subject_id == str(visit_id)
    assert entry.actor == "lead"


def test_a_clash_names_the_person_the_unit_and_the_time_and_books_nothing(world: World) -> None:
    first = world.book(at(8), at(11))
    with pytest.raises(Conflict) as refusal:
        world.book(at(10, 30), at(12), unit=1, members=[world.member_ids[0]])
    assert refusal.value.code == "double_booking"
    words = str(refusal.value.message)
    assert "Trưởng Đoàn Mẫu" in words
    assert "08:00" in words and "11:00" in words and "14/9/2026" in words
    assert refusal.value.details["visit_id"] == first
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 1
    assert slots() == 12


def test_two_visits_one_after_the_other_do_not_clash(world: World) -> None:
    world.book(at(8), at(10))
    world.book(at(10), at(11), unit=1)
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 2


def test_a_person_without_an_account_cannot_be_in_two_places_either(world: World) -> None:
    place = establishment("A", world.unit_ids[0])
    other = establishment("B", world.unit_ids[1])
    plan_id, team_id, members = squad_plan(world, [place, other])
    second_plan, second_team, same_people = squad_plan(world, [place, other])
    for plan, team, people in ((plan_id, team_id, members), (second_plan, second_team, same_people)):
        from audit.inspections.queries.plans import units_of
        from audit.inspections.queries.scope import get_plan

        chosen = units_of(get_plan(world.lead, plan))[0].id
        booking = dict(
            actor=world.lead,
            plan_id=plan,
            plan_unit_id=chosen,
            team_id=team,
            member_ids=people,
            starts_at=at(19),
            ends_at=at(21),
        )
        if plan == plan_id:
            with transaction():
                book_visit(**booking)  # type: ignore[arg-type]
        else:
            with pytest.raises(Conflict, match="double_booking"), transaction():
                book_visit(**booking)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (at(8, 15), at(9), "not_half_hour"),
        (at(9), at(8), "ends_before_start"),
        (at(8), at(21), "too_long"),
        (at(20), at(8, day=date(2026, 9, 15)), "more_than_one_day"),
        (at(8, day=date(2027, 1, 4)), at(9, day=date(2027, 1, 4)), "outside_period"),
    ],
)
def test_impossible_times_are_refused(world: World, start: object, end: object, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        world.book(start, end)  # type: ignore[arg-type]
    assert refusal.value.code == code
    db.session.rollback()
    assert slots() == 0


def test_somebody_must_lead_the_visit(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        world.book(at(8), at(9), members=[world.member_ids[1]])
    assert refusal.value.code == "attendance_unfit"


def test_an_establishment_is_inspected_by_three_people_with_cards(world: World) -> None:
    place = establishment("A", world.unit_ids[0])
    plan_id, team_id, members = squad_plan(world, [place])
    from audit.inspections.queries.plans import units_of
    from audit.inspections.queries.scope import get_plan

    chosen = units_of(get_plan(world.lead, plan_id))[0].id
    with pytest.raises(Invalid) as refusal, transaction():
        book_visit(
            actor=world.lead,
            plan_id=plan_id,
            plan_unit_id=chosen,
            team_id=team_id,
            member_ids=members[:2],
            starts_at=at(8),
            ends_at=at(9),
        )
    assert refusal.value.code == "attendance_unfit"
    assert "03 thành viên" in str(refusal.value.message)


def test_a_member_of_another_team_cannot_be_sent(world: World) -> None:
    place = establishment("A", world.unit_ids[0])
    _plan, _team, strangers = squad_plan(world, [place])
    with pytest.raises(Invalid) as refusal:
        world.book(at(8), at(9), members=[world.member_ids[0], strangers[0]])
    assert refusal.value.code == "not_in_team"


def test_moving_frees_the_old_time_and_takes_the_new(world: World) -> None:
    visit_id = world.book(at(8), at(10))
    with transaction():
        move_visit(actor=world.lead, visit_id=visit_id, revision=1, starts_at=at(14), ends_at=at(16))
    world.book(at(8), at(10), unit=1)
    with pytest.raises(Conflict, match="double_booking"), transaction():
        move_visit(actor=world.lead, visit_id=visit_id, revision=2, starts_at=at(9), ends_at=at(11))
    db.session.rollback()
    assert db.session.get_one(Visit, visit_id).starts_at == at(14)


def test_an_announced_visit_that_moves_must_be_announced_again(world: World) -> None:
    world.approve()
    visit_id = world.book(at(8), at(10))
    with transaction():
        announce_visit(actor=world.lead, visit_id=visit_id, revision=1)
    move = dict(actor=world.lead, visit_id=visit_id, revision=2, starts_at=at(14), ends_at=at(16))
    with pytest.raises(Invalid) as refusal, transaction():
        move_visit(**move)  # type: ignore[arg-type]
    assert refusal.value.code == "reason_missing"
    with transaction():
        visit = move_visit(**move, reason="Đơn vị đề nghị")  # type: ignore[arg-type]
        assert (visit.state, visit.announced_at) == ("planned", None)


def test_a_cancelled_visit_frees_everybody(world: World) -> None:
    visit_id = world.book(at(8), at(10))
    with transaction():
        cancel_visit(actor=world.lead, visit_id=visit_id, reason="Mưa lũ")
    assert slots() == 0
    world.book(at(8), at(10), unit=1)


def test_a_visit_changed_by_another_is_not_moved(world: World) -> None:
    visit_id = world.book(at(8), at(10))
    with pytest.raises(Conflict, match="changed_by_another"), transaction():
        move_visit(actor=world.lead, visit_id=visit_id, revision=9, starts_at=at(14), ends_at=at(16))


def test_a_unit_outside_the_plan_cannot_be_booked(world: World) -> None:
    with pytest.raises(NotFound), transaction():
        book_visit(
            actor=world.lead,
            plan_id=world.plan_id,
            plan_unit_id=999_999,
            team_id=world.team_id,
            member_ids=world.member_ids,
            starts_at=at(8),
            ends_at=at(9),
        )


def test_of_two_bookings_in_the_same_second_exactly_one_stands(app: Flask, world: World) -> None:
    rounds, together = 10, threading.Barrier(4)
    outcomes: list[tuple[int, str]] = []

    def book(number: int, unit: int) -> None:
        with app.app_context():
            for hour in range(rounds):
                together.wait(timeout=60)
                try:
                    world.book(at(6 + hour), at(7 + hour), unit=unit)
                    outcomes.append((hour, "booked"))
                except Conflict as refusal:
                    named = refusal.code == "double_booking" and "Mẫu" in str(refusal.message)
                    outcomes.append((hour, "named" if named else refusal.code))
            db.session.remove()

    threads = [threading.Thread(target=book, args=(n, n % 2)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert len(outcomes) == rounds * 4
    for hour in range(rounds):
        got = sorted(outcome for at_hour, outcome in outcomes if at_hour == hour)
        assert got == ["booked", "named", "named", "named"]
    assert slots() == rounds * 2 * 2

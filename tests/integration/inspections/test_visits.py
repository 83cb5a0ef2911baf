"""Visits: announced, begun, filled in, finished, opened again, reviewed; who may, and in which order."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from audit.inspections.models.visits import Visit
from audit.inspections.queries.plans import units_of
from audit.inspections.queries.scope import attended_by, get_plan, get_visit, visits_of
from audit.inspections.services import hooks
from audit.inspections.services.booking import book_visit
from audit.inspections.services.plan_states import approve_plan
from audit.inspections.services.sheets import record_answers
from audit.inspections.services.visits import (
    announce_visit,
    cancel_visit,
    complete_visit,
    describe_visit,
    reopen_visit,
    review_visit,
    start_visit,
)
from audit.kernel import clock
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from checklists.domain.batches import IncomingEvent
from checklists.domain.identifiers import uuid7
from checklists.domain.kinds import AnswerStatus
from checklists.models.submissions import Submission
from checklists.queries.instruments import specs_of
from checklists.queries.sheets import answers_of
from tests.integration.inspections.inspections_world import (
    World,
    at,
    build,
    establishment,
    journal,
    person,
    squad_plan,
)


def event(item: str, status: AnswerStatus = AnswerStatus.NOT_OBSERVED, value: Any = None) -> IncomingEvent:
    return IncomingEvent(
        id=uuid7(clock.now()),
        item=item,
        period="",
        status=status,
        value=value,
        note="",
        base_ids=(),
        device_id="test",
        device_sequence=1,
        device_time=clock.now(),
    )


def fill_in(actor: Actor, visit_id: int) -> None:
    """Answer every item: the plan of the year is there, everything else was not observed."""
    with transaction():
        visit = db.session.get_one(Visit, visit_id)
        assert visit.submission is not None
        entries = [
            event(spec.code, AnswerStatus.ANSWERED, True) if spec.code == "ls1_03" else event(spec.code)
            for spec in specs_of(visit.submission.version_id)
            if spec.answer_type != "heading"
        ]
        record_answers(actor=actor, visit_id=visit_id, entries=entries)


def state(visit_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Visit, visit_id).state


def test_a_visit_goes_its_whole_road_and_every_step_is_in_the_journal(world: World) -> None:
    visit_id = world.begun()
    fill_in(world.inspector, visit_id)
    with transaction():
        visit = complete_visit(actor=world.inspector, visit_id=visit_id)
        assert visit.score == 100.0 and visit.completed_at is not None
    with transaction():
        review_visit(actor=world.lead, visit_id=visit_id)
    assert state(visit_id) == "reviewed"
    for action in ("booked", "announced", "started", "completed", "reviewed"):
        (entry,) = journal(f"visit.{action}")
        assert entry.subject_id == str(visit_id)


def test_a_management_visit_is_announced_under_an_approved_plan_before_it_begins(world: World) -> None:
    visit_id = world.book(at(8), at(10))
    with pytest.raises(Conflict, match="plan_not_approved"), transaction():
        announce_visit(actor=world.lead, visit_id=visit_id, revision=1)
    world.approve()
    with pytest.raises(Conflict, match="visit_not_announced"), transaction():
        start_visit(actor=world.lead, visit_id=visit_id)
    with transaction():
        announce_visit(actor=world.lead, visit_id=visit_id, revision=1)
    with transaction():
        start_visit(actor=world.inspector, visit_id=visit_id)
    assert state(visit_id) == "in_progress"


def test_a_squad_may_come_unannounced_and_its_checklist_knows_the_type(world: World) -> None:
    place = establishment("A", world.unit_ids[0], type_code="karaoke")
    plan_id, team_id, members = squad_plan(world, [place])
    with transaction():
        approve_plan(actor=world.head, plan_id=plan_id, revision=1)
    with transaction():
        visit = book_visit(
            actor=world.lead,
            plan_id=plan_id,
            plan_unit_id=units_of(get_plan(world.lead, plan_id))[0].id,
            team_id=team_id,
            member_ids=members,
            starts_at=at(20),
            ends_at=at(22),
        )
        start_visit(actor=world.lead, visit_id=visit.id)
        assert visit.submission is not None
        assert visit.submission.subject_type_code == "karaoke"


@pytest.mark.parametrize("step", [complete_visit, review_visit])
def test_steps_out_of_order_are_refused(world: World, step: Any) -> None:
    visit_id = world.book(at(8), at(10))
    with pytest.raises(Conflict, match="visit_wrong_state"), transaction():
        step(actor=world.lead, visit_id=visit_id)
    assert state(visit_id) == "planned"


def test_an_unfinished_checklist_holds_the_visit_open_and_names_what_is_missing(world: World) -> None:
    visit_id = world.begun()
    with pytest.raises(Invalid) as refusal, transaction():
        complete_visit(actor=world.lead, visit_id=visit_id)
    assert refusal.value.code == "submission_incomplete"
    missing = refusal.value.details["missing"]
    assert isinstance(missing, list) and "ls1_03" in missing
    assert state(visit_id) == "in_progress"


def test_what_others_do_on_completion_is_in_the_same_transaction(world: World) -> None:
    visit_id = world.begun()
    fill_in(world.lead, visit_id)
    seen: list[int] = []

    def refuse(*, visit: Visit, actor: Actor) -> None:
        seen.append(visit.id)
        raise Conflict("not_now", "không được")

    hooks.visit_completed.append(refuse)
    try:
        with pytest.raises(Conflict, match="not_now"), transaction():
            complete_visit(actor=world.lead, visit_id=visit_id)
    finally:
        hooks.visit_completed.remove(refuse)
    assert seen == [visit_id]
    assert state(visit_id) == "in_progress"
    assert journal("visit.completed") == []


def test_registering_a_hook_twice_is_once() -> None:
    place: list[object] = []
    hook = object()
    hooks.register(place, hook)
    hooks.register(place, hook)
    assert place == [hook]


def test_a_completed_visit_opens_again_with_a_reason_until_it_was_reviewed(world: World) -> None:
    visit_id = world.begun()
    fill_in(world.lead, visit_id)
    with transaction():
        complete_visit(actor=world.lead, visit_id=visit_id)
    with pytest.raises(Invalid, match="reason_missing"), transaction():
        reopen_visit(actor=world.lead, visit_id=visit_id, reason="")
    with transaction():
        visit = reopen_visit(actor=world.lead, visit_id=visit_id, reason="Bổ sung số liệu")
        assert (visit.state, visit.score, visit.completed_at) == ("in_progress", None, None)
    with transaction():
        complete_visit(actor=world.lead, visit_id=visit_id)
    with transaction():
        review_visit(actor=world.lead, visit_id=visit_id)
    with pytest.raises(Conflict), transaction():
        reopen_visit(actor=world.lead, visit_id=visit_id, reason="Muộn rồi")


def test_a_completed_visit_takes_no_new_answer_and_knows_an_old_one(world: World) -> None:
    visit_id = world.begun()
    known = event("ls1_03", AnswerStatus.ANSWERED, True)
    with transaction():
        record_answers(actor=world.lead, visit_id=visit_id, entries=[known])
    fill = [spec for spec in _specs(visit_id) if spec != "ls1_03"]
    with transaction():
        record_answers(actor=world.lead, visit_id=visit_id, entries=[event(code) for code in fill])
    with transaction():
        complete_visit(actor=world.lead, visit_id=visit_id)
    with transaction():
        again, late = record_answers(
            actor=world.lead,
            visit_id=visit_id,
            entries=[known, event("ls1_03", AnswerStatus.ANSWERED, False)],
        )
    assert again.outcome == "duplicate"
    assert (late.outcome, late.code) == ("rejected", "submission_completed")


def _specs(visit_id: int) -> list[str]:
    visit = db.session.get_one(Visit, visit_id)
    assert visit.submission is not None
    return [s.code for s in specs_of(visit.submission.version_id) if s.answer_type != "heading"]


def test_only_those_who_come_and_those_who_book_fill_in_the_checklist(world: World) -> None:
    visit_id = world.begun()
    other = person("other", Role.INSPECTOR)
    for action in (
        lambda: record_answers(actor=other, visit_id=visit_id, entries=[event("ls1_03")]),
        lambda: complete_visit(actor=other, visit_id=visit_id),
        lambda: describe_visit(actor=other, visit_id=visit_id, revision=3, place="x"),
    ):
        with pytest.raises(Forbidden, match="not_attendee"), transaction():
            action()
    with transaction():
        (result,) = record_answers(actor=world.inspector, visit_id=visit_id, entries=[event("ls1_03")])
    assert result.outcome == "accepted"


def test_answers_of_a_cancelled_visit_are_refused_and_those_given_are_kept(world: World) -> None:
    visit_id = world.begun()
    with transaction():
        record_answers(
            actor=world.lead, visit_id=visit_id, entries=[event("ls1_03", AnswerStatus.ANSWERED, True)]
        )
    with transaction():
        cancel_visit(actor=world.lead, visit_id=visit_id, reason="Đơn vị có việc khẩn cấp")
    with pytest.raises(Conflict, match="visit_cancelled"), transaction():
        record_answers(actor=world.lead, visit_id=visit_id, entries=[event("ls1_04")])
    visit = db.session.get_one(Visit, visit_id)
    assert visit.submission_id is not None
    assert answers_of(visit.submission_id)["ls1_03"].value is True


def test_text_that_looks_like_a_person_is_questioned_first(world: World) -> None:
    visit_id = world.begun()
    note = dict(actor=world.lead, visit_id=visit_id, revision=3, place="Trụ sở", note="CCCD 012345678901")
    with pytest.raises(Invalid) as refusal, transaction():
        describe_visit(**note)  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == ("personal_data_suspected", "note")
    with transaction():
        visit = describe_visit(**note, confirmed_no_personal_data=True)  # type: ignore[arg-type]
        assert visit.place == "Trụ sở"


def test_a_stale_page_does_not_overwrite_notes(world: World) -> None:
    visit_id = world.begun()
    with pytest.raises(Conflict, match="changed_by_another"), transaction():
        describe_visit(actor=world.lead, visit_id=visit_id, revision=1, place="Trụ sở")


def test_a_commune_sees_its_own_visits_from_the_day_they_are_announced(world: World) -> None:
    code = world.commune_codes[0]
    officer = person("officer", Role.UNIT_OFFICER, scope_kind=ScopeKind.COMMUNE, scope_code=code)
    neighbour = person(
        "neighbour", Role.UNIT_OFFICER, scope_kind=ScopeKind.COMMUNE, scope_code=world.commune_codes[1]
    )
    world.approve()
    visit_id = world.book(at(8), at(10))
    with pytest.raises(NotFound):
        get_visit(officer, visit_id)
    with transaction():
        announce_visit(actor=world.lead, visit_id=visit_id, revision=1)
    assert get_visit(officer, visit_id).id == visit_id
    with pytest.raises(NotFound):
        get_visit(neighbour, visit_id)


def test_an_officer_of_an_agency_sees_no_visit(world: World) -> None:
    officer = person("agency", Role.UNIT_OFFICER, scope_kind=ScopeKind.AGENCY, scope_code="cong_an_tinh")
    world.book(at(8), at(10))
    assert db.session.scalars(visits_of(officer)).all() == []


def test_own_visits_are_those_one_takes_part_in(world: World) -> None:
    first = world.book(at(8), at(10))
    world.book(at(14), at(16), unit=1, members=[world.member_ids[0]])
    own = db.session.scalars(attended_by(world.inspector, visits_of(world.inspector))).all()
    assert [visit.id for visit in own] == [first]


def test_another_province_is_as_if_it_were_not_there(app: Flask, world: World) -> None:
    stranger = build("12", "lc.")
    visit_id = world.begun()
    for look in (
        lambda: get_plan(stranger.head, world.plan_id),
        lambda: get_visit(stranger.head, visit_id),
        lambda: cancel_visit(actor=stranger.lead, visit_id=visit_id, reason="x"),
        lambda: record_answers(actor=stranger.lead, visit_id=visit_id, entries=[event("ls1_03")]),
    ):
        with pytest.raises(NotFound), transaction():
            look()
    assert len(db.session.scalars(select(Submission.id)).all()) == 1

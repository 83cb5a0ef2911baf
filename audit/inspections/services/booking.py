"""Booking visits: the database decides who came first, and the loser is told what it clashes with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from audit.inspections.domain import slots as time_slots
from audit.inspections.domain.kinds import PlanState, VisitState
from audit.inspections.domain.plans import needs_establishments
from audit.inspections.domain.teams import attendance_problems
from audit.inspections.domain.visits import may_reschedule
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.models.visits import BookingSlot, Visit, VisitMember
from audit.inspections.queries.scope import get_plan, get_visit
from audit.inspections.services import words
from audit.inspections.services.people import persons
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.formats import vn_date, vn_time
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.revisions import unchanged_since


def book_visit(
    *,
    actor: Actor,
    plan_id: int,
    plan_unit_id: int,
    team_id: int,
    member_ids: Sequence[int],
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    note: str = "",
) -> Visit:
    """Book a visit of some members of a team to one of the plan's communes or establishments.

    Times are aware, on half hours, within one Vietnamese day and the plan's period. :class:`Conflict`
    ``double_booking`` names the person, and the visit, unit and time it clashes with.
    """
    plan = get_plan(actor, plan_id, lock=True)
    if plan.state == PlanState.CLOSED:
        raise Conflict("plan_closed", _("Kế hoạch đã kết thúc."))
    chosen = db.session.get(PlanUnit, plan_unit_id)
    if chosen is None or chosen.plan_id != plan.id:
        raise NotFound("plan_unit_not_found", _("Đơn vị này không có trong kế hoạch."))
    if needs_establishments(plan.kind) != (chosen.establishment_id is not None):
        raise Invalid("wrong_object", _("Đối tượng không đúng với loại kế hoạch."), "plan_unit_id")
    team = db.session.get(Team, team_id)
    if team is None or team.plan_id != plan.id:
        raise NotFound("team_not_found", _("Không tìm thấy đoàn (đội) kiểm tra."))
    members = _members(plan, team, member_ids)
    _check_span(plan, starts_at, ends_at)
    visit = Visit(
        province_code=plan.province_code,
        plan_id=plan.id,
        team_id=team.id,
        unit_id=chosen.unit_id,
        establishment_id=chosen.establishment_id,
        starts_at=starts_at,
        ends_at=ends_at,
        state=VisitState.PLANNED,
        place=place,
        note=note,
        created_at=clock.now(),
        revision=1,
    )
    visit.attendees = [VisitMember(member=member) for member in members]
    db.session.add(visit)
    db.session.flush()
    _take(visit, members)
    record(
        actor=actor,
        action="visit.booked",
        subject="visit",
        subject_id=visit.id,
        details=_details(visit, members) | {"plan_id": plan.id},
    )
    return visit


def move_visit(
    *,
    actor: Actor,
    visit_id: int,
    revision: int,
    starts_at: datetime,
    ends_at: datetime,
    member_ids: Sequence[int] | None = None,
    reason: str = "",
) -> Visit:
    """Give a visit that has not begun another time, other people, or both.

    An announced visit needs a reason and becomes planned again: the unit must be told the new time.
    """
    visit = get_visit(actor, visit_id, lock=True)
    if not may_reschedule(visit.state):
        raise Conflict("visit_begun", _("Buổi kiểm tra đã tiến hành hoặc đã hủy nên không đổi lịch được."))
    unchanged_since(visit, revision)
    if visit.state == VisitState.ANNOUNCED and not reason.strip():
        raise Invalid("reason_missing", _("Buổi kiểm tra đã thông báo: hãy ghi lý do đổi lịch."), "reason")
    plan = get_plan(actor, visit.plan_id)
    team = db.session.get_one(Team, visit.team_id)
    chosen = [a.member_id for a in visit.attendees] if member_ids is None else member_ids
    members = _members(plan, team, chosen)
    _check_span(plan, starts_at, ends_at)
    before = {"starts_at": visit.starts_at.isoformat(), "ends_at": visit.ends_at.isoformat()}
    visit.starts_at, visit.ends_at = starts_at, ends_at
    visit.state, visit.announced_at = VisitState.PLANNED, None
    wanted = {member.id for member in members}
    kept = [attendance for attendance in visit.attendees if attendance.member_id in wanted]
    present = {attendance.member_id for attendance in kept}
    visit.attendees = kept + [VisitMember(member=m) for m in members if m.id not in present]
    visit.revision += 1
    free_time(visit)
    db.session.flush()
    _take(visit, members)
    record(
        actor=actor,
        action="visit.moved",
        subject="visit",
        subject_id=visit.id,
        details=_details(visit, members) | {"before": before, "reason": reason},
    )
    return visit


def free_time(visit: Visit) -> None:
    """Give the half hours of a visit back to everybody who was to come."""
    db.session.execute(
        delete(BookingSlot)
        .where(BookingSlot.visit_id == visit.id)
        .execution_options(synchronize_session=False)
    )


def _members(plan: InspectionPlan, team: Team, member_ids: Sequence[int]) -> list[TeamMember]:
    wanted = set(member_ids)
    members = [member for member in team.members if member.id in wanted]
    if len(members) != len(wanted):
        raise Invalid("not_in_team", _("Có người không thuộc đoàn (đội) kiểm tra này."), "member_ids")
    problems = attendance_problems(plan.kind, persons(members))
    if problems:
        raise Invalid(
            "attendance_unfit",
            _("Chưa đủ thành phần tham gia: %(why)s.", why=words.sentence(problems)),
            "member_ids",
        )
    return members


def _check_span(plan: InspectionPlan, starts_at: datetime, ends_at: datetime) -> None:
    problem = time_slots.span_problem(starts_at, ends_at)
    if problem is not None:
        raise Invalid(problem.value, words.SPAN_PROBLEMS[problem], "ends_at")
    day = clock.local(starts_at).date()
    if not plan.period_from <= day <= plan.period_to:
        raise Invalid(
            "outside_period",
            _(
                "Ngày kiểm tra phải trong thời gian của kế hoạch: từ %(first)s đến %(last)s.",
                first=vn_date(plan.period_from),
                last=vn_date(plan.period_to),
            ),
            "day",
        )


def _take(visit: Visit, members: Sequence[TeamMember]) -> None:
    """Write the half hours of everybody who comes, all or none.

    The unique constraint on (person, half hour) is the judge. Rows go in by person and time, so that two
    writers meet in the same order and never wait for each other.
    """
    rows = [
        {"visit_id": visit.id, "person_key": key, "slot": slot}
        for key in sorted({member.person_key for member in members})
        for slot in time_slots.slots(visit.starts_at, visit.ends_at)
    ]
    try:
        with db.session.begin_nested():
            db.session.execute(insert(BookingSlot), rows)
    except IntegrityError as error:
        raise _clash(visit, members) from error


def _clash(visit: Visit, members: Sequence[TeamMember]) -> Conflict:
    """The refusal in words: who is busy, with which visit, where and when."""
    names = {member.person_key: member.full_name for member in members}
    span = time_slots.slots(visit.starts_at, visit.ends_at)
    statement = (
        select(BookingSlot.person_key, Visit)
        .join(Visit, Visit.id == BookingSlot.visit_id)
        .where(
            BookingSlot.person_key.in_(names),
            BookingSlot.slot >= span[0],
            BookingSlot.slot < span[-1] + timedelta(minutes=30),
            BookingSlot.visit_id != visit.id,
        )
        .options(joinedload(Visit.unit), joinedload(Visit.establishment), selectinload(Visit.attendees))
        .order_by(BookingSlot.slot, BookingSlot.person_key)
    )
    row = db.session.execute(statement).first()
    if row is None:
        # The other booking was taken back between the refusal and this look.
        return Conflict("booking_busy", _("Lịch vừa thay đổi; hãy đặt lại."))
    key, other = row
    place = f"{other.establishment.name}, {other.unit.name}" if other.establishment else other.unit.name
    busy = sorted({names[k] for k, v in db.session.execute(statement).all() if v.id == other.id})
    return Conflict(
        "double_booking",
        _(
            "%(who)s đã có lịch kiểm tra tại %(place)s từ %(from)s đến %(to)s ngày %(day)s (buổi số %(id)s).",
            **{
                "who": ", ".join(busy) or names[key],
                "place": place,
                "from": vn_time(other.starts_at),
                "to": vn_time(other.ends_at),
                "day": vn_date(other.starts_at),
                "id": other.id,
            },
        ),
        "member_ids",
        person=names[key],
        visit_id=other.id,
        unit=other.unit.name,
        starts_at=other.starts_at,
        ends_at=other.ends_at,
    )


def _details(visit: Visit, members: Sequence[TeamMember]) -> dict[str, object]:
    return {
        "unit_id": visit.unit_id,
        "establishment_id": visit.establishment_id,
        "starts_at": visit.starts_at.isoformat(),
        "ends_at": visit.ends_at.isoformat(),
        "members": sorted(member.id for member in members),
    }

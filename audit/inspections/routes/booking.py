"""Pages on which visits are booked and moved, with what the team's people are booked for already."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.inspections.domain.kinds import PlanState, VisitState
from audit.inspections.forms.visits import BookingForm, MoveForm
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.inspections.queries.plans import plans_page, teams_of, units_of
from audit.inspections.queries.scope import get_plan
from audit.inspections.queries.visits import busy_times, visits_of_plan, whole_visit
from audit.inspections.services.booking import book_visit, move_visit
from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.steps import asked_int, posted_int

blueprint = Blueprint("inspections_booking", __name__, url_prefix="/visits", template_folder="../templates")

Page = Response | str | tuple[str, int]


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.BOOK_VISITS)
def new() -> Page:
    actor = current_actor()
    plan_id = asked_int("plan")
    if plan_id is None:
        plans = [plan for plan in plans_page(actor, limit=30).items if plan.state != PlanState.CLOSED]
        return render_template("inspections/visit_new.html", plans=plans)
    plan = get_plan(actor, plan_id)
    units, teams = units_of(plan), teams_of(plan)
    team = next((t for t in teams if t.id == asked_int("team")), teams[0] if teams else None)
    if team is None or not units or plan.state == PlanState.CLOSED:
        return render_template("inspections/visit_blocked.html", plan=plan, units=units, teams=teams)
    form = BookingForm()
    form.offer_units(units)
    form.offer_members(team, plan.kind)
    if not form.is_submitted():
        _prefill(form, plan, team)
        form.plan_unit_id.data = asked_int("unit") or _first_unvisited(plan, units)
    if form.validate_on_submit():
        starts_at, ends_at = form.span()
        try:
            with transaction():
                visit = book_visit(
                    actor=actor,
                    plan_id=plan.id,
                    plan_unit_id=form.plan_unit_id.data,
                    team_id=team.id,
                    member_ids=form.member_ids.data,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    place=form.place.data or "",
                    note=form.note.data or "",
                )
                visit_id = visit.id
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for("inspections_visits.show", visit_id=visit_id), code=303)
    page = render_template(
        "inspections/visit_book.html",
        form=form,
        plan=plan,
        team=team,
        teams=teams,
        busy=_busy(team, form),
    )
    return page, 422 if form.errors else 200


def _prefill(form: BookingForm, plan: InspectionPlan, team: Team) -> None:
    day = max(plan.period_from, min(clock.today() + timedelta(days=1), plan.period_to))
    with suppress(ValueError):
        day = date.fromisoformat(request.args.get("day", ""))
    form.day.data = day
    form.start.data, form.end.data = "08:00", "11:30"
    form.member_ids.data = [member.id for member in team.members]


def _first_unvisited(plan: InspectionPlan, units: Sequence[PlanUnit]) -> int | None:
    """The first chosen commune or establishment that nobody is booked to visit yet."""
    visited = {
        (visit.unit_id, visit.establishment_id)
        for visit in visits_of_plan(current_actor(), plan)
        if visit.state != VisitState.CANCELLED
    }
    return next((u.id for u in units if (u.unit_id, u.establishment_id) not in visited), None)


def _busy(team: Team, form: BookingForm | MoveForm) -> list[tuple[Visit, list[str]]]:
    """What the team's people are booked for in the fortnight around the chosen day, and who of them."""
    day = form.day.data or clock.today()
    start = clock.from_local(datetime.combine(day - timedelta(days=3), time(0)))
    names = {member.person_key: member.full_name for member in team.members}
    found: dict[int, tuple[Visit, list[str]]] = {}
    for key, visit in busy_times(list(names), start, start + timedelta(days=14)):
        found.setdefault(visit.id, (visit, []))[1].append(names[key])
    return list(found.values())


@blueprint.route("/<int:visit_id>/move", methods=["GET", "POST"])
@requires(Permission.BOOK_VISITS)
def move(visit_id: int) -> Page:
    actor = current_actor()
    visit = whole_visit(actor, visit_id)
    form = MoveForm.of(visit)
    form.offer_members(visit.team, visit.plan.kind)
    if form.validate_on_submit():
        starts_at, ends_at = form.span()
        try:
            with transaction():
                move_visit(
                    actor=actor,
                    visit_id=visit_id,
                    revision=posted_int("revision"),
                    starts_at=starts_at,
                    ends_at=ends_at,
                    member_ids=form.member_ids.data,
                    reason=form.reason.data or "",
                )
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for("inspections_visits.show", visit_id=visit_id), code=303)
    page = render_template(
        "inspections/visit_move.html", form=form, visit=visit, busy=_busy(visit.team, form)
    )
    return page, 422 if form.errors else 200

"""Pages of visits: the list, the calendar by month and by week, and one visit."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request

from audit.inspections.domain.calendars import DayPart, day_parts, month_span, month_weeks, week_span
from audit.inspections.domain.kinds import VisitState
from audit.inspections.domain.visits import may_move, may_reschedule, road
from audit.inspections.forms.plans import ReasonForm
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import attends, get_plan, sees_sheet
from audit.inspections.queries.visits import state_counts, visits_between, visits_page, whole_visit
from audit.inspections.services import hooks
from audit.kernel import clock
from audit.kernel.access import Actor, Permission, Role
from audit.kernel.guards import current_actor, requires
from audit.kernel.steps import asked_int
from checklists.queries.sheets import evaluation

blueprint = Blueprint(
    "inspections_visits",
    __name__,
    url_prefix="/visits",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)


@blueprint.get("/")
@requires(Permission.VIEW_VISITS)
def index() -> str:
    actor = current_actor()
    mine = _mine(actor)
    filters = {"q": request.args.get("q", "")[:200], "state": request.args.get("state", "")}
    page = visits_page(
        actor,
        mine=mine,
        plan_id=asked_int("plan"),
        state=filters["state"],
        q=filters["q"],
        oldest_first=request.args.get("sort") == "time",
        cursor=request.args.get("cursor"),
    )
    return render_template(
        "inspections/visits.html",
        page=page,
        mine=mine,
        filters=filters,
        counts=state_counts(actor, mine=mine),
        plan=get_plan(actor, plan_id) if (plan_id := asked_int("plan")) else None,
    )


@blueprint.get("/<int:visit_id>")
@requires(Permission.VIEW_VISITS)
def show(visit_id: int) -> str:
    actor = current_actor()
    visit = whole_visit(actor, visit_id)
    takes_part = actor.may(Permission.FILL_CHECKLISTS) and (
        actor.may(Permission.BOOK_VISITS) or attends(actor, visit)
    )
    progress, scores = None, None
    if visit.submission is not None and sees_sheet(actor, visit):
        progress, scores, _suggestions = evaluation(visit.submission)
    return render_template(
        "inspections/visit.html",
        visit=visit,
        plan=visit.plan,
        road=road(visit.state),
        takes_part=takes_part,
        may={state.value: may_move(visit.plan.kind, visit.state, state) for state in VisitState},
        may_move_time=may_reschedule(visit.state),
        sees_sheet=sees_sheet(actor, visit),
        progress=progress,
        scores=scores,
        links=hooks.links_of_visit(actor, visit),
        panels=hooks.panels_of_visit(actor, visit),
        reason_form=ReasonForm(formdata=None),
    )


@blueprint.get("/calendar")
@requires(Permission.VIEW_VISITS)
def calendar() -> str:
    actor, day = current_actor(), _day()
    by_week = request.args.get("view") == "week"
    span = week_span(day) if by_week else month_span(day)
    mine = _mine(actor)
    visits = visits_between(actor, *span.bounds(), mine=mine)
    cells: dict[tuple[date, str], list[Visit]] = {}
    for visit in visits:
        local = clock.local(visit.starts_at).date()
        for part in day_parts(visit.starts_at, visit.ends_at) if by_week else [""]:
            cells.setdefault((local, part), []).append(visit)
    return render_template(
        "inspections/calendar_week.html" if by_week else "inspections/calendar_month.html",
        day=day,
        today=clock.today(),
        span=span,
        weeks=month_weeks(day),
        parts_of_day=[p for p in DayPart if p != DayPart.EVENING or any(key[1] == p for key in cells)],
        cells=cells,
        mine=mine,
        total=len(visits),
    )


def _day() -> date:
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return clock.today()
    # A calendar of the year 9999 has no next month.
    return day if 2000 <= day.year <= 2100 else clock.today()


def _mine(actor: Actor) -> bool:
    """An inspector opens on the own visits, everybody else on all; ``mine`` in the address decides."""
    asked = request.args.get("mine", "")
    return asked == "1" or (asked == "" and actor.role is Role.INSPECTOR)

"""Pages of plans: list, one plan, its texts, and the steps from draft to closed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.inspections.domain.kinds import PlanKind, PlanState
from audit.inspections.domain.teams import team_problems
from audit.inspections.forms.plans import NewPlanForm, NumberForm, PlanForm, ReasonForm
from audit.inspections.queries.plans import counts, plans_page, teams_of, units_of, years
from audit.inspections.queries.scope import get_plan
from audit.inspections.queries.visits import visits_of_plan
from audit.inspections.services import hooks, words
from audit.inspections.services.people import persons
from audit.inspections.services.plan_states import (
    approve_plan,
    close_plan,
    problems_of,
    return_plan_to_draft,
)
from audit.inspections.services.plans import create_plan, delete_plan, set_number, update_plan
from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import Conflict, DomainError, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.steps import asked_int, posted_int, step

blueprint = Blueprint("inspections_plans", __name__, url_prefix="/plans", template_folder="../templates")

Page = Response | str | tuple[str, int]


@blueprint.app_context_processor
def inspection_words() -> dict[str, Any]:
    """The words of kinds and states, for this package's templates and those above."""
    return {"inspection_words": words}


@blueprint.get("/")
@requires(Permission.VIEW_PLANS)
def index() -> str:
    actor = current_actor()
    kind, state = request.args.get("kind", ""), request.args.get("state", "")
    page = plans_page(
        actor, year=asked_int("year"), kind=kind, state=state, cursor=request.args.get("cursor")
    )
    return render_template(
        "inspections/plans.html",
        page=page,
        counts=counts([plan.id for plan in page.items]),
        years=[(year, year) for year in years(actor)],
        filters={"year": request.args.get("year", ""), "kind": kind, "state": state},
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def new() -> Page:
    actor = current_actor()
    earlier = list(plans_page(actor, limit=30).items)
    form = NewPlanForm(earlier=earlier)
    if not form.is_submitted():
        form.year.data = clock.today().year
        form.kind.data = request.args.get("kind") or str(PlanKind.MANAGEMENT)
        form.copy_of.data = request.args.get("copy_of", "")
    if form.validate_on_submit():
        try:
            with transaction():
                plan = create_plan(
                    actor=actor,
                    kind=form.kind.data,
                    year=form.year.data,
                    department_name=current_app.config["SETTINGS"].department_name,
                    copy_of=int(form.copy_of.data) if form.copy_of.data else None,
                )
                plan_id = plan.id
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for(".edit", plan_id=plan_id), code=303)
    page = render_template("inspections/plan_new.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/<int:plan_id>")
@requires(Permission.VIEW_PLANS)
def show(plan_id: int) -> str:
    actor = current_actor()
    plan = get_plan(actor, plan_id)
    units, teams = units_of(plan), teams_of(plan)
    visits = visits_of_plan(actor, plan)
    return render_template(
        "inspections/plan.html",
        plan=plan,
        units=units,
        teams=teams,
        visits=visits,
        visits_of_unit=_by_object(visits),
        problems=problems_of(plan, unit_count=len(units), teams=list(teams)),
        team_problems={team.id: team_problems(plan.kind, persons(team.members)) for team in teams},
        links=hooks.links_of_plan(actor, plan),
        number_form=NumberForm(obj=plan),
        reason_form=ReasonForm(formdata=None),
    )


@blueprint.route("/<int:plan_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def edit(plan_id: int) -> Page:
    actor = current_actor()
    plan = get_plan(actor, plan_id)
    if plan.state != PlanState.DRAFT:
        raise Conflict("plan_not_draft", _("Kế hoạch không còn là dự thảo nên không sửa được nội dung."))
    form = PlanForm(plan=plan)
    if form.validate_on_submit():
        values = form.values()
        revision = posted_int("revision")
        try:
            with transaction():
                update_plan(actor=actor, plan_id=plan_id, revision=revision, values=values)
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            if "add_clause" in request.form:
                return redirect(url_for(".edit", plan_id=plan_id, _anchor="content"), code=303)
            return redirect(url_for(".show", plan_id=plan_id), code=303)
    page = render_template("inspections/plan_edit.html", form=form, plan=plan)
    return page, 422 if form.errors else 200


@blueprint.post("/<int:plan_id>/number")
@requires(Permission.EDIT_PLANS)
def number(plan_id: int) -> Response:
    form = NumberForm()
    back = url_for(".show", plan_id=plan_id)
    if not form.validate_on_submit():
        get_plan(current_actor(), plan_id)
        return step(_refused, done="", back=back)
    return step(
        lambda: set_number(
            actor=current_actor(),
            plan_id=plan_id,
            revision=posted_int("revision"),
            number=form.number.data or "",
            issued_on=form.issued_on.data,
        ),
        done=_("Đã ghi số và ngày ban hành."),
        back=back,
    )


@blueprint.post("/<int:plan_id>/approve")
@requires(Permission.APPROVE_PLANS)
def approve(plan_id: int) -> Response:
    return step(
        lambda: approve_plan(actor=current_actor(), plan_id=plan_id, revision=posted_int("revision")),
        done=_("Đã phê duyệt kế hoạch."),
        back=url_for(".show", plan_id=plan_id),
    )


@blueprint.post("/<int:plan_id>/return")
@requires(Permission.APPROVE_PLANS)
def return_to_draft(plan_id: int) -> Response:
    reason = ReasonForm().reason.data or ""
    return step(
        lambda: return_plan_to_draft(
            actor=current_actor(), plan_id=plan_id, revision=posted_int("revision"), reason=reason
        ),
        done=_("Đã trả kế hoạch về dự thảo."),
        back=url_for(".show", plan_id=plan_id),
    )


@blueprint.post("/<int:plan_id>/close")
@requires(Permission.EDIT_PLANS)
def close(plan_id: int) -> Response:
    return step(
        lambda: close_plan(actor=current_actor(), plan_id=plan_id, revision=posted_int("revision")),
        done=_("Đã kết thúc kế hoạch."),
        back=url_for(".show", plan_id=plan_id),
    )


@blueprint.post("/<int:plan_id>/delete")
@requires(Permission.EDIT_PLANS)
def delete(plan_id: int) -> Response:
    try:
        with transaction():
            delete_plan(actor=current_actor(), plan_id=plan_id)
    except Conflict as error:
        message = str(error.message)
        return step(lambda: _raise(message), done="", back=url_for(".show", plan_id=plan_id))
    return redirect(url_for(".index"), code=303)


def _raise(message: str) -> None:
    raise Conflict("plan_not_deleted", message)


def _refused() -> None:
    raise Conflict("bad_form", _("Số hoặc ngày chưa đúng."))


def _by_object(visits: Any) -> dict[tuple[int, int | None], list[Any]]:
    found: dict[tuple[int, int | None], list[Any]] = {}
    for visit in visits:
        found.setdefault((visit.unit_id, visit.establishment_id), []).append(visit)
    return found

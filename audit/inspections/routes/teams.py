"""Pages of teams: setting one up, its members."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from audit.inspections.domain.teams import team_problems
from audit.inspections.forms.teams import MemberForm, TeamForm
from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.queries.people import possible_members
from audit.inspections.queries.scope import get_plan, get_team
from audit.inspections.services import hooks
from audit.inspections.services.people import persons
from audit.inspections.services.teams import (
    add_member,
    create_team,
    delete_team,
    remove_member,
    update_member,
    update_team,
)
from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.steps import step

blueprint = Blueprint("inspections_teams", __name__, template_folder="../templates")

Page = Response | str | tuple[str, int]


@blueprint.route("/plans/<int:plan_id>/teams/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def new(plan_id: int) -> Page:
    actor = current_actor()
    plan = get_plan(actor, plan_id)
    form = TeamForm()
    if form.validate_on_submit():
        try:
            with transaction():
                team = create_team(
                    actor=actor,
                    plan_id=plan_id,
                    name=form.name.data or "",
                    decision_number=form.decision_number.data or "",
                    decision_date=form.decision_date.data,
                )
                team_id = team.id
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for(".show", team_id=team_id), code=303)
    page = render_template("inspections/team_form.html", form=form, plan=plan, team=None)
    return page, 422 if form.errors else 200


@blueprint.get("/teams/<int:team_id>")
@requires(Permission.VIEW_PLANS)
def show(team_id: int) -> str:
    actor = current_actor()
    team = get_team(actor, team_id)
    return render_template(
        "inspections/team.html",
        team=team,
        plan=team.plan,
        problems=team_problems(team.plan.kind, persons(team.members)),
        links=hooks.links_of_team(actor, team),
    )


@blueprint.route("/teams/<int:team_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def edit(team_id: int) -> Page:
    actor = current_actor()
    team = get_team(actor, team_id)
    form = TeamForm(obj=team)
    if form.validate_on_submit():
        try:
            with transaction():
                update_team(
                    actor=actor,
                    team_id=team_id,
                    name=form.name.data or "",
                    decision_number=form.decision_number.data or "",
                    decision_date=form.decision_date.data,
                )
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for(".show", team_id=team_id), code=303)
    page = render_template("inspections/team_form.html", form=form, plan=team.plan, team=team)
    return page, 422 if form.errors else 200


@blueprint.post("/teams/<int:team_id>/delete")
@requires(Permission.EDIT_PLANS)
def delete(team_id: int) -> Response:
    actor = current_actor()
    plan_id = get_team(actor, team_id).plan_id
    try:
        with transaction():
            delete_team(actor=actor, team_id=team_id)
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error.message), "error")
        return redirect(url_for(".show", team_id=team_id), code=303)
    return redirect(url_for("inspections_plans.show", plan_id=plan_id, _anchor="teams"), code=303)


@blueprint.route("/teams/<int:team_id>/members/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def new_member(team_id: int) -> Page:
    return _member_page(get_team(current_actor(), team_id), None)


@blueprint.route("/teams/<int:team_id>/members/<int:member_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def edit_member(team_id: int, member_id: int) -> Page:
    team = get_team(current_actor(), team_id)
    member = next((m for m in team.members if m.id == member_id), None)
    if member is None:
        raise NotFound("member_not_found", _("Không tìm thấy thành viên trong đoàn (đội)."))
    return _member_page(team, member)


def _member_page(team: Team, member: TeamMember | None) -> Page:
    actor, team_id, member_id = current_actor(), team.id, member.id if member else 0
    form = MemberForm(kind=team.plan.kind, users=possible_members(team.plan.province_code), obj=member)
    if member is not None and member.user_id is not None and not form.is_submitted():
        form.user_id.data, form.full_name.data = str(member.user_id), ""
    if form.validate_on_submit():
        values = form.values()
        try:
            with transaction():
                if member is None:
                    add_member(actor=actor, team_id=team_id, values=values)
                else:
                    update_member(actor=actor, team_id=team_id, member_id=member_id, values=values)
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for(".show", team_id=team_id), code=303)
    page = render_template(
        "inspections/member_form.html", form=form, team=team, plan=team.plan, member=member
    )
    return page, 422 if form.errors else 200


@blueprint.post("/teams/<int:team_id>/members/<int:member_id>/remove")
@requires(Permission.EDIT_PLANS)
def drop_member(team_id: int, member_id: int) -> Response:
    return step(
        lambda: remove_member(actor=current_actor(), team_id=team_id, member_id=member_id),
        done=_("Đã đưa thành viên ra khỏi đoàn (đội)."),
        back=url_for(".show", team_id=team_id),
    )

"""Pages of programmes: the list, one programme with its tasks and reviews, its head."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.kernel import clock
from audit.kernel.access import Permission, ScopeKind
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.steps import posted_int, step
from audit.programme.domain.programmes import years_text
from audit.programme.forms.programmes import ProgrammeForm
from audit.programme.queries.programmes import counts, get_programme, programmes_page
from audit.programme.services import hooks
from audit.programme.services.programmes import (
    create_programme,
    delete_programme,
    first_values,
    update_programme,
)

blueprint = Blueprint(
    "programmes",
    __name__,
    url_prefix="/programmes",
    template_folder="../templates",
)

Page = Response | str | tuple[str, int]


@blueprint.app_template_global()
def programme_years(first_year: int, last_year: int) -> str:
    return years_text(first_year, last_year)


@blueprint.get("/")
@requires(Permission.VIEW_PLANS)
def index() -> str:
    page = programmes_page(current_actor(), cursor=request.args.get("cursor"))
    return render_template(
        "programme/programmes.html",
        page=page,
        counts=counts([programme.id for programme in page.items]),
        edits=_edits(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def new() -> Page:
    actor = current_actor()
    form = ProgrammeForm(obj=first_values(actor, clock.today()))
    if form.validate_on_submit():
        try:
            with transaction():
                programme = create_programme(actor=actor, values=form.values())
                programme_id = programme.id
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã lập kế hoạch giai đoạn. Hãy dán bảng nhiệm vụ vào đây."), "good")
            return redirect(url_for(".show", programme_id=programme_id), code=303)
    page = render_template("programme/programme_form.html", form=form, programme=None)
    return page, 422 if form.errors else 200


@blueprint.get("/<int:programme_id>")
@requires(Permission.VIEW_PLANS)
def show(programme_id: int) -> str:
    actor = current_actor()
    programme = get_programme(actor, programme_id)
    return render_template(
        "programme/programme.html",
        programme=programme,
        panels=hooks.panels(actor, programme),
        edits=_edits(),
    )


@blueprint.route("/<int:programme_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def edit(programme_id: int) -> Page:
    actor = current_actor()
    programme = get_programme(actor, programme_id)
    form = ProgrammeForm(obj=programme)
    if form.validate_on_submit():
        try:
            with transaction():
                update_programme(
                    actor=actor,
                    programme_id=programme_id,
                    revision=posted_int("revision"),
                    values=form.values(),
                )
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu kế hoạch giai đoạn."), "good")
            return redirect(url_for(".show", programme_id=programme_id), code=303)
    page = render_template("programme/programme_form.html", form=form, programme=programme)
    return page, 422 if form.errors else 200


@blueprint.post("/<int:programme_id>/delete")
@requires(Permission.EDIT_PLANS)
def delete(programme_id: int) -> Response:
    return step(
        lambda: delete_programme(
            actor=current_actor(), programme_id=programme_id, revision=posted_int("revision")
        ),
        done=_("Đã xóa kế hoạch giai đoạn."),
        back=url_for(".show", programme_id=programme_id),
        onward=url_for(".index"),
    )


def _edits() -> bool:
    actor = current_actor()
    return actor.may(Permission.EDIT_PLANS) and actor.scope_kind is ScopeKind.PROVINCE

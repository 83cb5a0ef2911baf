"""Pages of the tasks of a programme: a table pasted, one row written."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.steps import asked_int, posted_int, step
from audit.programme.forms.programmes import PasteForm, TaskForm
from audit.programme.queries.programmes import get_programme, get_task
from audit.programme.services.tasks import add_task, edit_task, paste_tasks, remove_task

blueprint = Blueprint(
    "programme_tasks",
    __name__,
    url_prefix="/programmes/<int:programme_id>/tasks",
    template_folder="../templates",
)

Page = Response | str | tuple[str, int]


@blueprint.route("/paste", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def paste(programme_id: int) -> Page:
    actor = current_actor()
    programme = get_programme(actor, programme_id)
    form = PasteForm(data={"revision": programme.revision})
    if form.validate_on_submit():
        try:
            with transaction():
                number = paste_tasks(
                    actor=actor,
                    programme_id=programme_id,
                    revision=posted_int("revision"),
                    # Leading tabs are empty cells: the form's tidying would take them away.
                    table=request.form.get("table", ""),
                )
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Bảng nhiệm vụ nay có %(n)s dòng.", n=number), "good")
            return _to_programme(programme_id)
    page = render_template("programme/paste.html", form=form, programme=programme)
    return page, 422 if form.errors else 200


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def new(programme_id: int) -> Page:
    actor = current_actor()
    programme = get_programme(actor, programme_id)
    after = asked_int("after")
    before = get_task(programme, after) if after else None
    form = TaskForm(data={"revision": programme.revision, "kind": "task"})
    if form.validate_on_submit():
        try:
            with transaction():
                add_task(
                    actor=actor,
                    programme_id=programme_id,
                    revision=posted_int("revision"),
                    row=form.row(),
                    after=after,
                )
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã thêm nhiệm vụ."), "good")
            return _to_programme(programme_id)
    page = render_template(
        "programme/task_form.html", form=form, programme=programme, task=None, before=before
    )
    return page, 422 if form.errors else 200


@blueprint.route("/<int:task_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def edit(programme_id: int, task_id: int) -> Page:
    actor = current_actor()
    programme = get_programme(actor, programme_id)
    task = get_task(programme, task_id)
    form = TaskForm(obj=task, revision=programme.revision)
    if form.validate_on_submit():
        try:
            with transaction():
                edit_task(
                    actor=actor,
                    programme_id=programme_id,
                    task_id=task_id,
                    revision=posted_int("revision"),
                    row=form.row(),
                )
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu nhiệm vụ."), "good")
            return _to_programme(programme_id)
    page = render_template("programme/task_form.html", form=form, programme=programme, task=task, before=None)
    return page, 422 if form.errors else 200


@blueprint.post("/<int:task_id>/delete")
@requires(Permission.EDIT_PLANS)
def delete(programme_id: int, task_id: int) -> Response:
    return step(
        lambda: remove_task(
            actor=current_actor(),
            programme_id=programme_id,
            task_id=task_id,
            revision=posted_int("revision"),
        ),
        done=_("Đã xóa nhiệm vụ."),
        back=url_for("programmes.show", programme_id=programme_id, _anchor="tasks"),
    )


def _to_programme(programme_id: int) -> Response:
    return redirect(url_for("programmes.show", programme_id=programme_id, _anchor="tasks"), code=303)

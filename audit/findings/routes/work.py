"""What people do with findings: add, edit, confirm, drop, restore, put in order."""

from __future__ import annotations

from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.findings.domain.states import FindingState
from audit.findings.forms.findings import ConfirmForm, DropForm, FindingForm, MoveForm, RevisionForm
from audit.findings.models import Finding
from audit.findings.queries import choices
from audit.findings.queries.scope import finding_for, visit_for
from audit.findings.services import findings as services
from audit.findings.services.guards import workable_visit
from audit.findings.services.order import move_finding
from audit.findings.services.recommendations import add_drafted_recommendation
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, DomainError, Invalid
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from checklists.domain.kinds import FindingKind

F = TypeVar("F", bound=RevisionForm)

blueprint = Blueprint("findings_work", __name__, template_folder="../templates")


@blueprint.route("/visits/<int:visit_id>/findings/new", methods=["GET", "POST"])
@requires(Permission.EDIT_FINDINGS)
def create(visit_id: int) -> str | AnyResponse | tuple[str, int]:
    """Add a finding by hand."""
    actor = current_actor()
    visit = workable_visit(actor, visit_id)
    wanted = request.args.get("kind", "")
    kind = FindingKind.STRENGTH if wanted == FindingKind.STRENGTH else FindingKind.SHORTCOMING
    form = FindingForm(kind=kind)
    form.offer(choices.photos(visit))
    if form.validate_on_submit():
        try:
            with transaction():
                finding = services.add_finding(
                    actor=actor,
                    visit_id=visit_id,
                    content=form.content(),
                    personal_data_confirmed=form.personal_data_confirmed.data,
                )
                address = _on_list(finding)
        except Invalid as error:
            return _form(form, visit_for(actor, visit_id), None, error), error.status
        flash(_("Đã thêm nhận xét."), "success")
        return redirect(address)
    return (_form(form, visit, None), 422) if form.errors else _form(form, visit, None)


@blueprint.route("/findings/<int:finding_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_FINDINGS)
def edit(finding_id: int) -> str | AnyResponse | tuple[str, int]:
    """Change what a finding says; what was typed is kept when it cannot be saved."""
    actor = current_actor()
    finding = finding_for(actor, finding_id)
    workable_visit(actor, finding.visit_id, by_hand=finding.suggestion_key is None)
    form = FindingForm()
    form.offer(choices.photos(finding.visit))
    if request.method == "GET":
        form.show(finding)
    elif form.validate_on_submit():
        try:
            with transaction():
                changed = services.edit_finding(
                    actor=actor,
                    finding_id=finding_id,
                    revision=form.revision.data,
                    content=form.content(),
                    personal_data_confirmed=form.personal_data_confirmed.data,
                )
                if "confirm" in request.form and changed.state == FindingState.SUGGESTED:
                    services.confirm_finding(actor=actor, finding_id=finding_id, revision=changed.revision)
                address = _on_list(changed)
        except (Invalid, Conflict) as error:
            db.session.rollback()
            present = finding_for(actor, finding_id)
            if error.code == "changed_by_another":
                # Sent again, it is a decision made in sight of the other's words.
                form.revision.raw_data, form.revision.data = None, present.revision
            return _form(form, present.visit, present, error), error.status
        flash(_("Đã lưu nhận xét."), "success")
        return redirect(address)
    return (_form(form, finding.visit, finding), 422) if form.errors else _form(form, finding.visit, finding)


def _form(form: FindingForm, visit: Visit, finding: Finding | None, error: DomainError | None = None) -> str:
    if error is not None:
        form.refuse(error)
    code = error.code if error else ""
    return render_template(
        "findings/form.html",
        form=form,
        visit=visit,
        finding=finding,
        photos=choices.photos(visit),
        suspected=code == "personal_data_suspected" or bool(form.personal_data_confirmed.data),
        changed=finding if code == "changed_by_another" else None,
    )


@blueprint.post("/findings/<int:finding_id>/confirm")
@requires(Permission.EDIT_FINDINGS)
def confirm(finding_id: int) -> AnyResponse:
    """Confirm a suggestion, and ask for what the checklist proposes when told to."""
    form, actor = _valid(ConfirmForm()), current_actor()
    with transaction():
        finding = services.confirm_finding(actor=actor, finding_id=finding_id, revision=form.revision.data)
        if form.recommend.data:
            add_drafted_recommendation(actor=actor, finding=finding, today=clock.today())
        address = _next(finding)
    flash(
        _("Đã xác nhận và lập kiến nghị.") if form.recommend.data else _("Đã xác nhận nhận xét."), "success"
    )
    return redirect(address)


@blueprint.post("/visits/<int:visit_id>/findings/confirm-all")
@requires(Permission.EDIT_FINDINGS)
def confirm_all(visit_id: int) -> AnyResponse:
    """Confirm every suggestion that was on the page, as it was."""
    seen: dict[int, int] = {}
    for pair in request.form.getlist("seen")[:500]:
        finding_id, _colon, revision = pair.partition(":")
        if not (finding_id.isdecimal() and revision.isdecimal() and len(pair) < 30):
            raise Invalid("bad_form", _("Biểu mẫu không hợp lệ; hãy tải lại trang."))
        seen[int(finding_id)] = int(revision)
    with transaction():
        number = services.confirm_suggestions(actor=current_actor(), visit_id=visit_id, seen=seen)
    flash(_("Đã xác nhận %(n)s nhận xét.", n=number), "success")
    return redirect(url_for("findings.of_visit", visit_id=visit_id))


@blueprint.post("/findings/<int:finding_id>/drop")
@requires(Permission.EDIT_FINDINGS)
def drop(finding_id: int) -> AnyResponse:
    """Leave a finding out, with the reason."""
    form = _valid(DropForm())
    with transaction():
        finding = services.drop_finding(
            actor=current_actor(),
            finding_id=finding_id,
            revision=form.revision.data,
            reason=form.chosen_reason,
        )
        address = _next(finding)
    flash(_("Đã bỏ nhận xét; có thể khôi phục ở mục “Đã bỏ”."), "success")
    return redirect(address)


@blueprint.post("/findings/<int:finding_id>/restore")
@requires(Permission.EDIT_FINDINGS)
def restore(finding_id: int) -> AnyResponse:
    """Bring a finding back among those to be decided."""
    form = _valid(RevisionForm())
    with transaction():
        finding = services.restore_finding(
            actor=current_actor(), finding_id=finding_id, revision=form.revision.data
        )
        address = _next(finding)
    flash(_("Đã đưa nhận xét về danh sách chờ xác nhận."), "success")
    return redirect(address)


@blueprint.post("/findings/<int:finding_id>/move")
@requires(Permission.EDIT_FINDINGS)
def move(finding_id: int) -> AnyResponse:
    """Change places with the neighbour."""
    form = _valid(MoveForm())
    with transaction():
        finding = move_finding(
            actor=current_actor(),
            finding_id=finding_id,
            revision=form.revision.data,
            up=form.direction.data == "up",
        )
        address = _on_list(finding)
    return redirect(address)


def _valid(form: F) -> F:
    if not form.validate_on_submit():
        raise Invalid("bad_form", _("Biểu mẫu không hợp lệ; hãy tải lại trang."))
    return form


def _on_list(finding: Finding) -> str:
    return url_for("findings.of_visit", visit_id=finding.visit_id, _anchor=f"finding-{finding.id}")


def _next(finding: Finding) -> str:
    """Back to where the button was: the finding's own page, or the work list of its visit."""
    if request.form.get("back") == "finding":
        return url_for("findings.show", finding_id=finding.id)
    return _on_list(finding)

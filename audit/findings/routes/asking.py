"""Making and changing recommendations."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.findings.domain.states import AWAITED, FindingState
from audit.findings.forms.recommendations import RecommendationForm
from audit.findings.models import Finding, Recommendation
from audit.findings.queries import choices
from audit.findings.queries.findings import of_visit
from audit.findings.queries.phrases import item_codes
from audit.findings.queries.scope import may_work_on, recommendation_for, visit_for
from audit.findings.services import recommendations as services
from audit.findings.services.guards import workable_visit
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.database import transaction
from audit.kernel.errors import Conflict, DomainError, Forbidden, Invalid
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from checklists.domain.kinds import FindingKind

blueprint = Blueprint("recommendations_work", __name__, template_folder="../templates")


@blueprint.route("/visits/<int:visit_id>/recommendations/new", methods=["GET", "POST"])
@requires(Permission.EDIT_FINDINGS)
def create(visit_id: int) -> str | AnyResponse | tuple[str, int]:
    """Ask somebody to put one or more shortcomings of a visit right."""
    actor, today = current_actor(), clock.today()
    visit = workable_visit(actor, visit_id)
    findings = _usable(actor, visit)
    asked = [f for f in findings if str(f.id) in request.args.getlist("finding")]
    form = RecommendationForm(
        finding_ids=[f.id for f in asked],
        text="\n".join(f.recommendation_draft for f in asked if f.recommendation_draft),
        due_on=services.proposed_due(asked or findings, today),
    )
    form.offer(choices.addressees(visit, today), findings)
    if form.validate_on_submit():
        try:
            with transaction():
                made = services.add_recommendation(
                    actor=actor,
                    visit_id=visit_id,
                    content=form.content(),
                    today=today,
                    personal_data_confirmed=form.personal_data_confirmed.data,
                )
                anchor = f"recommendation-{made.id}"
        except Invalid as error:
            return _form(form, visit_for(actor, visit_id), None, error), error.status
        flash(_("Đã lập kiến nghị."), "success")
        return redirect(url_for("findings.of_visit", visit_id=visit_id, _anchor=anchor))
    return (_form(form, visit, None), 422) if form.errors else _form(form, visit, None)


@blueprint.route("/recommendations/<int:recommendation_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_FINDINGS)
def edit(recommendation_id: int) -> str | AnyResponse | tuple[str, int]:
    """Change what is asked, of whom, by when."""
    actor, today = current_actor(), clock.today()
    recommendation = recommendation_for(actor, recommendation_id)
    _check_editable(actor, recommendation)
    findings = _usable(actor, recommendation.visit)
    form = RecommendationForm(
        revision=recommendation.revision,
        finding_ids=[finding.id for finding in recommendation.findings],
        text=recommendation.text,
        addressee=services.addressee_key(recommendation),
        addressee_other=recommendation.addressee if recommendation.addressee_kind == "other" else "",
        due_on=recommendation.due_on,
    )
    form.offer(services.choices_of(recommendation, today), findings)
    if form.validate_on_submit():
        try:
            with transaction():
                services.edit_recommendation(
                    actor=actor,
                    recommendation_id=recommendation_id,
                    revision=form.revision.data,
                    content=form.content(),
                    today=today,
                    personal_data_confirmed=form.personal_data_confirmed.data,
                )
        except (Invalid, Conflict) as error:
            present = recommendation_for(actor, recommendation_id)
            if error.code == "changed_by_another":
                # Sent again, it is a decision made in sight of the other's words.
                form.revision.raw_data, form.revision.data = None, present.revision
            return _form(form, present.visit, present, error), error.status
        flash(_("Đã lưu kiến nghị."), "success")
        return redirect(url_for("recommendations.show", recommendation_id=recommendation_id))
    page = _form(form, recommendation.visit, recommendation)
    return (page, 422) if form.errors else page


def _check_editable(actor: Actor, recommendation: Recommendation) -> None:
    if not may_work_on(actor, recommendation.visit):
        raise Forbidden("not_attending", _("Chỉ thành viên tham gia buổi kiểm tra được sửa kiến nghị."))
    if recommendation.state not in AWAITED:
        raise Conflict(
            "recommendation_settled", _("Kiến nghị đã báo cáo thực hiện hoặc đã đóng, không sửa được nữa.")
        )


def _usable(actor: Actor, visit: Visit) -> list[Finding]:
    return of_visit(actor, visit.id, states=[FindingState.CONFIRMED])[FindingKind.SHORTCOMING]


def _form(
    form: RecommendationForm,
    visit: Visit,
    recommendation: Recommendation | None,
    error: DomainError | None = None,
) -> str:
    if error is not None:
        form.refuse(error)
    code = error.code if error else ""
    return render_template(
        "findings/recommendation_form.html",
        form=form,
        visit=visit,
        recommendation=recommendation,
        item_codes=item_codes([number for number, _label in form.finding_ids.choices]),
        periods=services.present_periods(clock.today()),
        suspected=code == "personal_data_suspected" or bool(form.personal_data_confirmed.data),
        changed=recommendation if code == "changed_by_another" else None,
    )

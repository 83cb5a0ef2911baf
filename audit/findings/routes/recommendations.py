"""Pages of recommendations: the register, one with its follow-up, reports on it, exports."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.findings.domain.states import (
    AWAITED,
    RecommendationState,
    recommendation_moves,
)
from audit.findings.domain.wording import RECOMMENDATION_STATES
from audit.findings.forms.recommendations import StepForm
from audit.findings.models import Recommendation
from audit.findings.queries import choices
from audit.findings.queries import recommendations as queries
from audit.findings.queries.scope import (
    may_answer,
    may_work_on,
    only_answers,
    recommendation_for,
)
from audit.findings.routes.arguments import arguments, recommendation_filters
from audit.findings.routes.downloads import spreadsheet
from audit.findings.services.exports import export_recommendations
from audit.findings.services.follow_up import change_state
from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.database import transaction
from audit.kernel.errors import Conflict, DomainError, Forbidden, Invalid
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _

blueprint = Blueprint("recommendations", __name__, template_folder="../templates")


@blueprint.get("/recommendations/")
@requires(Permission.VIEW_FINDINGS)
def index() -> str:
    """The register of recommendations, the soonest due first."""
    actor, filters, today = current_actor(), recommendation_filters(), clock.today()
    return render_template(
        "findings/recommendations.html",
        page=queries.register(actor, filters, today=today, cursor=request.args.get("cursor")),
        totals=queries.totals(actor, filters, today=today),
        filters=filters,
        arguments=arguments(),
        units=choices.units(actor),
        plans=choices.plans(actor),
        agencies=[(f"agency:{code}", name) for code, name in choices.agencies(actor.province_code, today)],
        for_unit=actor.commune_code is not None,
        states=[("unsettled", _("Chưa hoàn tất")), *RECOMMENDATION_STATES.items()],
        today=today,
    )


@blueprint.get("/recommendations.xlsx", defaults={"ending": "xlsx"})
@blueprint.get("/recommendations.csv", defaults={"ending": "csv"})
@requires(Permission.VIEW_FINDINGS)
def export(ending: str) -> Response:
    """The register as filtered, as a spreadsheet; leaves a journal entry."""
    today = clock.today()
    with transaction():
        data = export_recommendations(
            actor=current_actor(), filters=recommendation_filters(), today=today, kind=ending
        )
    return spreadsheet(data, ending, "kien-nghi", today)


@blueprint.get("/recommendations/<int:recommendation_id>")
@requires(Permission.VIEW_FINDINGS)
def show(recommendation_id: int) -> str:
    """One recommendation: what is asked, for which findings, and what came of it."""
    actor = current_actor()
    return _page(actor, recommendation_for(actor, recommendation_id))


@blueprint.post("/recommendations/<int:recommendation_id>/step")
@requires(Permission.VIEW_FINDINGS)
def step(recommendation_id: int) -> AnyResponse | tuple[str, int]:
    """Report progress, verify, return or withdraw."""
    actor = current_actor()
    recommendation = recommendation_for(actor, recommendation_id)
    if not may_answer(actor, recommendation):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))
    form = _step_form(actor, recommendation)
    if not form.validate_on_submit():
        return _page(actor, recommendation, form), 422
    try:
        with transaction():
            change_state(
                actor=actor,
                recommendation_id=recommendation_id,
                revision=form.revision.data,
                state=RecommendationState(form.state.data),
                note=form.note.data or "",
                personal_data_confirmed=form.personal_data_confirmed.data,
            )
    except (Invalid, Conflict) as error:
        present = recommendation_for(actor, recommendation_id)
        form.refuse(error)
        return _page(actor, present, form, error), error.status
    flash(_("Đã ghi tình hình thực hiện kiến nghị."), "success")
    return redirect(url_for(".show", recommendation_id=recommendation_id))


def _step_form(actor: Actor, recommendation: Recommendation) -> StepForm:
    current = RecommendationState(recommendation.state)
    moves = (
        recommendation_moves(
            current, may_verify=actor.may(Permission.FOLLOW_UP), only_answers=only_answers(actor)
        )
        if may_answer(actor, recommendation)
        else ()
    )
    form = StepForm(revision=recommendation.revision)
    form.offer(current, moves)
    return form


def _page(
    actor: Actor,
    recommendation: Recommendation,
    form: StepForm | None = None,
    error: DomainError | None = None,
) -> str:
    form = form or _step_form(actor, recommendation)
    suspected = error is not None and error.code == "personal_data_suspected"
    return render_template(
        "findings/recommendation.html",
        recommendation=recommendation,
        findings=queries.findings_of(actor, recommendation),
        steps=queries.steps_of(recommendation),
        form=form,
        suspected=suspected or bool(form.personal_data_confirmed.data),
        may_edit=may_work_on(actor, recommendation.visit) and recommendation.state in AWAITED,
        today=clock.today(),
    )

"""Pages on which the plan's communes or establishments are chosen."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.inspections.domain.candidates import reason_from_facts, sorted_candidates
from audit.inspections.domain.kinds import PlanState
from audit.inspections.domain.plans import needs_establishments
from audit.inspections.forms.plans import ReasonForm
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.queries.candidates import commune_candidates, establishment_candidates
from audit.inspections.queries.plans import counts
from audit.inspections.queries.scope import get_plan
from audit.inspections.services.hooks import count_open_recommendations
from audit.inspections.services.plan_units import (
    add_establishments,
    add_units,
    change_reason,
    remove_unit,
)
from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import Conflict, DomainError, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.steps import asked_int, posted_int, step
from audit.registers.adapters.data_files import types_on
from audit.registers.queries.units import commune_choices

blueprint = Blueprint("inspections_units", __name__, url_prefix="/plans", template_folder="../templates")


@blueprint.get("/<int:plan_id>/candidates")
@requires(Permission.EDIT_PLANS)
def candidates(plan_id: int) -> str:
    plan = get_plan(current_actor(), plan_id)
    if plan.state == PlanState.CLOSED:
        raise Conflict("plan_closed", _("Kế hoạch đã kết thúc."))
    today = clock.today()
    chosen = counts([plan.id])[plan.id][0]
    sort = request.args.get("sort", "")
    if not needs_establishments(plan.kind):
        found = commune_candidates(plan, on=today, open_recommendations=count_open_recommendations)
        return render_template(
            "inspections/candidates.html",
            plan=plan,
            chosen=chosen,
            candidates=sorted_candidates(found, sort),
        )
    filters = {
        "q": request.args.get("q", "")[:200],
        "type": request.args.get("type", ""),
        "unit": request.args.get("unit", ""),
        "unsigned": request.args.get("unsigned", ""),
    }
    page = establishment_candidates(
        plan,
        q=filters["q"],
        type_code=filters["type"],
        unit_id=asked_int("unit"),
        unsigned=filters["unsigned"] == "1",
        sort=sort,
        cursor=request.args.get("cursor"),
    )
    return render_template(
        "inspections/candidate_establishments.html",
        plan=plan,
        chosen=chosen,
        page=page,
        filters=filters,
        types={kind.code: kind.name for kind in types_on(today)},
        communes=[(unit.id, unit.name) for unit in commune_choices(plan.province_code, today)],
    )


@blueprint.post("/<int:plan_id>/units")
@requires(Permission.EDIT_PLANS)
def choose(plan_id: int) -> Response:
    actor = current_actor()
    ids = [int(text) for text in request.form.getlist("chosen") if text.isdecimal() and len(text) < 12]
    typed = ReasonForm().reason.data or ""
    plan = get_plan(actor, plan_id)
    by_establishment = needs_establishments(plan.kind)
    reasons = dict.fromkeys(ids, typed) if typed or by_establishment else _from_facts(plan, ids)
    add = add_establishments if by_establishment else add_units
    try:
        with transaction():
            added = len(add(actor=actor, plan_id=plan_id, reasons=reasons))
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error.message), "error")
        return redirect(url_for(".candidates", plan_id=plan_id), code=303)
    flash(_("Đã thêm %(n)s đơn vị, cơ sở vào kế hoạch.", n=added), "good")
    return redirect(url_for("inspections_plans.show", plan_id=plan_id, _anchor="units"), code=303)


def _from_facts(plan: InspectionPlan, ids: list[int]) -> dict[int, str]:
    """The reason from the figures themselves, for communes whose reason nobody typed."""
    found = commune_candidates(plan, on=clock.today(), open_recommendations=count_open_recommendations)
    facts = {candidate.unit_id: reason_from_facts(candidate) for candidate in found}
    return {unit_id: facts.get(unit_id, "") for unit_id in ids}


@blueprint.post("/<int:plan_id>/units/<int:plan_unit_id>/reason")
@requires(Permission.EDIT_PLANS)
def reword(plan_id: int, plan_unit_id: int) -> Response:
    reason = ReasonForm().reason.data or ""
    return step(
        lambda: change_reason(
            actor=current_actor(), plan_id=plan_id, plan_unit_id=plan_unit_id, reason=reason
        ),
        done=_("Đã lưu lý do lựa chọn."),
        back=url_for("inspections_plans.show", plan_id=plan_id, _anchor="units"),
    )


@blueprint.post("/<int:plan_id>/units/remove")
@requires(Permission.EDIT_PLANS)
def remove(plan_id: int) -> Response:
    plan_unit_id, reason = posted_int("plan_unit_id"), ReasonForm().reason.data or ""
    return step(
        lambda: remove_unit(actor=current_actor(), plan_id=plan_id, plan_unit_id=plan_unit_id, reason=reason),
        done=_("Đã đưa ra khỏi kế hoạch."),
        back=url_for("inspections_plans.show", plan_id=plan_id, _anchor="units"),
    )

"""Answers that differ: the list to decide, the decisions, the same on paper and in a spreadsheet."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.inspections.queries.scope import get_visit
from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.offline.queries import conflicts as queries
from audit.offline.routes.arguments import number
from audit.offline.services.conflicts import decide_conflict
from audit.offline.services.exports import export_conflicts

blueprint = Blueprint("tablet_conflicts", __name__, url_prefix="/tablets", template_folder="../templates")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@blueprint.get("/conflicts/")
@requires(Permission.BOOK_VISITS)
def index() -> str:
    """Conflicts that wait for a decision."""
    actor, visit_id = current_actor(), number("visit")
    page, conflicts = queries.open_conflicts(actor, visit_id=visit_id, cursor=request.args.get("cursor"))
    return render_template(
        "offline/conflicts.html",
        page=page,
        conflicts=conflicts,
        total=queries.count_open(actor, visit_id),
        visit_id=visit_id,
    )


@blueprint.get("/conflicts/history")
@requires(Permission.BOOK_VISITS)
def history() -> str:
    """Who decided what and when, and what it was chosen over."""
    actor, visit_id = current_actor(), number("visit")
    page, decisions = queries.decisions(actor, visit_id=visit_id, cursor=request.args.get("cursor"))
    return render_template(
        "offline/decisions.html",
        page=page,
        decisions=decisions,
        total=queries.count_open(actor, visit_id),
        visit_id=visit_id,
    )


@blueprint.get("/conflicts/print")
@requires(Permission.BOOK_VISITS)
def printed() -> str:
    """Everything to decide on one plain page, for a meeting."""
    actor = current_actor()
    return render_template(
        "offline/conflicts_print.html",
        conflicts=queries.all_open(actor),
        now=clock.now(),
        who=actor.full_name,
    )


@blueprint.get("/conflicts.xlsx", defaults={"ending": "xlsx"})
@blueprint.get("/conflicts.csv", defaults={"ending": "csv"})
@requires(Permission.BOOK_VISITS)
def export(ending: str) -> Response:
    """The same as a spreadsheet, decisions too."""
    with transaction():
        data = export_conflicts(actor=current_actor(), kind=ending)
    response = Response(data, content_type=TYPES[ending])
    name = f"tra-loi-khac-nhau-{clock.today():%Y%m%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.post("/conflicts/<int:visit_id>/<int:response_id>/decide")
@requires(Permission.BOOK_VISITS)
def decide(visit_id: int, response_id: int) -> AnyResponse:
    """Choose one of the answers that stood on the page."""
    actor = current_actor()
    get_visit(actor, visit_id)
    back = url_for(".index", visit=request.form.get("visit") or None)
    try:
        with transaction():
            decide_conflict(
                actor=actor,
                visit_id=visit_id,
                response_id=response_id,
                chosen=request.form.get("chosen", ""),
                seen=request.form.getlist("seen")[:50],
            )
    except (Invalid, Conflict) as error:
        flash(str(error.message), "error")
    else:
        flash(_("Đã ghi quyết định; câu trả lời kia vẫn được lưu trong lịch sử."), "success")
    return redirect(back, code=303)

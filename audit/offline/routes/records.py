"""Records that were received but not applied: what they say, why they wait, and the lead's decision."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.offline.queries import records as queries
from audit.offline.queries.scope import record_for
from audit.offline.routes.arguments import number, one_of, words
from audit.offline.services.parked import apply_parked
from audit.offline.services.parked import set_aside as set_aside_parked

blueprint = Blueprint(
    "tablet_records", __name__, url_prefix="/tablets/records", template_folder="../templates"
)


@blueprint.get("/")
@requires(Permission.BOOK_VISITS)
def index() -> str:
    """Parked records to decide; refused ones and decided ones under their own tabs."""
    actor = current_actor()
    state, text, visit_id = one_of("state", queries.STATES, "waiting"), words(), number("visit")
    page, lines = queries.not_applied(
        actor, state=state, visit_id=visit_id, text=text, cursor=request.args.get("cursor")
    )
    return render_template(
        "offline/records.html",
        page=page,
        lines=lines,
        counts=queries.counts(actor, visit_id),
        state=state,
        filters={"q": text},
        visit_id=visit_id,
    )


@blueprint.post("/<int:record_id>/apply")
@requires(Permission.BOOK_VISITS)
def apply(record_id: int) -> Response:
    """Let the record count, as if it had come in time."""
    actor = current_actor()
    record_for(actor, record_id)
    try:
        with transaction():
            apply_parked(actor=actor, ledger_id=record_id)
    except (Invalid, Conflict) as error:
        flash(str(error.message), "error")
    else:
        flash(_("Đã áp dụng bản ghi."), "success")
    return _back()


@blueprint.post("/<int:record_id>/set-aside")
@requires(Permission.BOOK_VISITS)
def set_aside(record_id: int) -> Response:
    """Leave the record where it is, with the reason; it is kept for ever."""
    actor = current_actor()
    record_for(actor, record_id)
    try:
        with transaction():
            set_aside_parked(actor=actor, ledger_id=record_id, reason=request.form.get("reason", ""))
    except (Invalid, Conflict) as error:
        flash(str(error.message), "error")
    else:
        flash(_("Đã để bản ghi sang một bên; nội dung vẫn được giữ."), "success")
    return _back()


def _back() -> Response:
    return redirect(url_for(".index", visit=request.form.get("visit") or None), code=303)

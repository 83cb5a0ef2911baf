"""The board of tablets: who holds what, one tablet in full, and taking the right to use it away."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.offline.forms.board import RevokeForm
from audit.offline.queries import board as queries
from audit.offline.queries.conflicts import count_open
from audit.offline.queries.ledger import receipts_of
from audit.offline.queries.records import counts
from audit.offline.queries.scope import device_for, oversees
from audit.offline.routes.arguments import one_of, words
from audit.offline.services.devices import revoke as revoke_device

blueprint = Blueprint(
    "tablets",
    __name__,
    url_prefix="/tablets",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)

Page = Response | str | tuple[str, int]


@blueprint.get("/")
@requires(Permission.FILL_CHECKLISTS)
def index() -> str:
    """All tablets of the province, or one's own."""
    actor = current_actor()
    state, text = one_of("state", queries.STATES), words()
    page, lines = queries.board(actor, state=state, text=text, cursor=request.args.get("cursor"))
    whole = oversees(actor)
    return render_template(
        "offline/board.html",
        page=page,
        lines=lines,
        totals=queries.totals(actor),
        filters={"state": state, "q": text},
        whole=whole,
        waiting=counts(actor)["waiting"] if whole else 0,
        conflicts=count_open(actor) if whole else 0,
    )


@blueprint.get("/<uuid:device_id>")
@requires(Permission.FILL_CHECKLISTS)
def show(device_id: UUID) -> str:
    """One tablet: visit by visit what it says it holds and what was received."""
    actor = current_actor()
    device = device_for(actor, str(device_id))
    (line,) = queries.lines([device])
    received = [visit.visit_id for visit in line.visits if visit.received]
    return render_template(
        "offline/device.html",
        line=line,
        device=device,
        visits=queries.visits_by_id(actor, {visit.visit_id for visit in line.visits}),
        codes={receipt["visit"]: receipt["code"] for receipt in receipts_of(device.id, received)},
    )


@blueprint.route("/<uuid:device_id>/revoke", methods=["GET", "POST"])
@requires(Permission.FILL_CHECKLISTS)
def revoke(device_id: UUID) -> Page:
    """Ask for the reason, then have the tablet destroy its keys the next time it calls."""
    actor = current_actor()
    device = device_for(actor, str(device_id))
    form = RevokeForm()
    if form.validate_on_submit():
        try:
            with transaction():
                revoke_device(actor=actor, device_id=str(device_id), reason=form.reason.data or "")
        except (Invalid, Conflict) as error:
            device = device_for(actor, str(device_id))
            form.refuse(error)
        else:
            flash(_("Đã thu hồi. Dữ liệu trên máy sẽ bị xóa khi máy liên hệ với máy chủ."), "success")
            return redirect(url_for(".show", device_id=device_id), code=303)
    (line,) = queries.lines([device])
    page = render_template("offline/revoke.html", form=form, line=line, device=device)
    return page, 422 if form.errors else 200

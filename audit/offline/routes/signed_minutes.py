"""Minutes signed on a tablet, as the screen showed them, for everybody who may see the sheet."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import sees_sheet
from audit.inspections.queries.visits import whole_visit
from audit.kernel.access import Actor, Permission
from audit.kernel.errors import NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.offline.domain.handwriting import HIGH, WIDE, svg_path
from audit.offline.queries.minutes import Minutes, minutes_of

blueprint = Blueprint("tablet_minutes", __name__, url_prefix="/visits", template_folder="../templates")


@blueprint.get("/<int:visit_id>/signed-minutes")
@requires(Permission.VIEW_VISITS)
def show(visit_id: int) -> str:
    """All minutes of the visit, latest first, with what was signed under each."""
    visit = _readable(current_actor(), visit_id)
    minutes = _made(visit)
    holding = next((one for one in minutes if one.valid), None)
    return render_template(
        "offline/signed_minutes.html",
        visit=visit,
        minutes=minutes,
        holding=holding,
        path_of=svg_path,
        box=(WIDE, HIGH),
    )


@blueprint.get("/<int:visit_id>/signed-minutes/<minutes_id>.json")
@requires(Permission.VIEW_VISITS)
def download(visit_id: int, minutes_id: str) -> Response:
    """The signed text, byte for byte as it came: its SHA-256 is the digest on the page."""
    visit = _readable(current_actor(), visit_id)
    found = next((one for one in _made(visit) if one.row.record_id == minutes_id), None)
    if found is None or not found.text:
        raise _nothing()
    response = Response(found.text.encode("utf-8"), mimetype="application/json")
    name = f"bien-ban-da-ky-{visit.id}-{found.row.digest[:8]}.json"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _readable(actor: Actor, visit_id: int) -> Visit:
    visit = whole_visit(actor, visit_id)
    if not sees_sheet(actor, visit):
        raise _nothing()
    return visit


def _made(visit: Visit) -> list[Minutes]:
    made = minutes_of(visit.id)
    if not made:
        raise _nothing()
    return made


def _nothing() -> NotFound:
    return NotFound("no_signed_minutes", _("Buổi kiểm tra này không có biên bản ký tại chỗ."))

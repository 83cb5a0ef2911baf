"""The page of agencies: those in force, and the former ones that reports still quote."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.guards import current_actor, requires
from audit.kernel.paging import paginate
from audit.registers.domain.agencies import KIND_NAMES
from audit.registers.models.agencies import Agency
from audit.registers.queries import agencies
from audit.registers.routes.units import chosen_day

blueprint = Blueprint(
    "registers_agencies", __name__, url_prefix="/registers/agencies", template_folder="../templates"
)


@blueprint.get("")
@requires(Permission.VIEW_REGISTERS)
def index() -> str:
    """Agencies by kind, name and day."""
    day = chosen_day()
    kind = request.args.get("kind", "")
    text = request.args.get("q", "").strip()[:100]
    former = request.args.get("former") == "1"
    page = paginate(
        agencies.agencies_on(day, actor=current_actor(), kind=kind, text=text, former=former),
        keys=(Agency.province_code, Agency.position, Agency.valid_from, Agency.id),
        cursor=request.args.get("cursor"),
        limit=50,
    )
    return render_template(
        "registers/agencies.html",
        page=page,
        day=day,
        kind=kind,
        text=text,
        former=former,
        kinds=KIND_NAMES,
        today=clock.today(),
    )

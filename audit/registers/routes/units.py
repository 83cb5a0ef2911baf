"""Pages of administrative units: provinces, communes of a province, one unit and its lineage, at any date."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.paging import paginate
from audit.registers.domain.units import KIND_WORDS, TWO_TIER_FROM, Level, UnitKind
from audit.registers.forms.offices import OfficeForm
from audit.registers.models.units import AdministrativeUnit
from audit.registers.queries import establishments, units
from audit.registers.queries.offices import offices_of
from audit.registers.services.offices import may_set_office, set_office

blueprint = Blueprint(
    "registers_units", __name__, url_prefix="/registers/units", template_folder="../templates"
)


def chosen_day() -> date:
    """The day of ``?on=`` (ISO or 05/9/2025); today when absent or unreadable."""
    text = request.args.get("on", "").strip()
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text) if text else clock.today()
    except ValueError:
        return clock.today()


@blueprint.get("")
@requires(Permission.VIEW_REGISTERS)
def index() -> str:
    """Provinces of the chosen day that the person may see, and search by name."""
    actor, day = current_actor(), chosen_day()
    text = request.args.get("q", "").strip()[:100]
    matches = units.search(text, actor=actor, day=day) if text else []
    provinces = [] if text else units.provinces_on(day, actor=actor)
    return render_template(
        "registers/units.html",
        day=day,
        text=text,
        matches=matches,
        provinces=provinces,
        kinds=KIND_WORDS,
        two_tier_from=TWO_TIER_FROM,
        today=clock.today(),
    )


@blueprint.get("/<code>")
@requires(Permission.VIEW_REGISTERS)
def show(code: str) -> str:
    """A province with its communes, or a district or commune with what it was and what it became."""
    actor, day = current_actor(), chosen_day()
    unit = units.visible_unit_on(code, day, actor=actor)
    before, after = units.predecessors(unit.id), units.successors(unit.id)
    common = {
        "unit": unit,
        "day": day,
        "today": clock.today(),
        "kinds": KIND_WORDS,
        "predecessors": before,
        "successors": after,
        "two_tier_from": TWO_TIER_FROM,
    }
    if unit.level == Level.PROVINCE:
        text = request.args.get("q", "").strip()[:100]
        page = paginate(
            units.communes_on(unit.code, day, text=text),
            keys=(AdministrativeUnit.sort_key, AdministrativeUnit.id),
            cursor=request.args.get("cursor"),
            limit=100,
        )
        counts = units.count_by_kind(unit.code, day)
        return render_template(
            "registers/province.html",
            page=page,
            text=text,
            counts=[(KIND_WORDS[UnitKind(kind)], number) for kind, number in sorted(counts.items())],
            total=sum(counts.values()),
            establishments=establishments.count_by_commune(actor=actor),
            **common,
        )
    parents = units.names_on({unit.province_code, unit.parent_code or ""}, day)
    return render_template(
        "registers/unit.html",
        parents=parents,
        establishments=establishments.count_in_commune(unit.code, actor=actor),
        office=offices_of([unit.id]).get(unit.id),
        may_set_office=actor.may(Permission.EDIT_REGISTERS) and may_set_office(actor, unit),
        level_name=_("Đơn vị cấp huyện (đã kết thúc)")
        if unit.level == Level.DISTRICT
        else _("Đơn vị cấp xã"),
        **common,
    )


@blueprint.route("/<code>/office", methods=["GET", "POST"])
@requires(Permission.EDIT_REGISTERS)
def office(code: str) -> str | AnyResponse | tuple[str, int]:
    """How the office of a commune is reached."""
    actor = current_actor()
    unit = units.visible_unit_on(code, clock.today(), actor=actor)
    known = offices_of([unit.id]).get(unit.id)
    form = OfficeForm(obj=known)
    if form.validate_on_submit():
        try:
            with transaction():
                unit = units.visible_unit_on(code, clock.today(), actor=actor)
                set_office(actor=actor, unit=unit, data=form.to_data(), revision=form.seen)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu thông tin liên hệ."), "good")
            return redirect(url_for(".show", code=code))
    unit = units.visible_unit_on(code, clock.today(), actor=actor)
    page = render_template("registers/office_form.html", form=form, unit=unit)
    return (page, 422) if form.errors else page

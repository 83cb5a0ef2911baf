"""Pages of establishments: list, record, form, import, export."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.database import db, transaction
from audit.kernel.errors import DomainError
from audit.kernel.forms import choices
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.paging import paginate
from audit.registers.adapters import data_files
from audit.registers.domain.establishments import (
    COMMITMENT_NAMES,
    LICENCE_NAMES,
    STATE_NAMES,
    EstablishmentState,
)
from audit.registers.forms.establishments import EstablishmentForm, ImportForm, initial
from audit.registers.models.establishments import Establishment
from audit.registers.queries import establishments as queries
from audit.registers.queries import units
from audit.registers.services import establishments as services
from audit.registers.services.export_establishments import export_csv, export_xlsx, template_xlsx
from audit.registers.services.import_establishments import ImportRefused, import_establishments

blueprint = Blueprint(
    "registers_establishments",
    __name__,
    url_prefix="/registers/establishments",
    template_folder="../templates",
)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_FAULTS = 200


def _province(actor: Actor) -> str:
    return actor.province_code or str(current_app.config["SETTINGS"].province_code)


def _filter() -> queries.Filter:
    args = request.args
    return queries.Filter(
        commune_code=args.get("commune", ""),
        type_code=args.get("type", ""),
        commitment_state=args.get("commitment", ""),
        licence_state=args.get("licence", ""),
        state=args.get("state", "active") if args.get("state") != "all" else "",
        text=args.get("q", "").strip()[:100],
    )


def _type_choices(day: date) -> list[tuple[str, str]]:
    listed = [("luu_tru", str(_("— tất cả cơ sở lưu trú")))]
    return listed + [(t.code, t.name[0].upper() + t.name[1:]) for t in data_files.types_on(day)]


@blueprint.get("")
@requires(Permission.VIEW_REGISTERS)
def index() -> str:
    """The filtered list, paged by key."""
    actor, today, wanted = current_actor(), clock.today(), _filter()
    sort = request.args.get("sort", "name")
    page = paginate(
        queries.establishments(wanted, actor=actor, types=data_files.establishment_types()),
        keys=queries.SORTS.get(sort, queries.SORTS["name"]),
        cursor=request.args.get("cursor"),
        limit=50,
    )
    communes = [] if actor.commune_code else units.commune_choices(_province(actor), today)
    return render_template(
        "registers/establishments.html",
        page=page,
        wanted=wanted,
        communes=[(u.code, u.name) for u in communes],
        types=_type_choices(today),
        type_names={t.code: t.name for t in data_files.establishment_types()},
        commitments=COMMITMENT_NAMES,
        states=STATE_NAMES,
        can_edit=actor.may(Permission.EDIT_REGISTERS),
        can_import=actor.may(Permission.IMPORT_REGISTERS),
        arguments={k: v for k, v in request.args.items() if k not in ("cursor", "format")},
    )


@blueprint.get("/export.<any(xlsx, csv):format>")
@requires(Permission.VIEW_REGISTERS)
def export(format: str) -> Response:
    """Exactly the filtered list, in its order, as a spreadsheet that can be imported again."""
    types = data_files.establishment_types()
    statement = queries.establishments(_filter(), actor=current_actor(), types=types)
    keys = queries.SORTS.get(request.args.get("sort", "name"), queries.SORTS["name"])
    records = db.session.scalars(statement.order_by(*keys)).all()
    content = export_xlsx(records, types) if format == "xlsx" else export_csv(records, types)
    return _file(content, f"co-so-{clock.today():%Y-%m-%d}.{format}", format)


@blueprint.get("/template.xlsx")
@requires(Permission.IMPORT_REGISTERS)
def template() -> Response:
    """The empty spreadsheet for an import."""
    today = clock.today()
    communes = units.commune_choices(_province(current_actor()), today)
    return _file(template_xlsx(communes, data_files.types_on(today)), "mau-co-so.xlsx", "xlsx")


def _file(content: bytes, name: str, format: str) -> Response:
    response = Response(content, mimetype=_XLSX if format == "xlsx" else "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Permission.IMPORT_REGISTERS)
def import_file() -> str | AnyResponse | tuple[str, int]:
    """Import a spreadsheet; wrong rows are listed and nothing is written."""
    form = ImportForm()
    faults: tuple[Any, ...] = ()
    if form.validate_on_submit():
        actor, upload = current_actor(), form.file.data
        try:
            with transaction():
                done = import_establishments(
                    actor=actor,
                    province_code=_province(actor),
                    data=upload.read(),
                    filename=upload.filename or "",
                    update_existing=form.update_existing.data,
                )
        except ImportRefused as error:
            form.refuse(error)
            faults = error.faults
        except DomainError as error:
            form.refuse(error)
        else:
            flash(
                _(
                    "Đã nhập: thêm %(created)s, cập nhật %(updated)s, không đổi %(unchanged)s cơ sở.",
                    created=done.created,
                    updated=done.updated,
                    unchanged=done.unchanged,
                ),
                "good",
            )
            return redirect(url_for(".index"))
    page = render_template(
        "registers/import.html",
        form=form,
        faults=faults[:SHOWN_FAULTS],
        more=max(0, len(faults) - SHOWN_FAULTS),
    )
    return (page, 422) if form.errors else page


@blueprint.get("/<int:number>")
@requires(Permission.VIEW_REGISTERS)
def show(number: int) -> str:
    """One establishment."""
    actor = current_actor()
    record = queries.establishment(number, actor=actor)
    return render_template(
        "registers/establishment.html",
        record=record,
        type_names={t.code: t.name for t in data_files.establishment_types()},
        licences=LICENCE_NAMES,
        commitments=COMMITMENT_NAMES,
        can_edit=actor.may(Permission.EDIT_REGISTERS),
    )


def _form(actor: Actor, province: str, **kwargs: Any) -> EstablishmentForm:
    form = EstablishmentForm(**kwargs)
    today = clock.today()
    communes = [u for u in units.commune_choices(province, today) if actor.commune_code in (None, u.code)]
    types = [(t.code, t.name[0].upper() + t.name[1:]) for t in data_files.types_on(today)]
    form.type_code.choices = choices(types, blank=_("Chọn loại hình"))
    form.commune_code.choices = choices([(u.code, u.name) for u in communes], blank=_("Chọn đơn vị"))
    return form


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_REGISTERS)
def new() -> str | AnyResponse | tuple[str, int]:
    """Add an establishment."""
    actor = current_actor()
    form = _form(actor, _province(actor))
    if form.validate_on_submit():
        try:
            with transaction():
                record = services.create_establishment(
                    actor=actor,
                    province_code=_province(actor),
                    data=form.to_data(),
                    confirmed=form.confirmed.data,
                )
            flash(_("Đã thêm cơ sở."), "good")
            return redirect(url_for(".show", number=record.id))
        except DomainError as error:
            form.refuse(error)
            return _edit_page(form, None, error)
    return _edit_page(form, None)


@blueprint.route("/<int:number>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_REGISTERS)
def edit(number: int) -> str | AnyResponse | tuple[str, int]:
    """Change an establishment."""
    actor = current_actor()
    record = queries.establishment(number, actor=actor)
    form = _form(actor, record.province_code, data=initial(record))
    if form.validate_on_submit():
        try:
            with transaction():
                record = queries.establishment(number, actor=actor)
                state = EstablishmentState(record.state)
                services.update_establishment(
                    actor=actor, record=record, data=form.to_data(state=state), confirmed=form.confirmed.data
                )
            flash(_("Đã lưu thay đổi."), "good")
            return redirect(url_for(".show", number=number))
        except DomainError as error:
            form.refuse(error)
            return _edit_page(form, queries.establishment(number, actor=actor), error)
    return _edit_page(form, record)


def _edit_page(
    form: EstablishmentForm, record: Establishment | None, error: DomainError | None = None
) -> str | tuple[str, int]:
    ask = error is not None and error.code == "personal_data"
    page = render_template("registers/establishment_form.html", form=form, record=record, ask=ask)
    return (page, error.status if error else 422) if form.errors else page


@blueprint.post("/<int:number>/close")
@requires(Permission.EDIT_REGISTERS)
def close(number: int) -> AnyResponse:
    """Mark as no longer operating."""
    actor = current_actor()
    with transaction():
        services.close_establishment(actor=actor, record=queries.establishment(number, actor=actor))
    flash(_("Đã ghi cơ sở ngừng hoạt động."), "good")
    return redirect(url_for(".show", number=number))


@blueprint.post("/<int:number>/reopen")
@requires(Permission.EDIT_REGISTERS)
def reopen(number: int) -> AnyResponse:
    """Mark as operating again."""
    actor = current_actor()
    with transaction():
        services.reopen_establishment(actor=actor, record=queries.establishment(number, actor=actor))
    flash(_("Đã ghi cơ sở hoạt động trở lại."), "good")
    return redirect(url_for(".show", number=number))

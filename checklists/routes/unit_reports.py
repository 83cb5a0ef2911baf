"""Pages of the communes' yearly figures: who has reported, and one report to fill in, submit and accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.database import transaction
from audit.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.spreadsheets import Sheet, write_xlsx
from audit.kernel.steps import posted_int, step
from checklists.domain.unit_reports import FIRST_YEAR, OPEN, ReportState, Step, after
from checklists.models.instruments import Instrument
from checklists.models.unit_reports import UnitReport
from checklists.queries.figures_table import figures_table
from checklists.queries.unit_reports import NONE, counts, forms_of_units, get_report, lines, table_of
from checklists.services import unit_reports as services

blueprint = Blueprint("unit_reports", __name__, url_prefix="/figures", template_folder="../templates")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS_SHOWN = 6
_FIELDS = frozenset({"value", "note", "confirmed_no_personal_data"})
Rows = dict[str, dict[str, list[str]]]


@blueprint.get("/")
@requires(Permission.VIEW_FIGURES)
def index() -> str:
    actor, today = current_actor(), clock.today()
    forms = forms_of_units()
    form = _form(forms, request.args.get("form", ""))
    if form is None:
        return render_template("checklists/unit_reports.html", form=None)
    year = _year(request.args.get("year", ""), today.year)
    state = request.args.get("state", "")
    state = state if state in (NONE, *ReportState) else ""
    text = request.args.get("q", "")[:120]
    return render_template(
        "checklists/unit_reports.html",
        page=lines(actor, form, year, today, text=text, state=state, cursor=request.args.get("cursor")),
        forms=forms,
        form=form,
        year=year,
        years=range(today.year, today.year - YEARS_SHOWN, -1),
        state=state,
        q=text,
        counts=counts(actor, form, year, today),
    )


@blueprint.get("/figures.xlsx")
@requires(Permission.VIEW_FIGURES)
def export() -> Response:
    """All communes of a form and year in one sheet, with exact figures."""
    actor, today = current_actor(), clock.today()
    form = _form(forms_of_units(), request.args.get("form", ""))
    if form is None:
        raise NotFound("instrument_not_found", _("Không tìm thấy biểu mẫu đang áp dụng."))
    year = _year(request.args.get("year", ""), today.year)
    figures, rows = figures_table(actor, form, year, today)
    head = [str(_("Mã")), str(_("Đơn vị")), str(_("Trạng thái")), str(_("Nộp")), *figures]
    notes = [
        form.title,
        str(_("Năm %(year)s", year=year)),
        str(_("Lưu hành nội bộ: số liệu chính xác của từng đơn vị.")),
    ]
    sheet = Sheet(str(_("Số liệu")), head, rows, (8, 28, 14, 12, *(16 for _one in figures)), notes)
    name = f"bao-cao-so-lieu-{form.code}-{year}.xlsx"
    return Response(
        write_xlsx([sheet]),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _year(text: str, default: int) -> int:
    return (
        int(text) if text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= default else default
    )


def _form(forms: Sequence[Instrument], code: str) -> Instrument | None:
    return next((form for form in forms if form.code == code), forms[0] if forms else None)


@blueprint.post("/open")
@requires(Permission.REPORT_FIGURES)
def begin() -> Response:
    actor = current_actor()
    unit, year = posted_int("unit"), posted_int("year")
    try:
        with transaction():
            report_id = services.open_report(
                actor=actor, unit_id=unit, form_code=request.form.get("form", "")[:60], year=year
            ).id
    except (Invalid, Conflict) as error:
        flash(str(error.message), "error")
        return redirect(url_for(".index"), code=303)
    return redirect(url_for(".show", report_id=report_id), code=303)


@blueprint.get("/<int:report_id>")
@requires(Permission.VIEW_FIGURES)
def show(report_id: int) -> str:
    actor = current_actor()
    return _page(actor, get_report(actor, report_id))


def _page(
    actor: Actor, report: UnitReport, typed: Rows | None = None, wrong: Mapping[str, str] | None = None
) -> str:
    state = ReportState(report.state)
    reports, accepts = actor.may(Permission.REPORT_FIGURES), actor.may(Permission.ACCEPT_FIGURES)
    # The department returns what a unit submitted, the unit takes it back.
    allowed = {Step.ACCEPT: accepts, Step.RETURN: accepts, Step.WITHDRAW: reports and not accepts}
    possible = {step for step, may in allowed.items() if may and after(state, step) is not None}
    return render_template(
        "checklists/unit_report.html",
        report=report,
        table=table_of(report),
        writes=reports and state in OPEN,
        possible=possible,
        typed=typed or {},
        wrong=wrong or {},
    )


@blueprint.post("/<int:report_id>")
@requires(Permission.REPORT_FIGURES)
def save(report_id: int) -> Response | tuple[str, int]:
    """Save all rows; with ``submit`` pressed, submit them as well."""
    actor = current_actor()
    rows = _rows()
    revision = posted_int("revision")
    try:
        with transaction():
            changed = services.save_figures(actor=actor, report_id=report_id, revision=revision, rows=rows)
            revision += 1 if changed else 0
    except (NotFound, Forbidden):
        raise
    except Invalid as error:
        wrong = error.details.get("rows")
        if not isinstance(wrong, dict):  # else the page lists what is wrong
            flash(str(error.message), "error")
        page = _page(actor, get_report(actor, report_id), rows, wrong if isinstance(wrong, dict) else None)
        return page, 422
    except DomainError as error:
        flash(str(error.message), "error")
        return redirect(url_for(".show", report_id=report_id), code=303)
    if request.form.get("submit"):
        return step(
            lambda: services.submit_report(actor=actor, report_id=report_id, revision=revision),
            done=_("Đã nộp báo cáo số liệu."),
            back=url_for(".show", report_id=report_id),
        )
    flash(_("Đã lưu %(n)s dòng có thay đổi.", n=changed), "good")
    return redirect(url_for(".show", report_id=report_id), code=303)


def _rows() -> Rows:
    """Fields of each row by its code, as :func:`checklists.domain.fallback.read_form` names them.

    A field is ``<name>:<row>``; a row that has none is not touched.
    """
    rows: Rows = {}
    for key in request.form:
        name, colon, code = key.partition(":")
        if colon and (name in _FIELDS or name.startswith("value-")):
            rows.setdefault(code[:60], {})[name] = request.form.getlist(key)
    return rows


@blueprint.post("/<int:report_id>/withdraw")
@requires(Permission.REPORT_FIGURES)
def withdraw(report_id: int) -> Response:
    actor, revision = current_actor(), posted_int("revision")
    return step(
        lambda: services.withdraw_report(actor=actor, report_id=report_id, revision=revision),
        done=_("Đã rút lại báo cáo; sửa xong hãy nộp lại."),
        back=url_for(".show", report_id=report_id),
    )


@blueprint.post("/<int:report_id>/accept")
@requires(Permission.ACCEPT_FIGURES)
def accept(report_id: int) -> Response:
    actor, revision = current_actor(), posted_int("revision")
    return step(
        lambda: services.accept_report(actor=actor, report_id=report_id, revision=revision),
        done=_("Đã tiếp nhận báo cáo số liệu."),
        back=url_for(".show", report_id=report_id),
    )


@blueprint.post("/<int:report_id>/return")
@requires(Permission.ACCEPT_FIGURES)
def send_back(report_id: int) -> Response:
    actor, revision = current_actor(), posted_int("revision")
    reason = request.form.get("reason", "")
    return step(
        lambda: services.return_report(actor=actor, report_id=report_id, revision=revision, reason=reason),
        done=_("Đã trả lại báo cáo cho đơn vị."),
        back=url_for(".show", report_id=report_id),
    )

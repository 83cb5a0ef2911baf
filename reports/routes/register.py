"""The register of outgoing documents: numbers of a symbol and year, and those nothing bears."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from audit.kernel import clock
from audit.kernel.access import Permission, ScopeKind
from audit.kernel.database import transaction
from audit.kernel.errors import Forbidden
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from reports.queries import documents, series
from reports.services import words
from reports.services.register import export_register

blueprint = Blueprint(
    "document_register", __name__, url_prefix="/documents/register", template_folder="../templates"
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/")
@requires(Permission.DRAFT_REPORTS)
def show() -> str:
    """One symbol of one year; the first there is unless the address says which."""
    _whole_province()
    actor, year, symbol = current_actor(), _year(), request.args.get("symbol", "")
    symbols = series.symbols(actor, year)
    chosen = symbol if symbol in symbols else next(iter(symbols), "")
    years = sorted({year, clock.today().year, *documents.years(actor)}, reverse=True)
    return render_template(
        "reports/register.html",
        found=series.series(actor, year, chosen) if chosen else None,
        year=year,
        years=[(each, str(each)) for each in years],
        symbols=[(each, each) for each in symbols],
        chosen=chosen,
        words=words,
    )


@blueprint.get("/export.xlsx")
@requires(Permission.DRAFT_REPORTS)
def export() -> Response:
    """The same as a spreadsheet; leaves a journal entry."""
    _whole_province()
    year = _year()
    with transaction():
        data = export_register(actor=current_actor(), year=year, symbol=request.args.get("symbol", "")[:60])
    response = Response(data, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="so-van-ban-di-{year}.xlsx"'
    return response


def _whole_province() -> None:
    """Who sees some documents only would take the others' numbers for gaps."""
    if current_actor().scope_kind is not ScopeKind.PROVINCE:
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))


def _year() -> int:
    text = request.args.get("year", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else clock.today().year

"""Pages of instruments and indicators: what is asked, by whose law, and how it adds up."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as BaseResponse

from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.spreadsheets import Sheet, write_csv, write_xlsx
from checklists.domain.annex import COLUMNS
from checklists.domain.identifiers import uuid7
from checklists.forms import ImportIndicatorsForm
from checklists.models.indicators import Indicator
from checklists.queries import indicators as indicator_queries
from checklists.queries import instruments as instrument_queries
from checklists.queries import wording
from checklists.queries.indicators import IndicatorFilter
from checklists.services.indicator_import import import_indicators

blueprint = Blueprint(
    "checklists_instruments",
    __name__,
    url_prefix="/instruments",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AnswerWords:
    """What templates need to speak of answers; `fresh_id` names the answer a plain form will post."""

    def __getattr__(self, name: str) -> object:
        return getattr(wording, name)

    @staticmethod
    def fresh_id() -> str:
        return uuid7(clock.now())


@blueprint.record
def words(state: BlueprintSetupState) -> None:
    """Macros are imported without context, so the words are a global of all templates."""
    state.app.jinja_env.globals["answer_words"] = AnswerWords()


@blueprint.get("/")
@requires(Permission.VIEW_INSTRUMENTS)
def index() -> str:
    return render_template(
        "checklists/instruments.html",
        instruments=instrument_queries.instrument_list(),
        sets=indicator_queries.sets(),
    )


@blueprint.get("/versions/<int:version_id>")
@requires(Permission.VIEW_INSTRUMENTS)
def version(version_id: int) -> str:
    found = instrument_queries.version_by_id(version_id)
    return render_template(
        "checklists/version.html", version=found, sections=instrument_queries.sections_of(found.id)
    )


def _wanted() -> IndicatorFilter:
    asked = request.args.get("set", "")
    set_id = int(asked) if asked.isdecimal() and len(asked) < 10 else None
    return IndicatorFilter(
        set_id=set_id if set_id is None else indicator_queries.set_by_id(set_id).id,
        section=request.args.get("section", "")[:500],
        agency=request.args.get("agency", "")[:500],
        words=request.args.get("q", "")[:200],
    )


@blueprint.get("/indicators")
@requires(Permission.VIEW_INSTRUMENTS)
def indicators() -> str:
    wanted = _wanted()
    page = indicator_queries.indicator_page(wanted, cursor=request.args.get("cursor"))
    sections, agencies = indicator_queries.choices(wanted.set_id)
    chosen = indicator_queries.set_by_id(wanted.set_id) if wanted.set_id else None
    return render_template(
        "checklists/indicators.html",
        page=page,
        wanted=wanted,
        chosen=chosen,
        sets=indicator_queries.sets(),
        sections=sections,
        agencies=agencies,
        targets=indicator_queries.targets_of(page.items),
        derived=indicator_queries.derived_of(chosen.id) if chosen else (),
        rules=indicator_queries.rules_of(chosen.id) if chosen else (),
    )


def _annex_rows(found: list[Indicator]) -> list[list[str | None]]:
    """Indicators in the nine columns, sections as rows of their own, ready to be imported again."""
    targets = indicator_queries.targets_of(found)
    rows: list[list[str | None]] = []
    section: tuple[int, str] = (0, "")
    for indicator in found:
        if (indicator.set_id, indicator.section_title) != section:
            section = (indicator.set_id, indicator.section_title)
            if indicator.section_title:
                rows.append(["", indicator.section_title] + [None] * 7)
        planned = {target.period: target.target for target in targets.get(indicator.id, ())}
        whole = planned.pop("2021-2025", None)
        year = "; ".join(f"{period}: {target}" for period, target in planned.items())
        row = [indicator.marker, indicator.display_name, indicator.unit, None, year or None, None, whole]
        rows.append([*row, indicator.frequency, indicator.information_source])
    return rows


@blueprint.get("/indicators.<any(xlsx, csv):suffix>")
@requires(Permission.VIEW_INSTRUMENTS)
def export(suffix: str) -> Response:
    rows = _annex_rows(list(indicator_queries.all_matching(_wanted())))
    if suffix == "csv":
        data, kind = write_csv(COLUMNS, rows), "text/csv; charset=utf-8"
    else:
        widths = (8, 60, 16, 16, 20, 16, 20, 18, 30)
        data, kind = write_xlsx([Sheet(str(_("Bộ chỉ số")), COLUMNS, rows, widths)]), XLSX
    return Response(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="bo-chi-so.{suffix}"'}
    )


@blueprint.route("/indicators/import", methods=["GET", "POST"])
@requires(Permission.EDIT_INSTRUMENTS)
def import_page() -> str | tuple[str, int] | BaseResponse:
    form = ImportIndicatorsForm()
    wrong: list[tuple[int, str]] = []
    if form.validate_on_submit():
        try:
            with transaction():
                result = import_indicators(
                    data=form.file.data.read(),
                    filename=form.file.data.filename or "",
                    code=form.code.data or "",
                    version=form.version.data or "",
                    valid_from=form.valid_from.data,
                    name=form.name.data or "",
                    source=form.source.data or "",
                    actor=current_actor(),
                )
                set_id = result.indicator_set.id
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
            wrong = list(error.details.get("rows", ()))  # type: ignore[call-overload]
        else:
            flash(str(_("Đã nhập %(n)s chỉ số.", n=result.indicators)), "success")
            if result.figures_ignored:
                flash(
                    str(
                        _(
                            "Bỏ qua %(n)s ô số liệu: bộ chỉ số chỉ gồm định nghĩa, "
                            "số liệu nhập theo đợt báo cáo.",
                            n=result.figures_ignored,
                        )
                    ),
                    "info",
                )
            return redirect(url_for(".indicators", set=set_id))
    page = render_template("checklists/import_indicators.html", form=form, wrong=wrong, columns=COLUMNS)
    return (page, 422) if form.is_submitted() else page

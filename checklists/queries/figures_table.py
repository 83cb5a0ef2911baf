"""The figures of all communes for one form and year, a commune a row, for a spreadsheet."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.spreadsheets import Cell
from audit.registers.models.units import AdministrativeUnit
from checklists.domain.items import ItemSpec
from checklists.domain.kinds import AnswerStatus, AnswerType
from checklists.domain.unit_reports import REPORTED, ReportState
from checklists.models.instruments import Instrument, Item
from checklists.models.submissions import Response
from checklists.models.unit_reports import UnitReport
from checklists.queries.instruments import current_version, specs_of
from checklists.queries.unit_reports import of_form, reporting_units
from checklists.queries.wording import REPORT_STATES, value_text


def figures_table(
    actor: Actor, form: Instrument, year: int, today: date
) -> tuple[list[str], list[list[Cell]]]:
    """Rows of the form as headings, and a row of cells for each commune the person may see; four queries.

    Figures are exact. A commune that has not begun has its name alone; figures of a report that is still
    being filled in are not its word yet and stay out.
    """
    specs = [
        spec for spec in specs_of(current_version(form.code).id) if spec.answer_type != AnswerType.HEADING
    ]
    units = db.session.execute(
        reporting_units(actor, today)
        .outerjoin(UnitReport, of_form(form, year))
        .add_columns(UnitReport)
        .order_by(AdministrativeUnit.sort_key, AdministrativeUnit.id)
    ).all()
    said = {report.submission_id for _unit, report in units if report is not None}
    held: dict[tuple[int, str], Response] = {}
    statement = (
        select(Response, Item.code)
        .join(Item, Response.item_id == Item.id)
        .where(Response.submission_id.in_(said), Response.status == AnswerStatus.ANSWERED)
    )
    for response, code in db.session.execute(statement):
        held[response.submission_id, code] = response
    rows: list[list[Cell]] = []
    for unit, report in units:
        row: list[Cell] = [unit.code, unit.name]
        if report is not None:
            state = ReportState(report.state)
            sent = clock.local(report.submitted_at).date() if report.submitted_at else None
            row += [str(REPORT_STATES[state]), sent]
            if state in REPORTED:
                row += [_cell(spec, held.get((report.submission_id, spec.code))) for spec in specs]
        rows.append(row)
    return [f"{spec.text} ({spec.unit})" if spec.unit else spec.text for spec in specs], rows


def _cell(spec: ItemSpec, response: Response | None) -> Cell:
    if response is None:
        return None
    match spec.answer_type:
        case AnswerType.COUNT:
            return int(response.value)  # type: ignore[arg-type]
        case AnswerType.MONEY | AnswerType.PERCENT:
            return float(response.value)  # type: ignore[arg-type]
        case _:
            return value_text(spec, response.value)

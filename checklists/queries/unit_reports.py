"""Yearly figures of communes: who has reported, and one report as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, false, func, select
from sqlalchemy.orm import contains_eager, joinedload

from audit.kernel.access import Actor, ScopeKind
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.kernel.paging import Page, paginate
from audit.registers.models.units import AdministrativeUnit
from audit.registers.queries.units import communes_on
from checklists.domain.items import Answer
from checklists.domain.kinds import AnswerStatus, InstrumentKind, SubjectKind, VersionState
from checklists.domain.measures import number_of
from checklists.domain.unit_reports import REPORTED, Disagreement, FormRule, disagreements
from checklists.models.indicators import IndicatorSet, ValidationRule
from checklists.models.instruments import Instrument, InstrumentVersion
from checklists.models.submissions import Submission
from checklists.models.unit_reports import UnitReport
from checklists.queries.instruments import specs_of
from checklists.queries.sheets import Sheet, answers_of, sheet_of

# In the filter of the list: communes that have not even begun.
NONE = "none"


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A report as it is filled in: its rows with answers, those of the year before, what disagrees."""

    report: UnitReport
    sheet: Sheet
    before: dict[str, Answer]
    disagreements: tuple[Disagreement, ...]


def forms_of_units() -> Sequence[Instrument]:
    """The statistical forms that communes fill in, by title."""
    published = select(InstrumentVersion.instrument_id).where(
        InstrumentVersion.state == VersionState.PUBLISHED
    )
    return db.session.scalars(
        select(Instrument)
        .where(
            Instrument.kind == InstrumentKind.STATISTICAL_FORM,
            Instrument.subject == SubjectKind.UNIT,
            Instrument.id.in_(published),
        )
        .order_by(Instrument.title, Instrument.id)
    ).all()


def reporting_units(actor: Actor, today: date, *, text: str = "") -> Select[AdministrativeUnit]:
    """The communes that report now and that the person may see.

    A commune made of others reports for the years before as well, for the area it has now: so the closing
    review of 2025 asks the new communes for the years from 2021 on.
    """
    return _within(communes_on(actor.province_code, today, text=text), actor)


def _within(statement: Select[Any], actor: Actor) -> Select[Any]:
    if actor.scope_kind is ScopeKind.AGENCY:
        return statement.where(false())
    if actor.commune_code is not None:
        return statement.where(AdministrativeUnit.code == actor.commune_code)
    return statement


def lines(
    actor: Actor,
    form: Instrument,
    year: int,
    today: date,
    *,
    text: str = "",
    state: str = "",
    cursor: str | None = None,
) -> Page[tuple[AdministrativeUnit, UnitReport | None]]:
    """A page of communes in Vietnamese order, each with its report of the form and year, or None.

    ``state`` is one of :class:`ReportState`, ``"none"`` for those that have not begun, or "" for all.
    """
    statement = (
        reporting_units(actor, today, text=text)
        .outerjoin(UnitReport, of_form(form, year))
        .add_columns(UnitReport)
    )
    if state == NONE:
        statement = statement.where(UnitReport.id.is_(None))
    elif state:
        statement = statement.where(UnitReport.state == state)
    keys = (AdministrativeUnit.sort_key, AdministrativeUnit.id)
    return paginate(statement, keys=keys, cursor=cursor, scalars=False)


def counts(actor: Actor, form: Instrument, year: int, today: date) -> dict[str, int]:
    """How many communes stand where: by state, and ``"none"`` for those that have not begun; one query."""
    where = func.coalesce(UnitReport.state, NONE)
    statement = reporting_units(actor, today).outerjoin(UnitReport, of_form(form, year))
    grouped = statement.with_only_columns(where, func.count()).group_by(where)
    return {state: number for state, number in db.session.execute(grouped)}


def of_form(form: Instrument, year: int) -> Any:
    """Joins a commune to its report of a form and year."""
    return and_(
        UnitReport.unit_id == AdministrativeUnit.id,
        UnitReport.instrument_id == form.id,
        UnitReport.year == year,
    )


def reports_of(actor: Actor) -> Select[UnitReport]:
    """Reports of the communes the person may see."""
    statement = select(UnitReport).join(UnitReport.unit)
    return _within(statement, actor).where(AdministrativeUnit.province_code == actor.province_code)


def get_report(actor: Actor, report_id: int, *, lock: bool = False) -> UnitReport:
    """One report; :class:`NotFound` outside the person's area. ``lock``: nobody else changes it now."""
    statement = reports_of(actor).where(UnitReport.id == report_id)
    if lock:
        statement = statement.with_for_update(of=UnitReport).execution_options(populate_existing=True)
    else:
        statement = statement.options(
            contains_eager(UnitReport.unit),
            joinedload(UnitReport.instrument),
            joinedload(UnitReport.submission)
            .joinedload(Submission.version)
            .joinedload(InstrumentVersion.instrument),
        )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound("unit_report_not_found", _("Không tìm thấy báo cáo số liệu."))
    return found


def table_of(report: UnitReport) -> ReportTable:
    """The report with its rows, the year before and what does not agree; a constant number of queries."""
    before = db.session.scalar(
        select(UnitReport.submission_id).where(
            UnitReport.unit_id == report.unit_id,
            UnitReport.instrument_id == report.instrument_id,
            UnitReport.year == report.year - 1,
            UnitReport.state.in_(REPORTED),
        )
    )
    return ReportTable(
        report=report,
        sheet=sheet_of(report.submission),
        before=answers_of(before) if before is not None else {},
        disagreements=disagreements_of(report),
    )


def disagreements_of(report: UnitReport) -> tuple[Disagreement, ...]:
    """What in the figures does not agree by the rules of the indicator set that the form prints."""
    answers = answers_of(report.submission_id)
    numbers = {}
    for spec in specs_of(report.submission.version_id):
        answer = answers.get(spec.code)
        if answer is not None and answer.status is AnswerStatus.ANSWERED:
            number = number_of(spec, answer.value)
            if number is not None:
                numbers[spec.code] = number
    explained = {code for code, answer in answers.items() if answer.note.strip()}
    return disagreements(_rules(report.instrument), numbers, explained)


def _rules(form: Instrument) -> list[FormRule]:
    """The rules of the published set of the form's name."""
    statement = (
        select(ValidationRule)
        .join(IndicatorSet, IndicatorSet.id == ValidationRule.set_id)
        .where(IndicatorSet.code == form.code, IndicatorSet.state == VersionState.PUBLISHED)
        .order_by(ValidationRule.set_id, ValidationRule.position)
    )
    return [
        FormRule(row.code, row.left, row.op, row.right, row.severity, row.message)
        for row in db.session.scalars(statement)
    ]

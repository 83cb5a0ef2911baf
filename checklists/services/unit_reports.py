"""Filling in, submitting and accepting the yearly figures of communes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.revisions import unchanged_since
from audit.kernel.text import tidy
from audit.registers.models.units import AdministrativeUnit
from checklists.domain.fallback import Fields, read_form
from checklists.domain.identifiers import uuid7
from checklists.domain.kinds import AnswerStatus, AnswerType
from checklists.domain.problems import Problem
from checklists.domain.unit_reports import FIRST_YEAR, OPEN, ReportState, Step, after
from checklists.models.instruments import Item
from checklists.models.submissions import Response
from checklists.models.unit_reports import UnitReport
from checklists.queries.instruments import current_version, item_spec
from checklists.queries.unit_reports import (
    disagreements_of,
    forms_of_units,
    get_report,
    reporting_units,
)
from checklists.queries.wording import problem_text
from checklists.services.events import Outcome, record_events
from checklists.services.submissions import complete_submission, open_submission, reopen_submission

MAX_REASON = 2_000


def open_report(*, actor: Actor, unit_id: int, form_code: str, year: int) -> UnitReport:
    """The report of a commune for a form and year, begun when there is none yet.

    Raises Forbidden without the right to report, NotFound for a commune outside the person's area or a form
    that communes do not fill in, Invalid ``year_invalid`` for a year that has not begun.
    """
    _must(actor, Permission.REPORT_FIGURES)
    today = clock.today()
    if not FIRST_YEAR <= year <= today.year:
        raise Invalid("year_invalid", _("Năm báo cáo không hợp lệ."), "year")
    unit = db.session.scalar(reporting_units(actor, today).where(AdministrativeUnit.id == unit_id))
    if unit is None:
        raise NotFound("unit_not_found", _("Không tìm thấy đơn vị hành chính này vào ngày đã chọn."))
    form = next((form for form in forms_of_units() if form.code == form_code), None)
    if form is None:
        raise NotFound("instrument_not_found", _("Không tìm thấy biểu mẫu đang áp dụng."))
    known = db.session.scalar(
        select(UnitReport).where(
            UnitReport.unit_id == unit.id,
            UnitReport.instrument_id == form.id,
            UnitReport.year == year,
        )
    )
    if known is not None:
        return known
    submission = open_submission(version=current_version(form.code), actor=actor)
    report = UnitReport(
        unit_id=unit.id,
        instrument_id=form.id,
        year=year,
        submission_id=submission.id,
        state=ReportState.DRAFT,
        created_at=clock.now(),
        revision=1,
    )
    try:
        with db.session.begin_nested():
            db.session.add(report)
    except IntegrityError as error:
        raise Conflict("report_begun", _("Người khác vừa mở báo cáo này. Hãy tải lại danh sách.")) from error
    record(
        actor=actor,
        action="unit_report.opened",
        subject="unit_report",
        subject_id=report.id,
        details={"unit": unit.name, "form": form.code, "year": year},
    )
    return report


def save_figures(*, actor: Actor, report_id: int, revision: int, rows: Mapping[str, Fields]) -> int:
    """Write the rows (fields of :func:`read_form` by row code) that differ from what holds; how many did.

    All or none: Invalid ``figures_invalid`` names the wrong rows in ``rows`` (code -> words). A row left out
    stays, a row with nothing in it is cleared. Conflict when the report changed since ``revision`` or is no
    longer open.
    """
    report = _open(actor, report_id, revision)
    now = clock.now()
    held = _held(report.submission_id)
    wrong: dict[str, str] = {}
    entries = []
    statement = select(Item).where(Item.version_id == report.submission.version_id).order_by(Item.position)
    for item in db.session.scalars(statement):
        if item.code not in rows or item.answer_type == AnswerType.HEADING:
            continue
        response = held.get(item.code)
        fields = {**rows[item.code], "base_ids": [" ".join(response.head_ids)] if response else []}
        try:
            entry = read_form(item_spec(item), fields, now=now, fresh_id=uuid7(now))
        except Problem as problem:
            wrong[item.code] = problem_text(problem)
            continue
        before = (
            (response.status, response.value, response.note) if response else (AnswerStatus.CLEARED, None, "")
        )
        if before != (entry.status, entry.value, entry.note):
            entries.append(entry)
    results = () if wrong else record_events(submission=report.submission, entries=entries, actor=actor)
    wrong |= {
        result.item: result.message or ""
        for result in results
        if result.outcome is Outcome.REJECTED and result.item is not None
    }
    if wrong:
        raise Invalid(
            "figures_invalid",
            _("Có %(n)s dòng chưa đúng; chưa lưu dòng nào. Hãy sửa các dòng được đánh dấu.", n=len(wrong)),
            rows=wrong,
        )
    if entries:
        report.revision += 1
    return len(entries)


def submit_report(*, actor: Actor, report_id: int, revision: int) -> UnitReport:
    """The unit stands by its figures: every row is filled in, what does not agree is explained in a note.

    Invalid ``submission_incomplete`` or ``figures_disagree`` (``rules``: the words of each rule) otherwise.
    """
    report = _open(actor, report_id, revision)
    open_questions = [found.rule.message for found in disagreements_of(report) if found.blocks]
    if open_questions:
        raise Invalid(
            "figures_disagree",
            _(
                "Số liệu chưa khớp: %(what)s. Hãy sửa số liệu hoặc giải trình ở cột ghi chú.",
                what="; ".join(open_questions),
            ),
            rules=open_questions,
        )
    complete_submission(submission=report.submission, actor=actor)
    report.submitted_at, report.submitted_by_name = clock.now(), actor.full_name
    return _stepped(report, Step.SUBMIT, actor)


def withdraw_report(*, actor: Actor, report_id: int, revision: int) -> UnitReport:
    """The unit takes back what was not accepted yet, to mend it."""
    _must(actor, Permission.REPORT_FIGURES)
    report = _unchanged(actor, report_id, revision, Step.WITHDRAW)
    reopen_submission(submission=report.submission, actor=actor, reason=str(_("Rút lại để sửa số liệu.")))
    return _stepped(report, Step.WITHDRAW, actor)


def accept_report(*, actor: Actor, report_id: int, revision: int) -> UnitReport:
    """The department takes the figures into its own."""
    _must(actor, Permission.ACCEPT_FIGURES)
    report = _unchanged(actor, report_id, revision, Step.ACCEPT)
    report.reason = ""
    return _decided(report, Step.ACCEPT, actor)


def return_report(*, actor: Actor, report_id: int, revision: int, reason: str) -> UnitReport:
    """The department sends the figures back with its reason; the unit may write again."""
    _must(actor, Permission.ACCEPT_FIGURES)
    report = _unchanged(actor, report_id, revision, Step.RETURN)
    text = tidy(reason)
    if not text:
        raise Invalid("reason_missing", _("Hãy ghi lý do trả lại."), "reason")
    if len(text) > MAX_REASON:
        raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=MAX_REASON), "reason")
    reopen_submission(submission=report.submission, actor=actor, reason=text)
    report.reason = text
    return _decided(report, Step.RETURN, actor)


def _decided(report: UnitReport, step: Step, actor: Actor) -> UnitReport:
    report.decided_at, report.decided_by_name = clock.now(), actor.full_name
    return _stepped(report, step, actor)


def _stepped(report: UnitReport, step: Step, actor: Actor) -> UnitReport:
    state = after(ReportState(report.state), step)
    assert state is not None  # asked in _unchanged
    report.state = state
    report.revision += 1
    record(
        actor=actor,
        action=f"unit_report.{step}",
        subject="unit_report",
        subject_id=report.id,
        details={"unit": report.unit.name, "form": report.instrument.code, "year": report.year}
        | ({"reason": report.reason} if step is Step.RETURN else {}),
    )
    return report


def _open(actor: Actor, report_id: int, revision: int) -> UnitReport:
    _must(actor, Permission.REPORT_FIGURES)
    report = get_report(actor, report_id, lock=True)
    if ReportState(report.state) not in OPEN:
        raise Conflict(
            "report_closed", _("Báo cáo đã nộp nên không sửa được. Rút lại hoặc đề nghị trả lại để sửa.")
        )
    unchanged_since(report, revision)
    return report


def _unchanged(actor: Actor, report_id: int, revision: int, step: Step) -> UnitReport:
    report = get_report(actor, report_id, lock=True)
    if after(ReportState(report.state), step) is None:
        raise Conflict("step_impossible", _("Trạng thái hiện nay của báo cáo không cho phép thao tác này."))
    unchanged_since(report, revision)
    return report


def _held(submission_id: int) -> dict[str, Response]:
    """What holds for each row, by its code."""
    statement = (
        select(Response, Item.code)
        .join(Item, Response.item_id == Item.id)
        .where(Response.submission_id == submission_id)
    )
    return {code: response for response, code in db.session.execute(statement)}


def _must(actor: Actor, permission: Permission) -> None:
    if not actor.may(permission):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))

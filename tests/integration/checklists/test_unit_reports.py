"""A commune reports its yearly figures; the department takes or returns them; inspectors see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select

from audit.inspections.models.visits import Visit
from audit.inspections.queries.reported import figures_for
from audit.kernel import clock
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from audit.kernel.journal.models import JournalEntry
from audit.kernel.spreadsheets import read_table
from audit.offline.queries.bundle import bundle
from audit.offline.routes.blank_forms import blank_form
from audit.registers.models.units import AdministrativeUnit
from checklists.domain.fallback import Fields
from checklists.models.submissions import ResponseEvent
from checklists.models.unit_reports import UnitReport
from checklists.queries.sheets import answers_of
from checklists.queries.unit_reports import counts, forms_of_units, lines
from checklists.services import unit_reports as services
from reports.domain.answer_text import FEWER_THAN_FIVE
from reports.queries.visit_facts import gather, of_visit
from tests.integration.offline.bundle_world import actor
from tests.integration.told_world import Guest

SignIn = Callable[[str], Guest]
TABLE, AT_INSPECTION = "bieu_iia", "thong_ke_ii3_2023"


def this_year() -> int:
    return clock.today().year


def row(value: object, note: str = "") -> Fields:
    return {"value": [str(value)], "note": [note]}


def commune_of(officer: Actor) -> AdministrativeUnit:
    statement = select(AdministrativeUnit).where(
        AdministrativeUnit.code == officer.scope_code, AdministrativeUnit.valid_to.is_(None)
    )
    return db.session.scalars(statement).one()


def begun(writer: Actor, form: str = TABLE, year: int | None = None) -> UnitReport:
    unit = commune_of(actor("canboxa"))
    with transaction():
        return services.open_report(actor=writer, unit_id=unit.id, form_code=form, year=year or this_year())


def saved(report: UnitReport, writer: Actor, rows: Mapping[str, Fields]) -> int:
    with transaction():
        return services.save_figures(actor=writer, report_id=report.id, revision=report.revision, rows=rows)


def last_years(report: UnitReport) -> dict[str, Fields]:
    """The rows the commune reported a year ago, as a form would post them."""
    before = db.session.scalars(
        select(UnitReport).where(
            UnitReport.unit_id == report.unit_id,
            UnitReport.instrument_id == report.instrument_id,
            UnitReport.year == report.year - 1,
        )
    ).one()
    words = {True: "yes", False: "no"}
    return {
        code: row(
            words.get(answer.value, answer.value) if isinstance(answer.value, bool) else answer.value,
            answer.note,
        )
        for code, answer in answers_of(before.submission_id).items()
    }


def filled(writer: Actor, **changed: Fields) -> UnitReport:
    report = begun(writer)
    saved(report, writer, last_years(report) | changed)
    return report


def refused(error: type[DomainError], act: Callable[[], object]) -> DomainError:
    with pytest.raises(error) as caught, transaction():
        act()
    return caught.value


def test_the_officer_of_a_commune_reports_for_it_and_the_lead_accepts(told_app: Flask) -> None:
    officer, lead = actor("canboxa"), actor("truongdoan")
    report = filled(officer)
    with transaction():
        services.submit_report(actor=officer, report_id=report.id, revision=report.revision)
    assert report.state == "submitted" and report.submitted_by_name == officer.full_name
    late = refused(
        Conflict,
        lambda: services.save_figures(actor=officer, report_id=report.id, revision=report.revision, rows={}),
    )
    assert late.code == "report_closed"
    with transaction():
        services.accept_report(actor=lead, report_id=report.id, revision=report.revision)
    assert report.state == "accepted" and report.decided_by_name == lead.full_name
    actions = db.session.scalars(
        select(JournalEntry.action)
        .where(JournalEntry.subject == "unit_report", JournalEntry.subject_id == str(report.id))
        .order_by(JournalEntry.position)
    ).all()
    assert actions == ["unit_report.opened", "unit_report.submit", "unit_report.accept"]


def test_opening_twice_is_one_report(told_app: Flask) -> None:
    officer = actor("canboxa")
    assert begun(officer).id == begun(actor("truongdoan")).id


@pytest.mark.parametrize("year", [1999, 0, 3000])
def test_a_year_that_cannot_be_reported_is_refused(told_app: Flask, year: int) -> None:
    officer = actor("canboxa")
    error = refused(
        Invalid,
        lambda: services.open_report(
            actor=officer, unit_id=commune_of(officer).id, form_code=TABLE, year=year
        ),
    )
    assert error.field == "year"


def test_nobody_reports_for_another_commune_or_with_a_checklist(told_app: Flask) -> None:
    officer = actor("canboxa")
    other = db.session.scalars(
        select(AdministrativeUnit.id)
        .where(AdministrativeUnit.level == "commune", AdministrativeUnit.province_code == "20")
        .where(AdministrativeUnit.valid_to.is_(None), AdministrativeUnit.code != officer.scope_code)
        .order_by(AdministrativeUnit.id)
    ).first()
    assert other is not None
    year = this_year()
    refused(NotFound, lambda: services.open_report(actor=officer, unit_id=other, form_code=TABLE, year=year))
    own = commune_of(officer).id
    for form in ("kiem_tra_quan_ly", "bieu_ia", "khong_co"):
        refused(
            NotFound,
            lambda form=form: services.open_report(actor=officer, unit_id=own, form_code=form, year=year),
        )
    inspector = actor("kiemtra1")
    refused(Forbidden, lambda: services.open_report(actor=inspector, unit_id=own, form_code=TABLE, year=year))
    agency = Actor(9, "so", "Sở", Role.UNIT_OFFICER, ScopeKind.AGENCY, "so_y_te", "20")
    refused(NotFound, lambda: services.open_report(actor=agency, unit_id=own, form_code=TABLE, year=year))


def test_wrong_rows_are_named_and_nothing_is_saved(told_app: Flask) -> None:
    officer = actor("canboxa")
    report = begun(officer)
    before = db.session.scalar(select(func.count()).select_from(ResponseEvent))
    rows = {
        "iia_directive_documents": row(3),
        "iia_community_events": row("mười"),
        "iia_budget_total": row("-1"),
        "iia_local_staff": row(10**10),
        "iia_posters_leaflets": row(1, "liên hệ ông Nguyễn Văn A, số 0912345678"),
    }
    error = refused(
        Invalid,
        lambda: services.save_figures(
            actor=officer, report_id=report.id, revision=report.revision, rows=rows
        ),
    )
    wrong = error.details["rows"]
    assert isinstance(wrong, dict)
    assert {"iia_community_events", "iia_budget_total"} <= set(
        wrong
    ) and "iia_directive_documents" not in wrong
    assert db.session.scalar(select(func.count()).select_from(ResponseEvent)) == before
    limits = {code: rows[code] for code in ("iia_local_staff", "iia_posters_leaflets")}
    error = refused(
        Invalid,
        lambda: services.save_figures(
            actor=officer, report_id=report.id, revision=report.revision, rows=limits
        ),
    )
    assert set(error.details["rows"]) == set(limits)  # type: ignore[call-overload]
    assert answers_of(report.submission_id) == {}


def test_only_rows_that_changed_become_events(told_app: Flask) -> None:
    officer = actor("canboxa")
    report = begun(officer)
    assert (
        saved(report, officer, {"iia_community_events": row("1.234"), "iia_budget_total": row("12,50")}) == 2
    )
    assert saved(report, officer, {"iia_community_events": row(1234), "iia_budget_total": row("12,5")}) == 0
    assert saved(report, officer, {"iia_community_events": row("")}) == 1
    held = answers_of(report.submission_id)
    assert held["iia_community_events"].status == "cleared"
    assert held["iia_budget_total"].value == "12.5"


def test_who_writes_over_another_is_told(told_app: Flask) -> None:
    officer, lead = actor("canboxa"), actor("truongdoan")
    report = begun(officer)
    revision = report.revision
    saved(report, officer, {"iia_community_events": row(4)})
    error = refused(
        Conflict,
        lambda: services.save_figures(
            actor=lead, report_id=report.id, revision=revision, rows={"iia_community_events": row(5)}
        ),
    )
    assert error.code == "changed_by_another"
    assert answers_of(report.submission_id)["iia_community_events"].value == 4


def test_what_is_missing_or_does_not_agree_is_not_submitted_without_a_word(told_app: Flask) -> None:
    officer = actor("canboxa")
    report = begun(officer)
    error = refused(
        Invalid, lambda: services.submit_report(actor=officer, report_id=report.id, revision=report.revision)
    )
    assert error.code == "submission_incomplete"
    rows = last_years(report) | {"iia_budget_total": row(999)}
    saved(report, officer, rows)
    error = refused(
        Invalid, lambda: services.submit_report(actor=officer, report_id=report.id, revision=report.revision)
    )
    assert error.code == "figures_disagree" and report.state == "draft"
    saved(report, officer, {"iia_budget_total": row(999, "Gồm cả kinh phí lồng ghép.")})
    with transaction():
        services.submit_report(actor=officer, report_id=report.id, revision=report.revision)
    assert report.state == "submitted"


def test_returned_with_a_reason_mended_and_submitted_again(told_app: Flask) -> None:
    officer, lead = actor("canboxa"), actor("truongdoan")
    report = filled(officer)
    with transaction():
        services.submit_report(actor=officer, report_id=report.id, revision=report.revision)
    refused(
        Invalid,
        lambda: services.return_report(
            actor=lead, report_id=report.id, revision=report.revision, reason="  "
        ),
    )
    refused(
        Forbidden,
        lambda: services.accept_report(actor=officer, report_id=report.id, revision=report.revision),
    )
    with transaction():
        services.return_report(
            actor=lead, report_id=report.id, revision=report.revision, reason="Xem lại kinh phí"
        )
    assert (report.state, report.reason) == ("returned", "Xem lại kinh phí")
    saved(report, officer, {"iia_community_events": row(8)})
    with transaction():
        services.submit_report(actor=officer, report_id=report.id, revision=report.revision)
        services.withdraw_report(actor=officer, report_id=report.id, revision=report.revision)
    assert report.state == "draft"
    refused(
        Conflict, lambda: services.accept_report(actor=lead, report_id=report.id, revision=report.revision)
    )


def test_the_list_counts_each_commune_once(told_app: Flask) -> None:
    lead, today = actor("truongdoan"), clock.today()
    form = next(form for form in forms_of_units() if form.code == TABLE)
    year = today.year - 1
    found = counts(lead, form, year, today)
    shown, cursor = [], None
    while True:
        page = lines(lead, form, year, today, cursor=cursor)
        shown += list(page.items)
        cursor = page.next
        if cursor is None:
            break
    assert len(shown) == len({unit.id for unit, _report in shown}) == sum(found.values())
    states = [report.state if report else "none" for _unit, report in shown]
    assert {state: states.count(state) for state in set(states)} == found
    assert {"accepted", "submitted", "returned", "draft", "none"} == set(found)
    officer = actor("canboxa")
    assert [unit.code for unit, _report in lines(officer, form, year, today).items] == [officer.scope_code]


# --- held against what is seen


def visit_of(report: UnitReport) -> Visit:
    statement = select(Visit).where(Visit.unit_id == report.unit_id, Visit.establishment_id.is_(None))
    return db.session.scalars(statement.order_by(Visit.id)).first()  # type: ignore[return-value]


def a_visited_report(form: str) -> UnitReport:
    """Last year's accepted report of a commune with a visit of which the tablet knows."""
    carried = select(Visit.unit_id).where(Visit.state == "in_progress", Visit.establishment_id.is_(None))
    return db.session.scalars(
        select(UnitReport)
        .join(UnitReport.instrument)
        .where(
            UnitReport.unit_id.in_(carried),
            UnitReport.year == this_year() - 1,
            UnitReport.instrument.has(code=form),
        )
    ).one()


def test_the_tablet_and_the_page_show_what_was_reported_beside_the_item(
    told_app: Flask, guest: SignIn
) -> None:
    report = a_visited_report(AT_INSPECTION)
    number = answers_of(report.submission_id)["ls_female_workers"].value
    visit = db.session.scalars(
        select(Visit).where(Visit.unit_id == report.unit_id, Visit.state == "in_progress")
    ).one()
    with told_app.test_request_context():
        found = {resource.name: resource for resource in bundle(actor("kiemtra1"), blank_form)}
    reported = found[f"visit:{visit.id}"].body["reported"]
    assert {"item": "ls3_04", "value": f"{number} người", "year": report.year}.items() <= next(
        one for one in reported if one["item"] == "ls3_04"
    ).items()
    assert [one["item"] for one in reported] == sorted(one["item"] for one in reported)
    page = guest("kiemtra1").get(f"/visits/{visit.id}/checklist").text
    assert f"Đơn vị đã báo cáo năm {report.year}: <strong>{number} người</strong>" in page
    assert "Đơn vị đã báo cáo" not in guest("theodoi").get(f"/visits/{visit.id}/checklist").text


def test_what_is_not_submitted_any_more_is_not_held_against_anybody(told_app: Flask) -> None:
    report = a_visited_report(AT_INSPECTION)
    visit = visit_of(report)
    assert figures_for([visit])[visit.id]["ls_female_workers"].year == report.year
    with transaction():
        services.return_report(
            actor=actor("truongdoan"), report_id=report.id, revision=report.revision, reason="Sai"
        )
    # The year before is what the unit still stands by.
    assert figures_for([visit])[visit.id]["ls_female_workers"].year == report.year - 1


def test_a_visit_sees_no_report_of_a_later_year(told_app: Flask) -> None:
    report = a_visited_report(AT_INSPECTION)
    visit = visit_of(report)
    with transaction():
        visit.starts_at = visit.starts_at.replace(year=report.year - 1, day=1)
    assert figures_for([visit])[visit.id]["ls_female_workers"].year == report.year - 1


def test_documents_print_no_small_number_of_a_restricted_row(told_app: Flask) -> None:
    report = a_visited_report(AT_INSPECTION)
    lead = actor("truongdoan")
    with transaction():
        services.return_report(actor=lead, report_id=report.id, revision=report.revision, reason="Sai")
    rows = {"ls_hotspots": {"value": ["3"], "value-measure": ["hotspots"], "note": [""]}}
    saved(report, lead, rows)
    with transaction():
        services.submit_report(actor=lead, report_id=report.id, revision=report.revision)
    visit = db.session.scalars(
        select(Visit).where(Visit.unit_id == report.unit_id, Visit.state == "in_progress")
    ).one()
    (facts,) = gather(of_visit(visit.id))
    figures = {item.row.code: item.reported_figure for item in facts.items}
    assert figures["ls3_09"].endswith(f"{FEWER_THAN_FIVE} ({report.year})")
    assert "3" not in figures["ls3_09"].removesuffix(f"({report.year})")
    assert figures["ls3_04"].endswith(f" ({report.year})")


# --- the pages


def test_a_page_refuses_wrong_rows_and_keeps_what_was_typed(told_app: Flask, guest: SignIn) -> None:
    officer = guest("canboxa")
    own = commune_of(actor("canboxa")).id
    opened = officer.post("/figures/open", {"unit": own, "form": TABLE, "year": this_year()})
    place = opened.location
    answer = officer.post(place, {"revision": 1, "value:iia_community_events": "<b>mười</b>"})
    assert answer.status_code == 422
    assert "&lt;b&gt;mười&lt;/b&gt;" in answer.text and "<b>mười" not in answer.text
    assert answer.text.count("Nhập số nguyên từ 0 trở lên.") == 2  # in the summary and at the row
    answer = officer.post(place, {"revision": 1, "value:iia_community_events": "10"})
    assert answer.status_code == 303
    stale = officer.post(place, {"revision": 1, "value:iia_community_events": "11"})
    assert "người khác thay đổi" in officer.get(stale.location).text
    submitted = officer.post(place, {"revision": 2, "submit": "1"})
    assert "Chưa hoàn thành được phiếu" in officer.get(submitted.location).text


def test_what_looks_like_a_person_is_asked_about_and_saved_when_it_is_none(
    told_app: Flask, guest: SignIn
) -> None:
    officer = guest("canboxa")
    own = commune_of(actor("canboxa")).id
    place = officer.post("/figures/open", {"unit": own, "form": TABLE, "year": this_year()}).location
    row = {"revision": 1, "value:iia_models_total": "1", "note:iia_models_total": "Công văn 0912345678"}
    answer = officer.post(place, row)
    assert answer.status_code == 422
    assert 'name="confirmed_no_personal_data:iia_models_total"' in answer.text
    assert 'name="confirmed_no_personal_data:iia_budget_total"' not in answer.text
    saved = officer.post(place, row | {"confirmed_no_personal_data:iia_models_total": "yes"})
    assert saved.status_code == 303
    assert "Công văn 0912345678" in officer.get(place).text


def test_the_lead_accepts_and_returns_on_the_page(told_app: Flask, guest: SignIn) -> None:
    lead = guest("truongdoan")
    report = db.session.scalars(
        select(UnitReport).where(UnitReport.state == "submitted").order_by(UnitReport.id)
    ).first()
    assert report is not None
    place, revision = f"/figures/{report.id}", report.revision
    page = lead.get(place).text
    assert "Tiếp nhận" in page and "Rút lại để sửa" not in page and 'name="value:' not in page
    assert lead.post(f"{place}/accept", {"revision": revision}).status_code == 303
    assert "Đã tiếp nhận" in lead.get(place).text
    assert lead.post(f"{place}/return", {"revision": revision + 1, "reason": "Xem lại"}).status_code == 303
    page = lead.get(place).text
    assert "Báo cáo bị trả lại" in page and "Xem lại" in page and 'name="value:' in page


def test_viewers_do_not_see_exact_figures(told_app: Flask, guest: SignIn) -> None:
    viewer = guest("theodoi")
    assert viewer.get("/figures/").status_code == 403
    assert "/figures/" not in viewer.get("/").text


def test_the_spreadsheet_holds_what_was_said_as_numbers(told_app: Flask, guest: SignIn) -> None:
    year = this_year() - 1
    answer = guest("truongdoan").get(f"/figures/figures.xlsx?form={TABLE}&year={year}")
    # Title, year and whom it is for stand above the heading.
    (_year, _use, header, *lines) = [row for _line, row in read_table(answer.data, "a.xlsx").rows]
    budget = header.index("Tổng kinh phí (Triệu đồng)")
    rows = {row[1]: row for row in lines}
    reports = db.session.scalars(
        select(UnitReport).where(UnitReport.year == year, UnitReport.instrument.has(code=TABLE))
    ).all()
    assert len(rows) > len(reports) > 10
    for report in reports:
        row = rows[report.unit.name]
        told = answers_of(report.submission_id).get("iia_budget_total")
        if report.state in ("submitted", "accepted"):
            assert told is not None and row[budget] == float(told.value)
        else:
            assert len(row) <= budget or row[budget] is None
    own = guest("canboxa").get(f"/figures/figures.xlsx?form={TABLE}&year={year}")
    assert len(read_table(own.data, "a.xlsx").rows) == 3 + 1

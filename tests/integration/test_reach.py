"""Who reaches what: a matrix made from the URL map, with strangers asking for everything an area holds.

Every view is classified here; a new view fails the first test until somebody has thought about its reach.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from enum import Enum, auto
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import false, func, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from audit.accounts.models import User
from audit.findings.models import Finding, FindingPhrase, Recommendation
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel.access import ROLE_PERMISSIONS, Role
from audit.kernel.database import db
from audit.kernel.journal.models import JournalEntry
from audit.offline.models import Device, LedgerRecord, SignedMinutes
from audit.programme.models import ClosingReview, Programme, ProgrammeTask
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from checklists.models.submissions import Attachment, Response
from checklists.models.unit_reports import UnitReport
from reports.models import Document, StandingText
from tests.integration.told_world import (
    AGENCY_OFFICER,
    HOME,
    OTHER_OFFICER,
    OTHER_VIEWER,
    Guest,
    Told,
    abroad,
)

SignIn = Callable[[str], Guest]


class Reach(Enum):
    """PUBLIC: anybody. OWN: about the person who asks. NATIONAL: the same for everybody.
    PROVINCE: a unit of the register, for all of its province. AREA: named by an id of an area.
    LIST: shows rows of the area of the person who asks. ASKS: makes something, named by the address or form.
    """

    PUBLIC = auto()
    OWN = auto()
    NATIONAL = auto()
    PROVINCE = auto()
    AREA = auto()
    LIST = auto()
    ASKS = auto()


REACH = {
    "accounts.sign_in": Reach.PUBLIC,
    "accounts.sign_out": Reach.PUBLIC,
    "accounts.choose_language": Reach.PUBLIC,
    "accounts.account": Reach.OWN,
    "accounts.change_password": Reach.OWN,
    "accounts.end_session": Reach.OWN,
    "accounts.end_all_sessions": Reach.OWN,
    "jobs.index": Reach.OWN,
    "jobs.show": Reach.OWN,
    "accounts_users.index": Reach.LIST,
    "accounts_users.export": Reach.LIST,
    "accounts_users.create": Reach.ASKS,
    "accounts_users.edit": Reach.AREA,
    "accounts_users.set_active": Reach.AREA,
    "accounts_users.reset_password": Reach.AREA,
    "accounts_users.sign_out": Reach.AREA,
    "unit_reports.index": Reach.LIST,
    "unit_reports.export": Reach.LIST,
    "unit_reports.begin": Reach.ASKS,
    "unit_reports.show": Reach.AREA,
    "unit_reports.save": Reach.AREA,
    "unit_reports.withdraw": Reach.AREA,
    "unit_reports.accept": Reach.AREA,
    "unit_reports.send_back": Reach.AREA,
    "checklists_instruments.index": Reach.NATIONAL,
    "checklists_instruments.version": Reach.NATIONAL,
    "checklists_instruments.indicators": Reach.NATIONAL,
    "checklists_instruments.export": Reach.NATIONAL,
    "checklists_instruments.import_page": Reach.NATIONAL,
    "findings.index": Reach.LIST,
    "findings.export": Reach.LIST,
    "findings.show": Reach.AREA,
    "findings.of_visit": Reach.AREA,
    "findings.photo": Reach.AREA,
    "findings_work.create": Reach.AREA,
    "findings_work.edit": Reach.AREA,
    "findings_work.confirm": Reach.AREA,
    "findings_work.confirm_all": Reach.AREA,
    "findings_work.drop": Reach.AREA,
    "findings_work.restore": Reach.AREA,
    "findings_work.move": Reach.AREA,
    "finding_phrases.index": Reach.LIST,
    "finding_phrases.search": Reach.LIST,
    "finding_phrases.new": Reach.ASKS,
    "finding_phrases.edit": Reach.AREA,
    "finding_phrases.end": Reach.AREA,
    "finding_phrases.delete": Reach.AREA,
    "home.index": Reach.LIST,
    "inspections_booking.new": Reach.ASKS,
    "inspections_booking.move": Reach.AREA,
    "inspections_checklist.show": Reach.AREA,
    "inspections_checklist.events": Reach.AREA,
    "inspections_checklist.photo_add": Reach.AREA,
    "inspections_checklist.photo": Reach.AREA,
    "inspections_checklist.photo_caption": Reach.AREA,
    "inspections_checklist.photo_remove": Reach.AREA,
    "programmes.index": Reach.LIST,
    "programmes.new": Reach.ASKS,
    "programmes.show": Reach.AREA,
    "programmes.edit": Reach.AREA,
    "programmes.delete": Reach.AREA,
    "programme_tasks.paste": Reach.AREA,
    "programme_tasks.new": Reach.AREA,
    "programme_tasks.edit": Reach.AREA,
    "programme_tasks.delete": Reach.AREA,
    "closing_reviews.begin": Reach.AREA,
    "closing_reviews.edit": Reach.AREA,
    "closing_reviews.delete": Reach.AREA,
    "inspections_plans.index": Reach.LIST,
    "inspections_plans.new": Reach.ASKS,
    "inspections_plans.show": Reach.AREA,
    "inspections_plans.edit": Reach.AREA,
    "inspections_plans.number": Reach.AREA,
    "inspections_plans.approve": Reach.AREA,
    "inspections_plans.return_to_draft": Reach.AREA,
    "inspections_plans.close": Reach.AREA,
    "inspections_plans.delete": Reach.AREA,
    "inspections_steps.announce": Reach.AREA,
    "inspections_steps.start": Reach.AREA,
    "inspections_steps.complete": Reach.AREA,
    "inspections_steps.reopen": Reach.AREA,
    "inspections_steps.review": Reach.AREA,
    "inspections_steps.cancel": Reach.AREA,
    "inspections_steps.notes": Reach.AREA,
    "inspections_teams.new": Reach.AREA,
    "inspections_teams.show": Reach.AREA,
    "inspections_teams.edit": Reach.AREA,
    "inspections_teams.delete": Reach.AREA,
    "inspections_teams.new_member": Reach.AREA,
    "inspections_teams.edit_member": Reach.AREA,
    "inspections_teams.drop_member": Reach.AREA,
    "inspections_units.candidates": Reach.AREA,
    "inspections_units.choose": Reach.AREA,
    "inspections_units.reword": Reach.AREA,
    "inspections_units.remove": Reach.AREA,
    "inspections_visits.index": Reach.LIST,
    "inspections_visits.calendar": Reach.LIST,
    "inspections_visits.show": Reach.AREA,
    "journal.index": Reach.LIST,
    "maps.index": Reach.LIST,
    "maps.frame": Reach.LIST,
    "maps.communes": Reach.LIST,
    "maps.boundaries": Reach.LIST,
    "maps.visits": Reach.LIST,
    "maps.findings": Reach.LIST,
    "maps.establishments": Reach.LIST,
    "maps.download": Reach.LIST,
    "maps.printed": Reach.LIST,
    "maps.unit": Reach.AREA,
    "recommendations.index": Reach.LIST,
    "recommendations.export": Reach.LIST,
    "recommendations.show": Reach.AREA,
    "recommendations.step": Reach.AREA,
    "recommendations_work.create": Reach.AREA,
    "recommendations_work.edit": Reach.AREA,
    "registers_agencies.index": Reach.LIST,
    "registers_establishments.index": Reach.LIST,
    "registers_establishments.export": Reach.LIST,
    "registers_establishments.show": Reach.AREA,
    "registers_establishments.new": Reach.ASKS,
    "registers_establishments.edit": Reach.AREA,
    "registers_establishments.close": Reach.AREA,
    "registers_establishments.reopen": Reach.AREA,
    "registers_establishments.import_file": Reach.ASKS,
    "registers_establishments.template": Reach.LIST,
    "registers_units.index": Reach.LIST,
    "registers_units.show": Reach.PROVINCE,
    "registers_units.office": Reach.PROVINCE,
    "tablet_minutes.show": Reach.AREA,
    "tablet_minutes.download": Reach.AREA,
    "tablet_api.session": Reach.OWN,
    "tablet_api.devices": Reach.OWN,
    "tablet_api.spare": Reach.OWN,
    "tablet_api.spare_of": Reach.AREA,
    "tablet_api.exchange": Reach.OWN,
    "tablet_api.missing": Reach.OWN,
    "tablet_api.media_offset": Reach.OWN,
    "tablet_api.media": Reach.OWN,
    "tablet_api.packet": Reach.OWN,
    "tablet_api.wiped": Reach.OWN,
    "document_register.show": Reach.LIST,
    "document_register.export": Reach.LIST,
    "standing_texts.index": Reach.LIST,
    "standing_texts.new": Reach.ASKS,
    "standing_texts.edit": Reach.AREA,
    "standing_texts.end": Reach.AREA,
    "standing_texts.delete": Reach.AREA,
    "document_check.ask": Reach.PUBLIC,
    "document_check.show": Reach.PUBLIC,
    "document_check.compare": Reach.PUBLIC,
    "document_check.compare_with": Reach.PUBLIC,
    "offline_shell.show": Reach.PUBLIC,
    "offline_shell.manifest": Reach.PUBLIC,
    "offline_shell.worker": Reach.PUBLIC,
    "offline_shell.file": Reach.PUBLIC,
    "tablet_packet.page": Reach.ASKS,
    "tablet_bundle.bundle": Reach.OWN,
    "tablets.index": Reach.LIST,
    "tablets.show": Reach.AREA,
    "tablets.revoke": Reach.AREA,
    "tablet_conflicts.index": Reach.LIST,
    "tablet_conflicts.history": Reach.LIST,
    "tablet_conflicts.printed": Reach.LIST,
    "tablet_conflicts.export": Reach.LIST,
    "tablet_conflicts.decide": Reach.AREA,
    "tablet_records.index": Reach.LIST,
    "tablet_records.apply": Reach.AREA,
    "tablet_records.set_aside": Reach.AREA,
    "reports.index": Reach.LIST,
    "reports.create": Reach.ASKS,
    "reports.new": Reach.ASKS,
    "reports.show": Reach.AREA,
    "reports.update": Reach.AREA,
    "reports.discard": Reach.AREA,
    "document_steps.issue": Reach.AREA,
    "document_steps.withdraw": Reach.AREA,
    "document_steps.verify": Reach.AREA,
    "document_steps.write_on_team": Reach.AREA,
    "document_replacing.replace": Reach.AREA,
    "document_replacing.compare": Reach.AREA,
    "reports.pdf": Reach.AREA,
    "document_copies.docx": Reach.AREA,
    "document_copies.xlsx": Reach.AREA,
    "document_signatures.sign": Reach.AREA,
    "document_signatures.hand_in": Reach.AREA,
    "document_signatures.copy": Reach.AREA,
}
# Agencies of the province share its registers and what was issued; no visit and no finding concerns them.
SHARED = ("/registers/", "/documents/")
STRANGERS = [*(abroad(role) for role in Role), OTHER_OFFICER, OTHER_VIEWER, AGENCY_OFFICER]
EVERYBODY_AT_HOME = ["quantri", "lanhdao", "truongdoan", "kiemtra1", "kiemtra2", "canboxa", "theodoi"]


def rules(app: Flask, *reaches: Reach) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.endswith("static") and REACH.get(rule.endpoint) in reaches
    ]


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def address(rule: Rule, ids: dict[str, object]) -> str:
    """The rule with an id in each place: the first choice of an ``any(…)``."""
    chosen = re.sub(r"<any\((?:\"|')?(\w+)[^>]*>", r"\1", rule.rule)
    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", lambda found: str(ids[found[1]]), chosen)


def id_sets() -> Iterator[dict[str, object]]:
    """Ids that belong together, for one visit of each state of the told world and those signed on tablets."""
    users = select(User.id).where(User.username == "lanhdao")
    user_id = db.session.scalars(users).one()
    visits = select(func.min(Visit.id)).where(Visit.province_code == HOME).group_by(Visit.state)
    signed = select(SignedMinutes.visit_id)
    told = select(Visit).where(Visit.id.in_(visits) | Visit.id.in_(signed)).order_by(Visit.id)
    for visit in db.session.scalars(told):

        def first(statement: object, visit: Visit = visit) -> object:
            return db.session.scalars(statement).first() or 1  # type: ignore[call-overload]

        photos = select(Attachment.id).where(Attachment.submission_id == visit.submission_id)
        unit = db.session.get_one(AdministrativeUnit, visit.unit_id)
        yield {
            "visit_id": visit.id,
            "plan_id": visit.plan_id,
            "team_id": visit.team_id,
            "member_id": first(select(TeamMember.id).where(TeamMember.team_id == visit.team_id)),
            "plan_unit_id": first(select(PlanUnit.id).where(PlanUnit.plan_id == visit.plan_id)),
            "finding_id": first(select(Finding.id).where(Finding.visit_id == visit.id)),
            "recommendation_id": first(select(Recommendation.id).where(Recommendation.visit_id == visit.id)),
            "document_id": first(select(Document.id).where(Document.plan_id == visit.plan_id)),
            "report_id": first(select(UnitReport.id).where(UnitReport.unit_id == visit.unit_id)),
            "programme_id": first(select(ProgrammeTask.programme_id).order_by(ProgrammeTask.id.desc())),
            "task_id": first(select(ProgrammeTask.id).order_by(ProgrammeTask.id.desc())),
            "review_id": db.session.scalars(select(ClosingReview.id)).one(),
            "phrase_id": first(select(func.max(FindingPhrase.id)).where(FindingPhrase.province_code == HOME)),
            "text_id": first(select(func.max(StandingText.id)).where(StandingText.province_code == HOME)),
            "check_code": first(select(Document.check_code).where(Document.plan_id == visit.plan_id)),
            "photo_id": first(photos),
            "device_id": db.session.scalars(select(Device.id).order_by(Device.id)).first(),
            "record_id": first(
                select(LedgerRecord.id)
                .where(LedgerRecord.visit_id == visit.id)
                .order_by(LedgerRecord.id.desc())
            ),
            "response_id": first(select(Response.id).where(Response.submission_id == visit.submission_id)),
            "minutes_id": first(select(SignedMinutes.record_id).where(SignedMinutes.visit_id == visit.id)),
            "number": first(select(Establishment.id).where(Establishment.unit_id == visit.unit_id)),
            "user_id": user_id,
            "code": unit.code,
            "sha256": "0" * 64,
            "job_id": "0" * 32,
            "position": 0,  # of a signature within its document; reports/test_signing.py has real ones
        }


def counts() -> dict[str, int]:
    """How many rows each table has; sign-ins and their journal apart."""
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
        if table.name not in ("user_sign_in", "journal_entry")
    }


def texts(answer: TestResponse) -> str:
    """What a person could read in an answer, also within a spreadsheet."""
    if (answer.mimetype or "").endswith("spreadsheetml.sheet"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
        return unescape("\n".join(parts))
    return unescape(answer.get_data(as_text=True))


def test_every_view_is_classified(app: Flask) -> None:
    views = {rule.endpoint for rule in app.url_map.iter_rules() if not rule.endpoint.endswith("static")}
    assert views - set(REACH) == set(), "say in REACH whose things these views show"
    assert set(REACH) - views == set(), "these views are gone"


def test_every_view_with_an_id_is_asked_with_one(told_app: Flask) -> None:
    known = set(next(id_sets()))
    for rule in told_app.url_map.iter_rules():
        if rule.endpoint.endswith("static") or REACH[rule.endpoint] in (Reach.NATIONAL, Reach.OWN):
            continue
        # The name of a file of the tablet's application names nothing of an area.
        # Whoever holds a document's check code is told the same, whoever they are.
        arguments = set(rule.arguments) - {"format", "suffix", "ending", "name", "check_code"}
        assert arguments <= known, rule.rule
        named = REACH[rule.endpoint] in (Reach.AREA, Reach.PROVINCE)
        assert bool(arguments) == named, f"{rule.rule} names a thing: AREA; or names none: LIST, ASKS"


def test_the_told_world_holds_something_of_everything(told_app: Flask) -> None:
    sets = list(id_sets())
    assert len(sets) >= 4
    for name in sets[0].keys() - {"review_id"}:  # the one there is has the number 1
        assert any(ids[name] != 1 for ids in sets), name


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_reaches_nothing_by_its_id(told_app: Flask, guest: SignIn, stranger: str) -> None:
    before, reached = counts(), []
    person = guest(stranger)
    for number, ids in enumerate(list(id_sets())):
        for rule in rules(told_app, Reach.AREA):
            # What is shown depends on the state of the visit; that nobody outside may write does not.
            for method in methods(rule) if number == 0 else ["GET"] * ("GET" in methods(rule)):
                place = address(rule, ids)
                if stranger == AGENCY_OFFICER and place.startswith(SHARED):
                    continue
                answer = person.get(place) if method == "GET" else person.post(place, {"revision": "1"})
                if answer.status_code not in (403, 404):
                    reached.append((method, place, answer.status_code))
    assert reached == []
    assert counts() == before


@pytest.mark.parametrize("stranger", [s for s in STRANGERS if s.startswith("abroad")])
def test_a_unit_of_another_province_is_not_shown(told_app: Flask, guest: SignIn, stranger: str) -> None:
    person = guest(stranger)
    for code in (HOME, next(id_sets())["code"]):
        assert person.get(f"/registers/units/{code}").status_code == 404


EMPTY = select(Establishment).where(false())


def marks(told: Told, stranger: str) -> dict[str, str]:
    """Words that only somebody of Lạng Sơn (or of the commune) should read, and what each is."""
    found = {}
    for finding in db.session.scalars(select(Finding)):
        found[finding.condition.splitlines()[0][:60]] = "finding"
    for recommendation in db.session.scalars(select(Recommendation)):
        found[recommendation.text.splitlines()[0][:60]] = "recommendation"
    for programme in db.session.scalars(select(Programme)):
        found[programme.title] = "programme"
    for establishment in db.session.scalars(select(Establishment) if stranger != AGENCY_OFFICER else EMPTY):
        found[establishment.name] = found[establishment.register_code] = "establishment"
    for user in db.session.scalars(select(User).where(User.province_code == HOME)):
        if user.username != stranger:
            found[user.username] = found[user.full_name] = "person"
    if stranger.startswith("abroad"):
        found["Lạng Sơn"] = "province"
        names = select(AdministrativeUnit.name).where(AdministrativeUnit.province_code == HOME)
        elsewhere = select(AdministrativeUnit.name).where(AdministrativeUnit.province_code != HOME)
        for name in set(db.session.scalars(names)) - set(db.session.scalars(elsewhere)):
            found[name] = "commune"
    return found


@pytest.mark.parametrize("stranger", STRANGERS)
def test_lists_exports_and_maps_show_a_stranger_no_row(
    told_app: Flask, told: Told, guest: SignIn, stranger: str
) -> None:
    person, seen = guest(stranger), []
    words = marks(told, stranger)
    for rule in rules(told_app, Reach.LIST):
        addresses = [address(rule, {})]
        addresses += [re.sub(r"\.xlsx$", ".csv", addresses[0])] if "any(" in rule.rule else []
        for place in addresses:
            answer = person.get(place)
            assert answer.status_code in (200, 403), (place, answer.status_code)
            if answer.status_code == 200:
                text = texts(answer)
                # The register of agencies cites the published documents it was made from.
                known = {"Lạng Sơn"} if rule.endpoint == "registers_agencies.index" else set()
                seen += [
                    (place, kind, word) for word, kind in words.items() if word in text and word not in known
                ]
    assert seen == []


@pytest.mark.parametrize("stranger", STRANGERS)
def test_ids_in_the_address_or_the_form_open_nothing(
    told_app: Flask, told: Told, guest: SignIn, stranger: str
) -> None:
    before, person = counts(), guest(stranger)
    words, seen = marks(told, stranger), []
    ids = list(id_sets())[-1]
    plan, visit, unit = ids["plan_id"], ids["visit_id"], ids["code"]
    unit_id = db.session.get_one(Visit, visit).unit_id
    for place in (
        f"/visits/new?plan={plan}",
        f"/documents/new?plan={plan}",
        f"/documents/new?visit={visit}",
        f"/documents/?plan={plan}",
        f"/findings/?plan={plan}",
        f"/findings/?visit={visit}",
        f"/findings/?unit={unit_id}",
        f"/findings.csv?visit={visit}",
        f"/recommendations/?visit={visit}",
        f"/recommendations.csv?unit={unit_id}",
        f"/visits/?plan={plan}",
        f"/visits/calendar?plan={plan}",
        f"/registers/establishments?commune={unit}",
        f"/registers/establishments/export.csv?commune={unit}",
        f"/maps/?plan={plan}",
        f"/maps/data/findings.json?plan={plan}",
        f"/maps/data/visits.json?plan={plan}",
        f"/plans/new?copy_of={plan}",
        "/journal/?subject=inspection_plan",
        f"/journal/?subject=user&subject_id={ids['user_id']}",
    ):
        answer = person.get(place)
        assert answer.status_code in (200, 403, 404), (place, answer.status_code)
        if answer.status_code == 200:
            text = texts(answer)
            seen += [(place, kind, word) for word, kind in words.items() if word in text]
    assert seen == []
    for place, data in (
        ("/documents/", {"kind": "findings_report", "plan_id": plan}),
        ("/documents/", {"kind": "minutes", "plan_id": plan, "visit_id": visit}),
        ("/documents/", {"kind": "announcement", "plan_id": plan}),
        ("/documents/", {"kind": "follow_up", "plan_id": plan}),
        ("/documents/", {"kind": "conclusion", "visit_id": visit}),
        ("/documents/", {"kind": "invitation", "visit_id": visit}),
        ("/documents/", {"kind": "checklist_annex", "visit_id": visit}),
        ("/documents/", {"kind": "periodic_report", "plan_id": plan}),
        ("/documents/", {"kind": "findings_report", "visit_id": visit}),
        ("/documents/", {"kind": "findings_report", "plan_id": plan, "team_id": ids["team_id"]}),
        ("/documents/", {"kind": "decision", "plan_id": plan, "team_id": ids["team_id"]}),
        ("/plans/new", {"kind": "management", "year": "2026", "copy_of": plan}),
        (f"/visits/new?plan={plan}&team={ids['team_id']}", {"plan_unit_id": ids["plan_unit_id"]}),
        (
            "/registers/establishments/new",
            {"name": "Lấn sân", "type_code": "karaoke", "commune_code": unit, "register_code": "X-1"},
        ),
    ):
        assert person.post(place, data).status_code in (403, 404, 422), place
    assert counts() == before


def test_the_photos_of_a_checklist_stay_within_the_area(told_app: Flask, guest: SignIn) -> None:
    photos = [
        (visit.id, photo)
        for visit in db.session.scalars(select(Visit).where(Visit.submission_id.is_not(None)))
        for photo in db.session.scalars(
            select(Attachment.id).where(Attachment.submission_id == visit.submission_id)
        )
    ]
    assert photos
    own_visits = {visit for visit, _photo in photos}
    for stranger in STRANGERS:
        person = guest(stranger)
        for visit, photo in photos:
            for place in (f"/visits/{visit}/photos/{photo}", f"/visits/{visit}/findings/photos/{photo}"):
                assert person.get(place).status_code in (403, 404), (stranger, place)
    lead = guest("truongdoan")
    visit, photo = photos[0]
    assert lead.get(f"/visits/{visit}/photos/{photo}").status_code == 200
    for other in own_visits - {visit}:
        assert lead.get(f"/visits/{other}/photos/{photo}").status_code == 404


def test_a_viewer_can_change_nothing(told_app: Flask, guest: SignIn) -> None:
    person, before, open_doors = guest("theodoi"), counts(), []
    for ids in list(id_sets()):
        for rule in rules(told_app, Reach.AREA, Reach.ASKS, Reach.LIST, Reach.NATIONAL):
            if "POST" not in methods(rule):
                continue
            place = address(rule, {**ids, "version_id": 1})
            answer = person.post(place, {"revision": "1", "reason": "x"})
            if answer.status_code != 403 and rule.endpoint not in READING:
                open_doors.append((place, answer.status_code))
    assert open_doors == []
    assert counts() == before


# Draws an issued document again and compares; writes nothing.
READING = {"document_steps.verify"}


def test_an_inspector_writes_only_where_they_attend(told_app: Flask, guest: SignIn) -> None:
    attended: dict[str, set[int]] = {}
    for username, seen in db.session.execute(
        select(User.username, VisitMember.visit_id)
        .join(TeamMember, TeamMember.user_id == User.id)
        .join(VisitMember, VisitMember.member_id == TeamMember.id)
    ):
        attended.setdefault(username, set()).add(seen)
    visits = set(db.session.scalars(select(Visit.id).where(Visit.province_code == HOME)))
    tried = 0
    for username in ("kiemtra1", "kiemtra2"):
        foreign = visits - attended.get(username, set())
        person, before = guest(username), counts()
        for visit_id in foreign:
            visit = db.session.get_one(Visit, visit_id)
            findings = list(db.session.scalars(select(Finding.id).where(Finding.visit_id == visit_id)))[:2]
            asked = list(
                db.session.scalars(select(Recommendation.id).where(Recommendation.visit_id == visit_id))
            )[:2]
            photos = list(
                db.session.scalars(
                    select(Attachment.id).where(Attachment.submission_id == visit.submission_id)
                )
            )[:2]
            places = [
                f"/visits/{visit_id}/{what}"
                for what in (
                    "start",
                    "complete",
                    "notes",
                    "checklist/events",
                    "photos",
                    "findings/new",
                    "findings/confirm-all",
                    "recommendations/new",
                )
            ]
            places += [
                f"/findings/{finding}/{what}"
                for finding in findings
                for what in ("edit", "confirm", "drop", "restore", "move")
            ]
            places += [f"/recommendations/{one}/edit" for one in asked]
            places += [
                f"/visits/{visit_id}/photos/{one}/{w}" for one in photos for w in ("caption", "remove")
            ]
            for place in places:
                data: dict[str, object] = {
                    "revision": "1",
                    "item": "ls1_03",
                    "status": "answered",
                    "value": "yes",
                    "caption": "x",
                }
                if place.endswith("/photos"):
                    data["photo"] = (io.BytesIO(b"x"), "a.jpg")
                answer = person.post(place, data)
                assert answer.status_code in (403, 404, 409), (username, place, answer.status_code)
                tried += 1
        assert counts() == before
    assert tried > 0


def test_what_a_role_may_not_do_is_refused_at_home_too(told_app: Flask, guest: SignIn) -> None:
    opened, ids = [], next(id_sets())
    for username in EVERYBODY_AT_HOME:
        user = db.session.scalars(select(User).where(User.username == username)).one()
        allowed, person = ROLE_PERMISSIONS[Role(user.role)], guest(username)
        for rule in rules(told_app, *Reach):
            permission = getattr(told_app.view_functions[rule.endpoint], "access", None)
            if permission == "public" or permission in allowed:
                continue
            for method in methods(rule):
                place = address(rule, {**ids, "version_id": 1, "session_id": 1})
                answer = person.get(place) if method == "GET" else person.post(place)
                if answer.status_code != 403:
                    opened.append((username, method, place, answer.status_code))
    assert opened == []


def test_an_id_nobody_has_is_not_found_however_large(told_app: Flask, guest: SignIn) -> None:
    person, wrong = guest("lanhdao"), []
    names = set(next(id_sets()))
    for number in (0, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**40):
        ids: dict[str, object] = dict.fromkeys(names | {"version_id", "session_id"}, number)
        for rule in rules(told_app, Reach.AREA, Reach.NATIONAL, Reach.OWN):
            if not any(name.endswith("id") or name == "number" for name in rule.arguments):
                continue
            for method in methods(rule):
                place = address(rule, ids)
                answer = person.get(place) if method == "GET" else person.post(place, {"revision": "1"})
                if answer.status_code not in (403, 404, 405):
                    wrong.append((method, place, answer.status_code))
    assert wrong == []


def test_a_plan_of_another_province_is_not_offered_for_copying(told_app: Flask, guest: SignIn) -> None:
    title = db.session.scalars(select(InspectionPlan.title)).first()
    assert title is not None
    page = unescape(guest(abroad(Role.TEAM_LEAD)).get("/plans/new").text)
    assert title not in page


def test_the_journal_of_a_province_is_read_there_alone(told_app: Flask, guest: SignIn) -> None:
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.actor == "lanhdao")).first()
    assert entry is not None
    assert entry.actor_name in guest("lanhdao").get("/journal/?actor=lanhdao").text
    for role in (Role.ADMINISTRATOR, Role.DEPARTMENT_HEAD):
        assert entry.actor_name not in guest(abroad(role)).get("/journal/?actor=lanhdao").text

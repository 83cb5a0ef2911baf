"""Every page there is: the rules of the URL map, each with ids of the demonstration in its places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from audit.accounts.models import User
from audit.findings.models import Finding, FindingPhrase, Recommendation
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.database import db, transaction
from audit.kernel.jobs.services import ask_for
from audit.offline.models import Device, SignedMinutes
from audit.programme.models import ClosingReview, Programme, ProgrammeTask
from audit.registers.models.establishments import Establishment
from checklists.models.instruments import InstrumentVersion
from checklists.models.unit_reports import UnitReport
from reports.domain.standing_texts import TextKind
from reports.models import Document, StandingText

# What answers with a file or data instead of a page.
FILES = frozenset(
    {
        "accounts_users.export",
        "checklists_instruments.export",
        "findings.export",
        "findings.photo",
        "finding_phrases.search",
        "inspections_checklist.photo",
        "maps.boundaries",
        "maps.communes",
        "maps.download",
        "maps.establishments",
        "maps.findings",
        "maps.printed",
        "maps.unit",
        "maps.visits",
        "recommendations.export",
        "registers_establishments.export",
        "registers_establishments.template",
        "reports.pdf",
        "document_register.export",
        "document_copies.docx",
        "document_copies.xlsx",
        "document_signatures.copy",
        "tablet_minutes.download",
        "unit_reports.export",
        "tablet_api.media_offset",
        "tablet_conflicts.export",
        "tablet_api.session",
        # The tablet's application has tests of its own (test_tablet_screens).
        "offline_shell.show",
        "offline_shell.manifest",
        "offline_shell.worker",
        "offline_shell.file",
    }
)

# The map's frame is looked at within its page; the page of sign-in sends home who is signed in.
INSIDE = frozenset({"maps.frame", "accounts.sign_in"})


def _one_of_each(key: Any, *kinds: Any) -> list[dict[str, int]]:
    """The lowest id of each combination of the given columns."""
    statement = select(func.min(key)).group_by(*kinds)
    return [{key.key: number} for number in sorted(db.session.scalars(statement))]


def _named(rows: list[dict[str, int]], name: str) -> list[dict[str, int]]:
    return [{name: row["id"]} for row in rows]


def _members() -> list[dict[str, int]]:
    rows = db.session.execute(
        select(TeamMember.team_id, func.min(TeamMember.id)).group_by(TeamMember.team_id)
    )
    return [{"team_id": team, "member_id": member} for team, member in rows]


def _tasks() -> list[dict[str, int]]:
    """A task of each kind with its programme."""
    rows = db.session.execute(
        select(ProgrammeTask.programme_id, func.min(ProgrammeTask.id)).group_by(
            ProgrammeTask.programme_id, ProgrammeTask.kind
        )
    )
    return [{"programme_id": programme, "task_id": task} for programme, task in rows]


def _jobs() -> list[dict[str, str]]:
    """A job of each state there is to see; nobody works on them."""
    person = db.session.scalars(select(User).where(User.username == "lanhdao")).one().actor
    states = {"running": (3, 8), "failed": (0, 0), "done": (8, 8)}
    ids = []
    for state, (done, total) in states.items():
        with transaction():
            job = ask_for(
                actor=person,
                kind="test",
                subject=state,
                title="Ban hành báo cáo",
                page="/documents/",
                payload={},
            )
            job.state, job.done, job.total, job.alive_at = state, done, total, clock.now()
            job.message = "Dữ liệu của văn bản vừa thay đổi." if state == "failed" else ""
            job.finished_at = None if state == "running" else clock.now()
            ids.append({"job_id": job.id})
    return ids


# How the places of a rule are filled, by the names of its places.
PLACES: dict[tuple[str, ...], Callable[[], list[dict[str, Any]]]] = {
    (): lambda: [{}],
    ("plan_id",): lambda: _named(_one_of_each(InspectionPlan.id, InspectionPlan.kind), "plan_id"),
    ("team_id",): lambda: _named(_one_of_each(Team.id, Team.plan_id), "team_id"),
    ("member_id", "team_id"): _members,
    ("visit_id",): lambda: _named(_one_of_each(Visit.id, Visit.state, Visit.plan_id), "visit_id"),
    ("finding_id",): lambda: _named(_one_of_each(Finding.id, Finding.state, Finding.kind), "finding_id"),
    ("recommendation_id",): lambda: _named(
        _one_of_each(Recommendation.id, Recommendation.state), "recommendation_id"
    ),
    ("document_id",): lambda: _named(_one_of_each(Document.id, Document.kind, Document.state), "document_id"),
    ("check_code",): lambda: [
        {"check_code": code} for code in db.session.scalars(select(func.min(Document.check_code)))
    ],
    ("report_id",): lambda: _named(
        _one_of_each(UnitReport.id, UnitReport.state, UnitReport.instrument_id), "report_id"
    ),
    ("programme_id",): lambda: _named(_one_of_each(Programme.id, Programme.id), "programme_id"),
    ("programme_id", "task_id"): _tasks,
    ("review_id",): lambda: _named(_one_of_each(ClosingReview.id, ClosingReview.id), "review_id"),
    ("phrase_id",): lambda: _named(_one_of_each(FindingPhrase.id, FindingPhrase.kind), "phrase_id"),
    ("text_id",): lambda: _named(_one_of_each(StandingText.id, StandingText.kind), "text_id"),
    ("number",): lambda: _named(_one_of_each(Establishment.id, Establishment.state), "number"),
    ("user_id",): lambda: _named(_one_of_each(User.id, User.scope_kind), "user_id"),
    ("version_id",): lambda: _named(_one_of_each(InstrumentVersion.id, InstrumentVersion.id), "version_id"),
    ("device_id",): lambda: [{"device_id": id} for id in db.session.scalars(select(Device.id))],
    ("job_id",): _jobs,
    ("code",): lambda: [{"code": "20"}, {"code": "06184"}],
}


def pages_of(app: Flask) -> list[str]:
    """The addresses of all pages; a rule whose places nobody can fill stops the tests."""
    adapter = app.url_map.bind("")
    found = []
    for rule in app.url_map.iter_rules():
        if _is_page(rule):
            for places in PLACES[tuple(sorted(rule.arguments))]():
                found.append(adapter.build(rule.endpoint, places))
    plan, visit = db.session.scalars(select(func.max(InspectionPlan.id))).one(), _finished_visit()
    found += [
        f"/visits/new?plan={plan}",
        f"/documents/new?plan={plan}",
        f"/documents/new?visit={visit}",
        *(f"/visits/{id}/signed-minutes" for id in db.session.scalars(select(SignedMinutes.visit_id))),
        *(f"/standing-texts/new?kind={kind}" for kind in TextKind),
        *(f"/standing-texts/?kind={kind}" for kind in TextKind),
        "/visits/calendar?view=week",
        "/maps/?measure=shortcomings",
        "/findings/?q=khong-co-gi-nhu-vay",
        "/tablets/records/?state=refused",
        "/tablets/records/?state=decided",
        "/visits/999999",
    ]
    return sorted(set(found))


def _is_page(rule: Rule) -> bool:
    return (
        "GET" in (rule.methods or ())
        and not rule.endpoint.endswith("static")
        and rule.endpoint not in FILES
        and rule.endpoint not in INSIDE
    )


def _finished_visit() -> int:
    return db.session.scalars(select(func.min(Visit.id)).where(Visit.state == "reviewed")).one()

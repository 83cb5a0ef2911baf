"""A small invented inspection for the tests of findings: two communes of one province, one of another."""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from audit.accounts.adapters import password_hashes
from audit.accounts.models import User
from audit.findings.services.findings import FindingContent, add_finding
from audit.findings.services.recommendations import RecommendationContent, add_recommendation
from audit.findings.services.suggest import suggest_for_visit
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel.access import SYSTEM, Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.registers.models.units import AdministrativeUnit
from checklists.domain.batches import IncomingEvent
from checklists.domain.kinds import AnswerStatus, FindingKind, Severity
from checklists.models.instruments import Instrument, InstrumentVersion, Item
from checklists.models.submissions import Response, Submission
from checklists.services.events import record_events
from checklists.services.photos import attach_photo
from checklists.services.submissions import open_submission

PASSWORD = "mat khau thu nghiem 2026"
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 20)
# Two strengths and three shortcomings: low when rated poor, medium and high.
ANSWERS: dict[str, Any] = {
    "ls1_01": [],
    "ls1_02": False,
    "ls1_03": True,
    "ls1_04": "good",
    "ls1_05": "poor",
}


@dataclass
class World:
    """Ids of what was built; tests read the rows anew."""

    plan: int
    team: int
    version: int
    own: int
    second: int
    foreign: int
    unit_codes: list[str]
    unit_ids: list[int]
    foreign_plan: int
    foreign_team: int
    people: dict[str, int] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """The person of this name as the services see them."""
        user = db.session.get_one(User, self.people[name])
        return Actor(
            user.id,
            user.username,
            user.full_name,
            Role(user.role),
            ScopeKind(user.scope_kind),
            user.scope_code,
            user.province_code,
        )


def communes(province: str) -> list[AdministrativeUnit]:
    statement = select(AdministrativeUnit).where(
        AdministrativeUnit.province_code == province,
        AdministrativeUnit.level == "commune",
        AdministrativeUnit.valid_to.is_(None),
    )
    return list(db.session.scalars(statement.order_by(AdministrativeUnit.code)))


def build() -> World:
    """Lạng Sơn: a completed visit of the inspector and one of others; Lai Châu: one for nobody else."""
    with transaction():
        statement = select(InstrumentVersion).join(Instrument).where(Instrument.code == "kiem_tra_quan_ly")
        version = db.session.scalars(statement).one()
        first, second = communes("20")[:2]
        away = communes("12")[0]
        plan, team = _plan("20", version.id)
        foreign_plan, foreign_team = _plan("12", version.id)
        world = World(
            plan.id,
            team.id,
            version.id,
            0,
            0,
            0,
            [first.code, second.code],
            [first.id, second.id],
            foreign_plan.id,
            foreign_team.id,
        )
        for name, role, kind, code, province in (
            ("head", Role.DEPARTMENT_HEAD, ScopeKind.PROVINCE, "20", "20"),
            ("lead", Role.TEAM_LEAD, ScopeKind.PROVINCE, "20", "20"),
            ("inspector", Role.INSPECTOR, ScopeKind.PROVINCE, "20", "20"),
            ("viewer", Role.VIEWER, ScopeKind.PROVINCE, "20", "20"),
            ("officer", Role.UNIT_OFFICER, ScopeKind.COMMUNE, first.code, "20"),
            ("neighbour", Role.UNIT_OFFICER, ScopeKind.COMMUNE, second.code, "20"),
            ("agency", Role.UNIT_OFFICER, ScopeKind.AGENCY, "cong_an_tinh", "20"),
            ("stranger", Role.DEPARTMENT_HEAD, ScopeKind.PROVINCE, "12", "12"),
        ):
            world.people[name] = _user(name, role, kind, code, province)
        world.own = make_visit(plan, team, first, version, attendee=world.people["inspector"]).id
        world.second = make_visit(plan, team, second, version, day=1).id
        world.foreign = make_visit(foreign_plan, foreign_team, away, version).id
    return world


@cache
def _password_hash() -> str:
    return password_hashes.make(PASSWORD)


def _user(name: str, role: Role, kind: ScopeKind, code: str, province: str) -> int:
    user = User(
        username=name,
        full_name=f"Người Thử {name}",
        password_hash=_password_hash(),
        role=role,
        scope_kind=kind,
        scope_code=code,
        province_code=province,
        must_change_password=False,
        session_key="k",
        created_at=NOW,
    )
    db.session.add(user)
    db.session.flush()
    return user.id


def _plan(province: str, version_id: int) -> tuple[InspectionPlan, Team]:
    plan = InspectionPlan(
        province_code=province,
        kind="management",
        state="approved",
        year=2026,
        title="Kiểm tra công tác quản lý nhà nước về phòng, chống mại dâm năm 2026",
        parent_agency="Ủy ban nhân dân tỉnh",
        agency="Sở Y tế",
        symbol="KH-SYT",
        place="Lạng Sơn",
        legal_bases=[],
        purpose="",
        requirements="",
        content=[],
        inspected="",
        method="",
        composition="",
        time_text="",
        period_from=date(2026, 1, 1),
        period_to=date(2026, 12, 31),
        recipients=[],
        instrument_version_id=version_id,
        created_at=NOW,
    )
    db.session.add(plan)
    db.session.flush()
    team = Team(plan_id=plan.id, name="Đoàn kiểm tra số 1")
    db.session.add(team)
    db.session.flush()
    return plan, team


def make_visit(
    plan: InspectionPlan,
    team: Team,
    unit: AdministrativeUnit,
    version: InstrumentVersion,
    *,
    day: int = 0,
    state: str = "completed",
    attendee: int | None = None,
) -> Visit:
    """A visit with an open checklist; ``attendee`` is the id of a person with an account."""
    start = NOW + timedelta(days=day)
    submission = open_submission(version=version, actor=SYSTEM)
    visit = Visit(
        province_code=plan.province_code,
        plan_id=plan.id,
        team_id=team.id,
        unit_id=unit.id,
        submission_id=submission.id,
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        state=state,
        created_at=NOW,
    )
    db.session.add(visit)
    db.session.flush()
    if attendee is not None:
        member = TeamMember(
            team_id=team.id,
            user_id=attendee,
            person_key=f"user:{attendee}",
            full_name="Người Thử inspector",
            role="member",
            position_in_team=1,
        )
        db.session.add(member)
        db.session.flush()
        db.session.add(VisitMember(visit_id=visit.id, member_id=member.id))
    return visit


def answer(visit_id: int, answers: dict[str, Any], *, note: str = "") -> None:
    """Write answers on the checklist of a visit, as events upon what was answered before."""
    visit = db.session.get_one(Visit, visit_id)
    submission = db.session.get_one(Submission, visit.submission_id)
    heads = dict(
        db.session.execute(
            select(Item.code, Response.event_id)
            .join(Item, Item.id == Response.item_id)
            .where(Response.submission_id == submission.id)
        ).all()
    )
    entries = [
        IncomingEvent(
            id=str(uuid.uuid4()),
            item=code,
            period="",
            status=AnswerStatus.ANSWERED,
            value=value,
            note=note,
            base_ids=(heads[code],) if code in heads else (),
            device_id="test",
            device_sequence=number,
            device_time=NOW,
        )
        for number, (code, value) in enumerate(answers.items())
    ]
    for result in record_events(submission=submission, entries=entries, actor=SYSTEM):
        assert result.outcome == "accepted", result


def suggest(visit_id: int, *, by: Actor = SYSTEM) -> int:
    """What completing the visit does."""
    return suggest_for_visit(actor=by, visit=db.session.get_one(Visit, visit_id))


def take_photo(visit_id: int, item_code: str, caption: str = "Bảng tin của xã") -> int:
    """A real small photo on an item; its id."""
    out = io.BytesIO()
    Image.effect_noise((320, 240), 90).convert("RGB").save(out, "JPEG")
    visit = db.session.get_one(Visit, visit_id)
    submission = db.session.get_one(Submission, visit.submission_id)
    return attach_photo(
        submission=submission, item_code=item_code, data=out.getvalue(), actor=SYSTEM, caption=caption
    ).id


def shortcoming(actor: Actor, visit_id: int, text: str = "Chưa có kế hoạch năm.", **more: Any) -> int:
    """A confirmed shortcoming added by hand; its id."""
    content = FindingContent(
        kind=FindingKind.SHORTCOMING, severity=more.pop("severity", Severity.MEDIUM), condition=text, **more
    )
    return add_finding(actor=actor, visit_id=visit_id, content=content).id


def recommendation(actor: Actor, visit_id: int, finding_id: int, **more: Any) -> int:
    """A recommendation to the commune; its id."""
    values: dict[str, Any] = {
        "text": "Ban hành kế hoạch năm 2026.",
        "addressee": "unit",
        "due_on": TODAY + timedelta(days=30),
        "finding_ids": [finding_id],
    } | more
    return add_recommendation(
        actor=actor, visit_id=visit_id, content=RecommendationContent(**values), today=TODAY
    ).id


class Browser:
    """A signed-in person who sends forms with the token of the page."""

    def __init__(self, client: FlaskClient, username: str) -> None:
        self.client = client
        self.username = username
        answer = client.post(
            "/sign-in",
            data={"csrf_token": self.token("/sign-in"), "username": username, "password": PASSWORD},
        )
        assert answer.status_code in (302, 303), answer.get_data(as_text=True)

    def token(self, address: str) -> str:
        page = self.client.get(address).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found is not None, page[:2000]
        return found[1]

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, (
            address,
            answer.status_code,
            answer.get_data(as_text=True)[:3000],
        )
        return answer.get_data(as_text=True)

    def post(self, address: str, data: dict[str, Any], status: int = 302) -> str:
        token = self.token("/findings/")
        answer = self.client.post(address, data={"csrf_token": token, **data})
        db.session.rollback()  # the test reads anew what the request has written
        assert answer.status_code == status, (
            address,
            answer.status_code,
            answer.get_data(as_text=True)[:3000],
        )
        return answer.get_data(as_text=True)

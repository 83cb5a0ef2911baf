"""People, a plan with its team and communes, and a browser, for the tests of plans and visits."""

from __future__ import annotations

import re
from contextvars import Context
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from audit.accounts.models import User
from audit.accounts.services.users import create_user
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.queries.plans import units_of
from audit.inspections.services.booking import book_visit
from audit.inspections.services.plan_states import approve_plan
from audit.inspections.services.plan_units import add_establishments, add_units
from audit.inspections.services.plans import create_plan
from audit.inspections.services.teams import MemberValues, add_member, create_team
from audit.inspections.services.visits import announce_visit, start_visit
from audit.kernel import clock
from audit.kernel.access import SYSTEM, Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.journal.models import JournalEntry
from audit.registers.models.establishments import Establishment
from audit.registers.queries.units import commune_choices

PASSWORD = "một mật khẩu thử đủ dài 2026"
DAY = date(2026, 9, 14)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """A Vietnamese wall-clock time on the day of the tests."""
    return clock.from_local(datetime(day.year, day.month, day.day, hour, minute))


def actor_of(user: User) -> Actor:
    return Actor(
        user.id,
        user.username,
        user.full_name,
        Role(user.role),
        ScopeKind(user.scope_kind),
        user.scope_code,
        user.province_code,
    )


def person(
    username: str,
    role: Role = Role.INSPECTOR,
    *,
    full_name: str = "",
    scope_kind: ScopeKind = ScopeKind.PROVINCE,
    scope_code: str = "20",
    province_code: str = "20",
) -> Actor:
    """A new account, as the services see it."""
    with transaction():
        user, _password = create_user(
            actor=SYSTEM,
            username=username,
            full_name=full_name or f"Người Thử {username}",
            role=role,
            scope_kind=scope_kind,
            scope_code=scope_code,
            province_code=province_code,
            password=PASSWORD,
        )
        return actor_of(user)


@dataclass
class World:
    """A management plan of Lạng Sơn with two communes and a team of two; ids, so tests read anew."""

    head: Actor
    lead: Actor
    inspector: Actor
    plan_id: int
    team_id: int
    unit_ids: list[int]
    commune_codes: list[str]
    plan_unit_ids: list[int]
    member_ids: list[int]

    def book(self, start: datetime, end: datetime, *, unit: int = 0, members: list[int] | None = None) -> int:
        """A booked visit; its id."""
        with transaction():
            visit = book_visit(
                actor=self.lead,
                plan_id=self.plan_id,
                plan_unit_id=self.plan_unit_ids[unit],
                team_id=self.team_id,
                member_ids=self.member_ids if members is None else members,
                starts_at=start,
                ends_at=end,
            )
            return visit.id

    def approve(self) -> None:
        with transaction():
            plan = db.session.get_one(InspectionPlan, self.plan_id)
            approve_plan(actor=self.head, plan_id=self.plan_id, revision=plan.revision)

    def begun(self, start: datetime | None = None) -> int:
        """A visit that is in progress; its id. The plan is approved on the way."""
        if plan_state(self.plan_id) == "draft":
            self.approve()
        begin = start or at(8)
        visit_id = self.book(begin, begin + timedelta(hours=3))
        with transaction():
            announce_visit(actor=self.lead, visit_id=visit_id, revision=1)
        with transaction():
            start_visit(actor=self.lead, visit_id=visit_id)
        return visit_id


def plan_state(plan_id: int) -> str:
    return db.session.scalars(select(InspectionPlan.state).where(InspectionPlan.id == plan_id)).one()


def build(province: str = "20", prefix: str = "") -> World:
    """A world of one province; ``prefix`` keeps the user names of two worlds apart."""
    scope = {"scope_code": province, "province_code": province}
    head = person(f"{prefix}head", Role.DEPARTMENT_HEAD, full_name="Lãnh Đạo Mẫu", **scope)
    lead = person(f"{prefix}lead", Role.TEAM_LEAD, full_name="Trưởng Đoàn Mẫu", **scope)
    inspector = person(f"{prefix}inspector", Role.INSPECTOR, full_name="Thanh Tra Mẫu", **scope)
    with transaction():
        plan = create_plan(
            actor=lead,
            kind="management",
            year=2026,
            department_name="Sở Y tế",
            changes={"period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)},
        )
        communes = commune_choices(province, clock.today())[:2]
        ids, codes = [c.id for c in communes], [c.code for c in communes]
        add_units(actor=lead, plan_id=plan.id, reasons={i: "Có nhiều cơ sở kinh doanh dịch vụ" for i in ids})
        team = create_team(actor=lead, plan_id=plan.id, name="Đoàn kiểm tra số 1")
        members = [
            add_member(actor=lead, team_id=team.id, values=MemberValues(role="lead", user_id=lead.id)).id,
            add_member(
                actor=lead, team_id=team.id, values=MemberValues(role="member", user_id=inspector.id)
            ).id,
        ]
        chosen = [unit.id for unit in units_of(plan)]
        return World(head, lead, inspector, plan.id, team.id, ids, codes, chosen, members)


def establishment(code: str, unit_id: int, province: str = "20", **more: Any) -> int:
    """An establishment in a commune; its id."""
    values: dict[str, Any] = {
        "province_code": province,
        "unit_id": unit_id,
        "register_code": code,
        "name": f"Nhà nghỉ Mẫu {code}",
        "type_code": "nha_nghi",
        "address": "Thôn Mẫu",
        "licence_state": "valid",
        "commitment_state": "signed",
        "state": "active",
        "note": "",
        "search_key": f"nha nghi mau {code}",
        "sort_key": f"nha nghi mau {code}",
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    with transaction():
        row = Establishment(**(values | more))
        db.session.add(row)
        db.session.flush()
        return row.id


def squad_plan(world: World, establishment_ids: list[int], cards: int = 3) -> tuple[int, int, list[int]]:
    """An inter-agency plan with a squad whose first ``cards`` members have a card: plan, team, members."""
    with transaction():
        plan = create_plan(
            actor=world.lead,
            kind="establishment",
            year=2026,
            department_name="Sở Y tế",
            changes={"period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)},
        )
        if establishment_ids:
            add_establishments(
                actor=world.lead,
                plan_id=plan.id,
                reasons=dict.fromkeys(establishment_ids, "Theo kế hoạch năm"),
            )
        team = create_team(actor=world.lead, plan_id=plan.id, name="Đội kiểm tra liên ngành 178")
        members = []
        for index, role in enumerate(("lead", "deputy", "member")):
            values = MemberValues(
                role=role,
                full_name=f"Thành Viên Mẫu {index + 1}",
                agency="Công an tỉnh",
                card_number=f"TKT-{index + 1}" if index < cards else "",
            )
            members.append(add_member(actor=world.lead, team_id=team.id, values=values).id)
        return plan.id, team.id, members


def journal(action: str) -> list[JournalEntry]:
    """The journal entries of an action, oldest first."""
    statement = select(JournalEntry).where(JournalEntry.action == action)
    return list(db.session.scalars(statement.order_by(JournalEntry.position)))


class Visitor:
    """A browser: fills in forms with their token; its requests share nothing with the test's session."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def _open(self, *args: Any, **options: Any) -> TestResponse:
        answer: TestResponse = Context().run(self.client.open, *args, **options)
        db.session.rollback()
        return answer

    def get(self, address: str, **options: Any) -> TestResponse:
        return self._open(address, method="GET", **options)

    def post(self, address: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        return self._open(address, method="POST", data={"csrf_token": self.token, **(data or {})}, **options)

    def send(self, address: str, body: Any) -> TestResponse:
        """JSON as the script of a page sends it."""
        headers = {"X-CSRFToken": self.token, "Accept": "application/json"}
        return self._open(address, method="POST", json=body, headers=headers)

    def sign_in(self, actor: Actor) -> Visitor:
        self.token = self._token("/sign-in")
        answer = self.post("/sign-in", {"username": actor.username, "password": PASSWORD})
        assert answer.status_code in (302, 303), answer.text
        self.token = self._token("/account")
        return self

    def _token(self, address: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(address).text)
        assert found is not None, address
        return found[1]


class Queries:
    """Counts statements sent to the database inside a ``with``."""

    def __enter__(self) -> Queries:
        self.count = 0
        event.listen(db.engine, "before_cursor_execute", self._seen)
        return self

    def _seen(self, *_args: Any) -> None:
        self.count += 1

    def __exit__(self, *_args: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._seen)

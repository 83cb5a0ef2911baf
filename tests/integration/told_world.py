"""The demonstration as a filled world: who is in it, the ids it holds, and people who stand outside of it."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from audit.accounts.services.users import create_user
from audit.demo import story
from audit.inspections.models.plans import PlanUnit
from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel import clock
from audit.kernel.access import SYSTEM, Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.offline.services.devices import enrol
from audit.offline.services.exchange import read_all, take
from audit.registers.models.units import AdministrativeUnit
from checklists.domain.identifiers import uuid7

PASSWORD = "một mật khẩu thử đủ dài 2026"
HOME = "20"
ABROAD = "12"
OTHER_OFFICER = "other.officer"
OTHER_VIEWER = "other.viewer"
AGENCY_OFFICER = "agency.officer"


def abroad(role: Role) -> str:
    """The user name of the person with this role in another province."""
    return f"abroad.{role.value.replace('_', '.')}"


@dataclass(frozen=True)
class Told:
    """Passwords of the accounts by user name; the codes of the communes two officers speak for."""

    passwords: dict[str, str]
    own_commune: str
    other_commune: str


def tell_it(department: str) -> Told:
    """Build the demonstration of Lạng Sơn, and beside it people who must not see a row of it."""
    people = story.tell(HOME, department)
    passwords = {name: person.password for name, person in people.items()}
    own = people["canboxa"].actor.scope_code
    named = set(
        db.session.scalars(
            select(AdministrativeUnit.code).where(AdministrativeUnit.id.in_(select(PlanUnit.unit_id)))
        )
    )
    other = db.session.scalars(
        select(AdministrativeUnit.code)
        .where(
            AdministrativeUnit.province_code == HOME,
            AdministrativeUnit.level == "commune",
            AdministrativeUnit.valid_to.is_(None),
            AdministrativeUnit.code.not_in({own, *named}),
        )
        .order_by(AdministrativeUnit.code)
    ).first()
    assert other is not None
    for role in Role:
        officer = role is Role.UNIT_OFFICER
        scope = (ScopeKind.COMMUNE, _commune_of(ABROAD)) if officer else (ScopeKind.PROVINCE, ABROAD)
        _person(abroad(role), role, *scope, ABROAD)
    _person(OTHER_OFFICER, Role.UNIT_OFFICER, ScopeKind.COMMUNE, other, HOME)
    _person(OTHER_VIEWER, Role.VIEWER, ScopeKind.COMMUNE, other, HOME)
    _person(AGENCY_OFFICER, Role.UNIT_OFFICER, ScopeKind.AGENCY, "so_y_te", HOME)
    _tablet(people["kiemtra1"].actor)
    passwords |= dict.fromkeys(
        [*(abroad(role) for role in Role), OTHER_OFFICER, OTHER_VIEWER, AGENCY_OFFICER], PASSWORD
    )
    return Told(passwords, own, other)


def _tablet(inspector: Actor) -> None:
    """A tablet of this inspector, and two answers from it that came after their visit had been reviewed."""
    visit = db.session.scalars(
        select(Visit)
        .join(VisitMember, VisitMember.visit_id == Visit.id)
        .join(TeamMember, TeamMember.id == VisitMember.member_id)
        .where(TeamMember.user_id == inspector.id, Visit.state == "reviewed")
        .order_by(Visit.id)
    ).first()
    assert visit is not None
    with transaction():
        device = enrol(actor=inspector, tablet=str(uuid.uuid4()), label="Máy tính bảng số 1").id
    body = {"period": "", "status": "not_observed", "value": None, "note": "Ghi muộn", "base_ids": []}
    texts = [
        json.dumps(
            {
                "v": 1,
                "id": uuid7(clock.now()),
                "kind": "answer",
                "visit": visit.id,
                "device": device,
                "sequence": number,
                "time": clock.now().isoformat(),
                "elapsed": number,
                "boot": "b",
                "body": {**body, "item": item, "confirmed_no_personal_data": False},
            },
            ensure_ascii=False,
        )
        for number, item in enumerate(("ls1_01", "ls1_02"), start=1)
    ]
    with transaction():
        said = take(device_id=device, records=read_all(texts, device_id=device))
    assert {result["outcome"] for result in said.results} == {"parked"}, said


def _commune_of(province: str) -> str:
    return str(
        db.session.scalars(
            select(func.min(AdministrativeUnit.code)).where(
                AdministrativeUnit.province_code == province,
                AdministrativeUnit.level == "commune",
                AdministrativeUnit.valid_to.is_(None),
            )
        ).one()
    )


def _person(username: str, role: Role, kind: ScopeKind, code: str, province: str) -> None:
    with transaction():
        create_user(
            actor=SYSTEM,
            username=username,
            full_name=f"Người Thử {username}",
            role=role,
            scope_kind=kind,
            scope_code=code,
            province_code=province,
            password=PASSWORD,
        )


class Guest:
    """Somebody signed in, who posts with the token of the session."""

    def __init__(self, app: Flask, told: Told, username: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.token = self._token("/sign-in")
        answer = self.post("/sign-in", {"username": username, "password": told.passwords[username]})
        assert answer.status_code == 303, answer.text
        self.token = self._token("/account")

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.client.get(address, **options)

    def post(self, address: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        return self.client.post(address, data={"csrf_token": self.token, **(data or {})}, **options)

    def send(self, address: str, body: Any) -> TestResponse:
        """JSON as the script of a page sends it; ``body`` may be bytes, to be sent as they are."""
        headers = {"X-CSRFToken": self.token, "Accept": "application/json"}
        if isinstance(body, bytes):
            return self.client.post(address, data=body, content_type="application/json", headers=headers)
        return self.client.post(address, json=body, headers=headers)

    def cookie(self, server: str) -> dict[str, str]:
        """The session, for a browser that goes on with it at the address of a server."""
        name = self.client.application.config["SESSION_COOKIE_NAME"]
        kept = self.client.get_cookie(name)
        assert kept is not None
        return {"name": name, "value": kept.value, "url": server}

    def _token(self, address: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(address).text)
        assert found is not None, address
        return found[1]

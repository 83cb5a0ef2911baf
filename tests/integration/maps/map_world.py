"""A small invented inspection for the map's tests: two provinces, visits, findings and hostile texts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from audit.accounts.adapters import password_hashes
from audit.accounts.models import User
from audit.findings.models import Finding, Recommendation
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.kernel.database import db, transaction
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit, UnitBoundary
from checklists.models.instruments import Instrument, InstrumentVersion

PASSWORD = "mat khau thu nghiem 2026"
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)

# What would run if anything handled it as code; "window.broken" is the flag a browser test looks for.
HOSTILE = (
    "${window.broken=1}",
    "`+(window.broken=2)+`",
    "</script><script>window.broken=3</script>",
    '<img src=x onerror="window.broken=4">',
    "<!--<script>\u2028window.broken=5\u2029",
    "{{ 7 * 7 }}{% set x = 1 %}{#",
    "\u202eabc\u202c\u2066ltr\u2069",
    "javascript:window.broken=6",
    "'\"><svg onload=window.broken=7>",
)


@dataclass(frozen=True, slots=True)
class World:
    plan: int
    other_plan: int
    units: dict[str, int]
    visits: list[int]
    establishments: list[int]


def communes(province: str) -> list[AdministrativeUnit]:
    statement = select(AdministrativeUnit).where(
        AdministrativeUnit.province_code == province,
        AdministrativeUnit.level == "commune",
        AdministrativeUnit.valid_to.is_(None),
    )
    return list(db.session.scalars(statement.order_by(AdministrativeUnit.code)))


def _version() -> int:
    found = db.session.scalar(select(InstrumentVersion.id).limit(1))
    if found is not None:
        return found
    instrument = Instrument(code="thu", kind="checklist", title="Phiếu thử", subject="unit")
    db.session.add(instrument)
    db.session.flush()
    version = InstrumentVersion(
        instrument_id=instrument.id, number=1, valid_from=date(2026, 1, 1), source="", content_hash="0" * 64
    )
    db.session.add(version)
    db.session.flush()
    return version.id


def _plan(province: str, version: int) -> InspectionPlan:
    plan = InspectionPlan(
        province_code=province,
        kind="management",
        state="approved",
        year=2026,
        title=f"Kế hoạch {HOSTILE[0]} {HOSTILE[2]}",
        parent_agency="UBND tỉnh",
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
        instrument_version_id=version,
        created_at=NOW,
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def _establishment(unit: AdministrativeUnit, number: int, name: str, *, placed: bool = True) -> Establishment:
    found = Establishment(
        province_code=unit.province_code,
        unit_id=unit.id,
        register_code=f"CS-{number:04d}",
        name=name,
        type_code="karaoke" if number % 2 else "nha_nghi",
        address="",
        latitude=(unit.latitude or 21.8) + 0.003 * number if placed else None,
        longitude=(unit.longitude or 106.7) if placed else None,
        licence_state="unknown",
        commitment_state="unknown",
        state="active",
        note="",
        search_key="",
        sort_key=f"{number:04d}",
        created_at=NOW,
        updated_at=NOW,
    )
    db.session.add(found)
    db.session.flush()
    return found


def _visit(
    plan: InspectionPlan,
    team: Team,
    unit: AdministrativeUnit,
    day: int,
    state: str,
    score: float | None = None,
    establishment: Establishment | None = None,
) -> Visit:
    start = NOW + timedelta(days=day)
    found = Visit(
        province_code=unit.province_code,
        plan_id=plan.id,
        team_id=team.id,
        unit_id=unit.id,
        establishment_id=establishment.id if establishment else None,
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        state=state,
        score=score,
        created_at=NOW,
    )
    db.session.add(found)
    db.session.flush()
    return found


def _finding(visit: Visit, severity: str | None, text: str, *, state: str = "confirmed") -> Finding:
    found = Finding(
        province_code=visit.province_code,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        establishment_id=visit.establishment_id,
        kind="shortcoming" if severity else "strength",
        severity=severity,
        state=state,
        condition=text,
        created_at=NOW,
        updated_at=NOW,
    )
    db.session.add(found)
    db.session.flush()
    return found


def _outline(unit: AdministrativeUnit) -> None:
    x, y, r = unit.longitude or 0, unit.latitude or 0, 0.05
    square = [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r], [x - r, y - r]]
    geometry = json.dumps({"type": "Polygon", "coordinates": [square]})
    db.session.add(UnitBoundary(unit_id=unit.id, geometry=geometry, source="thử", imported_at=NOW))


def build() -> World:
    """Lạng Sơn: three communes with visits, one with an outline; Lai Châu: a visit for nobody else."""
    with transaction():
        version = _version()
        first, second, third, *_rest = communes("20")
        away = communes("12")[0]
        plan, other = _plan("20", version), _plan("12", version)
        team, other_team = Team(plan_id=plan.id, name="Đoàn 1"), Team(plan_id=other.id, name="Đoàn 2")
        db.session.add_all([team, other_team])
        db.session.flush()
        _outline(first)
        shops = [_establishment(first, n, f"Cơ sở {text}") for n, text in enumerate(HOSTILE)]
        shops.append(_establishment(second, 50, "Cơ sở không tọa độ", placed=False))
        old = _visit(plan, team, first, -20, "reviewed", 40.0)
        latest = _visit(plan, team, first, 0, "completed", 82.5)
        shop = _visit(plan, team, second, 1, "reviewed", 91.0, shops[0])
        booked = _visit(plan, team, third, 30, "planned")
        foreign = _visit(other, other_team, away, 0, "reviewed", 10.0)
        _finding(latest, "high", HOSTILE[2])
        _finding(latest, "low", HOSTILE[0])
        _finding(latest, "medium", "chưa xác nhận", state="suggested")
        _finding(latest, None, "Ưu điểm " + HOSTILE[3])
        settled = _finding(old, "medium", "đã khắc phục")
        recommendation = Recommendation(
            province_code="20",
            visit_id=old.id,
            unit_id=first.id,
            text="khắc phục",
            addressee_kind="unit",
            addressee=first.name,
            due_on=date(2026, 6, 1),
            state="verified",
            created_at=NOW,
            updated_at=NOW,
        )
        recommendation.findings.append(settled)
        db.session.add(recommendation)
        _finding(foreign, "high", "của tỉnh khác")
        for name, role, kind, code in (
            ("head", "department_head", "province", "20"),
            ("viewer", "viewer", "commune", first.code),
            ("officer", "unit_officer", "commune", first.code),
            ("away", "department_head", "province", "12"),
        ):
            db.session.add(
                User(
                    username=name,
                    full_name="Người Thử Nghiệm",
                    password_hash=password_hashes.make(PASSWORD),
                    role=role,
                    scope_kind=kind,
                    scope_code=code,
                    province_code="12" if name == "away" else "20",
                    session_key="k",
                    created_at=NOW,
                )
            )
        units = {unit.code: unit.id for unit in (first, second, third, away)}
        visits = [old.id, latest.id, shop.id, booked.id, foreign.id]
        return World(plan.id, other.id, units, visits, [s.id for s in shops])


def sign_in(client: FlaskClient, username: str) -> FlaskClient:
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    answer = client.post(
        "/sign-in", data={"csrf_token": token[1], "username": username, "password": PASSWORD}
    )
    assert answer.status_code in (302, 303), answer.get_data(as_text=True)
    return client

"""A province of any size for the benchmarks and the tests of scale: drawn from a fixed seed, written in bulk.

Ten times the rows are ten times the years: a month holds as many visits in a small world as in a large one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select, text, update

from audit.accounts.models import User
from audit.accounts.services.users import create_user
from audit.findings.models import Finding, Recommendation, recommendation_finding
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel import clock
from audit.kernel.access import SYSTEM, Role, ScopeKind
from audit.kernel.database import Model, db, transaction
from audit.kernel.journal.domain import GENESIS, canonical, entry_hash
from audit.kernel.journal.models import JournalEntry, JournalHead
from audit.kernel.text import search_key
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from checklists.models.instruments import Instrument, InstrumentVersion
from checklists.models.submissions import Submission
from reports.models import Document

PROVINCE = "20"
COMMUNE = "06184"
PASSWORD = "một mật khẩu đủ dài để đo"
VISITS_A_MONTH = 100
PLANS_A_YEAR = 30
KINDS = ("karaoke", "nha_nghi", "khach_san", "xoa_bop", "quan_bar", "cat_toc_goi_dau")


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows a world holds."""

    establishments: int
    visits: int
    findings: int
    users: int
    journal: int
    documents: int

    def tenth(self) -> Size:
        return Size(*(getattr(self, name) // 10 for name in self.__slots__))


WHOLE = Size(
    establishments=20_000, visits=3_000, findings=15_000, users=1_000, journal=50_000, documents=3_000
)


def fill(size: Size, *, roles: Sequence[Role] = (Role.DEPARTMENT_HEAD,)) -> dict[Role, str]:
    """Write a world of Lạng Sơn into the database of the running application, which holds the registers.

    Returns the user names of people who can sign in with ``PASSWORD``, by role. An officer speaks for
    ``COMMUNE``.
    """
    pick, now = random.Random(20), clock.now()
    communes = db.session.execute(
        select(AdministrativeUnit.id, AdministrativeUnit.code)
        .where(
            AdministrativeUnit.province_code == PROVINCE,
            AdministrativeUnit.level == "commune",
            AdministrativeUnit.valid_to.is_(None),
        )
        .order_by(AdministrativeUnit.code != COMMUNE, AdministrativeUnit.code)
    ).all()
    units = [unit for unit, _code in communes]
    version = db.session.scalars(
        select(InstrumentVersion.id)
        .join(Instrument, Instrument.id == InstrumentVersion.instrument_id)
        .where(Instrument.kind == "checklist", InstrumentVersion.state == "published")
        .order_by(InstrumentVersion.id)
    ).first()
    assert version is not None
    with transaction():
        people = {role: _person(role, communes[0][1]) for role in roles}
        _users(size.users)
        _establishments(pick, units, size.establishments, now)
        years = max(1, size.visits // (12 * VISITS_A_MONTH) + 1)
        plans = _plans(years, version, units, now)
        members = _teams(plans)
        _visits(pick, units, plans, members, size.visits, version, now)
        _findings(pick, size.findings, now)
        _documents(pick, plans, size.documents, now)
        _journal(pick, size.journal, now)
    _analyze(db.engine)
    return people


def _analyze(engine: Engine) -> None:
    """What PostgreSQL does by itself a minute after many rows have come in."""
    if engine.dialect.name == "sqlite":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _write(table: type[Model], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 5000):
        db.session.execute(insert(table), rows[start : start + 5000])


def _person(role: Role, commune: str) -> str:
    officer = role is Role.UNIT_OFFICER
    username = f"do.{role.value.replace('_', '.')}"
    create_user(
        actor=SYSTEM,
        username=username,
        full_name=f"Người Đo {role.value}",
        role=role,
        scope_kind=ScopeKind.COMMUNE if officer else ScopeKind.PROVINCE,
        scope_code=commune if officer else PROVINCE,
        province_code=PROVINCE,
        password=PASSWORD,
    )
    return username


def _users(count: int) -> None:
    now = clock.now()
    rows = []
    for number in range(count):
        name = f"Người Thử Nghiệm {number + 1:04d}"
        rows.append(
            {
                "username": f"nguoi.thu.{number + 1:04d}",
                "full_name": name,
                "position": "Chuyên viên",
                "password_hash": "-",
                "role": str(Role.INSPECTOR),
                "scope_kind": str(ScopeKind.PROVINCE),
                "scope_code": PROVINCE,
                "province_code": PROVINCE,
                "session_key": f"{number:064d}",
                "search_key": search_key(name),
                "created_at": now,
            }
        )
    _write(User, rows)


def _establishments(pick: random.Random, units: list[int], count: int, now: datetime) -> None:
    rows = []
    for number in range(count):
        name = f"Cơ sở thử nghiệm số {number + 1:05d}"
        rows.append(
            {
                "province_code": PROVINCE,
                # One commune has more of them than a page shows, however small the world.
                "unit_id": units[0 if number < 100 else number % len(units)],
                "register_code": f"TN-{number + 1:05d}",
                "name": name,
                "type_code": pick.choice(KINDS),
                "address": f"Số {number % 200 + 1}",
                "latitude": 21.3 + pick.random() * 1.1,
                "longitude": 106.1 + pick.random() * 1.2,
                "licence_state": pick.choice(("valid", "expired", "unknown")),
                "commitment_state": pick.choice(("unknown", "not_signed")),
                "staff_male": pick.randrange(12),
                "staff_female": pick.randrange(20),
                "state": "active" if number % 20 else "closed",
                "note": "",
                "search_key": f" {search_key(name)}",
                "sort_key": search_key(name),
                "created_at": now,
                "updated_at": now - timedelta(seconds=count - number),
            }
        )
    _write(Establishment, rows)


def _plans(years: int, version: int, units: list[int], now: datetime) -> list[int]:
    plans = []
    for number in range(years * PLANS_A_YEAR):
        year = now.year - number // PLANS_A_YEAR
        plans.append(
            InspectionPlan(
                province_code=PROVINCE,
                kind="management",
                state="approved",
                year=year,
                title=f"Kế hoạch kiểm tra thử nghiệm số {number % PLANS_A_YEAR + 1} năm {year}",
                parent_agency="UBND TỈNH LẠNG SƠN",
                agency="SỞ Y TẾ",
                symbol="KH-SYT",
                place="Lạng Sơn",
                legal_bases=[],
                purpose="-",
                requirements="-",
                content=[],
                inspected="-",
                method="-",
                composition="-",
                time_text="-",
                period_from=date(year, 1, 1),
                period_to=date(year, 12, 31),
                recipients=[],
                instrument_version_id=version,
                created_at=now,
            )
        )
    db.session.add_all(plans)
    db.session.flush()
    ids = [plan.id for plan in plans]
    chosen = [
        {"plan_id": plan, "unit_id": unit, "reason": "Đo", "position": position}
        for plan in ids
        for position, unit in enumerate(units[:20])
    ]
    _write(PlanUnit, chosen)
    return ids


def _teams(plans: list[int]) -> dict[int, tuple[int, int]]:
    """A team of one for each plan: plan -> (team, member)."""
    found = {}
    people = list(db.session.scalars(select(User.id).where(User.role == str(Role.INSPECTOR)).limit(20)))
    for number, plan in enumerate(plans):
        team = Team(plan_id=plan, name="Đoàn thử nghiệm")
        db.session.add(team)
        db.session.flush()
        user = people[number % len(people)]
        member = TeamMember(
            team_id=team.id,
            user_id=user,
            person_key=f"user:{user}",
            full_name="Người Thử Nghiệm",
            role="lead",
            position_in_team=0,
        )
        db.session.add(member)
        db.session.flush()
        found[plan] = (team.id, member.id)
    return found


def _visits(
    pick: random.Random,
    units: list[int],
    plans: list[int],
    members: dict[int, tuple[int, int]],
    count: int,
    version: int,
    now: datetime,
) -> None:
    """Visits evenly over the years up to a fortnight ahead; a handful are under way."""
    step = timedelta(days=30) / VISITS_A_MONTH
    newest = now + timedelta(days=14)
    rows: list[dict[str, Any]] = []
    places = db.session.execute(
        select(Establishment.id, Establishment.unit_id).order_by(Establishment.id)
    ).all()
    for number in range(count):
        start = newest - step * number
        plan = plans[min((now.year - start.year) * PLANS_A_YEAR + number % PLANS_A_YEAR, len(plans) - 1)]
        future = start > now
        state = "announced" if future else "reviewed" if number % 50 else "completed"
        # Every other visit is to an establishment.
        place, unit = places[number % len(places)] if number % 2 else (None, units[number % len(units)])
        rows.append(
            {
                "province_code": PROVINCE,
                "plan_id": plan,
                "team_id": members[plan][0],
                "unit_id": unit,
                "establishment_id": place,
                "starts_at": start,
                "ends_at": start + timedelta(hours=2),
                "state": state,
                "completed_at": None if future else start + timedelta(hours=2),
                "score": None if future else round(pick.random() * 100, 1),
                "created_at": now,
            }
        )
    _write(Visit, rows)
    found = db.session.execute(select(Visit.id, Visit.plan_id)).all()
    _write(VisitMember, [{"visit_id": visit, "member_id": members[plan][1]} for visit, plan in found])
    under_way = db.session.scalars(
        select(Visit.id).where(Visit.starts_at < now).order_by(Visit.starts_at.desc()).limit(5)
    ).all()
    for visit in under_way:
        sheet = Submission(version_id=version, state="draft", created_at=now)
        db.session.add(sheet)
        db.session.flush()
        change = {"state": "in_progress", "submission_id": sheet.id, "score": None, "completed_at": None}
        db.session.execute(update(Visit).where(Visit.id == visit).values(**change))


def _findings(pick: random.Random, count: int, now: datetime) -> None:
    visits = db.session.execute(
        select(Visit.id, Visit.unit_id, Visit.establishment_id, Visit.completed_at)
        .where(Visit.state.in_(("completed", "reviewed")))
        .order_by(Visit.id)
    ).all()
    findings, recommendations = [], []
    for number in range(count):
        visit, unit, place, held = visits[number % len(visits)]
        shortcoming = pick.random() < 0.6
        condition = f"Nội dung ghi nhận thử nghiệm số {number}"
        common = {
            "province_code": PROVINCE,
            "visit_id": visit,
            "unit_id": unit,
            "created_at": held,
            "updated_at": held,
        }
        findings.append(
            common
            | {
                "kind": "shortcoming" if shortcoming else "strength",
                "severity": pick.choice(("low", "medium", "high")) if shortcoming else None,
                "state": pick.choice(("suggested", "confirmed", "confirmed")),
                "establishment_id": place,
                "condition": condition,
                "criterion": "Kế hoạch thực hiện Chương trình",
                "search_key": search_key(condition),
            }
        )
        if number % 3 == 0:
            words = f"Kiến nghị thử nghiệm số {number}"
            recommendations.append(
                common
                | {
                    "text": words,
                    "addressee_kind": "unit",
                    "addressee": "Ủy ban nhân dân xã",
                    "search_key": search_key(words),
                    "due_on": (now - timedelta(days=200 - number % 400)).date(),
                    # Old recommendations are settled; a hundred are still being carried out.
                    "state": "open" if number < 300 else "verified",
                }
            )
    _write(Finding, findings)
    _write(Recommendation, recommendations)
    pairs = [
        {"recommendation_id": recommendation, "finding_id": finding}
        for recommendation, finding in db.session.execute(
            select(Recommendation.id, Finding.id)
            .join(Finding, Finding.visit_id == Recommendation.visit_id)
            .where(Finding.kind == "shortcoming", Finding.state == "confirmed", Finding.id % 5 == 0)
        )
    ]
    for start in range(0, len(pairs), 5000):
        db.session.execute(insert(recommendation_finding), pairs[start : start + 5000])


def _documents(pick: random.Random, plans: list[int], count: int, now: datetime) -> None:
    rows: list[dict[str, Any]] = [
        {
            "province_code": PROVINCE,
            "kind": pick.choice(("plan", "findings_report")),
            "state": "issued" if number < count - 5 else "draft",
            "plan_id": pick.choice(plans),
            "title": f"Văn bản thử nghiệm số {number + 1}",
            "number": str(number + 1) if number < count - 5 else "",
            "symbol": "BC-SYT",
            "year": now.year,
            "place": "Lạng Sơn",
            "recipients": [],
            "photo_digests": [],
            "snapshot": "{}",
            "pdf_sha256": f"{number:064d}",
            "created_at": now,
        }
        for number in range(count)
    ]
    _write(Document, rows)


def _journal(pick: random.Random, count: int, now: datetime) -> None:
    """Entries chained on to what is there, as the journal itself would."""
    head = db.session.get(JournalHead, 1)
    position, previous = (head.position, head.hash) if head else (0, GENESIS)
    rows: list[dict[str, Any]] = []
    for number in range(count):
        position += 1
        field: dict[str, Any] = {
            "position": position,
            "at": datetime.fromtimestamp(int(now.timestamp()) - count + number, UTC),
            "actor": f"nguoi.thu.{pick.randrange(40) + 1:04d}",
            "province_code": PROVINCE,
            "action": pick.choice(("finding.confirmed", "visit.announced", "plan.updated")),
            "subject": "visit",
            "subject_id": str(pick.randrange(3000)),
            "details": canonical({"số": number}),
        }
        digest = entry_hash(previous=previous, **field)
        rows.append({**field, "actor_name": "Người Thử Nghiệm", "previous_hash": previous, "hash": digest})
        previous = digest
    _write(JournalEntry, rows)
    db.session.execute(
        update(JournalHead).where(JournalHead.id == 1).values(position=position, hash=previous)
    )

"""Many visits of one inspector beside the told demonstration; every third begun, with real answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, insert, select

from audit.accounts.models import User
from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.registers.models.units import AdministrativeUnit
from checklists.models.submissions import Response, ResponseEvent, Submission
from tests.integration.told_world import HOME


def actor(username: str) -> Actor:
    return db.session.scalars(select(User).where(User.username == username)).one().actor


def attended(username: str) -> list[Visit]:
    """Every visit the person of this name takes part in."""
    return list(
        db.session.scalars(
            select(Visit)
            .join(VisitMember, VisitMember.visit_id == Visit.id)
            .join(TeamMember, TeamMember.id == VisitMember.member_id)
            .join(User, User.id == TeamMember.user_id)
            .where(User.username == username)
            .order_by(Visit.id)
        )
    )


def add_visits(username: str, number: int, *, begun_every: int = 3) -> list[int]:
    """Give the person ``number`` more visits of the management plan, over all communes of the province.

    Every ``begun_every``-th is in progress, with the answers of a finished visit of the demonstration.
    """
    with transaction():
        model = next(visit for visit in attended(username) if visit.state == "reviewed")
        member = db.session.scalars(
            select(TeamMember.id)
            .join(User)
            .where(TeamMember.team_id == model.team_id, User.username == username)
        ).one()
        units = db.session.scalars(
            select(AdministrativeUnit.id)
            .where(
                AdministrativeUnit.province_code == HOME,
                AdministrativeUnit.level == "commune",
                AdministrativeUnit.valid_to.is_(None),
            )
            .order_by(AdministrativeUnit.code)
        ).all()
        made = []
        for position in range(number):
            under_way = position % begun_every == 0
            start = clock.now() + timedelta(days=1, hours=3 * position)
            visit = Visit(
                province_code=HOME,
                plan_id=model.plan_id,
                team_id=model.team_id,
                unit_id=units[position % len(units)],
                submission_id=_copied_sheet(model) if under_way else None,
                starts_at=start,
                ends_at=start + timedelta(hours=3),
                started_at=clock.now() if under_way else None,
                state="in_progress" if under_way else "announced",
                created_at=clock.now(),
            )
            visit.attendees = [VisitMember(member_id=member)]
            db.session.add(visit)
            db.session.flush()
            made.append(visit.id)
    return made


def _copied_sheet(model: Visit) -> int:
    """A sheet with the same answers, under ids of its own."""
    assert model.submission is not None
    sheet = Submission(
        version_id=model.submission.version_id,
        subject_type_code=model.submission.subject_type_code,
        state="draft",
        created_at=clock.now(),
    )
    db.session.add(sheet)
    db.session.flush()

    def own(id: str) -> str:
        return f"{sheet.id:08x}{id[8:]}"

    for table in (ResponseEvent, Response):
        rows: list[dict[str, Any]] = []
        for row in db.session.scalars(select(table).where(table.submission_id == model.submission_id)):
            values = {column.key: getattr(row, column.key) for column in table.__mapper__.columns}
            values["submission_id"] = sheet.id
            for name in ("base_ids", "head_ids"):
                if name in values:
                    values[name] = [own(id) for id in values[name]]
            if table is ResponseEvent:
                values["id"] = own(values["id"])
            else:
                del values["id"]
                values["event_id"] = own(values["event_id"])
            rows.append(values)
        db.session.execute(insert(table), rows)
    return sheet.id


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database inside the block."""
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)

"""The board of tablets: a page of them with what each says and what was received; constant queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import joinedload

from audit.accounts.models import User
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import visits_of
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.paging import Page, paginate
from audit.kernel.text import search_key
from audit.offline.domain.board import (
    SILENCE,
    SKEW,
    Concern,
    Held,
    Said,
    VisitHolding,
    concerns,
    holdings,
    read_said,
)
from audit.offline.models import Device, LedgerRecord, Upload
from audit.offline.queries.scope import devices_of

STATES = ("in_use", "silent", "skewed", "revoked", "wiped")


@dataclass(frozen=True, slots=True)
class Line:
    """A tablet on the board."""

    device: Device
    said: Said
    visits: list[VisitHolding]
    concerns: tuple[Concern, ...]

    @property
    def declared(self) -> Held:
        return reduce(Held.__add__, (visit.declared for visit in self.visits), Held())

    @property
    def received(self) -> Held:
        return reduce(Held.__add__, (visit.received for visit in self.visits), Held())

    @property
    def missing(self) -> Held:
        """Declared and not received, summed visit by visit: more of one does not make up for another."""
        return reduce(Held.__add__, (visit.missing for visit in self.visits), Held())


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers above the board."""

    in_use: int
    silent: int
    skewed: int
    waiting: int


def _silent() -> ColumnElement[bool]:
    return and_(Device.revoked_at.is_(None), Device.last_seen_at < clock.now() - SILENCE)


def _skewed() -> ColumnElement[bool]:
    return and_(Device.revoked_at.is_(None), func.abs(Device.skew_ms) > int(SKEW.total_seconds() * 1000))


def _narrowed(statement: Select[Device], state: str, text: str) -> Select[Device]:
    if state == "in_use":
        statement = statement.where(Device.revoked_at.is_(None))
    elif state == "silent":
        statement = statement.where(_silent())
    elif state == "skewed":
        statement = statement.where(_skewed())
    elif state == "revoked":
        statement = statement.where(Device.revoked_at.is_not(None), Device.wiped_at.is_(None))
    elif state == "wiped":
        statement = statement.where(Device.wiped_at.is_not(None))
    for word in search_key(text).split():
        statement = statement.where(User.search_key.contains(word, autoescape=True))
    return statement


def board(
    actor: Actor, *, state: str = "", text: str = "", cursor: str | None = None, limit: int = 50
) -> tuple[Page[Device], list[Line]]:
    """A page of tablets, the last seen first; ``state`` is one of :data:`STATES` or empty."""
    page = paginate(
        _narrowed(devices_of(actor), state, text),
        keys=(Device.last_seen_at.desc(), Device.id.desc()),
        cursor=cursor,
        limit=limit,
    )
    return page, lines(page.items)


def lines(devices: Sequence[Device]) -> list[Line]:
    """What is known of each of these tablets; two queries."""
    received = received_from([device.id for device in devices])
    return [line(device, received.get(device.id, {})) for device in devices]


def line(device: Device, received: dict[int, Held]) -> Line:
    said = read_said(device.said)
    visits = holdings(said, received)
    missing = reduce(Held.__add__, (visit.missing for visit in visits), Held())
    return Line(
        device,
        said,
        visits,
        concerns(
            said=said,
            missing=missing,
            last_seen_at=device.last_seen_at,
            skew_ms=device.skew_ms,
            revoked=device.revoked_at is not None,
            wiped=device.wiped_at is not None,
            now=clock.now(),
        ),
    )


def received_from(device_ids: Collection[str], visit_id: int | None = None) -> dict[str, dict[int, Held]]:
    """Records and complete photos on the server, by tablet and visit, in one query."""
    complete = case((Upload.completed_at.is_not(None), LedgerRecord.media))
    statement = (
        select(
            LedgerRecord.device_id,
            LedgerRecord.visit_id,
            func.count(LedgerRecord.id),
            func.count(complete.distinct()),
        )
        .outerjoin(
            Upload, and_(Upload.device_id == LedgerRecord.device_id, Upload.sha256 == LedgerRecord.media)
        )
        .where(LedgerRecord.device_id.in_(device_ids))
        .group_by(LedgerRecord.device_id, LedgerRecord.visit_id)
    )
    if visit_id is not None:
        statement = statement.where(LedgerRecord.visit_id == visit_id)
    found: dict[str, dict[int, Held]] = {}
    for device_id, visit, records, media in db.session.execute(statement):
        found.setdefault(device_id, {})[visit] = Held(records, media)
    return found


def totals(actor: Actor) -> Totals:
    """Counts of the person's tablets, in one query."""
    inner = devices_of(actor).with_only_columns(
        case((Device.revoked_at.is_(None), 1)).label("in_use"),
        case((_silent(), 1)).label("silent"),
        case((_skewed(), 1)).label("skewed"),
        case((and_(Device.revoked_at.is_not(None), Device.wiped_at.is_(None)), 1)).label("waiting"),
        maintain_column_froms=True,
    )
    rows = inner.subquery()
    names = ("in_use", "silent", "skewed", "waiting")
    found = db.session.execute(select(*(func.count(rows.c[name]).label(name) for name in names))).one()
    return Totals(**{name: getattr(found, name) for name in names})


def visits_by_id(actor: Actor, ids: Collection[int]) -> dict[int, Visit]:
    """Those of these visits that the person may see, with their places; one query."""
    statement = (
        visits_of(actor)
        .where(Visit.id.in_(ids))
        .options(joinedload(Visit.unit), joinedload(Visit.establishment))
    )
    return {visit.id: visit for visit in db.session.scalars(statement)}

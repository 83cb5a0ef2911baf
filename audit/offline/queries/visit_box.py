"""What tablets hold and have sent of one visit, for the box on its page; a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.offline.domain.board import Held, VisitHolding, read_said
from audit.offline.domain.receipts import Held as LedgerLine
from audit.offline.domain.receipts import receipt_of
from audit.offline.models import Device, LedgerRecord, Upload
from audit.offline.queries.conflicts import count_open
from audit.offline.queries.records import counts
from audit.offline.queries.scope import oversees


@dataclass(frozen=True, slots=True)
class OnTablet:
    """One tablet with work of the visit; ``receipt`` is None while nothing was received."""

    device: Device
    holding: VisitHolding
    receipt: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class VisitBox:
    """Tablets with work of a visit, and what of it waits for a decision."""

    tablets: list[OnTablet]
    conflicts: int
    waiting: int
    decides: bool

    def __bool__(self) -> bool:
        return bool(self.tablets or self.conflicts or self.waiting)


def box_of(actor: Actor, visit: Visit) -> VisitBox:
    """The box of a visit the person may see."""
    return VisitBox(
        tablets=_tablets(visit.id),
        conflicts=count_open(actor, visit.id),
        waiting=counts(actor, visit.id)["waiting"],
        decides=oversees(actor),
    )


def _tablets(visit_id: int) -> list[OnTablet]:
    received = _receipts(visit_id)
    taking_part = (
        select(TeamMember.user_id)
        .join(VisitMember, VisitMember.member_id == TeamMember.id)
        .where(VisitMember.visit_id == visit_id, TeamMember.user_id.is_not(None))
    )
    statement = (
        select(Device)
        .join(Device.user)
        .options(contains_eager(Device.user))
        .where(
            or_(
                Device.id.in_(received),
                and_(Device.user_id.in_(taking_part), Device.wiped_at.is_(None)),
            )
        )
        .order_by(Device.last_seen_at.desc(), Device.id)
    )
    found = []
    for device in db.session.scalars(statement):
        receipt = received.get(device.id)
        declared = read_said(device.said).held.get(visit_id, Held())
        sent = Held(receipt["records"], receipt["media"]) if receipt else Held()
        if declared or sent:
            found.append(OnTablet(device, VisitHolding(visit_id, declared, sent), receipt))
    return found


def _receipts(visit_id: int) -> dict[str, dict[str, Any]]:
    """The receipt of the visit for every tablet that sent something of it; two queries."""
    lines: dict[str, list[LedgerLine]] = {}
    media: dict[str, list[tuple[str, int]]] = {}
    for device_id, record_id, digest, kind, outcome in db.session.execute(
        select(
            LedgerRecord.device_id,
            LedgerRecord.record_id,
            LedgerRecord.digest,
            LedgerRecord.kind,
            LedgerRecord.outcome,
        ).where(LedgerRecord.visit_id == visit_id)
    ):
        lines.setdefault(device_id, []).append(LedgerLine(record_id, digest, kind, outcome))
    for device_id, sha256, size in db.session.execute(
        select(Upload.device_id, Upload.sha256, Upload.size)
        .join(
            LedgerRecord,
            and_(Upload.device_id == LedgerRecord.device_id, Upload.sha256 == LedgerRecord.media),
        )
        .where(LedgerRecord.visit_id == visit_id, Upload.completed_at.is_not(None))
    ):
        media.setdefault(device_id, []).append((sha256, size))
    return {
        device_id: receipt_of(visit_id, held, media.get(device_id, ())) for device_id, held in lines.items()
    }

"""Whose tablets and whose records a person may see."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from audit.accounts.models import User
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import visits_of
from audit.kernel.access import Actor, Permission, ScopeKind
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.offline.models import Device, LedgerRecord


def oversees(actor: Actor) -> bool:
    """Whether the person looks after all tablets of the province: those who book its visits."""
    return (
        actor.may(Permission.BOOK_VISITS)
        and actor.scope_kind is ScopeKind.PROVINCE
        and bool(actor.province_code)
    )


def devices_of(actor: Actor) -> Select[Device]:
    """Tablets of the province for those who book its visits; for everybody else their own."""
    statement = select(Device).join(Device.user).options(contains_eager(Device.user))
    if oversees(actor):
        return statement.where(or_(User.province_code == actor.province_code, User.id == actor.id))
    return statement.where(User.id == actor.id)


def device_for(actor: Actor, device_id: str) -> Device:
    """A tablet this person may see; else NotFound."""
    device = db.session.scalar(devices_of(actor).where(Device.id == device_id))
    if device is None:
        raise NotFound("device_not_found", _("Không tìm thấy máy tính bảng."))
    return device


def records_of(actor: Actor) -> Select[LedgerRecord]:
    """Records this person may see, with tablet and holder.

    A record belongs to the area of its visit; where there is no such visit, to its holder's province. Who
    does not look after the province sees what the own tablets sent.
    """
    statement = (
        select(LedgerRecord)
        .join(LedgerRecord.device)
        .join(Device.user)
        .options(contains_eager(LedgerRecord.device).contains_eager(Device.user))
    )
    if not oversees(actor):
        return statement.where(User.id == actor.id)
    visible = visits_of(actor).with_only_columns(Visit.id)
    lost = LedgerRecord.visit_id.not_in(select(Visit.id)) & (User.province_code == actor.province_code)
    return statement.where(or_(LedgerRecord.visit_id.in_(visible), lost))


def record_for(actor: Actor, number: int) -> LedgerRecord:
    """A record this person may see; else NotFound."""
    record = db.session.scalar(records_of(actor).where(LedgerRecord.id == number))
    if record is None:
        raise NotFound("record_not_found", _("Không tìm thấy bản ghi."))
    return record

"""Reads of enrolments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from audit.accounts.models import User
from audit.kernel.access import Actor, Permission
from audit.kernel.database import db
from audit.kernel.errors import Forbidden, NotFound
from audit.kernel.i18n import _
from audit.offline.models import Device, Generation


@dataclass(frozen=True, slots=True)
class Knock:
    """What a door must know of the device that knocks."""

    id: str
    user_id: int
    secret: bytes
    revoked_at: datetime | None


def knocking(device_id: str) -> tuple[Knock | None, str]:
    """The device of this id, if there is one, and the server's generation; one statement."""
    row = db.session.execute(
        select(Generation.generation, Device.id, Device.user_id, Device.secret, Device.revoked_at)
        .outerjoin(Device, Device.id == device_id)
        .where(Generation.id == 1)
    ).one()
    generation, found, user_id, secret, revoked_at = row
    return (Knock(found, user_id, secret, revoked_at) if found else None), generation


def generation() -> str:
    """The name of this life of the database."""
    return str(db.session.execute(select(Generation.generation).where(Generation.id == 1)).scalar_one())


def get_device(actor: Actor, device_id: str, *, lock: bool = False) -> Device:
    """An enrolment that the person may look after: one's own, or one of the province for who books visits."""
    device = _find(device_id, lock=lock)
    if device is None or not (device.user_id == actor.id or _of_ones_province(actor, device)):
        raise NotFound("device_not_found", _("Không tìm thấy máy tính bảng."))
    return device


def get_own_device(actor: Actor, device_id: str, *, lock: bool = False) -> Device:
    """The person's own enrolment; raises :class:`NotFound`, or :class:`Forbidden` for another person's."""
    device = _find(device_id, lock=lock)
    if device is None:
        raise NotFound("device_not_found", _("Máy chủ không biết máy tính bảng này."))
    if device.user_id != actor.id:
        message = _("Máy tính bảng này đăng ký cho người khác. Đăng nhập đúng tài khoản của người đó.")
        raise Forbidden("device_not_yours", message)
    return device


def owner_now(device: Device) -> Actor:
    """The person of an enrolment with the rights of this moment, read anew; one statement.

    For use inside the transaction that rests on them, with the device locked: what a request learned when it
    began may be over by then. Nobody changes them until the transaction ends. The owner of a closed account
    attends nothing and may do nothing.
    """
    user = db.session.get_one(User, device.user_id, with_for_update={"read": True}, populate_existing=True)
    actor = user.actor
    if user.active:
        return actor
    return Actor(None, actor.username, actor.full_name, actor.role, actor.scope_kind, "", "")


def devices_of(user_id: int) -> Sequence[Device]:
    """The enrolments of one person, newest first."""
    return db.session.scalars(
        select(Device).where(Device.user_id == user_id).order_by(Device.enrolled_at.desc(), Device.id)
    ).all()


def _find(device_id: str, *, lock: bool) -> Device | None:
    statement = select(Device).where(Device.id == device_id)
    if lock:
        statement = statement.with_for_update(of=Device).execution_options(populate_existing=True)
    return db.session.scalar(statement)


def _of_ones_province(actor: Actor, device: Device) -> bool:
    manages = actor.may(Permission.BOOK_VISITS) or actor.may(Permission.MANAGE_USERS)
    return manages and actor.province_code in ("", device.user.province_code)

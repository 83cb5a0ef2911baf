"""Enrolling a person on a tablet, revoking it when it is lost, and noting that it has spoken."""

from __future__ import annotations

import hmac
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Forbidden, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.text import tidy
from audit.offline.domain.proofs import SECRET_BYTES
from audit.offline.models import Device
from audit.offline.queries.devices import get_device
from checklists.domain.identifiers import is_identifier

# How long a tablet may be away: what is written later than that is for the lead to decide on.
EXPIRES_DAYS = 45


def enrol(
    *,
    actor: Actor,
    tablet: str,
    label: str = "",
    app_version: str = "",
    device_id: str | None = None,
    secret: bytes | None = None,
) -> Device:
    """Enrol the person on a tablet; the device's ``id``, ``secret`` and ``spare`` are told to it once.

    One person may have several tablets, one tablet several people; enrolling again makes a new device.
    ``device_id`` and ``secret`` are given only for an enrolment that is taken up again.
    """
    if not actor.may(Permission.FILL_CHECKLISTS) or actor.id is None:
        raise Forbidden("not_permitted", _("Chỉ người được ghi phiếu kiểm tra mới đăng ký máy tính bảng."))
    if not is_identifier(tablet):
        raise Invalid("tablet_invalid", _("Mã máy tính bảng không hợp lệ."), "tablet")
    now = clock.now()
    device = Device(
        id=device_id or str(uuid.uuid4()),
        tablet=tablet,
        user_id=actor.id,
        label=_line(label, 120),
        secret=secret or secrets.token_bytes(SECRET_BYTES),
        app_version=_line(app_version, 40),
        enrolled_at=now,
        last_seen_at=now,
        spare=secrets.token_bytes(SECRET_BYTES),
    )
    db.session.add(device)
    record(
        actor=actor,
        action="tablet.enrolled",
        subject="tablet_device",
        subject_id=device.id,
        details={"tablet": tablet, "label": device.label},
    )
    return device


def take_up_again(
    *, actor: Actor, device_id: str, secret: bytes, tablet: str, label: str = "", app_version: str = ""
) -> Device:
    """Take up an enrolment that a server restored from a backup has lost, under its own id and secret.

    Records name their device for good, so the tablet cannot become another one. Known already: the same
    device when person and secret are the same, else :class:`Conflict` ``device_taken``.
    """
    if not is_identifier(device_id) or len(secret) != SECRET_BYTES:
        raise Invalid("device_invalid", _("Mã thiết bị không hợp lệ."), "device")
    known = db.session.get(Device, device_id)
    if known is not None:
        if known.user_id != actor.id or not hmac.compare_digest(known.secret, secret):
            raise Conflict("device_taken", _("Mã này đã dùng cho máy tính bảng khác."))
        return known
    return enrol(
        actor=actor, tablet=tablet, label=label, app_version=app_version, device_id=device_id, secret=secret
    )


def revoke(*, actor: Actor, device_id: str, reason: str) -> Device:
    """Shut a tablet out for good: from now on it is told to destroy its key and nothing of it is taken.

    Its owner may, and whoever books visits or keeps the accounts of the province. Its spare key goes at once:
    who holds the tablet opens it with no account any more.
    """
    device = get_device(actor, device_id, lock=True)
    text = tidy(reason)
    if not text:
        raise Invalid("reason_missing", _("Hãy ghi lý do thu hồi."), "reason")
    if len(text) > 2_000:
        raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=2_000), "reason")
    if device.revoked_at is not None:
        raise Conflict("device_revoked", _("Máy tính bảng này đã bị thu hồi."))
    device.revoked_at = clock.now()
    device.revoked_by_name = actor.full_name
    device.revoke_reason = text
    device.spare = None
    record(
        actor=actor,
        action="tablet.revoked",
        subject="tablet_device",
        subject_id=device.id,
        details={"reason": text},
        province_code=device.user.province_code,
    )
    return device


def confirm_wiped(*, device_id: str) -> None:
    """The tablet says that its key is destroyed; said once is enough."""
    device = db.session.get_one(Device, device_id, with_for_update=True)
    if device.revoked_at is None or device.wiped_at is not None:
        return
    device.wiped_at = clock.now()
    record(actor=device.user.actor, action="tablet.wiped", subject="tablet_device", subject_id=device.id)


def note_contact(device: Device, *, now: datetime) -> None:
    """The tablet spoke; when it had been away for too long, remember from when to when."""
    allowed = device.last_seen_at + timedelta(days=EXPIRES_DAYS)
    if now > allowed:
        device.over_from, device.over_until = allowed, now
    device.last_seen_at = now


def note_state(device: Device, *, state: dict[str, Any] | None, skew_ms: int | None, now: datetime) -> None:
    """Keep what the tablet says of itself and of its clock, for the lead's board."""
    if skew_ms is not None and skew_ms != device.skew_ms:
        device.skew_ms = skew_ms
    if state is not None:
        device.said_at = now
        if state != device.said:
            device.said = state
        version = state.get("app_version")
        if version and version != device.app_version:
            device.app_version = version


def _line(text: str, limit: int) -> str:
    return " ".join(text.split())[:limit]

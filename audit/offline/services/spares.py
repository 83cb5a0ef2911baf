"""The spare key of a tablet: random bytes that open its work together with what lies on it, never alone."""

from __future__ import annotations

import secrets

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.errors import Conflict, Forbidden
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.offline.domain.proofs import SECRET_BYTES, body_hash, proves
from audit.offline.queries.devices import get_own_device
from audit.offline.services.exchange import lock_device


def spare_for(*, device_id: str, held: str) -> bytes | None:
    """The spare for a tablet that proved itself, None when it is the one it holds a copy under.

    ``held`` is the digest of that one, "" for none. A device without a spare gets one here; it is never
    replaced afterwards, so that no copy on a tablet is under a spare that the server has dropped.
    Raises :class:`Forbidden` ``device_revoked``.
    """
    device = lock_device(device_id)
    if device.spare is None:
        device.spare = secrets.token_bytes(SECRET_BYTES)
    return None if _is(device.spare, held) else device.spare


def spare_again(*, actor: Actor, device_id: str, held: str) -> bytes:
    """The spare for a person who has forgotten the PIN of their tablet; journalled.

    The tablet is locked and proves nothing. ``held`` is the digest of the spare its copy is under: who signs
    in elsewhere does not know it and is given nothing. Raises what :func:`get_own_device` does,
    :class:`Forbidden` ``device_revoked`` and :class:`Conflict` ``no_spare``.
    """
    device = get_own_device(actor, device_id, lock=True)
    if device.revoked_at is not None:
        raise Forbidden(
            "device_revoked", _("Máy tính bảng này đã bị thu hồi; khóa dự phòng của máy đã được hủy.")
        )
    if device.spare is None or not _is(device.spare, held):
        raise Conflict(
            "no_spare",
            _("Máy chủ không có khóa dự phòng khớp với máy này. Chỉ mã PIN cũ mới mở được dữ liệu."),
        )
    device.spare_given_at = clock.now()
    record(actor=actor, action="tablet.spare_given", subject="tablet_device", subject_id=device.id)
    return device.spare


def _is(spare: bytes, held: str) -> bool:
    return proves(held, body_hash(spare))

"""Sealed packets carried by hand: the same as an exchange, for the person the tablet is enrolled for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Forbidden, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.offline.adapters.packets import Packet, PacketRefused, open_packet
from audit.offline.domain.proofs import derive_keys
from audit.offline.models import Device
from audit.offline.queries.devices import owner_now
from audit.offline.queries.ledger import receipts_of
from audit.offline.queries.wording import words_for
from audit.offline.services.devices import note_contact
from audit.offline.services.exchange import MAX_RECEIPTS, lock_device, read_all, take_records
from audit.offline.services.media import MAX_CHUNK, media_offset, take_chunk

BATCH = 500


@dataclass(frozen=True, slots=True)
class Opened:
    """A packet whose seal was right, the tablet it comes from, and whose work it carries."""

    packet: Packet
    tablet: str
    owner: str


def open_sealed(*, actor: Actor, data: bytes) -> Opened:
    """Open an uploaded packet; writes nothing.

    Raises :class:`Invalid` for what is no packet, was altered, or is of a tablet of another province, and
    :class:`Forbidden` ``device_revoked``: either the whole packet is right or none of it is taken.
    """
    found: list[Device] = []

    def key_of(device_id: str) -> bytes | None:
        device = db.session.get(Device, device_id)
        if device is None or actor.province_code not in ("", device.user.province_code):
            return None
        found.append(device)
        return derive_keys(device.secret).packet

    try:
        packet = open_packet(data, key_of)
    except PacketRefused as refusal:
        raise Invalid(refusal.code, words_for(refusal.code), "packet") from None
    (device,) = found
    if device.revoked_at is not None:
        raise Forbidden("device_revoked", _("Máy tính bảng này đã bị thu hồi; gói dữ liệu không được nhận."))
    for sha256, medium in packet.media:
        if hashlib.sha256(medium).hexdigest() != sha256:
            raise Invalid("packet_forged", words_for("packet_forged"), "packet")
    return Opened(packet, device.label, device.user.full_name)


def take_packet(*, actor: Actor, opened: Opened) -> dict[str, Any]:
    """Take the records of an opened packet; the reply is that of an exchange: ``results``, ``receipts``.

    Uploading it again takes nothing twice; that it was uploaded is journalled. A person whose account is
    closed has no rights any more: their work is parked for the lead.
    """
    packet = opened.packet
    device = lock_device(packet.device)
    person = owner_now(device)
    now = clock.now()
    note_contact(device, now=now)
    results: list[dict[str, Any]] = []
    visits: set[int] = set()
    for start in range(0, len(packet.records), BATCH):
        records = read_all(packet.records[start : start + BATCH], device_id=device.id)
        taken = take_records(person=person, device=device, records=records, now=now)
        results += taken.results
        visits |= taken.visits
    record(
        actor=actor,
        action="tablet.packet_taken",
        subject="tablet_device",
        subject_id=device.id,
        details={"records": len(packet.records), "media": len(packet.media), "created": packet.created[:40]},
    )
    return {"results": results, "receipts": receipts_of(device.id, sorted(visits)[:MAX_RECEIPTS])}


def take_packet_medium(*, device_id: str, sha256: str, data: bytes) -> bool:
    """Put one photo of a packet where chunks go; True when its bytes wait to be checked.

    A photo that no record of the tablet names is left out.
    """
    at = media_offset(device_id=device_id, sha256=sha256)
    if at.complete:
        return False
    while at.offset < len(data):
        piece = data[at.offset : at.offset + MAX_CHUNK]
        at = take_chunk(device_id=device_id, sha256=sha256, offset=at.offset, size=len(data), data=piece)
    return at.unchecked

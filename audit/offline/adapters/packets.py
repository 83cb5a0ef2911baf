"""Sealed packets: files that carry records and photos by hand where no network reaches."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from checklists.domain.identifiers import is_identifier

FORMAT = "thuc-dia-packet"
MAX_PLAIN = 256 * 1024 * 1024
MAX_RECORDS = 20_000
MAX_MEDIA = 400
# Text of an inspection shrinks ten times, photos not at all; what swells a thousand times is a bomb.
MAX_GROWTH = 200


class PacketRefused(ValueError):
    """The file is no packet, was altered, or is of a device there is not; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Packet:
    """What a packet held: record texts (still to be read) and photos as (sha256, bytes)."""

    device: str
    created: str
    records: list[object]
    media: list[tuple[str, bytes]]


def open_packet(data: bytes, key_of: Callable[[str], bytes | None]) -> Packet:
    """Open a packet with the key that ``key_of`` gives for its device (None when there is no such device).

    Raises :class:`PacketRefused` ``packet_unreadable``, ``packet_device_unknown``, ``packet_forged`` or
    ``packet_too_large``; either all of it is right or nothing is returned.
    """
    head = _object(data)
    device, created = head.get("device"), head.get("created")
    if head.get("format") != FORMAT or head.get("version") != 1:
        raise PacketRefused("packet_unreadable")
    if not isinstance(device, str) or not is_identifier(device) or not isinstance(created, str):
        raise PacketRefused("packet_unreadable")
    nonce, sealed = _bytes(head.get("nonce")), _bytes(head.get("data"))
    if len(nonce) != 12:
        raise PacketRefused("packet_unreadable")
    key = key_of(device)
    if key is None:
        raise PacketRefused("packet_device_unknown")
    held = _object(_unpacked(_decrypted(key, nonce, sealed, device)))
    records, media = held.get("records"), held.get("media")
    if not isinstance(records, list) or not isinstance(media, list):
        raise PacketRefused("packet_unreadable")
    if len(records) > MAX_RECORDS or len(media) > MAX_MEDIA:
        raise PacketRefused("packet_too_large")
    return Packet(device, created, records, [_medium(medium) for medium in media])


def associated(device: str) -> bytes:
    """What is authenticated beside the content: a packet cannot be passed off as another device's."""
    return f"{FORMAT} 1 {device}".encode()


def _decrypted(key: bytes, nonce: bytes, sealed: bytes, device: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, sealed, associated(device))
    except (InvalidTag, ValueError):
        raise PacketRefused("packet_forged") from None


def _unpacked(compressed: bytes) -> bytes:
    """The content of one gzip member, stopped before it outgrows what a packet can be."""
    limit = min(MAX_PLAIN, 1024 * 1024 + MAX_GROWTH * len(compressed))
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(compressed, limit + 1)
    except zlib.error:
        raise PacketRefused("packet_unreadable") from None
    if len(plain) > limit:
        raise PacketRefused("packet_too_large")
    if not unpacker.eof or unpacker.unused_data:
        raise PacketRefused("packet_unreadable")
    return plain


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise PacketRefused("packet_unreadable") from None
    if not isinstance(found, dict):
        raise PacketRefused("packet_unreadable")
    return found


def _bytes(raw: object) -> bytes:
    if not isinstance(raw, str):
        raise PacketRefused("packet_unreadable")
    try:
        return base64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError):
        raise PacketRefused("packet_unreadable") from None


def _medium(raw: object) -> tuple[str, bytes]:
    if not isinstance(raw, dict) or not isinstance(raw.get("sha256"), str):
        raise PacketRefused("packet_unreadable")
    return raw["sha256"], _bytes(raw.get("data"))

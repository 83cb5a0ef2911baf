"""Identifiers made where an answer is given: UUID version 7, ordered by time (RFC 9562)."""

from __future__ import annotations

import re
import secrets
import uuid
from datetime import datetime

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")


def uuid7(moment: datetime) -> str:
    """A new identifier for ``moment`` (aware): 48 bits of milliseconds, the rest random."""
    milliseconds = int(moment.timestamp() * 1000) & (2**48 - 1)
    number = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def is_identifier(text: str) -> bool:
    """True for a UUID in lower-case canonical form."""
    return bool(_UUID.match(text))

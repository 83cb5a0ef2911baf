"""The hash of a journal entry: pure, so that anybody can recompute the chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

GENESIS = "0" * 64


def canonical(details: Mapping[str, Any]) -> str:
    """The one JSON text of ``details``: sorted keys, no spaces, letters as they are."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def entry_hash(
    *,
    previous: str,
    position: int,
    at: datetime,
    actor: str,
    province_code: str,
    action: str,
    subject: str,
    subject_id: str,
    details: str,
) -> str:
    """SHA-256 over the previous hash and every field, each with its length, so none runs into the next."""
    digest = hashlib.sha256()
    fields = (
        previous,
        str(position),
        at.isoformat(),
        actor,
        province_code,
        action,
        subject,
        subject_id,
        details,
    )
    for field in fields:
        raw = field.encode()
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()

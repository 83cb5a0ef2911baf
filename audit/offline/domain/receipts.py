"""What the server holds of one visit from one tablet, as counts and a digest both sides can compute."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from audit.offline.domain.outcomes import Kind, Outcome


@dataclass(frozen=True, slots=True)
class Held:
    """A record of the ledger as far as a receipt is concerned."""

    id: str
    digest: str
    kind: str
    outcome: str


def code_of(digest: str) -> str:
    """The first 16 hex digits in upper case, in groups of four: what people compare by eye."""
    shown = digest[:16].upper()
    return "-".join(shown[start : start + 4] for start in range(0, 16, 4))


def receipt_of(visit: int, records: Iterable[Held], media: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """The receipt of a visit: ``records`` of one device in any order, ``media`` as (sha256, size in bytes) of
    its photo records that are complete on the server; the same medium twice counts once."""
    held = sorted(records, key=lambda record: (record.id, record.digest))
    whole = sorted(set(media))
    lines = [f"{record.id} {record.digest}\n" for record in held]
    lines += [f"media {sha256} {size}\n" for sha256, size in whole]
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    return {
        "visit": visit,
        "records": len(held),
        "answers": sum(record.kind == Kind.ANSWER for record in held),
        "media": len(whole),
        "parked": sum(record.outcome == Outcome.PARKED for record in held),
        "refused": sum(record.outcome == Outcome.REFUSED for record in held),
        "digest": digest,
        "code": code_of(digest),
    }

"""Minutes signed on the spot: which text holds for a visit, and who signed exactly that text."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from audit.kernel.database import db
from audit.offline.domain.handwriting import Stroke, bounded_strokes
from audit.offline.domain.signed_blocks import Block, ended_at_of, title_and_blocks
from audit.offline.models import Device, LedgerRecord, MinutesSignature, SignedMinutes

CLOCK_TOLERANCE_MS = 5 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature or refusal. ``same_text`` says that what was signed is the text of these minutes;
    ``skew_minutes`` is how far the tablet's clock was ahead (negative: behind), 0 within five minutes."""

    row: MinutesSignature
    strokes: tuple[Stroke, ...]
    same_text: bool
    skew_minutes: int

    @property
    def holds(self) -> bool:
        """Whether it may be used: it is under this very text, and drawn or plainly refused."""
        return self.same_text and (bool(self.strokes) or self.row.refused)


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of a tablet with everything that was signed under them, in the order of signing.

    ``text`` is the record as it came, "" when the ledger does not hold it; ``intact`` says that its SHA-256
    is still the digest that was signed. ``title``, ``blocks`` and ``ended_at`` are read from that text.
    """

    row: SignedMinutes
    text: str
    intact: bool
    title: str
    blocks: tuple[Block, ...]
    ended_at: datetime | None
    signatures: tuple[Signed, ...]

    @property
    def valid(self) -> tuple[Signed, ...]:
        """The signatures that may be used; none when the text is not what it was."""
        return tuple(one for one in self.signatures if one.holds) if self.intact else ()

    @property
    def other(self) -> tuple[Signed, ...]:
        """Signatures that are shown but never used."""
        used = {one.row.record_id for one in self.valid}
        return tuple(one for one in self.signatures if one.row.record_id not in used)


def minutes_of(visit_id: int) -> list[Minutes]:
    """All minutes made of a visit on tablets, latest first; three queries."""
    rows = db.session.scalars(
        select(SignedMinutes)
        .where(SignedMinutes.visit_id == visit_id)
        .order_by(SignedMinutes.made_at.desc(), SignedMinutes.record_id.desc())
    ).all()
    if not rows:
        return []
    ids = [row.record_id for row in rows]
    texts = {
        (record.record_id, record.digest): record.text
        for record in db.session.scalars(select(LedgerRecord).where(LedgerRecord.record_id.in_(ids)))
    }
    under = _signatures(ids)
    found = []
    for row in rows:
        text = texts.get((row.record_id, row.digest), "")
        intact = hashlib.sha256(text.encode("utf-8")).hexdigest() == row.digest
        title, blocks = title_and_blocks(text)
        signatures = tuple(_read(row, *pair) for pair in under[row.record_id])
        found.append(Minutes(row, text, intact, title, blocks, ended_at_of(text), signatures))
    return found


def holding_minutes(visit_id: int) -> Minutes | None:
    """The minutes that go into the official record: the latest with a signature or refusal that holds."""
    return next((minutes for minutes in minutes_of(visit_id) if minutes.valid), None)


def number_of_minutes(visit_id: int) -> int:
    """How many minutes tablets made of this visit."""
    statement = select(SignedMinutes.record_id).where(SignedMinutes.visit_id == visit_id)
    return len(db.session.scalars(statement).all())


def _signatures(ids: list[str]) -> dict[str, list[tuple[MinutesSignature, int]]]:
    """Signatures by the minutes they name, each with how far its tablet's clock was ahead (ms)."""
    statement = (
        select(MinutesSignature, Device.skew_ms)
        .outerjoin(LedgerRecord, LedgerRecord.record_id == MinutesSignature.record_id)
        .outerjoin(Device, Device.id == LedgerRecord.device_id)
        .where(MinutesSignature.minutes_id.in_(ids))
        .order_by(MinutesSignature.signed_at, MinutesSignature.record_id, LedgerRecord.id)
    )
    found: dict[str, dict[str, tuple[MinutesSignature, int]]] = defaultdict(dict)
    for signature, skew in db.session.execute(statement):
        # An id sent again with another text has two lines in the ledger; the signature is one.
        found[signature.minutes_id].setdefault(signature.record_id, (signature, skew or 0))
    return defaultdict(list, {id: list(rows.values()) for id, rows in found.items()})


def _read(minutes: SignedMinutes, signature: MinutesSignature, skew_ms: int) -> Signed:
    same = signature.signed == minutes.digest and signature.visit_id == minutes.visit_id
    skew = round(skew_ms / 60_000) if abs(skew_ms) > CLOCK_TOLERANCE_MS else 0
    return Signed(signature, bounded_strokes(signature.strokes), same, skew)

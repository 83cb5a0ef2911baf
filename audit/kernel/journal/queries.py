"""Reading the journal and checking its chain."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.journal.domain import GENESIS, entry_hash
from audit.kernel.journal.models import JournalEntry, JournalHead


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where the chain breaks and how: ``missing``, ``altered``, ``relinked`` or ``head``."""

    position: int
    fault: str


def entries(
    reader: Actor, *, actor: str = "", action: str = "", subject: str = "", subject_id: str = ""
) -> Select[JournalEntry]:
    """Matching entries of the reader's province and of no province; the caller orders and pages them."""
    statement = select(JournalEntry)
    if reader.province_code:
        statement = statement.where(JournalEntry.province_code.in_((reader.province_code, "")))
    if actor:
        statement = statement.where(JournalEntry.actor == actor)
    if action:
        statement = statement.where(JournalEntry.action.startswith(action, autoescape=True))
    if subject:
        statement = statement.where(JournalEntry.subject == subject)
    if subject_id:
        statement = statement.where(JournalEntry.subject_id == subject_id)
    return statement


def head_hash() -> str:
    """The hash of the newest entry: printed on documents, it fixes all that came before."""
    return db.session.scalar(select(JournalHead.hash).where(JournalHead.id == 1)) or GENESIS


def verify() -> tuple[int, ChainFault | None]:
    """Recompute the chain in order; the number of entries read and the first fault, if any."""
    expected, previous, read = 1, GENESIS, 0
    statement = select(JournalEntry).order_by(JournalEntry.position).execution_options(yield_per=1000)
    for entry in db.session.scalars(statement):
        if entry.position != expected:
            return read, ChainFault(expected, "missing")
        if entry.previous_hash != previous:
            return read, ChainFault(entry.position, "relinked")
        digest = entry_hash(
            previous=previous,
            position=entry.position,
            at=entry.at,
            actor=entry.actor,
            province_code=entry.province_code,
            action=entry.action,
            subject=entry.subject,
            subject_id=entry.subject_id,
            details=entry.details,
        )
        if digest != entry.hash:
            return read, ChainFault(entry.position, "altered")
        expected, previous, read = expected + 1, entry.hash, read + 1
    head = db.session.get(JournalHead, 1)
    if head is not None and (head.position != read or head.hash != previous):
        return read, ChainFault(head.position, "head")
    return read, None

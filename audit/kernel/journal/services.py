"""Writing the journal: one entry in the same transaction as the change it describes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table, insert, update

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.journal.domain import GENESIS, canonical, entry_hash
from audit.kernel.journal.models import JournalEntry, JournalHead

_HEAD = cast(Table, JournalHead.__table__)
_ENTRIES = cast(Table, JournalEntry.__table__)
_STEP = (
    update(_HEAD)
    .where(_HEAD.c.id == 1)
    .values(position=_HEAD.c.position + 1)
    .returning(_HEAD.c.position, _HEAD.c.hash)
)


def record(
    *,
    actor: Actor,
    action: str,
    subject: str,
    subject_id: int | str,
    details: Mapping[str, Any] | None = None,
    province_code: str | None = None,
) -> None:
    """Append an entry such as ``plan.approved`` about ``inspection_plan`` 12; flushes, never commits.

    The entry belongs to the actor's province unless ``province_code`` names the one it is about: a command
    has none, and what it does to one province is read there alone. The first statement updates the head row:
    the database lets one writer at a time past it.
    """
    db.session.flush()
    head = db.session.execute(_STEP).one_or_none()
    if head is None:
        db.session.execute(insert(_HEAD).values(id=1, position=1, hash=GENESIS))
        position, previous = 1, GENESIS
    else:
        position, previous = head.position, head.hash
    at = clock.now()
    text = canonical(details or {})
    province = actor.province_code if province_code is None else province_code
    digest = entry_hash(
        previous=previous,
        position=position,
        at=at,
        actor=actor.username,
        province_code=province,
        action=action,
        subject=subject,
        subject_id=str(subject_id),
        details=text,
    )
    db.session.execute(
        insert(_ENTRIES).values(
            position=position,
            at=at,
            actor=actor.username,
            actor_name=actor.full_name,
            province_code=province,
            action=action,
            subject=subject,
            subject_id=str(subject_id),
            details=text,
            previous_hash=previous,
            hash=digest,
        )
    )
    db.session.execute(update(_HEAD).where(_HEAD.c.id == 1).values(hash=digest))

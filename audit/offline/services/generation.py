"""A new generation: said after a restore from a backup, so that tablets offer again all they still hold."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.journal.services import record
from audit.offline.models import Generation


def new_generation(*, actor: Actor) -> str:
    """Give this database a new name and return it; harmless at any time, it only makes tablets compare."""
    row = db.session.scalars(select(Generation).where(Generation.id == 1).with_for_update()).one_or_none()
    if row is None:
        row = Generation(id=1, generation="", since=clock.now())
        db.session.add(row)
    before, row.generation, row.since = row.generation, str(uuid.uuid4()), clock.now()
    record(
        actor=actor,
        action="server.new_generation",
        subject="server_generation",
        subject_id=row.generation,
        details={"before": before},
    )
    return row.generation

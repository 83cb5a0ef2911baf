"""Loads the standing texts that come with the product; what somebody has edited is left as it is."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.journal.services import record
from reports.adapters.data_files import shipped_texts
from reports.models import StandingText


def load_texts(*, actor: Actor, province_code: str) -> tuple[int, int]:
    """Add or correct the shipped texts of a province; the numbers added and changed.

    A row edited or ended by a person (its revision is above 1) is never touched.
    """
    present = {
        row.shipped_key: row
        for row in db.session.scalars(
            select(StandingText).where(
                StandingText.province_code == province_code, StandingText.shipped_key.is_not(None)
            )
        )
    }
    added = changed = 0
    for shipped in shipped_texts():
        values = {"kind": str(shipped.kind), **asdict(shipped.values.cleaned(shipped.kind))}
        row = present.get(shipped.key)
        if row is None:
            db.session.add(
                StandingText(province_code=province_code, shipped_key=shipped.key, revision=1, **values)
            )
            added += 1
        elif row.revision == 1 and any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed += 1
    db.session.flush()
    if added or changed:
        record(
            actor=actor,
            action="standing_texts.loaded",
            subject="standing_text",
            subject_id="all",
            province_code=province_code,
            details={"added": added, "changed": changed},
        )
    return added, changed

"""Loads the agencies of the data file; running it again changes only what differs."""

from __future__ import annotations

from sqlalchemy import select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.journal import services as journal
from audit.kernel.text import search_key
from audit.registers.adapters import data_files
from audit.registers.domain.agencies import AgencyRow
from audit.registers.models.agencies import Agency


def load_agencies(*, actor: Actor, wanted: list[AgencyRow] | None = None) -> tuple[int, int]:
    """Add or correct agencies (default: those of the data file); the numbers added and changed."""
    rows = data_files.agencies() if wanted is None else wanted
    present = {(a.code, a.valid_from): a for a in db.session.scalars(select(Agency))}
    added = changed = 0
    for row in rows:
        values: dict[str, object] = {
            "name": row.name,
            "short_name": row.short_name,
            "kind": row.kind.value,
            "symbol": row.symbol,
            "province_code": row.province_code,
            "position": row.position,
            "valid_to": row.valid_to,
            "successor_code": row.successor_code,
            "search_key": f" {search_key(f'{row.name} {row.short_name}')}",
            "source": row.source,
        }
        agency = present.get((row.code, row.valid_from))
        if agency is None:
            db.session.add(Agency(code=row.code, valid_from=row.valid_from, **values))
            added += 1
        elif any(getattr(agency, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(agency, name, value)
            changed += 1
    db.session.flush()
    if added or changed:
        journal.record(
            actor=actor,
            action="agencies.loaded",
            subject="agency",
            subject_id="all",
            details={"added": added, "changed": changed},
        )
    return added, changed

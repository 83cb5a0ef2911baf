"""Carries outlines along mere renames: a change of name or kind moves no boundary."""

from __future__ import annotations

from sqlalchemy import func, insert, select, update

from audit.kernel.database import db
from audit.registers.domain.units import Share
from audit.registers.models.units import AdministrativeUnit, UnitBoundary, UnitLineage


def _renames() -> list[tuple[int, int]]:
    """Pairs of dated rows of one code where all of the old one, and nothing else, became the new one."""
    old_count = (
        select(UnitLineage.old_unit_id).group_by(UnitLineage.old_unit_id).having(func.count() == 1).subquery()
    )
    new_count = (
        select(UnitLineage.new_unit_id).group_by(UnitLineage.new_unit_id).having(func.count() == 1).subquery()
    )
    statement = (
        select(UnitLineage.old_unit_id, UnitLineage.new_unit_id)
        .join(old_count, old_count.c.old_unit_id == UnitLineage.old_unit_id)
        .join(new_count, new_count.c.new_unit_id == UnitLineage.new_unit_id)
        .where(UnitLineage.share == Share.WHOLE)
    )
    return [(old, new) for old, new in db.session.execute(statement)]


def spread_outlines() -> int:
    """Copy outline, point and area to renamed rows that lack an outline; the number of rows filled."""
    outlined = set(db.session.scalars(select(UnitBoundary.unit_id)))
    if not outlined:
        return 0
    pairs = _renames()
    filled = 0
    while True:
        wanted = {
            target: source
            for old, new in pairs
            for source, target in ((old, new), (new, old))
            if source in outlined and target not in outlined
        }
        if not wanted:
            return filled
        boundaries = {
            b.unit_id: b
            for b in db.session.scalars(
                select(UnitBoundary).where(UnitBoundary.unit_id.in_(set(wanted.values())))
            )
        }
        units = {
            u.id: u
            for u in db.session.scalars(
                select(AdministrativeUnit).where(AdministrativeUnit.id.in_(set(wanted.values())))
            )
        }
        db.session.execute(
            insert(UnitBoundary),
            [
                {
                    "unit_id": target,
                    "geometry": boundaries[source].geometry,
                    "source": boundaries[source].source,
                    "imported_at": boundaries[source].imported_at,
                }
                for target, source in wanted.items()
            ],
        )
        db.session.execute(
            update(AdministrativeUnit),
            [
                {
                    "id": target,
                    "latitude": units[source].latitude,
                    "longitude": units[source].longitude,
                    "area_km2": units[source].area_km2,
                }
                for target, source in wanted.items()
            ],
        )
        outlined |= wanted.keys()
        filled += len(wanted)

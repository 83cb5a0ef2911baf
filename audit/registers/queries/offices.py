"""Reads of the communes' offices."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from audit.kernel.database import db
from audit.registers.models.units import UnitOffice


def offices_of(unit_ids: Collection[int]) -> dict[int, UnitOffice]:
    """By id of the dated unit, those that are known; one statement."""
    if not unit_ids:
        return {}
    rows = db.session.scalars(select(UnitOffice).where(UnitOffice.unit_id.in_(unit_ids)))
    return {office.unit_id: office for office in rows}

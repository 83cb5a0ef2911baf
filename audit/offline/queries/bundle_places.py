"""Places of the bundle: the outline of each commune that is visited, and its establishments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.offline.adapters.outlines import small_outline
from audit.offline.domain.resources import Resource
from audit.registers.adapters.data_files import establishment_types
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit, UnitBoundary
from audit.registers.queries.scope import scoped_establishments


def place_name(unit_id: int) -> str:
    return f"place:{unit_id}"


def place_resources(actor: Actor, visits: Sequence[Visit]) -> Iterator[Resource]:
    """One resource for each commune; two queries whatever their number."""
    units = {visit.unit_id: visit.unit for visit in visits}
    rows = db.session.execute(
        select(UnitBoundary.unit_id, UnitBoundary.geometry).where(UnitBoundary.unit_id.in_(units))
    )
    outlines = {unit_id: geometry for unit_id, geometry in rows}
    establishments = _establishments(actor, units)
    for unit_id, unit in sorted(units.items()):
        yield Resource(
            place_name(unit_id),
            {
                "unit": {"id": unit.id, "code": unit.code, "name": unit.name},
                "centre": [unit.longitude, unit.latitude] if unit.latitude is not None else None,
                "boundary": small_outline(outlines[unit_id]) if unit_id in outlines else None,
                "establishments": establishments.get(unit_id, []),
            },
        )


def _establishments(actor: Actor, units: dict[int, AdministrativeUnit]) -> dict[int, list[dict[str, Any]]]:
    """Establishments at work, as rows: a commune has up to a few hundred."""
    types = {kind.code: kind.name for kind in establishment_types()}
    statement = (
        select(
            Establishment.unit_id,
            Establishment.id,
            Establishment.name,
            Establishment.type_code,
            Establishment.address,
            Establishment.latitude,
            Establishment.longitude,
        )
        .join(Establishment.unit)
        .where(Establishment.unit_id.in_(units), Establishment.state == "active")
        .order_by(Establishment.unit_id, Establishment.sort_key, Establishment.id)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in db.session.execute(scoped_establishments(statement, actor)):
        found.setdefault(row.unit_id, []).append(
            {
                "id": row.id,
                "name": row.name,
                "type": types.get(row.type_code, row.type_code),
                "address": row.address,
                "point": [row.longitude, row.latitude] if row.latitude is not None else None,
            }
        )
    return found

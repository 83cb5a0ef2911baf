"""Establishments as points, within a person's reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from audit.findings.queries.scope import own_units
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from maps.domain.filters import MapFilters


def _within(actor: Actor, filters: MapFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if actor.province_code:
        conditions.append(Establishment.province_code == actor.province_code)
    if actor.commune_code is not None:
        conditions.append(Establishment.unit_id.in_(own_units(actor)))
    if filters.type_code is not None:
        conditions.append(Establishment.type_code == filters.type_code)
    return conditions


def establishments(actor: Actor, filters: MapFilters) -> Sequence[Any]:
    """Rows of (id, name, type_code, state, latitude, longitude) in degrees.

    One without a point of its own lies on its commune's; one without either is left out.
    """
    latitude = func.coalesce(Establishment.latitude, AdministrativeUnit.latitude)
    longitude = func.coalesce(Establishment.longitude, AdministrativeUnit.longitude)
    return db.session.execute(
        select(
            Establishment.id,
            Establishment.name,
            Establishment.type_code,
            Establishment.state,
            latitude.label("latitude"),
            longitude.label("longitude"),
        )
        .join(AdministrativeUnit, AdministrativeUnit.id == Establishment.unit_id)
        .where(*_within(actor, filters), latitude.is_not(None), longitude.is_not(None))
        .order_by(Establishment.id)
    ).all()


def version(actor: Actor, filters: MapFilters) -> str:
    """Changes when an establishment in reach is added or changed; none is ever removed from the register."""
    # Answered from the end of an index, whatever the number of rows.
    newest = select(func.max(Establishment.updated_at)).where(*_within(actor, filters))
    return str(db.session.scalar(newest))

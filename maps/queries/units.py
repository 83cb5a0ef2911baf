"""Communes of today within a person's reach, and which of today's communes an older dated row lives on in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.registers.models.units import AdministrativeUnit, UnitBoundary, UnitLineage


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A commune of today; coordinates in degrees, area in km2."""

    id: int
    code: str
    name: str
    short_name: str
    latitude: float | None
    longitude: float | None
    area_km2: float | None


def _current(actor: Actor, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        AdministrativeUnit.level == "commune",
        AdministrativeUnit.valid_from <= today,
        or_(AdministrativeUnit.valid_to.is_(None), AdministrativeUnit.valid_to > today),
    ]
    if actor.province_code:
        conditions.append(AdministrativeUnit.province_code == actor.province_code)
    if actor.commune_code is not None:
        conditions.append(AdministrativeUnit.code == actor.commune_code)
    return conditions


def _columns() -> Select[int, str, str, str, float | None, float | None, float | None]:
    return select(
        AdministrativeUnit.id,
        AdministrativeUnit.code,
        AdministrativeUnit.name,
        AdministrativeUnit.short_name,
        AdministrativeUnit.latitude,
        AdministrativeUnit.longitude,
        AdministrativeUnit.area_km2,
    )


def communes(actor: Actor, today: date) -> Sequence[UnitRow]:
    """Today's communes of the person's province, or their one commune, in Vietnamese order."""
    statement = _columns().where(*_current(actor, today))
    statement = statement.order_by(AdministrativeUnit.sort_key, AdministrativeUnit.id)
    return [UnitRow(*row) for row in db.session.execute(statement)]


def commune(actor: Actor, code: str, today: date) -> UnitRow:
    """One commune of today by its code; :class:`NotFound` outside the person's reach."""
    row = db.session.execute(
        _columns().where(*_current(actor, today), AdministrativeUnit.code == code)
    ).first()
    if row is None:
        raise NotFound("unit_not_found", _("Không tìm thấy xã, phường, đặc khu."))
    return UnitRow(*row)


def continued(actor: Actor) -> dict[int, int]:
    """Ids of older dated rows and the row that is the same commune going on (a new name or kind, same land).

    A commune merged with others is not the new commune: its visits say nothing of the rest.
    """
    new = aliased(AdministrativeUnit)
    alone = (
        select(UnitLineage.new_unit_id)
        .group_by(UnitLineage.new_unit_id)
        .having(
            func.count() == 1, func.min(UnitLineage.share) == "whole", func.max(UnitLineage.share) == "whole"
        )
    )
    statement = (
        select(UnitLineage.old_unit_id, UnitLineage.new_unit_id)
        .join(new, new.id == UnitLineage.new_unit_id)
        .where(UnitLineage.new_unit_id.in_(alone), new.level == "commune")
    )
    if actor.province_code:
        statement = statement.where(new.province_code == actor.province_code)
    step = {old: after for old, after in db.session.execute(statement)}
    found = {}
    for old in step:
        unit = step[old]
        for _hop in range(20):
            if unit not in step:
                break
            unit = step[unit]
        found[old] = unit
    return found


def boundaries(actor: Actor, today: date) -> Sequence[tuple[str, str]]:
    """Code and GeoJSON text of every outline that has been imported."""
    statement = (
        select(AdministrativeUnit.code, UnitBoundary.geometry)
        .join(UnitBoundary, UnitBoundary.unit_id == AdministrativeUnit.id)
        .where(*_current(actor, today))
        .order_by(AdministrativeUnit.code)
    )
    return [(code, geometry) for code, geometry in db.session.execute(statement)]


def boundaries_version(actor: Actor, today: date) -> str:
    """Changes when an outline in reach is imported or a commune begins or ends."""
    row = db.session.execute(
        select(
            func.count(),
            func.max(UnitBoundary.imported_at),
            func.max(UnitBoundary.unit_id),
            func.sum(UnitBoundary.unit_id),
        )
        .join(AdministrativeUnit, UnitBoundary.unit_id == AdministrativeUnit.id)
        .where(*_current(actor, today))
    ).one()
    return "|".join(map(str, row))

"""Which commune a point lies in, and the register as a gazetteer for geopy."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.registers.adapters.geocoding import Place, geocoder
from audit.registers.adapters.geometry import Locator
from audit.registers.domain.units import Level
from audit.registers.models.units import AdministrativeUnit, UnitBoundary
from audit.registers.queries import units

# One built index a process; the key changes with every import of boundaries and every new dated row.
_built: dict[str, tuple[tuple[Any, ...], Locator]] = {}


def _locator(day: date) -> Locator:
    outlines, newest = db.session.execute(
        select(func.count(UnitBoundary.unit_id), func.max(UnitBoundary.imported_at))
    ).one()
    key = (str(db.engine.url), outlines, newest, _last_change(day))
    if (present := _built.get("communes")) is not None and present[0] == key:
        return present[1]
    locator = Locator([(unit.id, geometry) for unit, geometry in units.outlines_on(day)])
    _built["communes"] = (key, locator)
    return locator


def _last_change(day: date) -> date | None:
    return db.session.scalar(
        select(func.max(AdministrativeUnit.valid_from)).where(AdministrativeUnit.valid_from <= day)
    )


def locate(latitude: float, longitude: float, *, day: date) -> AdministrativeUnit | None:
    """The commune in force on ``day`` whose outline holds the point (degrees); None when no outline does.

    Three queries at most, whatever the number of outlines; the spatial index is built once a process.
    """
    number = _locator(day).locate(latitude, longitude)
    return None if number is None else db.session.get(AdministrativeUnit, number)


def register_geocoder(*, actor: Actor, day: date) -> Any:
    """A geopy geocoder (offline) over the units that the person may see."""

    def place(unit: AdministrativeUnit) -> Place | None:
        if unit.latitude is None or unit.longitude is None:
            return None
        return Place(unit.name, unit.latitude, unit.longitude, unit.code)

    def forward(query: str) -> list[Place]:
        found = [match.unit for match in units.search(query, actor=actor, day=day)]
        found.sort(key=lambda unit: unit.level != Level.COMMUNE)
        return [p for unit in found if (p := place(unit)) is not None]

    def reverse(latitude: float, longitude: float) -> Place | None:
        unit = locate(latitude, longitude, day=day)
        return None if unit is None else Place(unit.name, latitude, longitude, unit.code)

    return geocoder(forward, reverse)

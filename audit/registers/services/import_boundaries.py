"""Imports outlines of units, all of a batch or none, and mends points and areas that they prove wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.journal import services as journal
from audit.registers.adapters import data_files
from audit.registers.adapters.geometry import Measured, NotAnArea, measure
from audit.registers.domain.boundaries import Outline, parse
from audit.registers.models.units import AdministrativeUnit, UnitBoundary
from audit.registers.queries.units import in_force
from audit.registers.services.outlines import spread_outlines

WRONG_AREA = 0.10  # further off than this and the area of the list is replaced


@dataclass(frozen=True, slots=True)
class Mended:
    """What the outline of one unit corrected, in words for the screen."""

    code: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Imported:
    outlines: int
    carried: int
    mended: tuple[Mended, ...]
    unknown: tuple[str, ...]


def import_boundaries(
    *, actor: Actor, files: Sequence[tuple[str, bytes]], day: date, skip_unknown: bool = False
) -> Imported:
    """Store the outlines in ``files`` (name, bytes) for the units in force on ``day``.

    Raises :class:`Invalid` naming file and feature, before anything is written. A code that no unit carries
    on that day refuses the batch, or is left out and named when ``skip_unknown``. Units of 2 digits are
    provinces, 5 digits communes.
    """
    outlines: dict[str, tuple[Outline, str]] = {}
    aliases = data_files.outline_codes()
    for name, data in files:
        for outline in parse(data, name):
            code = aliases.get(outline.code, outline.code)
            if code in outlines:
                raise Invalid("doubled_code", _("Mã %(code)s có trong hai tệp.", code=code), "file")
            outlines[code] = (outline, name)
    units = _units(set(outlines), day)
    unknown = tuple(sorted(outlines.keys() - units.keys()))
    if unknown and (not skip_unknown or len(unknown) == len(outlines)):
        listed = ", ".join(unknown[:10])
        words = _("Có %(n)s mã không thuộc đơn vị nào: %(listed)s.", n=len(unknown), listed=listed)
        raise Invalid("unknown_code", words, "file")
    measured = {
        code: (_measured(outline, name), outline, name)
        for code, (outline, name) in outlines.items()
        if code in units
    }
    now = clock.now()
    ids = [unit.id for unit in units.values()]
    present = {
        b.unit_id: b for b in db.session.scalars(select(UnitBoundary).where(UnitBoundary.unit_id.in_(ids)))
    }
    mended: list[Mended] = []
    for code, (area, given, name) in sorted(measured.items(), key=lambda item: item[0]):
        unit = units[code]
        boundary = present.get(unit.id)
        if boundary is None:
            db.session.add(
                UnitBoundary(unit_id=unit.id, geometry=area.geometry, source=name, imported_at=now)
            )
        else:
            boundary.geometry, boundary.source, boundary.imported_at = area.geometry, name, now
        mended.extend(Mended(code, unit.name, what) for what in _mend(unit, area, given))
    db.session.flush()
    carried = spread_outlines()
    journal.record(
        actor=actor,
        action="boundaries.imported",
        subject="administrative_unit",
        subject_id="all",
        details={
            "files": [name for name, _data in files],
            "outlines": len(measured),
            "carried": carried,
            "mended": [f"{m.code}: {m.what}" for m in mended],
            "unknown": list(unknown),
        },
    )
    return Imported(len(measured), carried, tuple(mended), unknown)


def _units(codes: set[str], day: date) -> dict[str, AdministrativeUnit]:
    statement = select(AdministrativeUnit).where(AdministrativeUnit.code.in_(codes), in_force(day))
    return {unit.code: unit for unit in db.session.scalars(statement)}


def _measured(outline: Outline, name: str) -> Measured:
    try:
        return measure(outline.geometry)
    except NotAnArea as error:
        words = _("%(name)s: vùng mã %(code)s không có diện tích.", name=name, code=outline.code)
        raise Invalid("no_area", words, "file") from error


def _mend(unit: AdministrativeUnit, outline: Measured, given: Outline) -> list[str]:
    """Replace a point outside its outline and an area more than 10 % off; what was done, in words."""
    done: list[str] = []
    latitude, longitude = unit.latitude, unit.longitude
    if latitude is None or longitude is None:
        unit.latitude, unit.longitude = outline.inside
        done.append(str(_("bổ sung tọa độ")))
    elif not outline.holds(latitude, longitude):
        unit.latitude, unit.longitude = outline.inside
        done.append(str(_("tọa độ nằm ngoài địa giới, đã thay bằng điểm bên trong")))
    area = round(given.area_km2 or outline.area_km2, 2)
    if area <= 0:
        area = round(outline.area_km2, 4)
    if unit.area_km2 is None:
        unit.area_km2 = area
        done.append(str(_("bổ sung diện tích %(new)s km²", new=area)))
    elif abs(unit.area_km2 - area) > WRONG_AREA * area:
        words = _("diện tích %(old)s km² sửa thành %(new)s km²", old=unit.area_km2, new=area)
        unit.area_km2 = area
        done.append(str(words))
    return done

"""Loads the dated list of units and its lineage; running it again changes only what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.journal import services as journal
from audit.kernel.text import search_key
from audit.registers.adapters import data_files, gazetteer
from audit.registers.domain.gazetteer import Gazetteer, UnitKey, UnitRow, patched
from audit.registers.domain.ordering import sort_key
from audit.registers.domain.units import Share
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit, UnitBoundary, UnitLineage
from audit.registers.services.outlines import spread_outlines

_MENDED_BY_BOUNDARIES = ("latitude", "longitude", "area_km2")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added and changed, and how many there are now."""

    units_added: int
    units_changed: int
    lineage_added: int
    establishments_moved: int
    units: int
    lineage: int


def official_list() -> Gazetteer:
    """The list as shipped: package data, corrections and dated patches."""
    on_provinces, on_communes = data_files.resolutions()
    read = gazetteer.read(on_provinces=on_provinces, on_communes=on_communes)
    return patched(read, data_files.changes(), data_files.corrections())


def load_units(*, actor: Actor, wanted: Gazetteer | None = None) -> Loaded:
    """Bring the tables to ``wanted`` (default: the official list); nothing is ever deleted.

    Points and areas of units that have an imported boundary are left as the boundary mended them.
    """
    wanted = wanted or official_list()
    table = AdministrativeUnit.__table__.c
    present = {(row.code, row.valid_from): row for row in db.session.execute(select(*table))}
    outlined = set(db.session.scalars(select(UnitBoundary.unit_id)))
    added = [_values(unit) for unit in wanted.units if unit.key not in present]
    changed: list[dict[str, Any]] = []
    for unit in wanted.units:
        if (row := present.get(unit.key)) is None:
            continue
        values = _values(unit)
        if row.id in outlined:
            values |= {name: getattr(row, name) for name in _MENDED_BY_BOUNDARIES}
        if any(getattr(row, name) != value for name, value in values.items()):
            changed.append({f"new_{name}": value for name, value in values.items()} | {"old_id": row.id})
    if added:
        db.session.execute(insert(AdministrativeUnit), added)
    if changed:
        names = [name for name in _values(wanted.units[0])]
        statement = (
            update(AdministrativeUnit.__table__)  # type: ignore[arg-type]
            .where(table.id == bindparam("old_id"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        db.session.connection().execute(statement, changed)
    lineage_added = _load_lineage(wanted)
    outlines = spread_outlines()
    moved = _move_establishments(wanted)
    result = Loaded(len(added), len(changed), lineage_added, moved, len(wanted.units), len(wanted.lineage))
    if added or changed or lineage_added or outlines or moved:
        journal.record(
            actor=actor,
            action="units.loaded",
            subject="administrative_unit",
            subject_id="all",
            details={
                "units_added": result.units_added,
                "units_changed": result.units_changed,
                "lineage_added": result.lineage_added,
                "outlines_carried": outlines,
                "establishments_moved": moved,
            },
        )
    db.session.expire_all()
    return result


def _values(unit: UnitRow) -> dict[str, Any]:
    return {
        "code": unit.code,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "level": unit.level.value,
        "kind": unit.kind.value,
        "name": unit.name,
        "short_name": unit.short_name,
        "parent_code": unit.parent_code,
        "province_code": unit.province_code,
        "latitude": unit.latitude,
        "longitude": unit.longitude,
        "area_km2": unit.area_km2,
        "search_key": f" {search_key(unit.name)}",
        "sort_key": sort_key(unit.short_name),
        "source": unit.source,
    }


def _ids() -> dict[UnitKey, int]:
    statement = select(AdministrativeUnit.code, AdministrativeUnit.valid_from, AdministrativeUnit.id)
    return {(code, begin): number for code, begin, number in db.session.execute(statement)}


def _load_lineage(wanted: Gazetteer) -> int:
    ids = _ids()
    pairs = select(UnitLineage.old_unit_id, UnitLineage.new_unit_id)
    known = {(old, new) for old, new in db.session.execute(pairs)}
    rows = [
        {
            "old_unit_id": ids[row.old],
            "new_unit_id": ids[row.new],
            "share": row.share.value,
            "citation": row.citation,
        }
        for row in wanted.lineage
        if (ids[row.old], ids[row.new]) not in known
    ]
    if rows:
        db.session.execute(insert(UnitLineage), rows)
    return len(rows)


def _move_establishments(wanted: Gazetteer) -> int:
    """Establishments follow their commune when it went whole into one other; a divided one needs a person."""
    ids = _ids()
    ended = {unit.key for unit in wanted.units if unit.valid_to is not None}
    whole = {row.old: row.new for row in wanted.lineage if row.share is Share.WHOLE and row.old in ended}
    used = set(db.session.scalars(select(Establishment.unit_id).distinct()))
    moved = 0
    for old, new in whole.items():
        if ids[old] not in used:
            continue
        while new in whole:
            new = whole[new]
        statement = (
            update(Establishment)
            .where(Establishment.unit_id == ids[old])
            .values(unit_id=ids[new])
            .execution_options(synchronize_session=False)
        )
        moved += db.session.execute(statement).rowcount  # type: ignore[attr-defined]
    return moved

"""The list of units as plain rows, and the project's dated patches applied to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from audit.registers.domain.units import Level, Share, UnitKind, split_name

UnitKey = tuple[str, date]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit during one period; areas in km², coordinates in degrees, ``valid_to`` exclusive."""

    code: str
    valid_from: date
    valid_to: date | None
    level: Level
    kind: UnitKind
    name: str
    short_name: str
    parent_code: str | None
    province_code: str
    latitude: float | None
    longitude: float | None
    area_km2: float | None
    source: str

    @property
    def key(self) -> UnitKey:
        return (self.code, self.valid_from)


@dataclass(frozen=True, slots=True)
class LineageRow:
    old: UnitKey
    new: UnitKey
    share: Share
    citation: str


@dataclass(frozen=True, slots=True)
class Change:
    """From ``effective`` on, the unit with this code carries another name (and kind), by ``citation``."""

    code: str
    level: Level
    name: str
    effective: date
    citation: str
    source: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A slip in the list itself: the named fields take another value; ``reason`` says why."""

    code: str
    valid_from: date
    reason: str
    values: dict[str, str | float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    units: tuple[UnitRow, ...]
    lineage: tuple[LineageRow, ...]


def patched(gazetteer: Gazetteer, changes: list[Change], corrections: list[Correction]) -> Gazetteer:
    """The list with corrections made and dated changes added, each with its lineage.

    A change closes the row in force that day and opens a new one with the same code; the row it closes
    must exist. Raises ``ValueError`` naming the patch that fits nothing.
    """
    units = {unit.key: unit for unit in gazetteer.units}
    lineage = list(gazetteer.lineage)
    for correction in corrections:
        key = (correction.code, correction.valid_from)
        if key not in units:
            raise ValueError(f"correction of an unknown unit {correction.code} from {correction.valid_from}")
        units[key] = _corrected(units[key], correction)
    for change in sorted(changes, key=lambda c: (c.effective, c.level, c.code)):
        open_rows = [
            unit
            for unit in units.values()
            if unit.code == change.code
            and unit.level == change.level
            and unit.valid_from < change.effective
            and unit.valid_to is None
        ]
        if len(open_rows) != 1:
            raise ValueError(f"change of {change.code} on {change.effective} fits {len(open_rows)} rows")
        old = open_rows[0]
        kind, name, short = split_name(change.name)
        new = replace(
            old,
            valid_from=change.effective,
            valid_to=None,
            kind=kind,
            name=name,
            short_name=short,
            source=change.source,
        )
        units[old.key] = replace(old, valid_to=change.effective)
        units[new.key] = new
        lineage.append(LineageRow(old.key, new.key, Share.WHOLE, change.citation))
    return Gazetteer(tuple(units.values()), tuple(lineage))


def _corrected(unit: UnitRow, correction: Correction) -> UnitRow:
    values: dict[str, object] = dict(correction.values)
    if isinstance(name := values.get("name"), str):
        values["kind"], values["name"], values["short_name"] = split_name(name)
    return replace(unit, **values)  # type: ignore[arg-type]

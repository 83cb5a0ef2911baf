"""Reads of administrative units: at a date, below a province, what became of what, search, and by point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.kernel.text import search_key
from audit.registers.domain.units import Level, Share
from audit.registers.models.units import AdministrativeUnit, UnitBoundary, UnitLineage
from audit.registers.queries.scope import matches_words, visible_provinces


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit before or after another, ``steps`` apart; ``part`` when only a part of it went over."""

    unit: AdministrativeUnit
    share: Share
    steps: int
    citation: str


@dataclass(frozen=True, slots=True)
class Match:
    """A unit found by name, and what it became where it is no longer in force."""

    unit: AdministrativeUnit
    became: tuple[Relative, ...]


def in_force(day: date) -> ColumnElement[bool]:
    """The rows of :class:`AdministrativeUnit` that hold on ``day``."""
    return and_(
        AdministrativeUnit.valid_from <= day,
        or_(AdministrativeUnit.valid_to.is_(None), AdministrativeUnit.valid_to > day),
    )


def unit_on(code: str, day: date) -> AdministrativeUnit | None:
    """The unit that carried ``code`` on ``day``: provinces have 2 digits, districts 3, communes 5."""
    return db.session.scalar(select(AdministrativeUnit).where(AdministrativeUnit.code == code, in_force(day)))


def visible_unit_on(code: str, day: date, *, actor: Actor) -> AdministrativeUnit:
    """As :func:`unit_on`; :class:`NotFound` when there is none or it lies outside the person's province."""
    unit = unit_on(code, day)
    provinces = visible_provinces(actor)
    if unit is None or (provinces is not None and unit.province_code not in provinces):
        raise NotFound("unit_not_found", _("Không tìm thấy đơn vị hành chính này vào ngày đã chọn."))
    return unit


def provinces_on(day: date, *, actor: Actor) -> list[AdministrativeUnit]:
    """The provinces of a day that the person may see, in Vietnamese order."""
    statement = select(AdministrativeUnit).where(AdministrativeUnit.level == Level.PROVINCE, in_force(day))
    codes = visible_provinces(actor)
    if codes is not None:
        statement = statement.where(AdministrativeUnit.province_code.in_(codes))
    return list(db.session.scalars(statement.order_by(AdministrativeUnit.sort_key, AdministrativeUnit.id)))


def communes_on(province_code: str, day: date, *, text: str = "") -> Select[AdministrativeUnit]:
    """The communes of a province on a day, to be ordered and paged by the caller."""
    statement = select(AdministrativeUnit).where(
        AdministrativeUnit.province_code == province_code,
        AdministrativeUnit.level == Level.COMMUNE,
        in_force(day),
    )
    if words := search_key(text).split():
        statement = statement.where(matches_words(AdministrativeUnit.search_key, words))
    return statement


def commune_choices(province_code: str, day: date) -> list[AdministrativeUnit]:
    """All communes of a province on a day, in Vietnamese order, for a choice list."""
    statement = communes_on(province_code, day)
    return list(db.session.scalars(statement.order_by(AdministrativeUnit.sort_key, AdministrativeUnit.id)))


def count_by_kind(province_code: str, day: date) -> dict[str, int]:
    """How many communes of each kind a province had on a day."""
    statement = (
        select(AdministrativeUnit.kind, func.count())
        .where(
            AdministrativeUnit.province_code == province_code,
            AdministrativeUnit.level == Level.COMMUNE,
            in_force(day),
        )
        .group_by(AdministrativeUnit.kind)
    )
    return {kind: number for kind, number in db.session.execute(statement)}


def predecessors(unit_id: int) -> list[Relative]:
    """Every unit this one was made from, nearest first, through all steps back."""
    return _relatives([unit_id], backwards=True).get(unit_id, [])


def successors(unit_id: int) -> list[Relative]:
    """Every unit this one went into, nearest first, through all steps forward."""
    return _relatives([unit_id], backwards=False).get(unit_id, [])


def _relatives(unit_ids: list[int], *, backwards: bool) -> dict[int, list[Relative]]:
    """Relatives of many units in one query (recursive over the lineage)."""
    here, there = UnitLineage.new_unit_id, UnitLineage.old_unit_id
    if not backwards:
        here, there = there, here
    walk = (
        select(
            here.label("root"),
            there.label("unit"),
            UnitLineage.share,
            UnitLineage.citation,
            literal(1).label("steps"),
        )
        .where(here.in_(unit_ids))
        .cte("walk", recursive=True)
    )
    walk = walk.union_all(
        select(walk.c.root, there, UnitLineage.share, UnitLineage.citation, walk.c.steps + 1).join(
            walk, here == walk.c.unit
        )
    )
    statement = (
        select(walk.c.root, AdministrativeUnit, walk.c.share, walk.c.citation, walk.c.steps)
        .join(AdministrativeUnit, AdministrativeUnit.id == walk.c.unit)
        .order_by(walk.c.root, walk.c.steps, AdministrativeUnit.level, AdministrativeUnit.sort_key)
    )
    found: dict[int, list[Relative]] = {}
    for root, unit, share, citation, steps in db.session.execute(statement):
        found.setdefault(root, []).append(Relative(unit, Share(share), steps, citation))
    return found


def search(text: str, *, actor: Actor, day: date, limit: int = 30) -> list[Match]:
    """Units whose name holds words beginning with those of ``text``, with or without marks.

    Units in force on ``day`` come first; former ones show what they became. A code finds its unit too.
    """
    words = search_key(text).split()
    if not words:
        return []
    found = matches_words(AdministrativeUnit.search_key, words)
    if len(words) == 1 and words[0].isdigit():
        found = or_(found, AdministrativeUnit.code == words[0])
    statement = select(AdministrativeUnit).where(found)
    codes = visible_provinces(actor)
    if codes is not None:
        statement = statement.where(AdministrativeUnit.province_code.in_(codes))
    ended = func.coalesce(AdministrativeUnit.valid_to <= day, False)
    order: tuple[Any, ...] = (ended, AdministrativeUnit.sort_key, AdministrativeUnit.id)
    units = list(db.session.scalars(statement.order_by(*order).limit(limit)))
    gone = [unit.id for unit in units if unit.valid_to is not None and unit.valid_to <= day]
    became = _relatives(gone, backwards=False) if gone else {}
    return [
        Match(
            unit,
            tuple(r for r in became.get(unit.id, []) if r.unit.valid_to is None or r.unit.valid_to > day),
        )
        for unit in units
    ]


def names_on(codes: set[str], day: date) -> dict[str, str]:
    """Full names by code on a day, in one query."""
    statement = select(AdministrativeUnit.code, AdministrativeUnit.name).where(
        AdministrativeUnit.code.in_(codes), in_force(day)
    )
    return {code: name for code, name in db.session.execute(statement)}


def outlines_on(
    day: date, *, province_code: str = "", level: Level = Level.COMMUNE
) -> list[tuple[AdministrativeUnit, str]]:
    """Units of a day that have an outline, with it (GeoJSON geometry text), in the order of their codes."""
    statement = (
        select(AdministrativeUnit, UnitBoundary.geometry)
        .join(UnitBoundary, UnitBoundary.unit_id == AdministrativeUnit.id)
        .where(AdministrativeUnit.level == level, in_force(day))
        .order_by(AdministrativeUnit.code)
    )
    if province_code:
        statement = statement.where(AdministrativeUnit.province_code == province_code)
    return [(unit, geometry) for unit, geometry in db.session.execute(statement)]

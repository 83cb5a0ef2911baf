"""What part of the registers a person may see: own province, own commune's establishments."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.registers.domain.units import Level
from audit.registers.models.agencies import Agency
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit, UnitLineage

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


def visible_provinces(actor: Actor) -> frozenset[str] | None:
    """Codes of the person's province and of the provinces it was made from; None means every province."""
    if not actor.province_code:
        return None
    old, new = aliased(AdministrativeUnit), aliased(AdministrativeUnit)
    statement = (
        select(old.code)
        .join(UnitLineage, UnitLineage.old_unit_id == old.id)
        .join(new, UnitLineage.new_unit_id == new.id)
        .where(new.code == actor.province_code, new.level == Level.PROVINCE)
    )
    return frozenset({actor.province_code, *db.session.scalars(statement)})


def scoped_establishments(statement: S, actor: Actor, commune_code: str = "") -> S:
    """``statement`` (over establishments joined to their units) narrowed to what the person may see.

    ``commune_code`` narrows it further. Where a commune is named the province is asked of the unit, so that
    the database takes the index of the commune and not the longer one of the province.
    """
    communes = {code for code in (actor.commune_code, commune_code) if code}
    for code in communes:
        ids = select(AdministrativeUnit.id).where(AdministrativeUnit.code == code)
        statement = statement.where(Establishment.unit_id.in_(ids))
    if actor.province_code:
        owner = AdministrativeUnit.province_code if communes else Establishment.province_code
        statement = statement.where(owner == actor.province_code)
    return statement


def scoped_agencies(statement: S, actor: Actor) -> S:
    """Agencies of the person's province, and central ones."""
    if not actor.province_code:
        return statement
    return statement.where(or_(Agency.province_code == actor.province_code, Agency.province_code == ""))


def matches_words(column: Any, words: list[str]) -> Any:
    """Every word begins a word of ``column``, a folded key with a space before each word."""
    return and_(*(column.contains(f" {word}", autoescape=True) for word in words))

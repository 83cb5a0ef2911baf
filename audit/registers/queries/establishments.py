"""Reads of establishments: the filtered list, one record, counts; always within the person's area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.kernel.text import search_key
from audit.registers.domain.establishments import EstablishmentType
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from audit.registers.queries.scope import matches_words, scoped_establishments


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; empty means everything. ``type_code`` may be a group (``luu_tru``)."""

    commune_code: str = ""
    type_code: str = ""
    commitment_state: str = ""
    licence_state: str = ""
    state: str = "active"
    text: str = ""


# Sort keys of the list; each is unique through the id and never NULL.
SORTS: dict[str, tuple[Any, ...]] = {
    "name": (Establishment.sort_key, Establishment.id),
    "-name": (Establishment.sort_key.desc(), Establishment.id.desc()),
    "code": (Establishment.register_code, Establishment.id),
    "-code": (Establishment.register_code.desc(), Establishment.id.desc()),
    "updated": (Establishment.updated_at, Establishment.id),
    "-updated": (Establishment.updated_at.desc(), Establishment.id.desc()),
}


def type_codes(code: str, types: Iterable[EstablishmentType]) -> list[str]:
    """The type itself, or every type of the group that ``code`` names."""
    return [t.code for t in types if code == t.code or code in t.groups]


def establishments(
    wanted: Filter, *, actor: Actor, types: Sequence[EstablishmentType]
) -> Select[Establishment]:
    """Matching establishments with their commune loaded, to be ordered and paged by the caller."""
    statement = select(Establishment).join(Establishment.unit).options(contains_eager(Establishment.unit))
    statement = scoped_establishments(statement, actor, wanted.commune_code)
    if wanted.type_code:
        statement = statement.where(Establishment.type_code.in_(type_codes(wanted.type_code, types)))
    for column, value in (
        (Establishment.commitment_state, wanted.commitment_state),
        (Establishment.licence_state, wanted.licence_state),
        (Establishment.state, wanted.state),
    ):
        if value:
            statement = statement.where(column == value)
    if words := search_key(wanted.text).split():
        statement = statement.where(matches_words(Establishment.search_key, words))
    return statement


def establishment(number: int, *, actor: Actor) -> Establishment:
    """One establishment with its commune; :class:`NotFound` outside the person's area."""
    statement = (
        select(Establishment)
        .join(Establishment.unit)
        .options(contains_eager(Establishment.unit))
        .where(Establishment.id == number)
    )
    found = db.session.scalar(scoped_establishments(statement, actor))
    if found is None:
        raise NotFound("establishment_not_found", _("Không tìm thấy cơ sở."))
    return found


def count_in_commune(commune_code: str, *, actor: Actor) -> int:
    """Active establishments of a commune that the person may see."""
    statement = (
        select(func.count())
        .select_from(Establishment)
        .join(AdministrativeUnit, Establishment.unit_id == AdministrativeUnit.id)
        .where(AdministrativeUnit.code == commune_code, Establishment.state == "active")
    )
    return db.session.scalar(scoped_establishments(statement, actor)) or 0


def count_by_commune(*, actor: Actor) -> dict[str, int]:
    """Active establishments by commune code, in one query."""
    # Counted within one index first, named afterwards.
    inner = select(Establishment.unit_id, func.count().label("number")).where(Establishment.state == "active")
    if actor.commune_code is not None:
        inner = inner.join(Establishment.unit)
    counted = scoped_establishments(inner.group_by(Establishment.unit_id), actor).subquery()
    statement = (
        select(AdministrativeUnit.code, func.sum(counted.c.number))
        .join(counted, counted.c.unit_id == AdministrativeUnit.id)
        .group_by(AdministrativeUnit.code)
    )
    return {code: int(number) for code, number in db.session.execute(statement)}

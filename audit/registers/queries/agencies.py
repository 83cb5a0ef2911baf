"""Reads of agencies: a list by date and kind, and one by its code on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.text import search_key
from audit.registers.models.agencies import Agency
from audit.registers.queries.scope import matches_words, scoped_agencies


def agency_in_force(day: date) -> ColumnElement[bool]:
    """The rows of :class:`Agency` that hold on ``day``."""
    return and_(Agency.valid_from <= day, or_(Agency.valid_to.is_(None), Agency.valid_to > day))


def agencies_on(
    day: date | None, *, actor: Actor, kind: str = "", text: str = "", former: bool = False
) -> Select[Agency]:
    """Agencies the person may see, in force on ``day``; with ``former`` also those that ended before."""
    statement = scoped_agencies(select(Agency), actor)
    if day is not None and not former:
        statement = statement.where(agency_in_force(day))
    if kind:
        statement = statement.where(Agency.kind == kind)
    if words := search_key(text).split():
        statement = statement.where(matches_words(Agency.search_key, words))
    return statement


def agency_choices(day: date, *, actor: Actor) -> list[Agency]:
    """Agencies in force on a day, own province first, in the order of the documents."""
    statement = agencies_on(day, actor=actor)
    return list(
        db.session.scalars(statement.order_by(Agency.province_code.desc(), Agency.position, Agency.id))
    )


def names_on(codes: set[str], day: date, *, actor: Actor) -> dict[str, str]:
    """Names of agencies on ``day`` by code, in one query."""
    statement = agencies_on(day, actor=actor).where(Agency.code.in_(codes))
    return {agency.code: agency.name for agency in db.session.scalars(statement)}


def agency_on(code: str, day: date, *, actor: Actor) -> Agency | None:
    """The agency that carried ``code`` on ``day``, if the person may see it."""
    return db.session.scalar(agencies_on(day, actor=actor).where(Agency.code == code))

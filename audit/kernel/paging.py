"""Keyset paging: the time to open page 500 is the time to open page 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import desc_op

from audit.kernel import cursors
from audit.kernel.database import db
from audit.kernel.errors import Invalid
from audit.kernel.i18n import _

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; ``next`` and ``previous`` are cursors for the address, None at the ends."""

    items: Sequence[T]
    next: str | None
    previous: str | None
    limit: int


def _purpose(columns: Sequence[tuple[ColumnElement[Any], bool]]) -> str:
    """What a cursor is bound to: the keys of the list with their types and directions."""
    return ", ".join(f"{column} {column.type!r} {descending}" for column, descending in columns)


def _read(cursor: str, purpose: str) -> tuple[str, list[Any]]:
    try:
        return cursors.load(_secret(), purpose, cursor)
    except ValueError as error:
        raise Invalid("bad_cursor", _("Địa chỉ trang không hợp lệ; hãy mở lại danh sách.")) from error


def _secret() -> str | bytes:
    secret = current_app.secret_key
    assert secret is not None  # settings make or demand one
    return secret


def _split(key: Any) -> tuple[ColumnElement[Any], bool]:
    if isinstance(key, UnaryExpression) and key.modifier is desc_op:
        return key.element, True
    return getattr(key, "element", key) if isinstance(key, UnaryExpression) else key, False


def paginate(
    statement: Select[Any],
    *,
    keys: Sequence[Any],
    cursor: str | None = None,
    limit: int = 50,
    scalars: bool = True,
) -> Page[Any]:
    """Run ``statement`` ordered by ``keys`` and return the page at ``cursor``.

    ``keys`` are columns (``Finding.id``) or ``column.desc()``; together they must be unique and none may be
    NULL (wrap in ``coalesce``). One query, whatever the size of the table. A cursor that this list
    did not write raises :class:`Invalid`. With ``scalars=False`` items are rows.
    """
    columns = [_split(key) for key in keys]
    purpose = _purpose(columns)
    direction, values = _read(cursor, purpose) if cursor else (cursors.FORWARD, [])
    backwards = direction == cursors.BACKWARD
    if values:
        alternatives = []
        for index, (column, descending) in enumerate(columns):
            after = column < values[index] if descending != backwards else column > values[index]
            alternatives.append(
                and_(*(c == v for (c, _d), v in zip(columns[:index], values, strict=False)), after)
            )
        statement = statement.where(or_(*alternatives))
    order = [c.desc() if descending != backwards else c.asc() for c, descending in columns]
    marks = [column.label(f"_key{index}") for index, (column, _d) in enumerate(columns)]
    found = db.session.execute(
        statement.add_columns(*marks).order_by(None).order_by(*order).limit(limit + 1)
    ).all()
    more = len(found) > limit
    rows = list(reversed(found[:limit])) if backwards else list(found[:limit])
    count = len(marks)
    items = [row[0] for row in rows] if scalars else [row[:-count] for row in rows]
    first, last = (tuple(rows[0][-count:]), tuple(rows[-1][-count:])) if rows else ((), ())
    has_next, has_previous = (bool(values), more) if backwards else (more, bool(values))
    return Page(
        items=items,
        next=cursors.dump(_secret(), purpose, cursors.FORWARD, last) if rows and has_next else None,
        previous=cursors.dump(_secret(), purpose, cursors.BACKWARD, first) if rows and has_previous else None,
        limit=limit,
    )

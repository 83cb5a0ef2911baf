"""Cursors: where a page of a list begins, as a signed word that only this application writes.

A cursor carries the sort values of one row. Were it plain, every list would have to defend its columns
against values of another type, number too wide for a column, or text no database can hold. Signed with the
application's key and bound to the keys of its list, a cursor is either our own or refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

FORWARD, BACKWARD = "n", "p"


def dump(secret: str | bytes, purpose: str, direction: str, values: Sequence[Any]) -> str:
    """The cursor of the row with these sort ``values`` (int, str, bool, float, date or aware datetime).

    ``purpose`` names the list and its order. Raises :class:`TypeError` for a value of another kind and
    :class:`ValueError` for a moment without a zone.
    """
    return str(_signer(secret, purpose).dumps([direction, *map(_tagged, values)]))


def load(secret: str | bytes, purpose: str, cursor: str) -> tuple[str, list[Any]]:
    """Direction and values of a cursor that :func:`dump` wrote for this ``purpose``.

    Raises :class:`ValueError` for every other text.
    """
    try:
        direction, *tagged = _signer(secret, purpose).loads(cursor)
    except (BadData, UnicodeError) as error:
        raise ValueError("not a cursor of this list") from error
    return direction, [_plain(kind, value) for kind, value in tagged]


def _signer(secret: str | bytes, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"list cursor {purpose}")


def _tagged(value: Any) -> tuple[str, Any]:
    # A datetime is a date as well, so it is asked for first.
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot mark a page")
        return "t", value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return "d", value.isoformat()
    if isinstance(value, (str, int, float)):
        return "v", value
    raise TypeError(f"a {type(value).__name__} cannot mark a page")


def _plain(kind: str, value: Any) -> Any:
    return {"t": datetime.fromisoformat, "d": date.fromisoformat}.get(kind, lambda same: same)(value)

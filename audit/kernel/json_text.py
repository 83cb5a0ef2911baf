"""JSON as text, written fast: what hundreds of answers of one request are stored, hashed and answered as."""

from __future__ import annotations

import json
from typing import Any

import orjson

_SORTED = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def compact(value: Any) -> str:
    """The value in UTF-8 text without spaces.

    What orjson does not write (a number beyond 64 bits, half of a surrogate pair) the standard library
    writes, with escapes where a text could not be stored.
    """
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return json.dumps(value, separators=(",", ":"))


def sorted_bytes(value: Any) -> bytes:
    """The same with sorted keys, as UTF-8: equal values give equal bytes, so that they can be hashed.

    For texts, whole numbers, booleans and what is built of them; fractions are stored as texts. Raises
    ``UnicodeEncodeError`` for half of a surrogate pair.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return _SORTED.encode(value).encode()

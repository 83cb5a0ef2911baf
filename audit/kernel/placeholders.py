"""Names put into the wording that ships with the product (``$year``); never into what a user wrote."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import Any


def put(value: Any, words: Mapping[str, str]) -> Any:
    """``value`` with ``words`` in the places that bear their names, inside lists and mappings as well.

    :class:`KeyError` when a place has no word: a shipped text would be printed with a hole.
    """
    if isinstance(value, str):
        return Template(value).substitute(words)
    if isinstance(value, list):
        return [put(item, words) for item in value]
    if isinstance(value, dict):
        return {key: put(item, words) for key, item in value.items()}
    return value

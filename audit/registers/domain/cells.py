"""Reads what people type into spreadsheet cells: counts, degrees, days and words for states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from audit.kernel.i18n import _
from audit.kernel.text import search_key

Value = str | int | float | date | None
E = TypeVar("E", bound=StrEnum)
_COUNT = re.compile(r"\d{1,9}|\d{1,3}(?:\.\d{3})+")
_DECIMAL = re.compile(r"[+-]?\d{1,4}(?:[.,]\d{1,12})?")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Unreadable(ValueError):
    """The cell cannot be read; the message says what was expected, for the screen."""


def text(value: Value) -> str:
    """The cell as words; a number as it is typed, a day as ``05/09/2025``."""
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def count(value: Value) -> int | None:
    """A whole number from 0; takes ``1.234`` as one thousand and so on, as written in Vietnam."""
    if value is None:
        return None
    if isinstance(value, int):
        number = value
    elif isinstance(value, str) and _COUNT.fullmatch(value.replace(" ", "")):
        number = int(value.replace(" ", "").replace(".", ""))
    else:
        raise Unreadable(_("phải là số nguyên, ví dụ 12"))
    if number < 0:
        raise Unreadable(_("không được âm"))
    return number


def degrees(value: Value) -> float | None:
    """A coordinate in decimal degrees, with point or comma."""
    if value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return float(value.replace(",", "."))
    raise Unreadable(_("phải là số độ thập phân, ví dụ 21,8531"))


def day(value: Value) -> date | None:
    """A day, from a date cell, ``05/09/2025`` or ``2025-09-05``."""
    if value is None or isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and (match := _DAY.fullmatch(value)):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if isinstance(value, str) and (match := _ISO_DAY.fullmatch(value)):
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise Unreadable(_("phải là ngày dạng ngày/tháng/năm, ví dụ 05/09/2025"))


def chosen(value: Value, names: Mapping[E, str], default: E) -> E:
    """A state by its words (marks and case do not matter) or by its code."""
    if value is None:
        return default
    folded = search_key(text(value))
    for state, words in names.items():
        if folded in (search_key(str(words)), state.value):
            return state
    listed = ", ".join(f"“{words}”" for words in names.values())
    raise Unreadable(_("phải là một trong: %(listed)s", listed=listed))

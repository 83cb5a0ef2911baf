"""Numbers as Vietnamese offices write them: 1.234,5 on paper, plain decimals in store."""

from __future__ import annotations

import re
from decimal import Decimal

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?\Z")
_GROUPED_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+\Z")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def parse_number(text: str) -> Decimal | None:
    """A non-negative number typed by a person; None when it is not one.

    A comma is the decimal mark; dots in groups of three are thousands ("1.234" is 1234, "1.23" is 1.23).
    """
    compact = _SPACES.sub("", text)
    if len(compact) > 40 or not compact.isascii():
        return None
    if _GROUPED.match(compact) or _GROUPED_DECIMAL.match(compact):
        compact = compact.replace(".", "")
    elif not _PLAIN.match(compact):
        return None
    return Decimal(compact.replace(",", "."))


def plain(number: Decimal) -> str:
    """The one stored text of a decimal: no exponent, no trailing zeros ("1234.5")."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def vietnamese(number: Decimal | int | str) -> str:
    """Thousands with dots, decimals with a comma: "1.234,5"."""
    whole, _dot, rest = plain(Decimal(number)).partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{rest}" if rest else grouped

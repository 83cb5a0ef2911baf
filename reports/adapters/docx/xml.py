"""Elements of a Word file, made by name; text is only ever text, whatever it holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from audit.kernel.text import nfc

TWIPS_PER_MM: Final = 1440 / 25.4
_SPACES: Final = re.compile(r"[ \t\v\f]+")
_LINE_ENDS: Final = re.compile(r"\r\n|[\r\x85\u2028\u2029]")


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


@cache
def _named(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def tag(name: str, attributes: Mapping[str, object] | None = None, *children: Any) -> Any:
    """An element such as ``tag("w:jc", {"w:val": "center"})`` around its children; None is left out."""
    from docx.oxml import OxmlElement

    element: Any = OxmlElement(name)
    for key, value in (attributes or {}).items():
        element.set(_named(key) if ":" in key else key, str(value))
    element.extend(child for child in children if child is not None)
    return element


def lines_of(text: str) -> list[str]:
    """Text as it can be set, a line a paragraph: composed, single spaces, no control or direction marks, and
    nothing that XML does not know."""
    plain = _LINE_ENDS.sub("\n", nfc(text))
    return [_SPACES.sub(" ", "".join(filter(_settable, line))) for line in plain.split("\n")]


def one_line(text: str) -> str:
    """The same on one line, for names and descriptions."""
    return " ".join(" ".join(lines_of(text)).split())[:500]


@cache
def _settable(char: str) -> bool:
    if char in " \t\v\f":
        return True
    if unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return False
    return not ("\ufe00" <= char <= "\ufe0f" or char in "\ufffe\uffff")


def words(text: str, style: str = "", size: float | None = None, *, boxed: bool = False) -> Any:
    """A run of cleaned text; ``style`` is "", "B", "I" or "BI", ``boxed`` draws a frame round it."""
    properties = tag(
        "w:rPr",
        None,
        tag("w:b") if "B" in style else None,
        tag("w:i") if "I" in style else None,
        tag("w:sz", {"w:val": round(size * 2)}) if size else None,
        tag("w:szCs", {"w:val": round(size * 2)}) if size else None,
        tag("w:bdr", {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": "auto"}) if boxed else None,
    )
    leaf = tag("w:t", {"xml:space": "preserve"})
    leaf.text = text
    return tag("w:r", None, properties if len(properties) else None, leaf)

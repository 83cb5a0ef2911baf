"""Long legal bases shortened: a document is named in full once, afterwards by its number or as "nêu trên"."""

from __future__ import annotations

import re

# Shorter than this a basis is printed as it is.
SHORT = 90

# Runs of spaces are read from their beginning only, so that time does not grow with their square.
_QUOTE = re.compile(r"(?:(?<!\s)\s+)?(?::\s*)?“[^”]*”")
_METHOD = re.compile(r"(?:[.;]\s*|(?<!\s)\s+)?Phương pháp:.*\Z", re.DOTALL)
_PLACE = re.compile(
    r"((?:Mục|Điều|Khoản|Điểm|Phần|Chương|Phụ lục)\s+[\w.]+)\s+(?:của\s+)?(.+)", re.IGNORECASE | re.DOTALL
)
_TYPES = ("kế hoạch", "quyết định", "nghị định", "thông tư", "pháp lệnh", "chỉ thị", "nghị quyết", "luật")


def bare_basis(basis: str) -> str:
    """A legal basis without the words it quotes and without the method; "" for one that is only inferred:
    what no text of law says must not stand in an official document as if one did."""
    text = _METHOD.sub("", _QUOTE.sub("", basis.strip()))
    text = " ".join(text.split()).rstrip(" .;:")
    return "" if text.casefold().startswith("suy luận") else text


class Citations:
    """The documents that the long bases of one report or one set of minutes name, in order of mention."""

    def __init__(self) -> None:
        self._documents: list[str] = []
        self._last = ""

    @property
    def documents(self) -> tuple[str, ...]:
        """Full names of the documents cited by number, the first is [1]."""
        return tuple(self._documents)

    def numbered(self, basis: str) -> str:
        """``Mục II.1 văn bản [1]`` for a long basis that names a place in a document, else the basis."""
        text, place, document = self._read(basis)
        return f"{place} văn bản [{self._documents.index(document) + 1}]" if document else text

    def running(self, basis: str) -> str:
        """In full at the first mention; ``Mục II.2 Kế hoạch nêu trên`` while the same document goes on."""
        text, place, document = self._read(basis)
        if not document or document != self._last:
            self._last = document or self._last
            return text
        kind = next((t for t in _TYPES if document.casefold().startswith(t)), "văn bản")
        return f"{place} {kind[:1].upper()}{kind[1:]} nêu trên"

    def _read(self, basis: str) -> tuple[str, str, str]:
        text = bare_basis(basis)
        found = _PLACE.match(text) if len(text) > SHORT else None
        if found is None:
            return text, "", ""
        place, document = found.groups()
        if document not in self._documents:
            self._documents.append(document)
        return text, place, document

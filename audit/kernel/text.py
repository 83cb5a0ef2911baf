"""Vietnamese text: one normal form, search that ignores marks, order by the Vietnamese alphabet."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse

_SPACES = re.compile(r"\s+")
# Control characters, and those that are not seen but turn the words after them around.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)

# Letters in dictionary order, then tones: ngang, huyền, hỏi, ngã, sắc, nặng (TCVN 6909 letters).
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
_TONE_RANK = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_TONES = frozenset(_TONE_RANK)


def nfc(text: str) -> str:
    """The text in composed form (NFC), the only form we store, compare and print."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """What somebody typed as it is stored: composed, each line ended by ``\\n``, no surrounding space, no
    control, invisible or direction-changing characters."""
    if text.isascii() and text.isprintable():
        return text.strip()  # codes, dates, numbers: nothing to look for
    lines = nfc(text).replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub("", lines).strip()


def search_key(text: str) -> str:
    """Fold text for search: lower case, no marks, ``d`` for ``đ``, single spaces.

    ``Hòa`` and ``Hoà``, ``Đăk`` and ``dak`` fold to the same key.
    """
    lowered = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(filterfalse(unicodedata.combining, lowered))
    return _SPACES.sub(" ", bare).strip()


def vietnamese_key(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Sort key by the Vietnamese alphabet, word by word: letters first, tones second."""
    words = []
    for word in nfc(text).casefold().split():
        letters: list[tuple[int, int]] = []
        tone = 0
        for char in word:
            base = char
            parts = unicodedata.normalize("NFD", char)
            found = [c for c in parts if c in _TONES]
            if found:
                tone = _TONE_RANK[found[0]]
                base = nfc("".join(c for c in parts if c not in _TONES))
            rank = _LETTER_RANK.get(base)
            letters.append((1, rank) if rank else (0, ord(base[0])))
        words.append((*letters, (-1, tone)))
    return tuple(words)

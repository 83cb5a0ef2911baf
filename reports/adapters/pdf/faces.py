"""The four faces of the document font: printable text, widths of words, breaking of cell text into lines."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from audit.kernel.text import nfc

if TYPE_CHECKING:
    from fpdf import FPDF

FAMILY = "tinos"
FOLDER = Path(__file__).resolve().parents[2] / "fonts"
FILES = {
    "": "Tinos-Regular.ttf",
    "B": "Tinos-Bold.ttf",
    "I": "Tinos-Italic.ttf",
    "BI": "Tinos-BoldItalic.ttf",
}
MM_PER_POINT = 25.4 / 72
BOX = "□"
# The font has no ticked boxes; an empty box in their place would say the opposite.
_STAND_INS = {"☐": "[ ]", "☑": "[x]", "☒": "[x]", "✓": "[x]", "✔": "[x]", "✗": "[-]", "✘": "[-]"}


class Cut(str):
    """A piece of an over-long word that goes on in the next line."""

    __slots__ = ()


class _Printable(dict[int, str | int | None]):
    """A translation table that decides each code point once: kept, spaced, dropped, or shown as a box."""

    def __init__(self, known: frozenset[int]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, code: int) -> str | int | None:
        self[code] = decided = self._decide(code)
        return decided

    def _decide(self, code: int) -> str | int | None:
        char = chr(code)
        category = unicodedata.category(char)
        if char == "\n":
            return code
        if char in "\t\v\f\u2028\u2029\x85\r":
            return " "
        if category in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f":
            return None
        if code in self._known:
            return code
        if category == "Zs":
            return " "
        return _STAND_INS.get(char, BOX)


class Faces:
    """Faces added to one PDF; sizes are points, widths millimetres, styles "", "B", "I" or "BI"."""

    def __init__(self, pdf: FPDF) -> None:
        for style, name in FILES.items():
            pdf.add_font(FAMILY, style, FOLDER / name)
        fonts = {style: pdf.fonts[FAMILY + style] for style in FILES}
        self._widths = {
            style: {chr(int(c)): float(w) for c, w in font.cw.items()} for style, font in fonts.items()
        }
        self._printable = _Printable(
            frozenset.intersection(*(frozenset(map(ord, widths)) for widths in self._widths.values()))
        )
        self._words: dict[str, dict[str, float]] = {style: {} for style in FILES}

    def clean(self, text: str) -> str:
        """The text as it can be printed: NFC, line ends as ``\\n``, letters outside the font as a box."""
        return nfc(text.replace("\r\n", "\n").replace("\r", "\n")).translate(self._printable)

    def units(self, text: str, style: str) -> float:
        """Width of cleaned text in thousandths of the font size, remembered (text is a word, mostly)."""
        known = self._words[style]
        width = known.get(text)
        if width is None:
            width = known[text] = float(sum(map(self._widths[style].__getitem__, text)))
        return width

    def width(self, text: str, style: str, size: float) -> float:
        """Width in millimetres of cleaned text on one line."""
        return self.units(text, style) * size * MM_PER_POINT / 1000

    def pieces(self, word: str, style: str, limit: float) -> list[str]:
        """An unbroken word cut into pieces of at most ``limit`` units (at least one letter each)."""
        table = self._widths[style]
        pieces, start, used = [], 0, 0.0
        for position, char in enumerate(word):
            wide = table[char]
            if used + wide > limit and position > start:
                pieces.append(word[start:position])
                start, used = position, 0.0
            used += wide
        pieces.append(word[start:])
        return pieces

    def fit(self, text: str, style: str, size: float, width: float) -> list[str]:
        """Cleaned text of one style in lines no wider than ``width`` millimetres; ``\\n`` starts a line."""
        limit = width / (size * MM_PER_POINT) * 1000
        space = self._widths[style][" "]
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line: list[str] = []
            used = 0.0
            for word in paragraph.split(" "):
                if not word:
                    continue
                wide = self.units(word, style)
                if line and used + space + wide <= limit:
                    line.append(word)
                    used += space + wide
                    continue
                if line:
                    lines.append(" ".join(line))
                if wide > limit:
                    *whole, word = self.pieces(word, style, limit)
                    lines.extend(map(Cut, whole))
                    wide = self.units(word, style)
                line, used = [word], wide
            lines.append(" ".join(line))
        return lines

    def balanced(self, text: str, style: str, size: float, width: float) -> list[str]:
        """Like :meth:`fit`, with lines of about equal length: titles that are centred."""
        lines = self.fit(text, style, size, width)
        if len(lines) == 1 or len(lines) > 8:
            return lines
        low, high = width / 2, width
        for _attempt in range(7):
            middle = (low + high) / 2
            if len(self.fit(text, style, size, middle)) == len(lines):
                high = middle
            else:
                low = middle
        return self.fit(text, style, size, high)

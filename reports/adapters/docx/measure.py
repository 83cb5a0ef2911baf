"""Widths of centred lines, in the metrics that Times New Roman shares with the face of the PDF."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

POINTS_PER_MM: Final = 72 / 25.4
_FOLDER: Final = Path(__file__).resolve().parents[2] / "fonts"
_FILES: Final = {"": "Tinos-Regular.ttf", "B": "Tinos-Bold.ttf", "I": "Tinos-Italic.ttf"}


@lru_cache(maxsize=20_000)
def _unit_width(word: str, style: str) -> float:
    return _face(style).getlength(word) / 1000  # type: ignore[no-any-return, attr-defined]


@cache
def _face(style: str) -> object:
    from PIL import ImageFont

    return ImageFont.truetype(_FOLDER / _FILES[style], 1000, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, style: str, size: float) -> float:
    """Millimetres of a text on one line."""
    units = sum(_unit_width(word, style) for word in text.split(" "))
    return (units + text.count(" ") * _unit_width(" ", style)) * size / POINTS_PER_MM


def fit(text: str, style: str, size: float, room: float) -> list[str]:
    """The lines a word processor breaks a text into; a word wider than the room stays whole."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}".strip()
            if line and width(longer, style, size) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def balanced(text: str, style: str, size: float, room: float) -> tuple[float, float]:
    """The least room in which a text takes as few lines as it can, so that its lines are about equal, and
    the width of the last line there."""
    lines = fit(text, style, size, room)
    if len(lines) == 1 or len(lines) > 8:
        return room, min(width(lines[-1], style, size), room)
    low, high = room / 2, room
    for _attempt in range(7):
        middle = (low + high) / 2
        if len(fit(text, style, size, middle)) == len(lines):
            high = middle
        else:
            low = middle
    last = fit(text, style, size, high)[-1]
    return high, min(width(last, style, size), room)

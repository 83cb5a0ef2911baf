"""Numbers, letters and Roman numerals of sections in Vietnamese official documents."""

from __future__ import annotations

from collections.abc import Sequence

# Decree 30/2020/NĐ-CP, annex I: points run in the order of the Vietnamese alphabet; letters with a hat or
# horn (ă, â, ê, ô, ơ, ư) are not used in practice, đ is.
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def point_letter(position: int) -> str:
    """The letter of the point at ``position`` (from 1): a, b, c, d, đ, e, g …; after y come aa, ab …"""
    if position < 1:
        raise ValueError("points are counted from 1")
    letters = ""
    while position:
        position, rest = divmod(position - 1, len(POINT_LETTERS))
        letters = POINT_LETTERS[rest] + letters
    return letters


def roman(number: int) -> str:
    """Roman numeral of 1 … 3999, for sections (I, II …) and for annexes when there are two or more."""
    if not 1 <= number <= 3999:
        raise ValueError("Roman numerals go from 1 to 3999")
    parts = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


def padded(number: int) -> str:
    """``05`` for numbers below 10, ``12`` from there on: document numbers and counts of people."""
    return f"{number:02d}"


def annex_label(position: int, total: int) -> str:
    """``Phụ lục`` alone, or ``Phụ lục I``, ``Phụ lục II`` … when there are two or more."""
    return "Phụ lục" if total == 1 else f"Phụ lục {roman(position)}"


def left_out(numbers: Sequence[int]) -> tuple[str, ...]:
    """Numbers from 1 to the highest that are not there, stretches as "05–07"."""
    given, stretches = set(numbers), []
    start = 0
    for number in range(1, max(numbers, default=0) + 1):
        if number in given:
            if start:
                stretches.append((start, number - 1))
            start = 0
        else:
            start = start or number
    return tuple(
        padded(first) if first == last else f"{padded(first)}–{padded(last)}" for first, last in stretches
    )

"""Invented handwriting: loops and strokes that look like a signature, the same for the same name."""

from __future__ import annotations

import math
import random

Strokes = list[list[list[int]]]


def signature(name: str) -> Strokes:
    """Strokes as a tablet sends them: ``[[[x, y, ms], …], …]``, whole numbers in a box of 10,000 by 4,000.

    A run of loops that lean to the right, a long flourish back under them, sometimes a dot.
    """
    chance = random.Random(name)
    strokes: Strokes = []
    ms = 0
    x = 1500.0
    for letters in (chance.randint(2, 3), chance.randint(3, 5)):
        stroke: list[list[int]] = []
        for number in range(letters):
            tall = chance.uniform(1100, 1500) if number == 0 else chance.uniform(330, 720)
            wide = chance.uniform(0.35, 0.5) * tall + 120
            for step in range(24):
                turn = 2 * math.pi * step / 24
                lean = 0.35 * tall * (1 - math.cos(turn)) / 2
                ms += 9
                stroke.append(
                    [
                        round(x + wide * (turn / (2 * math.pi) * 1.15 + 0.42 * math.sin(turn)) + lean),
                        round(2250 - tall * (1 - math.cos(turn)) / 2 + 60 * math.sin(2 * turn + number)),
                        ms,
                    ]
                )
            x += wide * 1.15
        strokes.append(stroke)
        x += chance.uniform(150, 420)
        ms += 160
    strokes.append(_flourish(x, chance, ms))
    if chance.random() < 0.6:
        strokes.append([[round(x - 700), 700, ms + 700], [round(x - 660), 735, ms + 715]])
    return strokes


def _flourish(end: float, chance: random.Random, ms: int) -> list[list[int]]:
    """From the right end back under the letters, and out again."""
    low = chance.uniform(2650, 3000)
    places = []
    for step in range(40):
        part = step / 39
        x = end - (end - 1500) * math.sin(part * math.pi) * 0.95 + 900 * part
        y = 2100 + (low - 2100) * math.sin(part * math.pi * 0.95) - 260 * part
        places.append([round(x), round(y), ms + 9 * step])
    return places

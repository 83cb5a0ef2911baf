"""Strokes drawn on glass, brought within bounds before anything draws them: whole numbers in one box."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Final

WIDE: Final = 10_000
HIGH: Final = 4_000
MAX_STROKES: Final = 1_000
MAX_POINTS: Final = 5_000

Point = tuple[int, int]
Stroke = tuple[Point, ...]


def bounded_strokes(raw: object, most: int = MAX_POINTS) -> tuple[Stroke, ...]:
    """What can be drawn of ``raw``, in the box of 10,000 by 4,000; at most 1,000 strokes, ``most`` points.

    Takes anything that was stored: what is no point is left out, what lies outside is moved to the edge,
    what is too much is thinned evenly, so that a long signature keeps its shape; only where even the ends
    of all strokes are too many, the last strokes are left out.
    """
    strokes = [points for stroke in _listed(raw)[:MAX_STROKES] if (points := _points(stroke))]
    longest = max(map(len, strokes), default=0)
    step = max(1, sum(map(len, strokes)) // most)
    thinned = [_thinned(points, step) for points in strokes]
    while sum(map(len, thinned)) > most and step < longest:
        step += 1 + step // 8
        thinned = [_thinned(points, step) for points in strokes]
    room = list(accumulate(map(len, thinned)))
    return tuple(tuple(points) for points, used in zip(thinned, room, strict=True) if used <= most)


def svg_path(strokes: Iterable[Stroke]) -> str:
    """The strokes as path data of SVG, made of the letters M and L and of whole numbers only."""
    commands = []
    for stroke in strokes:
        first, *rest = stroke
        # A dot is a line of no length; round caps make it visible.
        for letter, (x, y) in [("M", first), *(("L", point) for point in rest or [first])]:
            commands.append(f"{letter}{x:d} {y:d}")
    return "".join(commands)


def _listed(raw: object) -> list[object]:
    return list(raw) if isinstance(raw, list | tuple) else []


def _points(stroke: object) -> list[Point]:
    found: list[Point] = []
    # Far more than a hand draws is not even read.
    for point in _listed(stroke)[: 10 * MAX_POINTS]:
        if not isinstance(point, list | tuple) or len(point) < 2:
            continue
        x, y = point[0], point[1]
        if type(x) is not int or type(y) is not int:
            continue
        place = (min(max(x, 0), WIDE), min(max(y, 0), HIGH))
        if not found or found[-1] != place:
            found.append(place)
    return found


def _thinned(points: list[Point], step: int) -> list[Point]:
    """Every ``step``-th point and the last one; all of them for 1."""
    kept = points[::step]
    return kept if kept[-1] == points[-1] else [*kept, points[-1]]

"""Strokes are hostile input: whatever is stored, what is drawn stays in the box and within measure."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from audit.demo.handwriting import signature
from audit.offline.domain.handwriting import HIGH, MAX_POINTS, MAX_STROKES, WIDE, bounded_strokes, svg_path

NESTED: Any = []
for _depth in range(2000):
    NESTED = [NESTED]

HOSTILE: list[Any] = [
    None,
    7,
    "M0 0L9 9",
    {"x": 1},
    [],
    [[]],
    [[[]]],
    [[[1]]],
    [["ab"], [{"0": 1}]],
    [[[1.5, 2.5, 0], [float("nan"), 1, 0], [float("inf"), 1, 0]]],
    [[[True, False, 0]]],
    [[["1", "2", 3]]],
    [[[10**400, -(10**400), 0], [5, 5, 0]]],
    NESTED,
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_was_stored_gives_points_in_the_box_or_none(raw: Any) -> None:
    for stroke in bounded_strokes(raw):
        assert stroke
        for x, y in stroke:
            assert type(x) is int
            assert type(y) is int
            assert 0 <= x <= WIDE
            assert 0 <= y <= HIGH


def test_a_signature_as_a_tablet_sends_it_keeps_every_point() -> None:
    raw = signature("Nguyễn Văn Mẫu")
    assert bounded_strokes(raw) == tuple(tuple((x, y) for x, y, _ms in stroke) for stroke in raw)


def test_too_many_points_are_thinned_and_every_stroke_keeps_its_ends() -> None:
    raw = [[[x % WIDE, (x * 7 + stroke) % HIGH, x] for x in range(40)] for stroke in range(MAX_STROKES)]
    drawn = bounded_strokes(raw)
    assert len(drawn) == MAX_STROKES
    assert sum(map(len, drawn)) <= MAX_POINTS
    for stroke, points in zip(raw, drawn, strict=True):
        assert points[0] == tuple(stroke[0][:2])
        assert points[-1] == tuple(stroke[-1][:2])


def test_a_million_points_are_read_in_little_time() -> None:
    raw = [[[(x * 37) % WIDE, (x * 91) % HIGH, x] for x in range(1_000_000)]]
    began = time.perf_counter()
    drawn = bounded_strokes(raw)
    assert time.perf_counter() - began < 1
    assert sum(map(len, drawn)) <= MAX_POINTS


def test_the_path_of_svg_holds_nothing_but_its_commands_and_whole_numbers() -> None:
    for raw in (*HOSTILE, signature("Trần Thị Mẫu"), [[[3, 4, 0]]]):
        assert re.fullmatch(r"(?:[ML]\d{1,5} \d{1,4})*", svg_path(bounded_strokes(raw)))


def test_a_dot_is_drawn() -> None:
    assert svg_path(bounded_strokes([[[3, 4, 0]]])) == "M3 4L3 4"

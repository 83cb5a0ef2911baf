"""From a commune's result to the colour it gets."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from maps.domain.classes import (
    SCORE_CLASSES,
    SHORTCOMING_CLASSES,
    CommuneResult,
    Measure,
    Pattern,
    class_index,
    classes_of,
)
from maps.domain.filters import MapFilters


def _result(**known: Any) -> CommuneResult:
    return CommuneResult(1, "06637", "Xã Châu Sơn", "Châu Sơn", 21.6, 107.1, 301.3, **known)


@pytest.mark.parametrize(
    ("score", "key"),
    [
        (100, "score_85"),
        (85, "score_85"),
        (84.99, "score_70"),
        (70, "score_70"),
        (50, "score_50"),
        (49.9, "score_0"),
        (0, "score_0"),
    ],
)
def test_a_score_belongs_to_the_class_whose_limit_it_reaches(score: float, key: str) -> None:
    assert SCORE_CLASSES[class_index(Measure.SCORE, _result(visits=1, score=score))].key == key


def test_a_commune_without_a_visit_or_without_a_score_has_a_class_of_its_own() -> None:
    assert SCORE_CLASSES[class_index(Measure.SCORE, _result())].key == "not_visited"
    assert SCORE_CLASSES[class_index(Measure.SCORE, _result(visits=2))].key == "no_score"


@pytest.mark.parametrize(
    ("count", "key"),
    [
        (0, "open_0"),
        (1, "open_1"),
        (2, "open_1"),
        (3, "open_3"),
        (5, "open_3"),
        (6, "open_6"),
        (80, "open_6"),
    ],
)
def test_open_shortcomings_are_counted_into_classes(count: int, key: str) -> None:
    result = _result(visits=1, low=count)
    assert SHORTCOMING_CLASSES[class_index(Measure.SHORTCOMINGS, result)].key == key


def test_open_shortcomings_show_even_where_no_visit_is_in_the_filters() -> None:
    assert SHORTCOMING_CLASSES[class_index(Measure.SHORTCOMINGS, _result(high=1))].key == "open_1"
    assert SHORTCOMING_CLASSES[class_index(Measure.SHORTCOMINGS, _result())].key == "not_visited"


def _lightness(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("measure", list(Measure))
def test_classes_grow_darker_step_by_step_so_that_grey_paper_tells_them_apart(measure: Measure) -> None:
    ordered = [c for c in classes_of(measure) if c.key.startswith(("score_", "open_"))]
    greys = [_lightness(c.fill) for c in ordered]
    assert all(before > 1.3 * after for before, after in pairwise(greys))


@pytest.mark.parametrize("measure", list(Measure))
def test_the_class_that_matters_most_and_the_unvisited_are_hatched(measure: Measure) -> None:
    classes = classes_of(measure)
    assert classes[0].pattern is Pattern.LINES
    assert classes[-1].pattern is Pattern.CROSS


def test_filters_become_arguments_and_what_is_empty_does_not() -> None:
    assert MapFilters().arguments() == {}
    filters = MapFilters(measure=Measure.SHORTCOMINGS, plan=3, type_code="karaoke", establishments=True)
    assert filters.arguments() == {
        "measure": "shortcomings",
        "plan": "3",
        "type": "karaoke",
        "establishments": "1",
    }


def test_establishments_are_drawn_only_when_asked_for() -> None:
    assert "establishments" not in MapFilters().shown_layers
    assert "establishments" in MapFilters(type_code="karaoke").shown_layers

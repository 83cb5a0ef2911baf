"""The wording that a closing review begins with: chosen by the programme's last day, without a hole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from audit.kernel.errors import Invalid
from audit.kernel.placeholders import put
from audit.programme.adapters.data_files import review_templates
from audit.programme.domain.programmes import ProgrammeValues
from audit.programme.domain.reviews import template_on
from audit.programme.services.reviews import ReviewValues

WORDS = {
    "province": "tỉnh Lạng Sơn",
    "place": "Lạng Sơn",
    "department": "Sở Y tế",
    "agency": "Ủy ban nhân dân tỉnh Lạng Sơn",
    "years": "2026 - 2030",
    "year": "2030",
    "programme": "Kế hoạch số 58/KH-UBND",
    "first_day": "01/01/2026",
    "last_day": "30/6/2030",
}
FIRST, LAST = date(2026, 1, 1), date(2030, 6, 30)


def filled(last_year: int) -> ReviewValues:
    template = template_on(review_templates(), date(last_year, 12, 31))
    assert template is not None
    texts = {name: put(text, WORDS) for name, text in template.texts.items()}
    return ReviewValues(**texts, data_from=FIRST, data_to=LAST).cleaned()


@pytest.mark.parametrize("last_year", [2025, 2026, 2030, 2040])
def test_a_template_holds_for_every_programme_and_fills_every_text(last_year: int) -> None:
    assert "$" not in repr(filled(last_year))


def test_the_ministrys_plan_is_cited_for_the_programme_it_is_about_alone() -> None:
    assert "1914/QĐ-BYT" in filled(2025).introduction
    for later in (2026, 2030):
        assert "1914" not in repr(filled(later)) and "2035" not in repr(filled(later))


def test_before_the_first_template_there_is_none() -> None:
    assert template_on(review_templates(), date(2020, 12, 31)) is None


def test_a_shipped_text_is_never_printed_with_a_hole() -> None:
    with pytest.raises(KeyError):
        put(["$unknown"], WORDS)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " \u200b"}, "title"),
        ({"title": "a" * 501}, "title"),
        ({"purpose": ""}, "purpose"),
        ({"funding": "a" * 20_001}, "funding"),
        ({"data_to": date(2025, 12, 31)}, "data_to"),
        ({"milestones": []}, "milestones"),
        ({"duties": [{"title": " ", "paragraphs": ["a"]}]}, "duties"),
        ({"duties": [{"title": "a", "paragraphs": []}] * 21}, "duties"),
    ],
)
def test_a_review_that_lacks_something_names_it(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        replace(filled(2030), **changes).cleaned()  # type: ignore[arg-type]
    assert refused.value.field == field


GOOD = {
    "title": "Phòng, chống mại dâm",
    "first_year": 2026,
    "last_year": 2030,
    "agency": "UBND",
    "place": "Lạng Sơn",
    "symbol": "KH-UBND",
}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"agency": "a" * 301}, "agency"),
        ({"first_year": 1999}, "first_year"),
        ({"last_year": 2025}, "last_year"),
        ({"last_year": 2041}, "last_year"),
        ({"number": "12a"}, "number"),
        ({"number": "٣"}, "number"),
        ({"symbol": "KH UBND"}, "symbol"),
    ],
)
def test_a_programme_that_is_wrong_names_the_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        ProgrammeValues(**GOOD | changes).cleaned()  # type: ignore[arg-type]
    assert refused.value.field == field

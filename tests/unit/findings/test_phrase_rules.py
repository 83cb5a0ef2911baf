"""Canned phrases: what may be written, how they are found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from audit.findings.domain.phrases import PhraseValues
from audit.kernel.errors import Invalid

GOOD = PhraseValues(
    kind="cause", name="Cán bộ kiêm nhiệm", text="Cán bộ kiêm nhiệm.", valid_from=date(2026, 1, 1)
)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "criterion"}, "kind"),
        ({"name": "\u200b "}, "name"),
        ({"name": "a" * 121}, "name"),
        ({"text": ""}, "text"),
        ({"text": "a" * 2001}, "text"),
        ({"item_code": "a" * 61}, "item_code"),
        ({"valid_from": None}, "valid_from"),
        ({"valid_to": date(2025, 12, 31)}, "valid_to"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        replace(GOOD, **changes).cleaned()  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_phrase_may_have_several_lines_and_its_name_one() -> None:
    kept = replace(GOOD, name=" Tên \n gọi ", text="Dòng 1\r\nDòng 2\x07 ").cleaned()
    assert (kept.name, kept.text) == ("Tên gọi", "Dòng 1\nDòng 2")


def test_it_is_found_without_marks() -> None:
    assert GOOD.search_key == " can bo kiem nhiem can bo kiem nhiem."

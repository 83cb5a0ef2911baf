"""The fast writer says the same as the standard library, and never fails where that one does not."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from audit.kernel.json_text import compact, sorted_bytes

TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_equal_values_are_hashed_as_the_standard_library_writes_them(value: object) -> None:
    said = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert sorted_bytes(value) == said.encode()


@given(VALUES | st.floats(allow_nan=False, allow_infinity=False) | st.text())
def test_what_is_written_is_read_back(value: object) -> None:
    text = compact(value)
    text.encode()
    assert json.loads(text) == value

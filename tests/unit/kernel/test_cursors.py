"""A cursor gives back what it was made of, and only to the list that made it."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.kernel import cursors

SECRET = "a secret of the tests"
LIST = "finding.id INTEGER() True"

VALUES = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.text(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)).map(
        lambda moment: moment.replace(tzinfo=timezone(timedelta(hours=7)))
    ),
)


@given(st.sampled_from([cursors.FORWARD, cursors.BACKWARD]), st.lists(VALUES, max_size=4))
def test_what_goes_in_comes_out_with_its_type(direction: str, values: list[object]) -> None:
    try:
        cursor = cursors.dump(SECRET, LIST, direction, values)
    except UnicodeEncodeError:  # a lone surrogate: no database gives one back
        return
    found, again = cursors.load(SECRET, LIST, cursor)
    assert (found, again) == (direction, values)
    assert [type(value) for value in again] == [type(value) for value in values]


def test_a_cursor_fits_into_an_address_as_it_is() -> None:
    cursor = cursors.dump(SECRET, LIST, "n", ["Phường Lương Văn Tri & Co?", 7, date(2026, 1, 1)])
    assert set(cursor) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        cursors.load(SECRET, LIST, text)


@given(st.data())
def test_a_cursor_with_one_letter_changed_is_refused(data: st.DataObject) -> None:
    cursor = cursors.dump(SECRET, LIST, "n", [5, "a"])
    place = data.draw(st.integers(0, len(cursor) - 2))
    other = data.draw(st.sampled_from("ABCxyz019-_.").filter(lambda letter: letter != cursor[place]))
    with pytest.raises(ValueError, match="not a cursor"):
        cursors.load(SECRET, LIST, cursor[:place] + other + cursor[place + 1 :])


def test_a_cursor_of_another_list_or_another_key_is_refused() -> None:
    cursor = cursors.dump(SECRET, LIST, "n", [5])
    for secret, purpose in ((SECRET, "finding.id INTEGER() False"), ("another secret", LIST)):
        with pytest.raises(ValueError, match="not a cursor"):
            cursors.load(secret, purpose, cursor)


def test_an_unsigned_cursor_is_refused() -> None:
    raw = json.dumps(["n", ["v", 1]]).encode()
    with pytest.raises(ValueError, match="not a cursor"):
        cursors.load(SECRET, LIST, base64.urlsafe_b64encode(raw).decode())


@pytest.mark.parametrize("value", [None, [1], {"a": 1}, b"x"])
def test_what_cannot_mark_a_page_is_a_fault_of_the_list(value: object) -> None:
    with pytest.raises(TypeError):
        cursors.dump(SECRET, LIST, "n", [value])


def test_a_moment_without_a_zone_is_a_fault_of_the_list() -> None:
    with pytest.raises(ValueError, match="time zone"):
        cursors.dump(SECRET, LIST, "n", [datetime(2026, 1, 1)])
    assert cursors.load(SECRET, LIST, cursors.dump(SECRET, LIST, "n", [datetime(2026, 1, 1, tzinfo=UTC)]))

"""Batches from the wire: strict on types, deaf to unknown keys, never surprised."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.domain.batches import MAX_EVENTS, IncomingEvent, Refusal, decode, read_batch, read_event
from checklists.domain.fallback import read_form
from checklists.domain.identifiers import is_identifier, uuid7
from checklists.domain.items import ItemSpec
from checklists.domain.kinds import AnswerStatus, AnswerType
from checklists.domain.problems import Problem

NOW = datetime(2025, 9, 15, 3, 0, tzinfo=UTC)
GOOD: dict[str, Any] = {
    "id": "01a200cd-52b1-71e5-a78b-2b858aed9ead", "item": "ls1_02", "status": "answered", "value": True,
    "note": "Theo sổ", "base_ids": [], "device_id": "tablet-1", "device_sequence": 7,
    "device_time": "2025-09-15T10:00:00+07:00",
}  # fmt: skip


def test_a_good_event_is_read_and_unknown_keys_are_ignored() -> None:
    event = read_event(GOOD | {"colour": "red", "period": "2025"})
    assert (event.item, event.period, event.status, event.value) == ("ls1_02", "2025", "answered", True)
    assert event.device_time == NOW


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": 5}, "event_id_invalid"),
        ({"id": "01A200CD-52B1-71E5-A78B-2B858AED9EAD"}, "event_id_invalid"),
        ({"item": None}, "item_invalid"),
        ({"item": "a" * 61}, "item_invalid"),
        ({"item": "a\nb"}, "item_invalid"),
        ({"status": "done"}, "status_invalid"),
        ({"status": ["answered"]}, "status_invalid"),
        ({"note": 5}, "text_expected"),
        ({"note": "\ud800"}, "text_damaged"),
        ({"base_ids": "x"}, "base_ids_invalid"),
        ({"base_ids": [None]}, "base_ids_invalid"),
        ({"base_ids": [GOOD["id"]]}, "base_ids_invalid"),
        ({"base_ids": [uuid7(NOW) for _ in range(51)]}, "base_ids_invalid"),
        ({"device_id": ""}, "device_invalid"),
        ({"device_sequence": -1}, "device_sequence_invalid"),
        ({"device_sequence": True}, "device_sequence_invalid"),
        ({"device_sequence": 2**60}, "device_sequence_invalid"),
        ({"device_time": "2025-09-15T10:00:00"}, "device_time_invalid"),
        ({"device_time": "yesterday"}, "device_time_invalid"),
        ({"device_time": "1970-01-01T00:00:00Z"}, "device_time_invalid"),
        ({"confirmed_no_personal_data": "yes"}, "confirmation_invalid"),
        ({"period": 2025}, "period_invalid"),
    ],
)
def test_a_field_of_the_wrong_type_is_refused_by_name(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Problem) as refused:
        read_event(GOOD | change)
    assert refused.value.code == code


def test_one_poisoned_event_does_not_hide_the_others() -> None:
    body = json.dumps({"events": [None, GOOD, GOOD | {"status": "?"}]}).encode()
    first, second, third = read_batch(body)
    assert isinstance(first, Refusal) and first.id is None
    assert isinstance(second, IncomingEvent)
    assert isinstance(third, Refusal) and third.id == GOOD["id"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "batch_not_json"),
        (b"\xff\xfe", "batch_not_json"),
        (b"{", "batch_not_json"),
        (b'{"events": NaN}', "batch_not_json"),
        (b"[" * 200_000, "batch_not_json"),
        (b'{"events": [' + b"9" * 5000 + b"]}", "batch_not_json"),
        (b"[]", "batch_shape"),
        (b'{"events": {}}', "batch_shape"),
        (b" " * (2 * 1024 * 1024 + 1), "batch_too_large"),
        (json.dumps({"events": [{}] * (MAX_EVENTS + 1)}).encode(), "too_many_events"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_whole(body: bytes, code: str) -> None:
    with pytest.raises(Problem) as refused:
        read_batch(body)
    assert refused.value.code == code


def test_of_repeated_keys_the_last_one_counts() -> None:
    assert decode(b'{"events": 1, "events": []}') == {"events": []}


@settings(max_examples=200)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_whatever_raise_anything_but_a_problem(body: bytes) -> None:
    try:
        read_batch(body)
    except Problem as problem:
        assert problem.code.startswith(("batch_", "too_many"))


def test_the_hash_of_an_event_tells_its_content_not_its_delivery() -> None:
    event, later = read_event(GOOD), read_event(GOOD | {"device_sequence": 9, "device_id": "other"})
    assert event.content_hash(True) == later.content_hash(True)
    assert event.content_hash(True) != event.content_hash(False)
    assert event.content_hash(True) != read_event(GOOD | {"note": "Khác"}).content_hash(True)


def test_identifiers_are_ordered_by_time() -> None:
    early, late = uuid7(NOW), uuid7(datetime(2025, 9, 15, 3, 0, 1, tzinfo=UTC))
    assert early < late
    assert is_identifier(early) and early[14] == "7"
    assert not is_identifier(early.upper()) and not is_identifier(early + " ")


PARTS = {"parts": [{"code": "male", "label": "Nam"}, {"code": "female", "label": "Nữ"}]}


def form(answer_type: str, options: dict[str, Any] | None = None, **fields: list[str]) -> IncomingEvent:
    spec = ItemSpec("x", AnswerType(answer_type), options=options or {})
    named = {name.replace("_x_", "-"): values for name, values in fields.items()}
    return read_form(spec, named, now=NOW, fresh_id=uuid7(NOW))


def test_a_plain_form_means_the_same_as_the_script() -> None:
    assert form("yes_no", value=["yes"]).value is True
    assert form("count", value=["1.234"]).value == 1234
    assert form("money", value=["1.234,5"]).value == "1234.5"
    assert form("count_pair", PARTS, value_x_male=["3"], value_x_female=["4"]).value == {
        "male": 3,
        "female": 4,
    }
    rows = form(
        "documents",
        value_x_number=["12/KH", ""],
        value_x_date=["2025-02-10", ""],
        value_x_summary=["Kế hoạch", ""],
    )
    assert rows.value == [{"number": "12/KH", "date": "2025-02-10", "summary": "Kế hoạch"}]
    assert form("documents", value_x_none=["yes"]).value == []
    assert form("choices", value=["minutes", "reminded"]).value == ["minutes", "reminded"]


def test_an_empty_form_clears_the_answer_and_a_status_needs_no_value() -> None:
    assert form("yes_no").status is AnswerStatus.CLEARED
    other = form("yes_no", status=["not_observed"], value=["yes"])
    assert (other.status, other.value) == (AnswerStatus.NOT_OBSERVED, None)


def test_posting_the_same_page_twice_is_the_same_event() -> None:
    name = uuid7(NOW)
    assert form("yes_no", value=["yes"], event_id=[name]).id == name
    assert form("yes_no", value=["yes"], event_id=["<script>"]).id != "<script>"


@pytest.mark.parametrize(("answer_type", "typed"), [("count", "nhiều"), ("count", "1,5"), ("money", "-3")])
def test_a_form_field_that_is_no_number_is_refused(answer_type: str, typed: str) -> None:
    with pytest.raises(Problem):
        form(answer_type, value=[typed])

"""Rules of an establishment's record and of spreadsheet cells, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.registers.domain import cells
from audit.registers.domain.columns import COLUMNS, LICENCE_WORDS, layout
from audit.registers.domain.establishments import (
    CommitmentState,
    EstablishmentData,
    LicenceState,
    faults,
)

TODAY = date(2026, 11, 22)
GOOD = EstablishmentData("LS-001", "Nhà nghỉ Thử Nghiệm", "nha_nghi", "06184")


def _codes(**changes: object) -> set[tuple[str, str]]:
    return {(f.field, f.code) for f in faults(replace(GOOD, **changes), today=TODAY)}  # type: ignore[arg-type]


def test_a_right_record_has_no_fault() -> None:
    assert _codes() == set()
    assert _codes(staff_male=2, staff_female=3, staff_with_contract=5, staff_from_outside=0) == set()


def test_each_broken_rule_is_named_at_its_field() -> None:
    assert _codes(name="") == {("name", "required")}
    assert _codes(staff_male=-1) == {("staff_male", "out_of_range")}
    assert _codes(staff_female=2, staff_with_contract=3) == {("staff_with_contract", "over_total")}
    assert _codes(staff_from_outside=1) == {("staff_from_outside", "over_total")}
    assert _codes(latitude=21.8) == {("longitude", "half_point")}
    assert _codes(latitude=106.7, longitude=21.8) == {("latitude", "swapped")}
    assert _codes(latitude=48.0, longitude=2.0) == {("latitude", "outside")}
    assert _codes(commitment_date=date(2026, 1, 1)) == {("commitment_date", "not_signed")}
    signed = CommitmentState.SIGNED
    assert _codes(commitment_state=signed, commitment_date=date(2027, 1, 1)) == {
        ("commitment_date", "future")
    }
    assert _codes(name="=1+1") == {("name", "formula")}
    assert _codes(note="a\x07b") == {("note", "control_character")}
    assert _codes(note="x" * 5000) == {("note", "too_long")}


def test_counts_degrees_and_days_are_read_as_people_write_them() -> None:
    assert [cells.count(v) for v in ("12", "1.234", 7, None)] == [12, 1234, 7, None]
    assert [cells.degrees(v) for v in ("21,85", "21.85", 21)] == [21.85, 21.85, 21.0]
    assert cells.day("05/09/2025") == cells.day("2025-09-05") == cells.day("5.9.2025") == date(2025, 9, 5)
    assert cells.chosen("CON HIEU LUC", LICENCE_WORDS, LicenceState.UNKNOWN) is LicenceState.VALID


@pytest.mark.parametrize("value", ["1,5", "-3", -3, "mười", "1.23", 2.5, date(2026, 1, 1)])
def test_a_cell_that_is_no_count_is_refused(value: object) -> None:
    with pytest.raises(cells.Unreadable):
        cells.count(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["31/02/2025", "2025", "05/09/25", 45000, "hôm qua"])
def test_a_cell_that_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(cells.Unreadable):
        cells.day(value)  # type: ignore[arg-type]


@given(st.text(max_size=30))
def test_any_text_is_a_count_or_refused(text: str) -> None:
    try:
        number = cells.count(text)
    except cells.Unreadable:
        return
    assert number is not None and number >= 0


def test_headings_match_in_any_order_without_marks() -> None:
    headings = [column.heading for column in COLUMNS]
    assert layout(list(reversed(headings))).right
    found = layout(["MA CO SO", "ten co so*", "Loại hình", "Mã xã", "Họ tên chủ cơ sở", "Mã cơ sở"])
    assert found.places["name"] == 1
    assert (found.unknown, found.doubled, found.missing) == (("Họ tên chủ cơ sở",), ("Mã cơ sở",), ())
    assert layout(["Mã cơ sở"]).missing == ("Tên cơ sở", "Loại hình", "Mã xã")

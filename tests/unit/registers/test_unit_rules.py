"""Names, order and dated patches of administrative units, without a database."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from audit.registers.adapters import data_files, gazetteer
from audit.registers.domain.gazetteer import Change, Gazetteer, UnitRow, patched
from audit.registers.domain.ordering import sort_key
from audit.registers.domain.units import (
    BEFORE_TWO_TIER_FROM,
    TWO_TIER_FROM,
    Level,
    Share,
    UnitKind,
    in_force,
    split_name,
)

TEN = {"25270", "25357", "25363", "26116", "26170", "26248", "26326", "26368", "26425", "26485"}


@pytest.fixture(scope="module")
def official() -> Gazetteer:
    provinces, communes = data_files.resolutions()
    read = gazetteer.read(on_provinces=provinces, on_communes=communes)
    return patched(read, data_files.changes(), data_files.corrections())


def _on(official: Gazetteer, day: date, level: Level) -> list[UnitRow]:
    return [u for u in official.units if u.level is level and in_force(u.valid_from, u.valid_to, day)]


def test_a_name_gives_its_kind_and_is_written_as_in_law() -> None:
    assert split_name("Thị Trấn Ái Tử") == (UnitKind.THI_TRAN, "Thị trấn Ái Tử", "Ái Tử")
    assert split_name("xã Bắc Sơn") == (UnitKind.XA, "Xã Bắc Sơn", "Bắc Sơn")
    assert split_name("Thị xã Phú Mỹ")[0] is UnitKind.THI_XA
    with pytest.raises(ValueError):
        split_name("Bắc Sơn")


def test_names_are_ordered_by_the_vietnamese_alphabet_and_numbers_by_size() -> None:
    names = [
        "Phường 10",
        "Đông Kinh",
        "Dân Tiến",
        "Phường 2",
        "Ân Thi",
        "An Lộc",
        "Ăng Tở",
        "Bà Nà",
        "Ba Sơn",
    ]
    assert sorted(names, key=sort_key) == [
        "An Lộc",
        "Ăng Tở",
        "Ân Thi",
        "Ba Sơn",
        "Bà Nà",
        "Dân Tiến",
        "Đông Kinh",
        "Phường 2",
        "Phường 10",
    ]


def test_the_list_holds_34_provinces_and_3321_communes_since_july_2025(official: Gazetteer) -> None:
    for day in (TWO_TIER_FROM, date(2026, 4, 30), date(2026, 11, 1)):
        assert len(_on(official, day, Level.PROVINCE)) == 34
        assert len(_on(official, day, Level.COMMUNE)) == 3321
        assert _on(official, day, Level.DISTRICT) == []


def test_the_list_holds_10040_lowest_units_of_before(official: Gazetteer) -> None:
    day = date(2025, 6, 30)
    communes = _on(official, day, Level.COMMUNE)
    districts = _on(official, day, Level.DISTRICT)
    without = {d.code for d in districts} - {c.parent_code for c in communes}
    assert (len(communes), len(districts), len(_on(official, day, Level.PROVINCE))) == (10_035, 696, 63)
    assert without == {"318", "471", "498", "536", "755"}  # island districts without communes
    assert len(communes) + len(without) == 10_040


def test_dong_nai_is_a_city_with_33_wards_from_30_april_2026(official: Gazetteer) -> None:
    for day, name, wards in (
        (date(2026, 4, 29), "Tỉnh Đồng Nai", 23),
        (date(2026, 4, 30), "Thành phố Đồng Nai", 33),
    ):
        assert [p.name for p in _on(official, day, Level.PROVINCE) if p.code == "75"] == [name]
        kinds = Counter(c.kind for c in _on(official, day, Level.COMMUNE) if c.province_code == "75")
        assert kinds == {UnitKind.PHUONG: wards, UnitKind.XA: 95 - wards}


def test_the_ten_communes_change_kind_and_keep_code_and_lineage(official: Gazetteer) -> None:
    before = {c.code: c for c in _on(official, date(2026, 4, 29), Level.COMMUNE) if c.code in TEN}
    after = {c.code: c for c in _on(official, date(2026, 4, 30), Level.COMMUNE) if c.code in TEN}
    assert {c.kind for c in before.values()} == {UnitKind.XA}
    assert {c.kind for c in after.values()} == {UnitKind.PHUONG}
    assert {c.short_name for c in before.values()} == {c.short_name for c in after.values()}
    steps = {(row.old, row.new): row for row in official.lineage}
    for code in TEN:
        row = steps[(code, TWO_TIER_FROM), (code, date(2026, 4, 30))]
        assert row.share is Share.WHOLE and "237/NQ-UBTVQH16" in row.citation


def test_every_lowest_unit_of_before_has_a_successor_with_its_resolution(official: Gazetteer) -> None:
    units = {u.key: u for u in official.units}
    old = {row.old for row in official.lineage}
    with_children = {c.parent_code for c in official.units if c.valid_from == BEFORE_TWO_TIER_FROM}
    for unit in official.units:
        if unit.valid_from != BEFORE_TWO_TIER_FROM:
            continue
        assert (unit.key in old) == (unit.level is not Level.DISTRICT or unit.code not in with_children)
    for row in official.lineage:
        assert row.citation.startswith("Nghị quyết số ")
        assert units[row.old].valid_to == units[row.new].valid_from


def test_a_reused_code_names_two_different_units(official: Gazetteer) -> None:
    names = {u.valid_from: u.name for u in official.units if u.code == "26740"}
    assert names == {BEFORE_TWO_TIER_FROM: "Phường Bến Nghé", TWO_TIER_FROM: "Phường Sài Gòn"}


def test_unknown_areas_are_unknown_and_not_nought(official: Gazetteer) -> None:
    assert all(u.area_km2 is None or u.area_km2 > 0 for u in official.units)
    missing = {u.code for u in _on(official, TWO_TIER_FROM, Level.COMMUNE) if u.area_km2 is None}
    assert missing == {"06187", "19147", "19159", "28435"}


def test_a_patch_that_fits_no_unit_is_refused(official: Gazetteer) -> None:
    stray = Change("99999", Level.COMMUNE, "Phường Không Có", date(2026, 12, 1), "x", "x")
    with pytest.raises(ValueError, match="99999"):
        patched(official, [stray], [])


def test_agencies_change_name_with_their_province_and_end_with_their_task() -> None:
    rows = data_files.agencies()
    health = [(r.name, r.valid_from, r.valid_to) for r in rows if r.code == "75.so_y_te"]
    assert health == [
        ("Sở Y tế tỉnh Đồng Nai", date(2021, 1, 1), date(2026, 4, 30)),
        ("Sở Y tế thành phố Đồng Nai", date(2026, 4, 30), None),
    ]
    labour = [r for r in rows if r.code == "20.so_ldtbxh"]
    assert [(r.valid_to, r.successor_code) for r in labour] == [(date(2025, 3, 1), "20.so_y_te")]
    assert len({(r.code, r.valid_from) for r in rows}) == len(rows)


def test_lodging_stands_for_its_six_types() -> None:
    types = data_files.types_on(date(2026, 11, 1))
    assert len(types) == 16
    assert {t.code for t in types if "luu_tru" in t.groups} == {
        "khach_san",
        "nha_khach",
        "nha_nghi",
        "nha_tro",
        "biet_thu_can_ho_du_lich",
        "can_ho_cho_thue",
    }

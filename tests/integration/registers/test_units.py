"""Units in the database: loading, dates, lineage, search, boundaries, places."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from audit.kernel.access import SYSTEM, Actor, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Invalid, NotFound
from audit.kernel.journal.models import JournalEntry
from audit.registers.domain.units import Level, Share
from audit.registers.models.agencies import Agency
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit, UnitBoundary, UnitLineage
from audit.registers.queries import area_names, places, units
from audit.registers.services.import_boundaries import import_boundaries
from audit.registers.services.load_units import load_units, official_list
from tests.conftest import make_actor

TODAY = date(2026, 11, 22)


def _count(day: date, level: Level) -> int:
    statement = select(func.count()).where(AdministrativeUnit.level == level, units.in_force(day))
    return db.session.scalar(statement) or 0


def test_the_loaded_register_has_the_official_counts(app: Flask) -> None:
    assert (_count(TODAY, Level.PROVINCE), _count(TODAY, Level.COMMUNE)) == (34, 3321)
    old = date(2025, 6, 30)
    assert (_count(old, Level.PROVINCE), _count(old, Level.DISTRICT), _count(old, Level.COMMUNE)) == (
        63,
        696,
        10_035,
    )


def test_loading_again_changes_nothing(app: Flask) -> None:
    def state() -> tuple[int, ...]:
        tables = (AdministrativeUnit, UnitLineage, Agency, JournalEntry)
        return tuple(db.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables)

    before = state()
    for command in ("load-units", "load-agencies"):
        assert app.test_cli_runner().invoke(args=["registers", command]).exit_code == 0
    assert state() == before


def test_a_unit_is_found_by_code_and_day(app: Flask) -> None:
    for day, name in (
        (date(2026, 4, 29), "Xã Lộc Ninh"),
        (date(2026, 4, 30), "Phường Lộc Ninh"),
    ):
        unit = units.unit_on("25270", day)
        assert unit is not None and unit.name == name
    assert units.unit_on("25270", date(1999, 1, 1)) is None


def test_predecessors_go_back_through_every_step(app: Flask) -> None:
    unit = units.unit_on("25270", TODAY)
    assert unit is not None
    found = [(r.unit.name, r.steps) for r in units.predecessors(unit.id)]
    assert found == [("Xã Lộc Ninh", 1), ("Thị trấn Lộc Ninh", 2), ("Xã Lộc Thái", 2), ("Xã Lộc Thuận", 2)]


def test_a_divided_unit_names_every_part(app: Flask) -> None:
    statement = (
        select(UnitLineage.old_unit_id)
        .where(UnitLineage.share == "part")
        .group_by(UnitLineage.old_unit_id)
        .limit(1)
    )
    old = db.session.scalars(statement).one()
    parts = [r for r in units.successors(old) if r.steps == 1]
    assert len(parts) > 1 and {r.share for r in parts} == {Share.PART}


@pytest.mark.parametrize("text", ["Quảng Lạc", "quang lac", "QUANG LA"])
def test_search_finds_old_names_and_what_they_became(app: Flask, lead: Actor, text: str) -> None:
    (match,) = units.search(text, actor=lead, day=TODAY)
    assert match.unit.name == "Xã Quảng Lạc" and match.unit.valid_to == date(2025, 7, 1)
    assert [r.unit.name for r in match.became] == ["Phường Lương Văn Tri"]


def test_search_treats_wildcards_as_letters(app: Flask, lead: Actor) -> None:
    assert units.search("%", actor=lead, day=TODAY) == []
    assert units.search("_____", actor=lead, day=TODAY) == []


def test_a_person_sees_the_own_province_and_those_it_was_made_from(app: Flask) -> None:
    dong_nai = make_actor(scope_code="75", province_code="75")
    assert [p.name for p in units.provinces_on(date(2025, 1, 1), actor=dong_nai)] == [
        "Tỉnh Bình Phước",
        "Tỉnh Đồng Nai",
    ]
    assert units.visible_unit_on("25270", date(2025, 1, 1), actor=dong_nai).province_code == "70"
    with pytest.raises(NotFound):
        units.visible_unit_on("06184", TODAY, actor=dong_nai)


def test_a_new_patch_takes_establishments_and_outlines_along(
    app: Flask, establishments: list[int], lead: Actor
) -> None:
    from audit.registers.domain.gazetteer import Change, patched

    with transaction():
        import_boundaries(actor=SYSTEM, files=[("a.geojson", _square("06184"))], day=TODAY)
    change = Change("06184", Level.COMMUNE, "Phường Đồng Đăng", date(2026, 12, 1), "Nghị quyết thử", "thử")
    with transaction():
        loaded = load_units(actor=SYSTEM, wanted=patched(official_list(), [change], []))
    assert (loaded.units_added, loaded.units_changed, loaded.establishments_moved) == (1, 1, 2)
    new = units.unit_on("06184", date(2026, 12, 1))
    assert new is not None and new.name == "Phường Đồng Đăng" and new.latitude is not None
    assert db.session.get(UnitBoundary, new.id) is not None
    assert db.session.get_one(Establishment, establishments[0]).unit_id == new.id


def _square(code: str, x: float = 106.65, y: float = 21.90) -> bytes:
    ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]
    feature = {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_boundaries_are_imported_whole_or_not_at_all(app: Flask) -> None:
    files = [("tot.geojson", _square("06184")), ("sai.geojson", b"{}")]
    with pytest.raises(Invalid), transaction():
        import_boundaries(actor=SYSTEM, files=files, day=TODAY)
    with pytest.raises(Invalid) as unknown, transaction():
        import_boundaries(actor=SYSTEM, files=[files[0], ("la.geojson", _square("99999"))], day=TODAY)
    assert unknown.value.code == "unknown_code"
    assert db.session.scalar(select(func.count()).select_from(UnitBoundary)) == 0


def test_a_point_outside_its_outline_and_a_wrong_area_are_mended(app: Flask) -> None:
    with transaction():
        done = import_boundaries(actor=SYSTEM, files=[("a.geojson", _square("06184", 107.0))], day=TODAY)
    unit = units.unit_on("06184", TODAY)
    assert unit is not None and unit.longitude == pytest.approx(107.05)
    assert unit.area_km2 == pytest.approx(114.6, rel=0.01)
    assert len(done.mended) == 2
    with transaction():
        assert (
            import_boundaries(actor=SYSTEM, files=[("a.geojson", _square("06184", 107.0))], day=TODAY).mended
            == ()
        )


@pytest.mark.boundaries
def test_real_boundaries_of_two_provinces_mend_what_the_list_has_wrong(
    app: Flask, boundaries_dir: Path
) -> None:
    names = ("communes_20_lang_son.geojson", "communes_75_dong_nai.geojson")
    result = app.test_cli_runner().invoke(
        args=["registers", "import-boundaries", *(str(boundaries_dir / name) for name in names)]
    )
    assert result.exit_code == 0, result.output
    assert "06172 Xã Hoàng Văn Thụ: bổ sung tọa độ" in result.output
    assert len(units.outlines_on(TODAY, province_code="20")) == 65
    assert len(units.outlines_on(date(2025, 8, 1), province_code="75")) == 95  # renames share their outline
    for unit, _geometry in units.outlines_on(TODAY, province_code="20"):
        assert unit.latitude is not None and unit.longitude is not None
        found = places.locate(unit.latitude, unit.longitude, day=TODAY)
        assert found is not None and found.code == unit.code
    assert places.locate(21.0, 105.8, day=TODAY) is None
    total = sum(unit.area_km2 or 0 for unit, _geometry in units.outlines_on(TODAY, province_code="20"))
    assert total == pytest.approx(8307.7, rel=0.02)


@pytest.mark.boundaries
def test_the_whole_country_is_imported_and_the_geocoder_answers(
    app: Flask, boundaries_dir: Path, lead: Actor
) -> None:
    files = [str(boundaries_dir / name) for name in ("communes_simplified.geojson", "provinces.geojson")]
    result = app.test_cli_runner().invoke(args=["registers", "import-boundaries", *files])
    assert result.exit_code == 0, result.output
    assert (len(units.outlines_on(TODAY)), len(units.outlines_on(TODAY, level=Level.PROVINCE))) == (3321, 34)
    finder = places.register_geocoder(actor=lead, day=TODAY)
    here = finder.geocode("dong kinh")
    assert here.raw == {"code": "05977"}
    assert finder.reverse((here.latitude, here.longitude)).raw == {"code": "05977"}


def test_areas_of_accounts_have_names(app: Flask) -> None:
    names = area_names.RegisterPlaces()
    assert names.name(ScopeKind.COMMUNE, "06184") == "Xã Đồng Đăng"
    assert names.name(ScopeKind.AGENCY, "20.so_y_te") == "Sở Y tế tỉnh Lạng Sơn"
    assert names.name(ScopeKind.COMMUNE, "00000") == "00000"
    assert len(names.choices(ScopeKind.COMMUNE, "20")) == 65
    assert names.choices(ScopeKind.PROVINCE, "20") == [("20", "Tỉnh Lạng Sơn")]
    assert ("20.so_y_te", "Sở Y tế tỉnh Lạng Sơn") in names.choices(ScopeKind.AGENCY, "20")

"""How a commune's office is reached: written by those who keep the register, once, and carried to tablets."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from audit.kernel.access import Role
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, DomainError, NotFound
from audit.kernel.journal.models import JournalEntry
from audit.registers.domain.offices import OfficeData
from audit.registers.models.units import UnitOffice
from audit.registers.queries import units
from audit.registers.queries.offices import offices_of
from audit.registers.services.offices import set_office
from tests.conftest import make_actor

TODAY = date(2026, 11, 22)
COMMUNE = "25270"
KNOWN = OfficeData("Số 1 đường Hùng Vương", "0271 3812 345", "vanthu@example.gov.vn")


def _set(data: OfficeData, revision: int, province: str = "", code: str = COMMUNE) -> None:
    with transaction():
        unit = units.unit_on(code, TODAY)
        assert unit is not None
        where = province or unit.province_code
        lead = make_actor(Role.TEAM_LEAD, scope_code=where, province_code=where)
        set_office(actor=lead, unit=unit, data=data, revision=revision)


def _entries() -> list[dict[str, object]]:
    rows = select(JournalEntry).where(JournalEntry.action == "unit_office.updated")
    return [json.loads(entry.details) for entry in db.session.scalars(rows.order_by(JournalEntry.position))]


def test_what_is_written_is_held_and_the_journal_keeps_what_was_before(app: Flask) -> None:
    _set(KNOWN, 0)
    _set(replace(KNOWN, telephone="0271 3812 346"), 1)
    _set(replace(KNOWN, telephone="0271 3812 346"), 2)
    unit = units.unit_on(COMMUNE, TODAY)
    assert unit is not None
    office = offices_of([unit.id])[unit.id]
    assert (office.address, office.telephone, office.revision) == (KNOWN.address, "0271 3812 346", 2)
    assert [entry["before"] for entry in _entries()] == [
        {"address": "", "telephone": "", "email": ""},
        {"telephone": KNOWN.telephone},
    ]


def test_nothing_typed_writes_nothing(app: Flask) -> None:
    _set(OfficeData(), 0)
    assert db.session.scalars(select(UnitOffice)).all() == [] and _entries() == []


def test_who_saw_an_older_state_does_not_write_over_the_newer(app: Flask) -> None:
    _set(KNOWN, 0)
    with pytest.raises(Conflict) as refused:
        _set(replace(KNOWN, address="Khác"), 0)
    assert refused.value.code == "changed_by_another"


def test_of_two_who_write_first_at_once_one_wins(app: Flask) -> None:
    def write(number: int) -> str:
        with app.app_context():
            try:
                _set(replace(KNOWN, address=f"Số {number}"), 0)
            except DomainError as refused:
                return refused.code
            return "written"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(write, range(4))) == ["changed_by_another"] * 3 + ["written"]


def test_another_province_and_a_district_are_out_of_reach(app: Flask) -> None:
    for province, code in (("20", COMMUNE), ("", "20")):
        with pytest.raises(NotFound):
            _set(KNOWN, 0, province, code)

"""Imports a spreadsheet of establishments: every wrong cell is listed, and either all rows go in or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Invalid, NotFound
from audit.kernel.i18n import _
from audit.kernel.journal import services as journal
from audit.kernel.spreadsheets import Cell, Table, read_table
from audit.kernel.text import search_key, tidy
from audit.registers.adapters import data_files
from audit.registers.domain import cells
from audit.registers.domain.columns import (
    COMMITMENT_WORDS,
    HEADINGS,
    LICENCE_WORDS,
    STATE_WORDS,
    Layout,
    layout,
)
from audit.registers.domain.establishments import (
    CommitmentState,
    EstablishmentData,
    EstablishmentState,
    EstablishmentType,
    LicenceState,
    faults,
)
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from audit.registers.queries.units import commune_choices
from audit.registers.services.establishments import apply, columns, warnings


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one cell: line of the file (from 1), heading of the column, reason in words."""

    line: int
    column: str
    reason: str


class ImportRefused(Invalid):
    """The file has wrong rows; nothing was written. ``faults`` lists them in the order of the file."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        words = _("Tệp có %(n)s chỗ sai nên chưa nhập dòng nào.", n=len(faults))
        super().__init__("import_refused", words, "file")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Result:
    created: int
    updated: int
    unchanged: int


def import_establishments(
    *, actor: Actor, province_code: str, data: bytes, filename: str, update_existing: bool = False
) -> Result:
    """Read XLSX or CSV and add its rows to a province's register.

    With ``update_existing`` a row whose register code is known changes that establishment; without, it is a
    fault. Raises :class:`ImportRefused` with every fault, or :class:`Invalid` when the file itself is bad.
    """
    if actor.province_code and actor.province_code != province_code:
        raise NotFound("province_not_found", _("Không tìm thấy tỉnh này."))
    table = read_table(data, filename)
    reader = _Reader(actor, province_code, table)
    known = _known(province_code)
    rows = reader.read(set() if update_existing else known.keys())
    if reader.faults:
        raise ImportRefused(reader.faults)
    now = clock.now()
    added: list[dict[str, Any]] = []
    updated = 0
    for record_data, unit_id in rows:
        record = known.get(record_data.register_code)
        if record is None:
            fixed = {"province_code": province_code, "unit_id": unit_id, "created_at": now, "updated_at": now}
            added.append(columns(record_data) | fixed)
        elif apply(record, unit_id, record_data):
            record.updated_at = now
            updated += 1
    db.session.flush()
    if added:
        db.session.execute(insert(Establishment), added)
    journal.record(
        actor=actor,
        action="establishments.imported",
        subject="establishment",
        subject_id=province_code,
        details={
            "file": tidy(filename)[:200],
            "created": [row["register_code"] for row in added],
            "updated": updated,
            "rows": len(rows),
        },
    )
    return Result(len(added), updated, len(rows) - len(added) - updated)


def _known(province_code: str) -> dict[str, Establishment]:
    statement = select(Establishment).where(Establishment.province_code == province_code)
    return {record.register_code: record for record in db.session.scalars(statement)}


class _Reader:
    """Reads rows one by one and collects every fault instead of stopping at the first."""

    def __init__(self, actor: Actor, province_code: str, table: Table) -> None:
        self.today = clock.today()
        self.table = table
        self.actor = actor
        self.faults: list[RowFault] = []
        units = commune_choices(province_code, self.today)
        self.by_code = {unit.code: unit for unit in units}
        self.by_name: dict[str, list[AdministrativeUnit]] = {}
        for unit in units:
            for name in {search_key(unit.name), search_key(unit.short_name)}:
                self.by_name.setdefault(name, []).append(unit)
        self.types: dict[str, EstablishmentType] = {}
        for kind in data_files.types_on(self.today):
            self.types[kind.code] = self.types[search_key(kind.name)] = kind

    def read(self, taken: Any) -> list[tuple[EstablishmentData, int]]:
        places = layout(self.table.header)
        if not places.right:
            self._bad_header(places)
            return []
        if not self.table.rows:
            self.faults.append(RowFault(1, "", str(_("Tệp chỉ có dòng tiêu đề, không có dữ liệu."))))
        seen: dict[str, int] = {}
        rows: list[tuple[EstablishmentData, int]] = []
        for line, values in self.table.rows:
            row = self._row(line, values, places)
            if row is None:
                continue
            code = row[0].register_code
            if code in seen:
                words = _("Mã %(code)s đã có ở dòng %(line)s.", code=code, line=seen[code])
                self._add(line, "register_code", words)
            elif code in taken:
                self._add(line, "register_code", _("Mã %(code)s đã có trong danh mục của tỉnh.", code=code))
            seen.setdefault(code, line)
            rows.append(row)
        return rows

    def _bad_header(self, places: Layout) -> None:
        for heading in places.missing:
            self.faults.append(RowFault(1, heading, str(_("Thiếu cột này."))))
        for heading in places.unknown:
            self.faults.append(RowFault(1, heading, str(_("Cột không có trong mẫu."))))
        for heading in places.doubled:
            self.faults.append(RowFault(1, heading, str(_("Cột có hai lần."))))

    def _add(self, line: int, field: str, reason: str) -> None:
        self.faults.append(RowFault(line, HEADINGS.get(field, field), str(reason)))

    def _row(
        self, line: int, values: tuple[Cell, ...], places: Layout
    ) -> tuple[EstablishmentData, int] | None:
        before = len(self.faults)
        if len(values) > len(self.table.header):
            self._add(line, "", _("Dòng có nhiều ô hơn số cột của tiêu đề."))
        raw = {field: values[index] for field, index in places.places.items()}

        def read(field: str, reader: Callable[[Cell], Any], default: Any = None) -> Any:
            try:
                return reader(raw.get(field))
            except cells.Unreadable as error:
                self._add(
                    line, field, _("Giá trị “%(value)s” %(why)s.", value=str(raw[field])[:60], why=error)
                )
                return default

        kind = self._type(line, raw.get("type_code"))
        unit = self._commune(line, raw.get("commune_code"), raw.get("commune_name"))
        data = EstablishmentData(
            register_code=cells.text(raw.get("register_code")),
            name=cells.text(raw.get("name")),
            type_code=kind.code if kind else "",
            commune_code=unit.code if unit else "",
            address=cells.text(raw.get("address")),
            latitude=read("latitude", cells.degrees),
            longitude=read("longitude", cells.degrees),
            licence_number=cells.text(raw.get("licence_number")) or None,
            licence_state=read(
                "licence_state",
                lambda v: cells.chosen(v, LICENCE_WORDS, LicenceState.UNKNOWN),
                LicenceState.UNKNOWN,
            ),
            commitment_state=read(
                "commitment_state",
                lambda v: cells.chosen(v, COMMITMENT_WORDS, CommitmentState.UNKNOWN),
                CommitmentState.UNKNOWN,
            ),
            commitment_date=read("commitment_date", cells.day),
            staff_male=read("staff_male", cells.count),
            staff_female=read("staff_female", cells.count),
            staff_with_contract=read("staff_with_contract", cells.count),
            staff_from_outside=read("staff_from_outside", cells.count),
            state=read(
                "state",
                lambda v: cells.chosen(v, STATE_WORDS, EstablishmentState.ACTIVE),
                EstablishmentState.ACTIVE,
            ),
            note=cells.text(raw.get("note")),
        )
        unreadable = {fault.column for fault in self.faults[before:]}
        for fault in faults(data, today=self.today):
            if HEADINGS.get(fault.field) not in unreadable:
                self._add(line, fault.field, fault.message)
        for field, words in warnings(data):
            self._add(line, field, words)
        if len(self.faults) > before or unit is None:
            return None
        return data, unit.id

    def _type(self, line: int, value: Cell) -> EstablishmentType | None:
        if value is None:
            self._add(line, "type_code", _("Chưa ghi loại hình."))
            return None
        kind = self.types.get(cells.text(value)) or self.types.get(search_key(cells.text(value)))
        if kind is None:
            words = _("Loại hình “%(value)s” không có trong danh mục.", value=cells.text(value)[:60])
            self._add(line, "type_code", words)
        return kind

    def _commune(self, line: int, code: Cell, name: Cell) -> AdministrativeUnit | None:
        unit = None
        if code is not None:
            unit = self.by_code.get(cells.text(code).zfill(5))  # spreadsheets drop leading zeros
            if unit is None:
                words = _("Mã xã %(code)s không thuộc tỉnh này.", code=cells.text(code)[:20])
                self._add(line, "commune_code", words)
            elif name is not None and unit not in self.by_name.get(search_key(cells.text(name)), []):
                words = _(
                    "Tên không khớp với mã xã (mã %(code)s là %(name)s).", code=unit.code, name=unit.name
                )
                self._add(line, "commune_name", words)
        elif name is not None:
            found = self.by_name.get(search_key(cells.text(name)), [])
            if len(found) == 1:
                unit = found[0]
            elif found:
                listed = ", ".join(f"{u.name} ({u.code})" for u in found)
                words = _("Tên chỉ nhiều đơn vị: %(listed)s. Hãy ghi mã xã.", listed=listed)
                self._add(line, "commune_name", words)
            else:
                words = _("Không có xã, phường “%(name)s” trong tỉnh.", name=cells.text(name)[:60])
                self._add(line, "commune_name", words)
        else:
            self._add(line, "commune_code", _("Chưa ghi mã xã hoặc tên xã."))
        if unit is not None and self.actor.commune_code not in (None, unit.code):
            self._add(line, "commune_code", _("Chỉ nhập được cơ sở của đơn vị mình."))
        return unit

"""Agencies as dated rows: one entry of the data file becomes a row for each name its province had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from audit.kernel.i18n import _


class AgencyKind(StrEnum):
    MINISTRY = "ministry"
    PEOPLE_COMMITTEE = "people_committee"
    DEPARTMENT = "department"
    POLICE = "police"
    MILITARY = "military"
    COURT = "court"
    PROCURACY = "procuracy"
    UNION = "union"
    MEDIA = "media"
    STEERING_COMMITTEE = "steering_committee"
    UNIT_OF_DEPARTMENT = "unit_of_department"
    DISTRICT_OFFICE = "district_office"
    INSPECTION_TEAM = "inspection_team"


KIND_NAMES: dict[AgencyKind, str] = {
    AgencyKind.MINISTRY: _("Bộ, cơ quan trung ương"),
    AgencyKind.PEOPLE_COMMITTEE: _("Ủy ban nhân dân"),
    AgencyKind.DEPARTMENT: _("Sở"),
    AgencyKind.POLICE: _("Công an"),
    AgencyKind.MILITARY: _("Quân sự"),
    AgencyKind.COURT: _("Tòa án"),
    AgencyKind.PROCURACY: _("Viện kiểm sát"),
    AgencyKind.UNION: _("Mặt trận, đoàn thể"),
    AgencyKind.MEDIA: _("Báo chí"),
    AgencyKind.STEERING_COMMITTEE: _("Ban Chỉ đạo"),
    AgencyKind.UNIT_OF_DEPARTMENT: _("Đơn vị thuộc sở"),
    AgencyKind.DISTRICT_OFFICE: _("Phòng cấp huyện"),
    AgencyKind.INSPECTION_TEAM: _("Đội kiểm tra liên ngành"),
}


@dataclass(frozen=True, slots=True)
class ProvincePeriod:
    """How a province is called in agency names during a period: ``tỉnh Đồng Nai``."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class AgencyRow:
    code: str
    name: str
    short_name: str
    kind: AgencyKind
    symbol: str | None
    province_code: str
    position: int
    valid_from: date
    valid_to: date | None
    successor_code: str | None
    source: str


def expand(entries: Sequence[Mapping[str, Any]], periods: Sequence[ProvincePeriod]) -> list[AgencyRow]:
    """Rows for every entry, province and period in which both hold.

    An entry has ``code`` (without province), ``name`` with ``{province}`` where the province's name goes,
    ``short``, ``kind``, ``source``, and optionally ``symbol``, ``provinces`` (codes; absent = central),
    ``from``, ``to``, ``successor``. Province codes are put before agency codes: ``20.so_y_te``.
    """
    rows: list[AgencyRow] = []
    for position, entry in enumerate(entries, start=1):
        codes = entry.get("provinces")
        begin, end = entry.get("from", date.min), entry.get("to")
        if codes is None:
            rows.append(_row(entry, position, "", "", entry["from"], end))
            continue
        for period in periods:
            if period.code not in codes:
                continue
            start = max(begin, period.valid_from)
            stops = [day for day in (end, period.valid_to) if day is not None]
            stop = min(stops) if stops else None
            if stop is None or start < stop:
                rows.append(_row(entry, position, period.code, period.name, start, stop))
    return rows


def _row(
    entry: Mapping[str, Any], position: int, province: str, name: str, start: date, stop: date | None
) -> AgencyRow:
    prefix = f"{province}." if province else ""
    successor = entry.get("successor")
    return AgencyRow(
        code=f"{prefix}{entry['code']}",
        name=entry["name"].format(province=name),
        short_name=entry["short"],
        kind=AgencyKind(entry["kind"]),
        symbol=entry.get("symbol"),
        province_code=province,
        position=position,
        valid_from=start,
        valid_to=stop,
        successor_code=f"{prefix}{successor}" if successor else None,
        source=entry["source"],
    )

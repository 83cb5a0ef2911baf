"""Reads provinces, districts, communes and their 2025 lineage from the data files of ``vietnamadminunits``.

The package itself is not imported (it would load its address parsers); only its files are opened.
"""

from __future__ import annotations

import importlib.util
import json
import sqlite3
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from audit.kernel.text import nfc
from audit.registers.domain.gazetteer import Gazetteer, LineageRow, UnitKey, UnitRow
from audit.registers.domain.units import BEFORE_TWO_TIER_FROM, TWO_TIER_FROM, Level, Share, split_name

_FORMER = (
    "SELECT province, district, ward, provinceCode, districtCode, wardCode, provinceLat, provinceLon,"
    " districtLat, districtLon, wardLat, wardLon, provinceKey, districtKey, wardKey FROM admin_units_legacy"
)
_CURRENT = (
    "SELECT province, ward, provinceCode, wardCode, provinceLat, provinceLon, wardLat, wardLon, wardAreaKm2,"
    " provinceKey, wardKey FROM admin_units"
)


def _folder() -> Path:
    spec = importlib.util.find_spec("vietnamadminunits")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package vietnamadminunits is not installed")
    return Path(spec.submodule_search_locations[0]) / "data"


class _Reader:
    """Collects rows and remembers which key of the package stands for which of our units."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.units: dict[UnitKey, UnitRow] = {}
        self.former: dict[str, UnitKey] = {}
        self.current: dict[tuple[str, str], UnitKey] = {}
        self.provinces: dict[tuple[str, bool], UnitKey] = {}

    def add(
        self,
        code: str,
        name: str,
        level: Level,
        *,
        former: bool,
        province: str,
        parent: str | None,
        point: tuple[float | None, float | None],
        area: float | None = None,
    ) -> UnitKey:
        begin, end = (BEFORE_TWO_TIER_FROM, TWO_TIER_FROM) if former else (TWO_TIER_FROM, None)
        key = (code, begin)
        if key not in self.units:
            kind, full, short = split_name(nfc(name))
            latitude, longitude = point if None not in point else (None, None)
            self.units[key] = UnitRow(
                code=code,
                valid_from=begin,
                valid_to=end,
                level=level,
                kind=kind,
                name=full,
                short_name=short,
                parent_code=parent,
                province_code=province,
                latitude=latitude,
                longitude=longitude,
                area_km2=area or None,  # the list writes 0 where it does not know
                source=self.source,
            )
        return key

    def read_former(self, row: sqlite3.Row) -> None:
        province, district, ward = row["provinceCode"], row["districtCode"], row["wardCode"]
        self.provinces[row["provinceKey"], True] = self.add(
            province,
            row["province"],
            Level.PROVINCE,
            former=True,
            province=province,
            parent=None,
            point=(row["provinceLat"], row["provinceLon"]),
        )
        lowest = self.add(
            district,
            row["district"],
            Level.DISTRICT,
            former=True,
            province=province,
            parent=province,
            point=(row["districtLat"], row["districtLon"]),
        )
        if ward is not None:  # five island districts had no communes
            lowest = self.add(
                ward,
                row["ward"],
                Level.COMMUNE,
                former=True,
                province=province,
                parent=district,
                point=(row["wardLat"], row["wardLon"]),
            )
        self.former[f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"] = lowest

    def read_current(self, row: sqlite3.Row) -> None:
        province = row["provinceCode"]
        self.provinces[row["provinceKey"], False] = self.add(
            province,
            row["province"],
            Level.PROVINCE,
            former=False,
            province=province,
            parent=None,
            point=(row["provinceLat"], row["provinceLon"]),
        )
        self.current[row["provinceKey"], row["wardKey"]] = self.add(
            row["wardCode"],
            row["ward"],
            Level.COMMUNE,
            former=False,
            province=province,
            parent=province,
            point=(row["wardLat"], row["wardLon"]),
            area=row["wardAreaKm2"],
        )

    def lineage(
        self, converter: Mapping[str, Any], on_provinces: str, on_communes: Mapping[str, str]
    ) -> list[LineageRow]:
        found: list[LineageRow] = []
        for new, olds in converter["DICT_PROVINCE"].items():
            for old in olds:
                keys = (self.provinces[old, True], self.provinces[new, False])
                found.append(LineageRow(*keys, Share.WHOLE, on_provinces))
        for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            citation = on_communes[self.provinces[province, False][0]]
            for ward, olds in wards.items():
                for old in olds:
                    pair = (self.former[old], self.current[province, ward])
                    found.append(LineageRow(*pair, Share.WHOLE, citation))
        for province, wards in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
            citation = on_communes[self.provinces[province, False][0]]
            for old, news in wards.items():
                for new in news:
                    pair = (self.former[old], self.current[province, new["newWardKey"]])
                    found.append(LineageRow(*pair, Share.PART, citation))
        return found


def read(*, on_provinces: str, on_communes: Mapping[str, str]) -> Gazetteer:
    """All units before and after 1/7/2025 with their lineage.

    The citations are those of the resolutions: one on provinces, one on communes for each province code.
    """
    folder = _folder()
    reader = _Reader(f"vietnamadminunits {version('vietnamadminunits')}")
    connection = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro&immutable=1", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        for row in connection.execute(_FORMER):
            reader.read_former(row)
        for row in connection.execute(_CURRENT):
            reader.read_current(row)
    finally:
        connection.close()
    converter = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    lineage = reader.lineage(converter, on_provinces, on_communes)
    return Gazetteer(tuple(reader.units.values()), tuple(lineage))

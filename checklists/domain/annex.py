"""Rows of an indicator table with the nine columns of annex 1 of Quyết định 29/QĐ-BLĐTBXH (16/01/2023)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from audit.kernel.text import nfc, search_key
from checklists.domain.indicator_sets import indicator_row
from checklists.domain.numbers import parse_number
from checklists.domain.problems import Problem

COLUMNS = (
    "TT",
    "Chỉ số",
    "Đơn vị tính",
    "Số liệu thực hiện trong kỳ",
    "Chỉ tiêu kế hoạch năm...",
    "Số liệu lũy kế",
    "Chỉ tiêu KH 21-25",
    "Tần suất báo cáo",
    "Nguồn thông tin",
)
NUMBER, NAME, UNIT, ACTUAL, YEAR_TARGET, CUMULATIVE, PERIOD_TARGET, FREQUENCY, ORIGIN = COLUMNS
_HEADINGS = {
    NUMBER: re.compile(r"(?:tt|stt|so thu tu)\Z"),
    NAME: re.compile(r"(?:ten )?chi so\b"),
    UNIT: re.compile(r"don vi(?: tinh)?\b"),
    ACTUAL: re.compile(r"so lieu thuc hien"),
    YEAR_TARGET: re.compile(r"chi tieu (?:ke hoach|kh) nam\b"),
    CUMULATIVE: re.compile(r"so lieu luy ke"),
    PERIOD_TARGET: re.compile(r"chi tieu (?:ke hoach|kh) (?:giai doan )?(?:20)?\d\d"),
    FREQUENCY: re.compile(r"tan suat"),
    ORIGIN: re.compile(r"nguon (?:thong tin|so lieu)"),
}
MAX_NAME = 2000
MAX_CELL = 500
MAX_TARGET = 200

_RESTRICTED = re.compile(
    r"\b(?:ban dam|mua dam|chu chua|moi gioi|toi pham|bi can|bi cao|nan nhan|tu diem|vi pham|doi tuong)\b"
)
_SECTION = re.compile(r"(?:[IVXLC]+|[A-Z])\Z")
_BULLETS = {"-": 1, "–": 1, "+": 2, "*": 3}
_YEAR = re.compile(r"20\d\d")

Cells = Sequence[object]


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be taken over: its line in the file and why."""

    line: int
    problem: Problem


@dataclass(slots=True)
class Annex:
    """What was read: rows for the table of indicators, their targets, and what is wrong."""

    indicators: list[dict[str, Any]] = field(default_factory=list)
    targets: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    wrong: list[WrongRow] = field(default_factory=list)
    figures_ignored: int = 0


def columns_of(header: Cells) -> dict[str, int]:
    """Where each of the nine columns stands, by its heading with or without marks; without those missing."""
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        folded = search_key(str(cell)) if cell is not None else ""
        for column, pattern in _HEADINGS.items():
            if column not in found and pattern.match(folded):
                found[column] = place
                break
    return found


def _text(cells: Cells, place: int | None) -> str:
    if place is None or place >= len(cells) or cells[place] is None:
        return ""
    return nfc(str(cells[place])).strip()


def _fold_unit(unit: str) -> tuple[str, str, str]:
    """Value type and how it adds up over years and units, from the words of the unit (inferred)."""
    folded = search_key(unit)
    if "%" in unit or folded.startswith(("ty le", "phan tram")):
        return "percent", "latest", "not_additive"
    if folded in ("trieu dong", "trd", "nghin dong", "dong", "ty dong"):
        return "money", "sum", "sum"
    if folded in ("co hoac khong", "co/khong", "co / khong"):
        return "yes_no", "count_yes", "count_yes"
    return "count", "sum", "sum"


def read_annex(header: Cells, rows: Sequence[tuple[int, Cells]], *, code: str, source: str) -> Annex:
    """Rows of the table as indicators of the set ``code``; ``rows`` come with their line numbers.

    A row with a name but nothing else is a section (numbered I, II, A…) or a heading inside one. Figures in
    the columns of actual numbers are not part of a set: they are checked to be numbers, then left out.
    Raises Problem ``columns_missing`` (param ``columns``) when the heading lacks one of the nine.
    """
    places = columns_of(header)
    missing = [column for column in COLUMNS if column not in places]
    if missing:
        raise Problem("columns_missing", columns=missing)
    year = _YEAR.search(str(header[places[YEAR_TARGET]]))
    reader = _Reader(code, source, places, year.group() if year else "hằng năm", Annex())
    for line, cells in rows:
        try:
            reader.read(line, {column: _text(cells, places[column]) for column in COLUMNS})
        except Problem as problem:
            reader.annex.wrong.append(WrongRow(line, problem))
    return reader.annex


@dataclass(slots=True)
class _Reader:
    code: str
    source: str
    places: Mapping[str, int]
    year: str
    annex: Annex
    section: tuple[str, str] = ("", "")
    codes: dict[str, str] = field(default_factory=dict)
    above: list[tuple[int, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    names: dict[tuple[str, str | None, str], int] = field(default_factory=dict)

    def read(self, line: int, row: Mapping[str, str]) -> None:
        filled = [row[column] for column in COLUMNS if row[column]]
        if len(filled) > 2 and all(re.fullmatch(r"[\[(]?[1-9][\])]?", text) for text in filled):
            return  # the line "(1) (2) (3) …" that numbers the columns
        self._check_texts(row)
        number, name = row[NUMBER].rstrip("."), row[NAME]
        alone = not any(row[column] for column in COLUMNS[2:])
        if alone and (_SECTION.match(number) or not number):
            self.above.clear()
            self.section = (number or f"m{line}", f"{number}. {name}" if number else name)
            return
        if not alone and not row[UNIT]:
            raise Problem("row_unit_missing")
        self._check_figures(row)
        parent = self._parent(number)
        key = f"{self.section[0]}/{number}"
        if re.search(r"\w", number):
            if key in self.lines:
                raise Problem("row_number_repeated", number=number, line=self.lines[key])
            self.lines[key] = line
        same = (self.section[0], parent, search_key(name))
        if same in self.names:
            raise Problem("row_repeated", line=self.names[same])
        self.names[same] = line
        self._add(line, number, parent, row, alone)

    def _check_texts(self, row: Mapping[str, str]) -> None:
        if not row[NAME]:
            raise Problem("row_name_missing")
        if len(row[NAME]) > MAX_NAME:
            raise Problem("row_name_too_long", limit=MAX_NAME)
        limits = {NUMBER: 20, UNIT: 80, YEAR_TARGET: MAX_TARGET, PERIOD_TARGET: MAX_TARGET}
        for column in COLUMNS:
            limit = limits.get(column, MAX_NAME if column == NAME else MAX_CELL)
            if len(row[column]) > limit:
                raise Problem("row_cell_too_long", column=column, limit=limit)

    def _check_figures(self, row: Mapping[str, str]) -> None:
        for column in (ACTUAL, CUMULATIVE):
            if not row[column]:
                continue
            if parse_number(row[column]) is None:
                raise Problem("row_not_a_number", column=column, text=row[column][:40])
            self.annex.figures_ignored += 1

    def _parent(self, number: str) -> str | None:
        """1.2.3 belongs to 1.2; "-", "+" and "*" belong to the nearest row above of a higher level."""
        if number in _BULLETS:
            level = _BULLETS[number]
            return next((code for above, code in reversed(self.above) if above < level), None)
        head, dot, _tail = number.rpartition(".")
        return self.codes.get(f"{self.section[0]}/{head}") if dot else None

    def _add(self, line: int, number: str, parent: str | None, row: Mapping[str, str], heading: bool) -> None:
        position = len(self.annex.indicators) + 1
        plain = search_key(number).replace(".", "_")
        named = bool(re.fullmatch(r"\w+", plain))
        place = "_".join(filter(None, (search_key(self.section[0]), plain))) if named else f"r{position}"
        own = f"{self.code}_{place}"
        if own in self.annex.targets:
            own = f"{self.code}_r{position}"
        value_type, agg_years, agg_units = _fold_unit(row[UNIT])
        restricted = _RESTRICTED.search(search_key(row[NAME])) is not None
        self.annex.indicators.append(
            indicator_row(
                code=own,
                position=position,
                name=row[NAME],
                source=self.source,
                marker=number,
                unit=row[UNIT] or None,
                section_code=self.section[0],
                section_title=self.section[1],
                parent_code=parent,
                parent_relation="subset" if parent else None,
                kind="label" if heading else "data",
                value_type="group" if heading else value_type,
                measure="none" if heading else "flow",
                agg_years="not_additive" if heading else agg_years,
                agg_units="not_additive" if heading else agg_units,
                sensitivity="restricted" if restricted else "aggregate",
                frequency=row[FREQUENCY] or None,
                information_source=row[ORIGIN] or None,
                inferred=["kind", "value_type", "measure", "agg_years", "agg_units", "sensitivity"]
                + (["parent", "parent_relation"] if parent else []),
            )
        )
        pairs = ((self.year, row[YEAR_TARGET]), ("2021-2025", row[PERIOD_TARGET]))
        self.annex.targets[own] = tuple((period, target) for period, target in pairs if target)
        self.above.append((_BULLETS.get(number, 0), own))
        if re.search(r"\w", number):
            self.codes[f"{self.section[0]}/{number}"] = own

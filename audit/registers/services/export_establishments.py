"""Establishments as spreadsheets: exactly the filtered list, and the empty template to fill in."""

from __future__ import annotations

from collections.abc import Iterable

from audit.kernel.spreadsheets import Cell, Sheet, write_csv, write_xlsx
from audit.registers.domain.columns import COLUMNS, COMMITMENT_WORDS, LICENCE_WORDS, STATE_WORDS
from audit.registers.domain.establishments import (
    CommitmentState,
    EstablishmentState,
    EstablishmentType,
    LicenceState,
)
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit

_HEADINGS = [column.heading for column in COLUMNS]
_WIDTHS = [column.width for column in COLUMNS]


def _row(record: Establishment, types: dict[str, str]) -> list[Cell]:
    values: dict[str, Cell] = {
        "type_code": types.get(record.type_code, record.type_code),
        "commune_code": record.unit.code,
        "commune_name": record.unit.name,
        "licence_state": LICENCE_WORDS[LicenceState(record.licence_state)],
        "commitment_state": COMMITMENT_WORDS[CommitmentState(record.commitment_state)],
        "state": STATE_WORDS[EstablishmentState(record.state)],
    }
    return [
        values[c.field]
        if c.field in values
        else (getattr(record, c.field) or None)
        if isinstance(getattr(record, c.field), str)
        else getattr(record, c.field)
        for c in COLUMNS
    ]


def export_xlsx(records: Iterable[Establishment], types: Iterable[EstablishmentType]) -> bytes:
    """A workbook with one row an establishment, in the columns of the template: it can be imported again."""
    names = {t.code: t.name for t in types}
    return write_xlsx([Sheet("Cơ sở", _HEADINGS, (_row(r, names) for r in records), _WIDTHS)])


def export_csv(records: Iterable[Establishment], types: Iterable[EstablishmentType]) -> bytes:
    """As :func:`export_xlsx`, as CSV."""
    names = {t.code: t.name for t in types}
    return write_csv(_HEADINGS, (_row(r, names) for r in records))


def template_xlsx(communes: Iterable[AdministrativeUnit], types: Iterable[EstablishmentType]) -> bytes:
    """The empty template, with sheets that list the communes, types and words that may be used."""
    words: list[list[Cell]] = []
    for heading, listed in (
        ("Tình trạng giấy phép", LICENCE_WORDS.values()),
        ("Tình trạng cam kết", COMMITMENT_WORDS.values()),
        ("Tình trạng hoạt động", STATE_WORDS.values()),
    ):
        words.extend([heading, word] for word in listed)
    return write_xlsx(
        [
            Sheet("Cơ sở", _HEADINGS, [], _WIDTHS),
            Sheet(
                "Xã, phường", ["Mã xã", "Xã, phường, đặc khu"], [[u.code, u.name] for u in communes], [10, 34]
            ),
            Sheet("Loại hình", ["Loại hình"], [[t.name] for t in types], [40]),
            Sheet("Từ dùng", ["Cột", "Giá trị"], words, [26, 20]),
        ]
    )

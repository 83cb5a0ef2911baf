"""The columns of the establishment spreadsheet: the same for template, import and export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.kernel.text import search_key
from audit.registers.domain.establishments import CommitmentState, EstablishmentState, LicenceState


@dataclass(frozen=True, slots=True)
class Column:
    """A column: field of the record, heading on paper, whether it must be there, width in characters."""

    field: str
    heading: str
    required: bool
    width: int


# Headings are part of the file format, so they are not translated.
COLUMNS: tuple[Column, ...] = (
    Column("register_code", "Mã cơ sở", True, 14),
    Column("name", "Tên cơ sở", True, 34),
    Column("type_code", "Loại hình", True, 22),
    Column("commune_code", "Mã xã", False, 10),
    Column("commune_name", "Xã, phường, đặc khu", False, 24),
    Column("address", "Địa chỉ", False, 36),
    Column("latitude", "Vĩ độ", False, 11),
    Column("longitude", "Kinh độ", False, 11),
    Column("licence_number", "Số giấy phép", False, 18),
    Column("licence_state", "Tình trạng giấy phép", False, 18),
    Column("commitment_state", "Tình trạng cam kết", False, 18),
    Column("commitment_date", "Ngày ký cam kết", False, 14),
    Column("staff_male", "Số nhân viên nam", False, 12),
    Column("staff_female", "Số nhân viên nữ", False, 12),
    Column("staff_with_contract", "Số có hợp đồng lao động", False, 14),
    Column("staff_from_outside", "Số người ngoài tỉnh", False, 14),
    Column("state", "Tình trạng hoạt động", False, 18),
    Column("note", "Ghi chú", False, 40),
)
HEADINGS: dict[str, str] = {column.field: column.heading for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands in a sheet, and what is wrong with its heading."""

    places: dict[str, int]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    doubled: tuple[str, ...]

    @property
    def right(self) -> bool:
        return not (self.missing or self.unknown or self.doubled)


def layout(header: Sequence[str]) -> Layout:
    """Match headings in any order, whatever marks and case; one of the two commune columns is enough."""
    by_key = {search_key(column.heading): column.field for column in COLUMNS}
    places: dict[str, int] = {}
    unknown: list[str] = []
    doubled: list[str] = []
    for index, heading in enumerate(header):
        field = by_key.get(search_key(heading.rstrip("*").strip()))
        if field is None:
            unknown.append(heading or f"(cột {index + 1})")
        elif field in places:
            doubled.append(heading)
        else:
            places[field] = index
    missing = [column.heading for column in COLUMNS if column.required and column.field not in places]
    if "commune_code" not in places and "commune_name" not in places:
        missing.append(HEADINGS["commune_code"])
    return Layout(places, tuple(missing), tuple(unknown), tuple(doubled))


# Words of the states in the file; the screen may speak another language, the file does not.
LICENCE_WORDS: dict[LicenceState, str] = {
    LicenceState.UNKNOWN: "Chưa rõ",
    LicenceState.VALID: "Còn hiệu lực",
    LicenceState.EXPIRED: "Hết hiệu lực",
    LicenceState.REVOKED: "Bị thu hồi",
    LicenceState.NONE: "Không có",
}
COMMITMENT_WORDS: dict[CommitmentState, str] = {
    CommitmentState.UNKNOWN: "Chưa rõ",
    CommitmentState.SIGNED: "Đã ký",
    CommitmentState.NOT_SIGNED: "Chưa ký",
}
STATE_WORDS: dict[EstablishmentState, str] = {
    EstablishmentState.ACTIVE: "Đang hoạt động",
    EstablishmentState.CLOSED: "Đã ngừng",
}

"""Establishments: types, states and the rules a record must keep, as numbers and never as persons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.kernel.i18n import _


class EstablishmentState(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"


class LicenceState(StrEnum):
    UNKNOWN = "unknown"
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NONE = "none"


class CommitmentState(StrEnum):
    UNKNOWN = "unknown"
    SIGNED = "signed"
    NOT_SIGNED = "not_signed"


STATE_NAMES = {EstablishmentState.ACTIVE: _("Đang hoạt động"), EstablishmentState.CLOSED: _("Đã ngừng")}
LICENCE_NAMES = {
    LicenceState.UNKNOWN: _("Chưa rõ"),
    LicenceState.VALID: _("Còn hiệu lực"),
    LicenceState.EXPIRED: _("Hết hiệu lực"),
    LicenceState.REVOKED: _("Bị thu hồi"),
    LicenceState.NONE: _("Không có"),
}
COMMITMENT_NAMES = {
    CommitmentState.UNKNOWN: _("Chưa rõ"),
    CommitmentState.SIGNED: _("Đã ký cam kết"),
    CommitmentState.NOT_SIGNED: _("Chưa ký cam kết"),
}


@dataclass(frozen=True, slots=True)
class EstablishmentType:
    """A type of establishment; ``groups`` are the codes it also answers to (``luu_tru``)."""

    code: str
    name: str
    groups: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    source: str

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class EstablishmentData:
    """What a form or an import row says about an establishment; None means not known."""

    register_code: str
    name: str
    type_code: str
    commune_code: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    licence_number: str | None = None
    licence_state: LicenceState = LicenceState.UNKNOWN
    commitment_state: CommitmentState = CommitmentState.UNKNOWN
    commitment_date: date | None = None
    staff_male: int | None = None
    staff_female: int | None = None
    staff_with_contract: int | None = None
    staff_from_outside: int | None = None
    state: EstablishmentState = EstablishmentState.ACTIVE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule broken: the field, a stable code and the words for the screen."""

    field: str
    code: str
    message: str


_Adder = Callable[[str, str, str], None]

# The mainland, islands and waters that any Vietnamese unit may lie in (Trường Sa and Hoàng Sa included).
SOUTH, NORTH, WEST, EAST = 6.0, 23.5, 102.0, 118.0
MAX_STAFF = 100_000
_LENGTHS = {
    "register_code": 40,
    "name": 200,
    "address": 300,
    "licence_number": 80,
    "note": 4000,
}
_LABELS = {
    "register_code": _("Mã cơ sở"),
    "name": _("Tên cơ sở"),
    "address": _("Địa chỉ"),
    "licence_number": _("Số giấy phép"),
    "note": _("Ghi chú"),
    "staff_male": _("Số nhân viên nam"),
    "staff_female": _("Số nhân viên nữ"),
    "staff_with_contract": _("Số có hợp đồng lao động"),
    "staff_from_outside": _("Số người ngoài tỉnh"),
}


def in_vietnam(latitude: float, longitude: float) -> bool:
    """Whether a point (degrees) lies in the frame that holds all of Vietnam, islands included."""
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def faults(data: EstablishmentData, *, today: date) -> list[Fault]:
    """Every rule that ``data`` breaks on its own, without looking anything up."""
    found: list[Fault] = []

    def add(field: str, code: str, message: str) -> None:
        found.append(Fault(field, code, message))

    if not data.register_code:
        add("register_code", "required", _("Chưa ghi mã cơ sở."))
    if not data.name:
        add("name", "required", _("Chưa ghi tên cơ sở."))
    for field, longest in _LENGTHS.items():
        text = getattr(data, field) or ""
        label = _LABELS[field]
        if len(text) > longest:
            add(field, "too_long", _("%(label)s dài quá %(n)s ký tự.", label=label, n=longest))
        if any(ord(char) < 32 and char not in "\n\t" for char in text):
            add(field, "control_character", _("%(label)s có ký tự không đọc được.", label=label))
        if text[:1] in ("=", "@") or (text[:1] == "+" and not text[1:].replace(" ", "").isdigit()):
            add(field, "formula", _("%(label)s bắt đầu như một công thức.", label=label))
    _place(data, add)
    _commitment(data, today, add)
    _staff(data, add)
    return found


def _commitment(data: EstablishmentData, today: date, add: _Adder) -> None:
    if data.commitment_date is None:
        return
    if data.commitment_state is not CommitmentState.SIGNED:
        add("commitment_date", "not_signed", _("Có ngày ký cam kết nhưng tình trạng không phải đã ký."))
    elif data.commitment_date > today:
        add("commitment_date", "future", _("Ngày ký cam kết ở tương lai."))
    elif data.commitment_date.year < 2000:
        add("commitment_date", "too_early", _("Ngày ký cam kết quá sớm; xem lại năm."))


def _place(data: EstablishmentData, add: _Adder) -> None:
    if data.latitude is None and data.longitude is None:
        return
    if data.latitude is None or data.longitude is None:
        missing = "latitude" if data.latitude is None else "longitude"
        add(missing, "half_point", _("Tọa độ phải có đủ vĩ độ và kinh độ."))
    elif in_vietnam(data.longitude, data.latitude):
        add("latitude", "swapped", _("Vĩ độ và kinh độ có vẻ bị đổi chỗ cho nhau."))
    elif not in_vietnam(data.latitude, data.longitude):
        words = _("Tọa độ nằm ngoài Việt Nam (vĩ độ 6 đến 23,5; kinh độ 102 đến 118).")
        add("latitude", "outside", words)


def _staff(data: EstablishmentData, add: _Adder) -> None:
    total = (data.staff_male or 0) + (data.staff_female or 0)
    for field in ("staff_male", "staff_female", "staff_with_contract", "staff_from_outside"):
        value = getattr(data, field)
        if value is None:
            continue
        label = _LABELS[field]
        if not 0 <= value <= MAX_STAFF:
            add(field, "out_of_range", _("%(label)s phải từ 0 đến %(n)s.", label=label, n=MAX_STAFF))
        elif field not in ("staff_male", "staff_female") and value > total:
            add(
                field,
                "over_total",
                _("%(label)s (%(n)s) lớn hơn tổng nam và nữ (%(total)s).", label=label, n=value, total=total),
            )

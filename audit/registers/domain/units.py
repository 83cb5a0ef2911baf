"""Words and rules of administrative units: levels, kinds, full and short names, validity on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

# The two-tier structure of NQ 202/2025/QH15 and of the 2025 law on local government starts here.
TWO_TIER_FROM = date(2025, 7, 1)
# The package lists the units as they stood on 30/6/2025 and does not say since when. One floor for all
# of them means "in force at least since the programme began counting (01/01/2021)", not a founding day.
BEFORE_TWO_TIER_FROM = date(2021, 1, 1)


class Level(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class UnitKind(StrEnum):
    TINH = "tinh"
    THANH_PHO = "thanh_pho"
    HUYEN = "huyen"
    QUAN = "quan"
    THI_XA = "thi_xa"
    XA = "xa"
    PHUONG = "phuong"
    THI_TRAN = "thi_tran"
    DAC_KHU = "dac_khu"


class Share(StrEnum):
    """How much of the old unit went into the new one."""

    WHOLE = "whole"
    PART = "part"


KIND_WORDS: dict[UnitKind, str] = {
    UnitKind.TINH: "Tỉnh",
    UnitKind.THANH_PHO: "Thành phố",
    UnitKind.HUYEN: "Huyện",
    UnitKind.QUAN: "Quận",
    UnitKind.THI_XA: "Thị xã",
    UnitKind.XA: "Xã",
    UnitKind.PHUONG: "Phường",
    UnitKind.THI_TRAN: "Thị trấn",
    UnitKind.DAC_KHU: "Đặc khu",
}
# Longest first, so that "Thị xã" is never read as something shorter.
_BY_LENGTH = sorted(KIND_WORDS.items(), key=lambda pair: -len(pair[1]))


def split_name(name: str) -> tuple[UnitKind, str, str]:
    """Split a unit's name into kind, full name with the kind's word as written in law, and short name.

    ``"Thị Trấn Ái Tử"`` gives ``(THI_TRAN, "Thị trấn Ái Tử", "Ái Tử")``. Raises ``ValueError`` for a
    name that opens with none of the nine words.
    """
    folded = name.casefold()
    for kind, word in _BY_LENGTH:
        if folded.startswith(word.casefold() + " "):
            short = name[len(word) :].strip()
            return kind, f"{word} {short}", short
    raise ValueError(f"no kind of unit in {name!r}")


def in_force(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Whether a row that begins on ``valid_from`` and ends before ``valid_to`` holds on that day."""
    return valid_from <= on and (valid_to is None or on < valid_to)

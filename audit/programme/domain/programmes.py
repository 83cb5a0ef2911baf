"""What a programme of several years must say, and what is kept from one change to the next."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.text import tidy

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
LONGEST_PERIOD: Final = 15
_LENGTHS = {"title": 500, "parent_agency": 300, "agency": 300, "place": 120, "symbol": 60, "number": 20}
_NEEDED = ("title", "agency", "place", "symbol")
_SYMBOL = re.compile(r"[^\W\d_][\w\-.]*\Z")


@dataclass(frozen=True, slots=True)
class ProgrammeValues:
    """What a person writes of a programme; years are whole and both included."""

    title: str
    first_year: int
    last_year: int
    agency: str
    place: str
    symbol: str
    parent_agency: str = ""
    number: str = ""
    issued_on: date | None = None

    def cleaned(self) -> ProgrammeValues:
        """The same, tidied; :class:`Invalid` names the wrong field."""
        words: dict[str, Any] = {name: " ".join(tidy(getattr(self, name)).split()) for name in _LENGTHS}
        for name in _NEEDED:
            if not words[name]:
                raise Invalid("field_missing", _("Chưa nhập nội dung này."), name)
        for name, longest in _LENGTHS.items():
            if len(words[name]) > longest:
                raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=longest), name)
        if not FIRST_YEAR <= self.first_year <= LAST_YEAR:
            raise Invalid("bad_year", _("Năm phải từ 2000 đến 2100."), "first_year")
        if not self.first_year <= self.last_year < self.first_year + LONGEST_PERIOD:
            raise Invalid(
                "bad_period",
                _("Năm cuối phải từ năm đầu trở đi và giai đoạn không quá %(n)s năm.", n=LONGEST_PERIOD),
                "last_year",
            )
        if words["number"] and not (words["number"].isascii() and words["number"].isdecimal()):
            raise Invalid("bad_number", _("Số văn bản chỉ gồm chữ số; ký hiệu ghi ở ô riêng."), "number")
        if not _SYMBOL.match(words["symbol"]):
            raise Invalid(
                "bad_symbol", _("Ký hiệu gồm chữ viết tắt và dấu gạch nối, ví dụ KH-UBND."), "symbol"
            )
        return ProgrammeValues(**asdict(self) | words)


def years_text(first_year: int, last_year: int) -> str:
    """The period as documents print it: "2026 - 2030"."""
    return f"{first_year} - {last_year}"

"""Periods inspection teams report on: quarters, halves and whole years, as days and in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

_MONTHS: Final = {"quarter": 3, "half": 6, "year": 12}


class Period(NamedTuple):
    """A quarter (1-4), a half (1-2) or a year (1). Circular 05/2006/TT-BLĐTBXH: the team reports by quarter,
    6 months and year."""

    kind: str
    number: int
    year: int

    @property
    def valid(self) -> bool:
        months = _MONTHS.get(self.kind)
        return months is not None and 1 <= self.number <= 12 // months and 2000 <= self.year <= 2100

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        month = self.number * _MONTHS[self.kind]
        following = date(self.year + 1, 1, 1) if month == 12 else date(self.year, month + 1, 1)
        return following - timedelta(days=1)

    @property
    def before(self) -> Period:
        """The same period of the year before."""
        return self._replace(year=self.year - 1)

    @property
    def words(self) -> str:
        """``quý III năm 2026``, ``6 tháng đầu năm 2026``, ``năm 2026``."""
        if self.kind == "quarter":
            return f"quý {('I', 'II', 'III', 'IV')[self.number - 1]} năm {self.year}"
        if self.kind == "half":
            return f"6 tháng {('đầu', 'cuối')[self.number - 1]} năm {self.year}"
        return f"năm {self.year}"


def quarter_of(day: date) -> Period:
    """The quarter a day lies in."""
    return Period("quarter", (day.month - 1) // 3 + 1, day.year)

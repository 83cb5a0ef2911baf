"""Legal bases with the days they hold: which ones a plan of a given day may cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A text of law as a document cites it; it holds from ``valid_from`` until the day before ``valid_to``.

    ``kinds`` are the plan kinds that cite it, in the order of the list; ``note`` says what is uncertain.
    """

    code: str
    citation: str
    kinds: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    note: str = ""

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def bases_for(bases: Iterable[LegalBasis], *, kind: str, on: date) -> list[LegalBasis]:
    """The bases that a plan of this kind cites on that day, in the order of the data file."""
    return [basis for basis in bases if kind in basis.kinds and basis.holds_on(on)]

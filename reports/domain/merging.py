"""The same finding at several units as one: equal words, at most one number that differs between units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.domain.findings_report import Severity

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A run of spaces is read from its beginning only, so that time does not grow with its square.
_SHARE = re.compile(r"(?:(?<!\s)\s+)?\((\d+/\d+)\)")


@dataclass(frozen=True)
class FindingFact:
    """A confirmed finding of one visit; ``severity`` None is a strength. ``section`` is the title of the
    part of the checklist it came from, "" when a person wrote it without an item. The first line of
    ``condition`` is what is wrong or well done, further lines are particulars of that unit."""

    unit: str
    severity: Severity | None
    condition: str
    legal_basis: str = ""
    cause: str = ""
    effect: str = ""
    criterion: str = ""
    section: str = ""

    @property
    def head(self) -> str:
        return self.condition.strip().split("\n", 1)[0].strip()

    @property
    def words(self) -> str:
        """The first line without a share such as "(7/8)", which belongs to the unit."""
        return _SHARE.sub("", self.head)

    @property
    def share(self) -> str:
        return "; ".join(_SHARE.findall(self.head))

    @property
    def particulars(self) -> str:
        return " ".join(self.condition.strip().split("\n", 1)[1].split()) if "\n" in self.condition else ""

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(_NUMBER.findall(self.words))


@dataclass(frozen=True)
class Merged:
    """One row of a report: its words, where it holds, and what it leads to."""

    first: FindingFact
    text: str
    units: tuple[str, ...]
    effects: tuple[str, ...]


def sentence(text: str) -> str:
    """The text as one sentence: trimmed, with a full stop unless it ends with a mark of its own."""
    text = text.strip()
    return text if not text or text[-1] in ".!?:;" else f"{text}."


def same(text: str) -> str:
    """What makes two texts the same to a reader: case, spaces and the last mark do not count."""
    return " ".join(text.casefold().split()).rstrip(" .;")


def add_once(items: list[str], text: str) -> None:
    """Append a text unless it is empty or there already."""
    if text and same(text) not in {same(item) for item in items}:
        items.append(text)


def merged(facts: Sequence[FindingFact]) -> list[Merged]:
    """Rows in the order of their first mention.

    Findings of equal severity and rule whose first lines are equal but for one number become one row: the
    number is given as a range ("8 đến 39") and each unit carries its own ("Xã A: 8"); so does a share in
    brackets ("Xã A: 7/8").
    """
    groups: dict[tuple[object, ...], list[FindingFact]] = {}
    for fact in facts:
        skeleton = _NUMBER.sub("#", same(fact.words))
        groups.setdefault((skeleton, fact.severity, same(fact.legal_basis)), []).append(fact)
    rows: list[Merged] = []
    for group in groups.values():
        for part in _alike(group):
            rows.append(_row(part))
    return rows


def _differing(group: Sequence[FindingFact]) -> list[int]:
    """Positions of the numbers that are not the same in all of the group."""
    return [
        n for n, values in enumerate(zip(*(f.numbers for f in group), strict=True)) if len(set(values)) > 1
    ]


def _alike(group: list[FindingFact]) -> Iterable[list[FindingFact]]:
    if len(_differing(group)) <= 1:
        return [group]
    parts: dict[tuple[str, ...], list[FindingFact]] = {}
    for fact in group:
        parts.setdefault(fact.numbers, []).append(fact)
    return parts.values()


def _row(group: list[FindingFact]) -> Merged:
    slots = _differing(group)
    head = group[0].words if len(group) > 1 else group[0].head
    units: list[str] = []
    effects: list[str] = []
    particulars: list[tuple[str, str]] = []
    if slots:
        values = sorted({fact.numbers[slots[0]] for fact in group}, key=_amount)
        head = _with_number(head, slots[0], f"{values[0]} đến {values[-1]}")
    for fact in group:
        own = [fact.numbers[slots[0]]] if slots else []
        if len(group) > 1 and fact.share:
            own.append(fact.share)
        add_once(units, f"{fact.unit}: {', '.join(own)}" if own else fact.unit)
        add_once(effects, fact.effect.strip())
        if fact.particulars:
            particulars.append((fact.unit, fact.particulars))
    text = sentence(head)
    if len(group) == 1 and particulars:
        text = f"{text} {sentence(particulars[0][1])}"
    elif particulars:
        listed = "; ".join(f"{unit}: {said.rstrip('.')}" for unit, said in particulars)
        text = f"{text} Cụ thể: {listed}."
    return Merged(group[0], text, tuple(units), tuple(effects))


def _amount(number: str) -> Decimal:
    """A number as written in Vietnamese: points part thousands, the comma parts decimals."""
    whole, _comma, decimals = number.replace(".", "").partition(",")
    return Decimal(f"{whole}.{decimals.replace(',', '')}" if decimals else whole)


def _with_number(text: str, slot: int, number: str) -> str:
    """The text with its number at ``slot`` (from 0) put another way."""
    found = list(_NUMBER.finditer(text))[slot]
    return f"{text[: found.start()]}{number}{text[found.end() :]}"

"""Findings of many visits brought together: the same thing said once, with the units it holds for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.domain.dates import short_date
from reports.domain.findings_report import RecommendationRow, Severity, Shortcoming
from reports.domain.letterhead import Clause
from reports.domain.merging import FindingFact, add_once, merged, same, sentence

_ORDINAL = re.compile(r"^\s*(?:[IVXLC]+|\d+)\s*[.)]\s*")
_SEVERITY_ORDER = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2, None: 3}
OTHER = "Nội dung khác"


@dataclass(frozen=True)
class RecommendationFact:
    """A recommendation made at one unit."""

    unit: str
    text: str
    addressee: str
    due_on: date | None


def plain_title(title: str) -> str:
    """A section's title without its own ordinal: "2. Tình hình …" becomes "Tình hình …"."""
    return _ORDINAL.sub("", title).strip()


def units_text(units: Sequence[str], total: int) -> str:
    """Where something was seen, for brackets: names, or "tất cả 12 đơn vị được kiểm tra"."""
    if total >= 3 and len(units) == total and not any(": " in unit for unit in units):
        return f"tất cả {total:02d} đơn vị được kiểm tra"
    return ", ".join(units)


def strengths(facts: Iterable[FindingFact], total_units: int, *, named: bool = True) -> tuple[Clause, ...]:
    """Strengths as clauses, one a section of the checklist, in the order they come; not ``named`` without
    the units they were seen at."""
    sections: dict[str, list[FindingFact]] = {}
    for fact in facts:
        if fact.severity is None:
            sections.setdefault(plain_title(fact.section) or OTHER, []).append(fact)
    ordered = [title for title in sections if title != OTHER] + [
        title for title in sections if title == OTHER
    ]
    return tuple(
        Clause(
            title,
            tuple(
                f"{row.text.rstrip('.')} ({units_text(row.units, total_units)})."
                if named
                else sentence(row.text)
                for row in merged(sections[title])
            ),
        )
        for title in ordered
    )


def shortcomings(facts: Iterable[FindingFact], *, named: bool = True) -> tuple[Shortcoming, ...]:
    """Shortcomings, the gravest first, then those seen in most units; the same condition under the same
    rule and severity is one row naming its units, unless not ``named``."""
    rows = merged([fact for fact in facts if fact.severity is not None])
    ordered = sorted(rows, key=lambda row: (_SEVERITY_ORDER[row.first.severity], -len(row.units)))
    return tuple(
        Shortcoming(
            text=row.text,
            severity=row.first.severity,
            legal_basis=row.first.legal_basis.strip(),
            effect=" ".join(sentence(effect) for effect in row.effects),
            units=row.units if named else (),
        )
        for row in ordered
    )


def causes(facts: Iterable[FindingFact]) -> tuple[str, ...]:
    """Causes of shortcomings, each once, the ones found in most units first."""
    groups: dict[str, list[FindingFact]] = {}
    for fact in facts:
        if fact.severity is not None and fact.cause.strip():
            groups.setdefault(same(fact.cause), []).append(fact)
    ordered = sorted(groups.values(), key=lambda group: -len({fact.unit for fact in group}))
    return tuple(sentence(group[0].cause) for group in ordered)


def recommendations(facts: Iterable[RecommendationFact]) -> tuple[RecommendationRow, ...]:
    """Recommendations by their first due date; the same text is one row naming its addressees.

    When the days differ each addressee carries its own. The note names units that no addressee names.
    """
    groups: dict[str, list[RecommendationFact]] = {}
    for fact in facts:
        groups.setdefault(same(fact.text), []).append(fact)
    ordered = sorted(groups.values(), key=lambda group: min(fact.due_on or date.max for fact in group))
    return tuple(_recommendation(group) for group in ordered)


def _recommendation(group: list[RecommendationFact]) -> RecommendationRow:
    addressees: list[str] = []
    units: list[str] = []
    days = {fact.due_on for fact in group}
    for fact in group:
        day = f" ({short_date(fact.due_on)})" if len(days) > 1 and fact.due_on else ""
        add_once(addressees, f"{fact.addressee.strip()}{day}")
        if same(fact.unit) not in same(fact.addressee):
            add_once(units, fact.unit)
    return RecommendationRow(
        text=sentence(group[0].text),
        addressee=named_together(addressees),
        due_on=group[0].due_on if len(days) == 1 else None,
        note=", ".join(units) if len(days) == 1 else "Thời hạn theo từng đơn vị",
    )


def named_together(names: Sequence[str]) -> str:
    """Several addressees, one a line; the words they all begin with are said once: "Ủy ban nhân dân:" and
    under it "- xã A;" and so on."""
    if len(names) < 2:
        return "".join(names)
    common: list[str] = []
    for words in zip(*(name.split() for name in names), strict=False):
        if len(set(words)) > 1:
            break
        common.append(words[0])
    # The name of a place must not be cut in two: "xã" and "phường" belong to what follows.
    while common and common[-1].casefold() in ("xã", "phường", "đặc", "khu", "thị", "trấn"):
        common.pop()
    if len(common) < 2 or any(len(name.split()) == len(common) for name in names):
        return ";\n".join(names)
    rest = (" ".join(name.split()[len(common) :]) for name in names)
    return f"{' '.join(common)}:\n" + ";\n".join(f"- {name}" for name in rest)

"""How what the checklist suggests becomes the draft of a finding, and when a draft may still be replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from audit.findings.domain.states import FindingState
from checklists.domain.kinds import FindingKind, Severity
from checklists.domain.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed finding; ``key`` stays the same however often the visit is completed."""

    key: str
    item_code: str
    kind: FindingKind
    severity: Severity | None
    condition: str
    criterion: str
    legal_basis: str
    recommendation: str


def drafts(suggestions: Iterable[Suggestion]) -> tuple[Draft, ...]:
    """Drafts in the order of the checklist; what the inspector noted follows the condition.

    The key is the item's code, its kind, and a number should one item say two things of a kind.
    """
    seen: Counter[str] = Counter()
    found = []
    for one in suggestions:
        base = f"{one.item_code}:{one.kind}"
        seen[base] += 1
        note = one.note.strip()
        found.append(
            Draft(
                key=base if seen[base] == 1 else f"{base}:{seen[base]}",
                item_code=one.item_code,
                kind=one.kind,
                severity=(one.severity or Severity.MEDIUM) if one.kind is FindingKind.SHORTCOMING else None,
                condition=f"{one.condition}\n{note}" if note else one.condition,
                criterion=one.criterion,
                legal_basis=one.legal_basis,
                recommendation=one.recommendation,
            )
        )
    return tuple(found)


def untouched(state: FindingState, revision: int) -> bool:
    """Nobody has edited, confirmed, dropped or restored it: a new answer may still replace it."""
    return state is FindingState.SUGGESTED and revision == 1

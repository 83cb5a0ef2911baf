"""The way of a unit's yearly figures: filled in, submitted, accepted or returned; and how rows must agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

FIRST_YEAR = 2000


class ReportState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


# While the unit (or the department in its place) may write.
OPEN = frozenset({ReportState.DRAFT, ReportState.RETURNED})
# What the unit has said and stands by: what an inspector holds against what he sees.
REPORTED = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED})


class Step(StrEnum):
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN = "return"


_STEPS: Mapping[Step, tuple[Collection[ReportState], ReportState]] = {
    Step.SUBMIT: (OPEN, ReportState.SUBMITTED),
    Step.WITHDRAW: ((ReportState.SUBMITTED,), ReportState.DRAFT),
    Step.ACCEPT: ((ReportState.SUBMITTED,), ReportState.ACCEPTED),
    # Figures found wrong later go back to the unit too; it never happens silently.
    Step.RETURN: ((ReportState.SUBMITTED, ReportState.ACCEPTED), ReportState.RETURNED),
}


def after(state: ReportState, step: Step) -> ReportState | None:
    """The state after a step; None where the step is not possible."""
    before, target = _STEPS[step]
    return target if state in before else None


@dataclass(frozen=True, slots=True)
class FormRule:
    """sum(left) op sum(right), by row codes; a whole number on a side stands for itself."""

    code: str
    left: Sequence[str | int]
    op: str
    right: Sequence[str | int]
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A rule that the figures break; ``explained`` when one of its rows says why."""

    rule: FormRule
    explained: bool

    @property
    def blocks(self) -> bool:
        """Whether the figures may not be submitted before somebody explains."""
        return self.rule.severity == "warning" and not self.explained


def disagreements(
    rules: Sequence[FormRule], numbers: Mapping[str, Decimal], explained: Collection[str]
) -> tuple[Disagreement, ...]:
    """The rules that do not hold. A rule with a row that has no number is not judged.

    ``explained`` are the codes of the rows with a note.
    """
    found = []
    for rule in rules:
        left, right = _sum(rule.left, numbers), _sum(rule.right, numbers)
        if left is None or right is None:
            continue
        if not (left <= right if rule.op == "<=" else left == right):
            named = {code for code in (*rule.left, *rule.right) if isinstance(code, str)}
            found.append(Disagreement(rule, not named.isdisjoint(explained)))
    return tuple(found)


def _sum(side: Sequence[str | int], numbers: Mapping[str, Decimal]) -> Decimal | None:
    total = Decimal(0)
    for term in side:
        if isinstance(term, int):
            total += term
        elif term in numbers:
            total += numbers[term]
        else:
            return None
    return total

"""Scores of a sheet, per section and in total.

Each scored item earns 0 to 1, times its weight: yes_no Có 1, Không 0 (the other way round with
``"good": false``); rating Tốt 1, Đạt 0.7, Chưa đạt 0; at_least 1 from its ``value`` on, 0 below;
percent value ÷ 100, at most 1; share the part in order; ratio_to_item its number ÷ that of ``item``,
at most 1.
An item that is not applicable, not observed, unanswered or in conflict leaves both sides of the fraction;
how many were not observed or are open is told next to the score, never hidden in it.
The rules are the project's own: no source prescribes a scoring.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from checklists.domain.items import Answers, ItemSpec
from checklists.domain.kinds import AnswerStatus, Rating
from checklists.domain.measures import number_of, share_of
from checklists.domain.visibility import asked

RATING_POINTS = {Rating.GOOD: Decimal(1), Rating.FAIR: Decimal("0.7"), Rating.POOR: Decimal(0)}
RULES = frozenset({"yes_no", "rating", "at_least", "percent", "share", "ratio_to_item"})
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Score:
    """Points earned of the points possible, and the scored items that could not be counted."""

    earned: Decimal
    possible: Decimal
    counted: int
    not_observed: int
    open: int

    @property
    def percent(self) -> Decimal | None:
        """0.0 to 100.0 with one decimal; None when nothing could be counted."""
        if not self.possible:
            return None
        return (100 * self.earned / self.possible).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Scores:
    total: Score
    sections: dict[str, Score]


def points(item: ItemSpec, answers: Answers, items: dict[str, ItemSpec]) -> Decimal | None:
    """0 to 1 for an answered item; None when the rule has nothing to divide by or the item is not scored."""
    answer = answers.get(item.code)
    rule = item.scoring or {}
    if answer is None or answer.status is not AnswerStatus.ANSWERED:
        return None
    number = number_of(item, answer.value)
    match rule.get("rule"):
        case "yes_no":
            return ONE if answer.value is rule.get("good", True) else Decimal(0)
        case "rating":
            return RATING_POINTS[Rating(answer.value)]
        case "at_least" if number is not None:
            return ONE if number >= Decimal(str(rule["value"])) else Decimal(0)
        case "percent" if number is not None:
            return min(ONE, number / 100)
        case "share":
            return share_of(item, answer.value)
        case "ratio_to_item" if number is not None:
            other = answers.get(rule["item"])
            if other is None or other.status is not AnswerStatus.ANSWERED or other.conflict:
                return None
            whole = number_of(items[rule["item"]], other.value)
            return min(ONE, number / whole) if whole else None
        case _:
            return None


def _score(group: Iterable[ItemSpec], answers: Answers, items: dict[str, ItemSpec]) -> Score:
    earned = possible = Decimal(0)
    counted = not_observed = still_open = 0
    for item in group:
        if not item.weight or not item.scoring:
            continue
        answer = answers.get(item.code)
        if answer is None or answer.status is AnswerStatus.CLEARED or answer.conflict:
            still_open += 1
        elif answer.status is AnswerStatus.NOT_OBSERVED:
            not_observed += 1
        elif (gained := points(item, answers, items)) is not None:
            weight = Decimal(str(item.weight))
            earned, possible, counted = earned + gained * weight, possible + weight, counted + 1
    return Score(earned, possible, counted, not_observed, still_open)


def scores(items: Sequence[ItemSpec], answers: Answers, subject_type: str | None = None) -> Scores:
    """Score of every section that asks something (by code, in order) and of the whole."""
    by_code = {item.code: item for item in items}
    shown = asked(items, answers, subject_type)
    sections = list(dict.fromkeys(item.section_code for item in shown))
    return Scores(
        total=_score(shown, answers, by_code),
        sections={
            code: _score((item for item in shown if item.section_code == code), answers, by_code)
            for code in sections
        },
    )

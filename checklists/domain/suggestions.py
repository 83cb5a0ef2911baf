"""Strengths and shortcomings that the answers of a sheet suggest; a person confirms or drops them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checklists.domain.conditions import holds
from checklists.domain.items import Answers, ItemSpec
from checklists.domain.kinds import AnswerStatus, AnswerType, FindingKind, Severity
from checklists.domain.measures import number_of
from checklists.domain.numbers import vietnamese
from checklists.domain.visibility import asked


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposed finding; severity is None for a strength, `note` is what the inspector wrote."""

    item_code: str
    kind: FindingKind
    severity: Severity | None
    condition: str
    criterion: str
    legal_basis: str
    recommendation: str
    note: str


def _shown(item: ItemSpec, value: Any) -> str:
    if item.answer_type is AnswerType.COUNT_PAIR:
        return "/".join(vietnamese(value[part["code"]]) for part in item.options["parts"])
    number = number_of(item, value)
    return "" if number is None else vietnamese(number)


def suggest(
    items: Sequence[ItemSpec], answers: Answers, subject_type: str | None = None
) -> tuple[Suggestion, ...]:
    """What the answers suggest, in the order of the items; an item in conflict suggests nothing yet.

    ``{value}`` in the wording of a rule is replaced by the number answered.
    """
    by_code = {item.code: item for item in items}
    found = []
    for item in asked(items, answers, subject_type):
        answer = answers.get(item.code)
        if (
            item.finding_polarity is None
            or answer is None
            or answer.conflict
            or answer.status is not AnswerStatus.ANSWERED
        ):
            continue
        for rule in item.finding_polarity["rules"]:
            if holds(rule["when"], own=item.code, items=by_code, answers=answers):
                found.append(
                    Suggestion(
                        item_code=item.code,
                        kind=FindingKind(rule["kind"]),
                        severity=Severity(rule["severity"]) if rule.get("severity") else None,
                        condition=rule["condition"].replace("{value}", _shown(item, answer.value)),
                        criterion=item.finding_polarity["criterion"],
                        legal_basis=item.legal_basis or "",
                        recommendation=rule.get("recommendation", ""),
                        note=answer.note,
                    )
                )
    return tuple(found)

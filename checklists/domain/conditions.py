"""Conditions on answers, written as data: used by skip rules and by suggestions of findings.

A condition is one of
``{"all": [condition, ...]}``, ``{"any": [condition, ...]}``, or one test on one item:
``{"item": code, "equals": value}``, ``"in": [values]``, ``"contains": choice``,
``"at_least" | "at_most" | "more_than" | "less_than": number``,
``"at_least_item" | "less_than_item": code`` (numbers of two items),
``"share_at_least" | "share_less_than": 0..1``.
Without ``item`` the test is on the item that carries the condition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from checklists.domain.items import Answers, ItemSpec
from checklists.domain.kinds import AnswerStatus
from checklists.domain.measures import number_of, share_of

Items = Mapping[str, ItemSpec]
Condition = Mapping[str, Any]

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "at_least": lambda number, limit: number >= limit,
    "at_most": lambda number, limit: number <= limit,
    "more_than": lambda number, limit: number > limit,
    "less_than": lambda number, limit: number < limit,
}
TESTS = frozenset(
    {
        "equals",
        "in",
        "contains",
        *_COMPARE,
        "at_least_item",
        "less_than_item",
        "share_at_least",
        "share_less_than",
    }
)


def _value(code: str, answers: Answers) -> tuple[bool, Any]:
    answer = answers.get(code)
    if answer is None or answer.status is not AnswerStatus.ANSWERED or answer.conflict:
        return False, None
    return True, answer.value


def _number(code: str, items: Items, answers: Answers) -> Decimal | None:
    known, value = _value(code, answers)
    return number_of(items[code], value) if known and code in items else None


def holds(condition: Condition, *, own: str, items: Items, answers: Answers) -> bool:
    """True when the answers are there and satisfy the condition; an unanswered item satisfies nothing."""
    if "all" in condition:
        return all(holds(part, own=own, items=items, answers=answers) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, own=own, items=items, answers=answers) for part in condition["any"])
    code = condition.get("item", own)
    known, value = _value(code, answers)
    if not known or code not in items:
        return False
    test = next(name for name in condition if name != "item")
    limit = condition[test]
    match test:
        case "equals":
            return bool(value == limit)
        case "in":
            return value in limit
        case "contains":
            return limit in value
        case "at_least_item" | "less_than_item":
            mine, other = number_of(items[code], value), _number(limit, items, answers)
            if mine is None or other is None:
                return False
            return mine < other if test == "less_than_item" else mine >= other
        case "share_at_least" | "share_less_than":
            share = share_of(items[code], value)
            if share is None:
                return False
            return share >= Decimal(str(limit)) if test == "share_at_least" else share < Decimal(str(limit))
        case _:
            number = number_of(items[code], value)
            return number is not None and _COMPARE[test](number, Decimal(str(limit)))


def referenced(condition: Condition) -> set[str]:
    """Codes of the other items a condition looks at; raises ValueError when it is malformed."""
    for joint in ("all", "any"):
        if joint in condition:
            parts = condition[joint]
            if len(condition) != 1 or not isinstance(parts, list) or not parts:
                raise ValueError(f"malformed condition {dict(condition)}")
            return set().union(*(referenced(part) for part in parts))
    tests = [name for name in condition if name != "item"]
    if len(tests) != 1 or tests[0] not in TESTS:
        raise ValueError(f"malformed condition {dict(condition)}")
    found = {condition["item"]} if "item" in condition else set()
    if tests[0].endswith("_item"):
        found.add(condition[tests[0]])
    return found

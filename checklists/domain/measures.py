"""What can be measured in an answer: its number, and the share of it that is in order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from checklists.domain.items import ItemSpec
from checklists.domain.kinds import AnswerType


def number_of(item: ItemSpec, value: Any) -> Decimal | None:
    """The number an answer stands for; of a pair the whole, of a list its length; None for words."""
    match item.answer_type:
        case AnswerType.COUNT | AnswerType.MONEY | AnswerType.PERCENT:
            return Decimal(value)
        case AnswerType.COUNT_PAIR:
            first, second = (Decimal(value[part["code"]]) for part in item.options["parts"])
            return second if item.options.get("part_of_whole") else first + second
        case AnswerType.COUNT_CHOICE:
            return Decimal(value["count"])
        case AnswerType.DOCUMENTS | AnswerType.DATES | AnswerType.CHOICES:
            return Decimal(len(value))
        case _:
            return None


def share_of(item: ItemSpec, value: Any) -> Decimal | None:
    """The part in order, 0 to 1: of a pair part ÷ whole, of dates those sent by the day due.

    None when there is nothing to divide by or the type has no share.
    """
    if item.answer_type is AnswerType.COUNT_PAIR and item.options.get("part_of_whole"):
        part, whole = (Decimal(value[entry["code"]]) for entry in item.options["parts"])
        return part / whole if whole else None
    if item.answer_type is AnswerType.DATES and value:
        on_time = sum(1 for row in value if row["sent"] and row["due"] and row["sent"] <= row["due"])
        return Decimal(on_time) / len(value)
    return None

"""Answers of a checklist in words, as they are printed; small restricted numbers are not printed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from checklists.domain.items import Answer, ItemSpec
from checklists.domain.kinds import AnswerStatus, AnswerType, Rating
from checklists.domain.numbers import vietnamese
from reports.domain.dates import short_date
from reports.domain.numbering import padded

FEWER_THAN_FIVE = "< 5"
NOT_RECORDED = "Chưa ghi nhận"
STATUS_WORDS = {
    AnswerStatus.NOT_APPLICABLE: "Không áp dụng",
    AnswerStatus.NOT_OBSERVED: "Không kiểm tra được",
    AnswerStatus.CLEARED: NOT_RECORDED,
}
RATING_WORDS = {Rating.GOOD: "Tốt", Rating.FAIR: "Đạt", Rating.POOR: "Chưa đạt"}
NUMERIC = frozenset(
    {AnswerType.COUNT, AnswerType.COUNT_PAIR, AnswerType.COUNT_CHOICE, AnswerType.MONEY, AnswerType.PERCENT}
)

LISTS = frozenset({AnswerType.DOCUMENTS, AnswerType.DATES})

# A number of 1 to 4 that stands alone, unless it names a place in a law, a date or a quarter.
_SMALL = re.compile(
    r"(?<![\d.,/\-])(?<!điều )(?<!khoản )(?<!mục )(?<!quý )(?<!ngày )(?<!tháng )(?<!năm )(?<!số )(?<!điểm )"
    r"0?[1-4](?![\d/\-]|[.,]\d)",
    re.IGNORECASE,
)


def count_text(number: int, *, restricted: bool = False) -> str:
    """A count with Vietnamese grouping; 1 to 4 of a restricted row become ``< 5``, 0 stays 0.

    Numbers so small point at people in a commune; exact figures stay in the sheet of the unit itself.
    """
    return FEWER_THAN_FIVE if restricted and 1 <= number <= 4 else vietnamese(number)


def without_small_numbers(text: str) -> str:
    """A remark on a restricted row with its stand-alone numbers of 1 to 4 replaced by ``< 5``."""
    return _SMALL.sub(FEWER_THAN_FIVE, text)


def answer_text(item: ItemSpec, answer: Answer | None, *, restricted: bool = False) -> str:
    """What was found for an item, on one or several lines; never empty."""
    if answer is None:
        return NOT_RECORDED
    if answer.status is not AnswerStatus.ANSWERED:
        words = STATUS_WORDS[answer.status]
    else:
        words = _value_text(item, answer.value, restricted)
    return f"{words} (các ghi nhận khác nhau, chưa thống nhất)" if answer.conflict else words


def short_answer(item: ItemSpec, answer: Answer | None, *, restricted: bool = False) -> str:
    """The same for a narrow column: of a list only how many rows it has, and how many were on time."""
    if answer is None or answer.status is not AnswerStatus.ANSWERED or not answer.value:
        return answer_text(item, answer, restricted=restricted)
    if item.answer_type is AnswerType.DOCUMENTS:
        return f"{padded(len(answer.value))} văn bản"
    if item.answer_type is AnswerType.DATES:
        on_time = sum(1 for row in answer.value if row["sent"] and row["sent"] <= row["due"])
        return f"{on_time}/{len(answer.value)} đúng hạn"
    return answer_text(item, answer, restricted=restricted)


def note_text(answer: Answer | None, *, restricted: bool = False) -> str:
    """The inspector's note on an item as printed, "" when there is none."""
    if answer is None:
        return ""
    return without_small_numbers(answer.note) if restricted else answer.note


def _value_text(item: ItemSpec, value: Any, restricted: bool) -> str:
    match item.answer_type:
        case AnswerType.YES_NO:
            return "Có" if value else "Không"
        case AnswerType.RATING:
            return RATING_WORDS[Rating(value)]
        case AnswerType.COUNT:
            return _with_unit(count_text(int(value), restricted=restricted), item.unit)
        case AnswerType.MONEY | AnswerType.PERCENT:
            return _with_unit(vietnamese(str(value)), item.unit)
        case AnswerType.COUNT_PAIR:
            return "; ".join(
                f"{part['label']}: {count_text(int(value[part['code']]), restricted=restricted)}"
                for part in item.options["parts"]
            )
        case AnswerType.COUNT_CHOICE:
            labels = {entry["code"]: entry["label"] for entry in item.options["measures"]}
            label = labels.get(value["measure"], value["measure"])
            return f"{label}: {count_text(int(value['count']), restricted=restricted)}"
        case AnswerType.CHOICES:
            labels = {entry["code"]: entry["label"] for entry in item.options["choices"]}
            return "; ".join(labels.get(code, code) for code in value)
        case AnswerType.DOCUMENTS:
            return "\n".join(_document_text(row) for row in value) or "Không có văn bản"
        case AnswerType.DATES:
            return "\n".join(_due_text(row) for row in value)
        case AnswerType.DATE:
            return short_date(date.fromisoformat(value))
        case AnswerType.MONTH:
            year, month = str(value).split("-")
            return f"Tháng {int(month)}/{year}"
        case _:
            return str(value)


def _with_unit(number: str, unit: str | None) -> str:
    if not unit:
        return number
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}"


def _day(text: str | None) -> str:
    return short_date(date.fromisoformat(text)) if text else ""


def _document_text(row: dict[str, Any]) -> str:
    head = " ".join(
        part
        for part in (
            f"Số {row['number']}" if row["number"] else "",
            f"ngày {_day(row['date'])}" if row.get("date") else "",
        )
        if part
    )
    return ": ".join(part for part in (head, row["summary"]) if part)


def _due_text(row: dict[str, Any]) -> str:
    due, sent = _day(row["due"]), _day(row.get("sent"))
    if not sent:
        outcome = "chưa gửi"
    elif row["sent"] <= row["due"]:
        outcome = f"gửi ngày {sent}, đúng hạn"
    else:
        outcome = f"gửi ngày {sent}, quá hạn"
    label = f"{row['label']}: " if row["label"] else ""
    return f"{label}hạn {due}, {outcome}"

"""What a valid answer is, for each type of item; values are plain JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from audit.kernel.text import tidy
from checklists.domain.items import ItemSpec
from checklists.domain.kinds import AnswerType, Rating
from checklists.domain.numbers import plain
from checklists.domain.problems import Problem

MAX_COUNT = 10**9
MAX_MONEY = Decimal(10**9)
MAX_PERCENT = Decimal(1000)
MAX_TEXT = 20_000
MAX_ROWS = 200

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z")
_DECIMAL = re.compile(r"\d{1,15}(?:\.\d{1,6})?\Z")


def clean_text(raw: object, *, limit: int = MAX_TEXT, required: bool = True) -> str:
    """Tidy text (:func:`audit.kernel.text.tidy`); refuses control characters and broken Unicode."""
    if not isinstance(raw, str):
        raise Problem("text_expected")
    if not raw and not required:
        return ""  # most notes
    if len(raw) > 4 * limit:
        raise Problem("text_too_long", limit=limit)
    if not raw.isprintable():  # a broken half of a character pair, a control character, or only a line break
        try:
            raw.encode("utf-8")
        except UnicodeEncodeError:
            raise Problem("text_damaged") from None
        if _CONTROL.search(raw):
            raise Problem("text_damaged")
    text = tidy(raw)
    if len(text) > limit:
        raise Problem("text_too_long", limit=limit)
    if required and not text:
        raise Problem("value_missing")
    return text


def clean_date(raw: object, *, required: bool = True) -> str | None:
    """An ISO calendar day between 1900 and 2199, as text."""
    if raw in (None, "") and not required:
        return None
    if not isinstance(raw, str) or len(raw) != 10:
        raise Problem("date_expected")
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        raise Problem("date_expected") from None
    if not 1900 <= day.year < 2200:
        raise Problem("date_expected")
    return day.isoformat()


def _count(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Problem("count_expected")
    if not 0 <= raw <= MAX_COUNT:
        raise Problem("count_out_of_range", limit=MAX_COUNT)
    return raw


def _decimal(raw: object, *, limit: Decimal, places: int) -> str:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise Problem("number_expected")
    text = str(raw)
    if not _DECIMAL.match(text):
        raise Problem("number_expected")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Problem("number_expected") from None
    if number > limit:
        raise Problem("number_too_large", limit=int(limit))
    if number != round(number, places):
        raise Problem("too_many_decimals", places=places)
    return plain(number)


def _fields(raw: object) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise Problem("value_shape")
    return raw


def _rows(raw: object) -> list[dict[str, Any]]:
    if not isinstance(raw, list):
        raise Problem("value_shape")
    if len(raw) > MAX_ROWS:
        raise Problem("too_many_rows", limit=MAX_ROWS)
    return [_fields(row) for row in raw]


def _codes(item: ItemSpec, option: str) -> list[str]:
    return [entry["code"] for entry in item.options.get(option, ())]


def _yes_no(item: ItemSpec, raw: object) -> Any:
    if not isinstance(raw, bool):
        raise Problem("yes_no_expected")
    return raw


def _rating(item: ItemSpec, raw: object) -> Any:
    if not isinstance(raw, str) or raw not in set(Rating):
        raise Problem("rating_expected")
    return raw


def _count_pair(item: ItemSpec, raw: object) -> Any:
    fields, codes = _fields(raw), _codes(item, "parts")
    pair = {code: _count(fields.get(code)) for code in codes}
    if item.options.get("part_of_whole") and pair[codes[0]] > pair[codes[1]]:
        raise Problem("part_exceeds_whole")
    return pair


def _count_choice(item: ItemSpec, raw: object) -> Any:
    fields = _fields(raw)
    if fields.get("measure") not in _codes(item, "measures"):
        raise Problem("measure_missing")
    return {"count": _count(fields.get("count")), "measure": fields["measure"]}


def _choices(item: ItemSpec, raw: object) -> Any:
    if not isinstance(raw, list) or not all(isinstance(code, str) for code in raw):
        raise Problem("value_shape")
    known = _codes(item, "choices")
    if not raw or set(raw) - set(known):
        raise Problem("choice_expected")
    return [code for code in known if code in raw]


def _documents(item: ItemSpec, raw: object) -> Any:
    cleaned = []
    for row in _rows(raw):
        number = clean_text(row.get("number") or "", limit=100, required=False)
        summary = clean_text(row.get("summary") or "", limit=1000, required=False)
        day = clean_date(row.get("date"), required=False)
        if not (number or summary or day):
            raise Problem("row_empty")
        cleaned.append({"number": number, "date": day, "summary": summary})
    return cleaned


def _dates(item: ItemSpec, raw: object) -> Any:
    rows = [
        {
            "label": clean_text(row.get("label") or "", limit=300, required=False),
            "due": clean_date(row.get("due"), required=False),
            "sent": clean_date(row.get("sent"), required=False),
        }
        for row in _rows(raw)
    ]
    if not rows:
        raise Problem("value_missing")
    if not all(any(row.values()) for row in rows):
        raise Problem("row_empty")
    return rows


def _month(item: ItemSpec, raw: object) -> Any:
    if not isinstance(raw, str) or not _MONTH.match(raw):
        raise Problem("month_expected")
    return raw


def _heading(item: ItemSpec, raw: object) -> Any:
    raise Problem("heading_takes_no_answer")


_READERS: dict[AnswerType, Callable[[ItemSpec, object], Any]] = {
    AnswerType.YES_NO: _yes_no,
    AnswerType.RATING: _rating,
    AnswerType.COUNT: lambda item, raw: _count(raw),
    AnswerType.COUNT_PAIR: _count_pair,
    AnswerType.COUNT_CHOICE: _count_choice,
    AnswerType.MONEY: lambda item, raw: _decimal(raw, limit=MAX_MONEY, places=3),
    AnswerType.PERCENT: lambda item, raw: _decimal(raw, limit=MAX_PERCENT, places=2),
    AnswerType.TEXT: lambda item, raw: clean_text(raw),
    AnswerType.CHOICES: _choices,
    AnswerType.DOCUMENTS: _documents,
    AnswerType.DATES: _dates,
    AnswerType.DATE: lambda item, raw: clean_date(raw),
    AnswerType.MONTH: _month,
    AnswerType.HEADING: _heading,
}


def clean_value(item: ItemSpec, raw: object) -> Any:
    """The canonical JSON value of an answer to ``item``; raises :class:`Problem`.

    yes_no ``true``; rating ``"good" | "fair" | "poor"``; count ``3``;
    count_pair ``{"male": 1, "female": 2}``; count_choice ``{"count": 3, "measure": "people"}``;
    money (triệu đồng, 3 decimals) and percent (2 decimals) ``"12.5"``; text; choices ``["minutes"]``;
    documents ``[{"number", "date" | null, "summary"}]``, empty when there are none;
    dates ``[{"label", "due" | null, "sent" | null}]``; date ``"2025-08-30"``; month ``"2025-08"``.
    """
    return _READERS[item.answer_type](item, raw)


def free_texts(answer_type: AnswerType, value: Any) -> list[str]:
    """The words a person typed inside a canonical value, to be looked at for personal data."""
    if answer_type is AnswerType.TEXT:
        return [value]
    if answer_type is AnswerType.DOCUMENTS:
        return [text for row in value for text in (row["number"], row["summary"]) if text]
    if answer_type is AnswerType.DATES:
        return [row["label"] for row in value if row["label"]]
    return []

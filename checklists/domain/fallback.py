"""An answer typed into a plain HTML form, for pages without script: fields to the same event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from checklists.domain.batches import MAX_NOTE, IncomingEvent
from checklists.domain.identifiers import is_identifier
from checklists.domain.items import ItemSpec
from checklists.domain.kinds import AnswerStatus, AnswerType
from checklists.domain.numbers import parse_number, plain
from checklists.domain.problems import Problem
from checklists.domain.values import clean_text

Fields = Mapping[str, Sequence[str]]
NO_DEVICE = "form"


def _first(fields: Fields, name: str) -> str:
    values = fields.get(name) or [""]
    return values[0].strip()


def _whole(text: str) -> int:
    number = parse_number(text)
    if number is None or number != int(number):
        raise Problem("count_expected")
    return int(number)


def _decimal(text: str) -> str:
    number = parse_number(text)
    if number is None:
        raise Problem("number_expected")
    return plain(number)


def _rows(fields: Fields, names: Sequence[str]) -> list[dict[str, str]]:
    columns = [[cell.strip() for cell in fields.get(f"value-{name}", ())] for name in names]
    length = max(map(len, columns), default=0)
    padded = [column + [""] * (length - len(column)) for column in columns]
    rows = [dict(zip(names, cells, strict=True)) for cells in zip(*padded, strict=True)]
    return [row for row in rows if any(row.values())]


def _typed(item: ItemSpec, fields: Fields) -> Any:
    """The value as typed, None when nothing was; its limits are checked later, as for any event."""
    value = _first(fields, "value")
    match item.answer_type:
        case AnswerType.YES_NO:
            return {"yes": True, "no": False}.get(value)
        case AnswerType.COUNT:
            return _whole(value) if value else None
        case AnswerType.MONEY | AnswerType.PERCENT:
            return _decimal(value) if value else None
        case AnswerType.COUNT_PAIR:
            typed = {part["code"]: _first(fields, f"value-{part['code']}") for part in item.options["parts"]}
            return {code: _whole(text) for code, text in typed.items()} if any(typed.values()) else None
        case AnswerType.COUNT_CHOICE:
            return {"count": _whole(value), "measure": _first(fields, "value-measure")} if value else None
        case AnswerType.CHOICES:
            return list(fields.get("value", ())) or None
        case AnswerType.DOCUMENTS:
            rows = _rows(fields, ("number", "date", "summary"))
            return rows if rows or _first(fields, "value-none") else None
        case AnswerType.DATES:
            return _rows(fields, ("label", "due", "sent")) or None
        case _:
            return value or None


def read_form(item: ItemSpec, fields: Fields, *, now: datetime, fresh_id: str) -> IncomingEvent:
    """The event that a posted form means; raises :class:`Problem` when a field cannot be read.

    Fields: ``status`` ("answered", "not_applicable", "not_observed"), ``value`` and ``value-…`` by type,
    ``note``, ``base_ids`` (separated by spaces), ``event_id`` (made with the page, so that posting twice is
    one answer), ``confirmed_no_personal_data``. Nothing answered and no status means the answer is cleared.
    """
    status = _first(fields, "status") or AnswerStatus.ANSWERED
    if status not in set(AnswerStatus):
        raise Problem("status_invalid")
    value = _typed(item, fields) if status == AnswerStatus.ANSWERED else None
    if status == AnswerStatus.ANSWERED and value is None:
        status = AnswerStatus.CLEARED
    event_id = _first(fields, "event_id")
    return IncomingEvent(
        id=event_id if is_identifier(event_id) else fresh_id,
        item=item.code,
        period=_first(fields, "period")[:20],
        status=AnswerStatus(status),
        value=value,
        note=clean_text(_first(fields, "note"), limit=MAX_NOTE, required=False),
        base_ids=tuple(sorted({base for base in _first(fields, "base_ids").split() if is_identifier(base)})),
        device_id=NO_DEVICE,
        device_sequence=0,
        device_time=now,
        confirmed_no_personal_data=_first(fields, "confirmed_no_personal_data") == "yes",
    )

"""What a sheet holds for a few items, as programs read it, in at most three statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from audit.kernel.database import db
from audit.kernel.formats import vn_moment
from checklists.domain.items import Answer, ItemSpec
from checklists.domain.kinds import AnswerStatus
from checklists.domain.progress import Progress, progress
from checklists.domain.visibility import applies
from checklists.models.submissions import Response, ResponseEvent, Submission
from checklists.queries.instruments import frozen_items
from checklists.queries.sheets import SheetItem
from checklists.queries.wording import answer_text

_NOTHING: dict[str, Any] = {
    "status": AnswerStatus.CLEARED,
    "value": None,
    "note": "",
    "head_ids": [],
    "conflict": False,
    "heads": [],
}


@dataclass(frozen=True, slots=True)
class SheetKey:
    """Which sheet is asked about, as far as the transaction that saw it is needed no more."""

    id: int
    version_id: int
    subject_type_code: str | None


def sheet_key(submission: Submission) -> SheetKey:
    """The sheet of a submission as it stands."""
    return SheetKey(submission.id, submission.version_id, submission.subject_type_code)


def held_of(submission: Submission | SheetKey, codes: Collection[str], period: str = "") -> dict[str, Any]:
    """``items``: what holds for each of the codes (status, value, note, ``head_ids``, ``conflict``, and all
    ``heads`` of a conflict); ``progress`` of the whole sheet."""
    items = frozen_items(submission.version_id)
    kind = submission.subject_type_code
    rows = {
        row.item_id: row
        for row in db.session.execute(
            select(
                Response.item_id,
                Response.status,
                Response.value,
                Response.note,
                Response.conflict,
                Response.head_ids,
            ).where(Response.submission_id == submission.id, Response.period == period)
        )
    }
    wanted = [code for code in items if code in codes and applies(items[code][1], kind)]
    disputed = [rows[items[code][0]] for code in wanted if items[code][0] in rows]
    heads = _heads(id for row in disputed if row.conflict for id in row.head_ids)
    answers = {
        code: Answer(AnswerStatus(row.status), row.value, row.note, row.conflict)
        for code, (item_id, _spec) in items.items()
        if (row := rows.get(item_id)) is not None
    }
    return {
        "items": {code: _held(rows.get(items[code][0]), items[code][1], heads) for code in wanted},
        "progress": progress_reply(progress([spec for _id, spec in items.values()], answers, kind)),
    }


def held_entry(entry: SheetItem) -> dict[str, Any]:
    """The same for one item of a sheet that was read whole."""
    return {
        "status": entry.status,
        "value": entry.value,
        "note": entry.note,
        "head_ids": list(entry.head_ids),
        "conflict": entry.conflict,
        "heads": [_head(head.event, entry.spec) for head in entry.heads],
    }


def progress_reply(found: Progress) -> dict[str, Any]:
    """How far a sheet is, as programs read it."""
    return {
        "total": found.total,
        "done": found.done,
        "missing_required": list(found.missing_required),
        "missing_notes": list(found.missing_notes),
        "conflicts": list(found.conflicts),
    }


def _held(row: Any, spec: ItemSpec, heads: dict[str, ResponseEvent]) -> dict[str, Any]:
    if row is None:
        return _NOTHING
    return {
        "status": row.status,
        "value": row.value,
        "note": row.note,
        "head_ids": list(row.head_ids),
        "conflict": row.conflict,
        "heads": [_head(heads[id], spec) for id in row.head_ids] if row.conflict else [],
    }


def _head(event: ResponseEvent, spec: ItemSpec) -> dict[str, Any]:
    return {
        "id": event.id,
        "who": event.author_name,
        "when": vn_moment(event.device_time),
        "text": answer_text(spec, event.status, event.value),
        "status": event.status,
        "value": event.value,
        "note": event.note,
    }


def _heads(ids: Iterable[str]) -> dict[str, ResponseEvent]:
    wanted = list(ids)
    if not wanted:
        return {}
    return {
        event.id: event
        for event in db.session.scalars(select(ResponseEvent).where(ResponseEvent.id.in_(wanted)))
    }

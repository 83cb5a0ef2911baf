"""Records that were received but not applied, with what they say in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from audit.accounts.models import User
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import visits_of
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.paging import Page, paginate
from audit.kernel.text import search_key
from audit.offline.domain.board import skew_minutes
from audit.offline.domain.outcomes import Outcome
from audit.offline.models import LedgerRecord
from audit.offline.queries.record_words import said_by
from audit.offline.queries.scope import records_of
from checklists.models.instruments import Item

STATES = ("waiting", "refused", "decided")


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record as the lead reads it; ``visit`` is None when there is none the person may see."""

    record: LedgerRecord
    visit: Visit | None
    item: Item | None
    says: str
    note: str
    skew_minutes: int | None


def _narrowed(statement: Select[LedgerRecord], state: str) -> Select[LedgerRecord]:
    if state == "refused":
        return statement.where(LedgerRecord.outcome == Outcome.REFUSED)
    if state == "decided":
        return statement.where(LedgerRecord.decision != "")
    return statement.where(LedgerRecord.outcome == Outcome.PARKED, LedgerRecord.decision == "")


def not_applied(
    actor: Actor,
    *,
    state: str = "waiting",
    visit_id: int | None = None,
    text: str = "",
    cursor: str | None = None,
    limit: int = 25,
) -> tuple[Page[LedgerRecord], list[RecordLine]]:
    """A page of parked or refused records, or of those that were decided; four queries."""
    statement = _narrowed(records_of(actor), state)
    if visit_id is not None:
        statement = statement.where(LedgerRecord.visit_id == visit_id)
    for word in search_key(text).split():
        statement = statement.where(User.search_key.contains(word, autoescape=True))
    newest_first = state != "waiting"
    key = LedgerRecord.id.desc() if newest_first else LedgerRecord.id
    page = paginate(statement, keys=(key,), cursor=cursor, limit=limit)
    return page, lines(actor, page.items)


def counts(actor: Actor, visit_id: int | None = None) -> dict[str, int]:
    """How many records stand under each of :data:`STATES`, in one query."""
    found = {}
    for state in STATES:
        inner = _narrowed(records_of(actor), state)
        if visit_id is not None:
            inner = inner.where(LedgerRecord.visit_id == visit_id)
        ids = inner.with_only_columns(func.count(LedgerRecord.id), maintain_column_froms=True)
        found[state] = ids.order_by(None).scalar_subquery().label(state)
    row = db.session.execute(select(*found.values())).one()
    return {state: getattr(row, state) for state in STATES}


def lines(actor: Actor, records: Sequence[LedgerRecord]) -> list[RecordLine]:
    """These records in words; two queries."""
    visits = _visits(actor, {record.visit_id for record in records})
    items = _items(visits.values(), {record.item_code for record in records if record.item_code})
    found = []
    for record in records:
        visit = visits.get(record.visit_id)
        version = visit.submission.version_id if visit and visit.submission else 0
        item = items.get((version, record.item_code))
        says, note = said_by(record, item)
        found.append(RecordLine(record, visit, item, says, note, skew_minutes(record.device.skew_ms)))
    return found


def _visits(actor: Actor, ids: Collection[int]) -> dict[int, Visit]:
    statement = visits_of(actor).where(Visit.id.in_(ids))
    statement = statement.options(
        joinedload(Visit.unit), joinedload(Visit.establishment), joinedload(Visit.submission)
    )
    return {visit.id: visit for visit in db.session.scalars(statement)}


def _items(visits: Collection[Visit], codes: Collection[str]) -> dict[tuple[int, str], Item]:
    versions = {visit.submission.version_id for visit in visits if visit.submission is not None}
    statement = select(Item).where(Item.version_id.in_(versions), Item.code.in_(codes))
    return {(item.version_id, item.code): item for item in db.session.scalars(statement)}

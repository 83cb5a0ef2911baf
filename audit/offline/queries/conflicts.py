"""Answers in conflict on the checklists of visits, and how earlier conflicts were decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, func, select
from sqlalchemy.orm import joinedload

from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import visits_of
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.paging import Page, paginate
from audit.offline.domain.board import skew_minutes
from audit.offline.models import Device
from checklists.models.instruments import Item
from checklists.models.submissions import Response, ResponseEvent
from checklists.queries.instruments import item_spec
from checklists.queries.wording import answer_text


@dataclass(frozen=True, slots=True)
class Side:
    """One of the answers that differ; ``skew_minutes`` when the tablet's clock is more than 5 minutes off."""

    event: ResponseEvent
    text: str
    skew_minutes: int | None


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """An item of a visit to which people answered differently and nobody has decided."""

    response: Response
    visit: Visit
    item: Item
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer given in sight of several: it settled them. Nothing of what it settled is deleted."""

    event: ResponseEvent
    visit: Visit
    item: Item
    text: str
    sides: tuple[Side, ...]


def _visible(actor: Actor) -> Select[int]:
    return visits_of(actor).with_only_columns(Visit.id)


def _open(actor: Actor, visit_id: int | None) -> Any:
    statement = (
        select(Response, Visit)
        .join(Visit, Visit.submission_id == Response.submission_id)
        .where(Response.conflict, Visit.id.in_(_visible(actor)))
        .options(
            joinedload(Response.item),
            joinedload(Visit.unit),
            joinedload(Visit.establishment),
        )
    )
    return statement if visit_id is None else statement.where(Visit.id == visit_id)


def open_conflicts(
    actor: Actor, *, visit_id: int | None = None, cursor: str | None = None, limit: int = 25
) -> tuple[Page[tuple[Response, Visit]], list[OpenConflict]]:
    """A page of conflicts to decide, those longest unsettled first; three queries."""
    page = paginate(
        _open(actor, visit_id),
        keys=(Response.updated_at, Response.id),
        cursor=cursor,
        limit=limit,
        scalars=False,
    )
    return page, _conflicts(page.items)


def all_open(actor: Actor, *, limit: int = 2_000) -> list[OpenConflict]:
    """Every conflict to decide, by visit and item, for paper and spreadsheets."""
    statement = _open(actor, None).join(Item, Item.id == Response.item_id)
    statement = statement.order_by(Visit.starts_at, Visit.id, Item.position, Response.id).limit(limit)
    return _conflicts([(response, visit) for response, visit in db.session.execute(statement)])


def _conflicts(rows: Iterable[tuple[Response, Visit]]) -> list[OpenConflict]:
    found = list(rows)
    sides = _sides({id for response, _visit in found for id in response.head_ids})
    return [
        OpenConflict(
            response,
            visit,
            response.item,
            tuple(sides[id] for id in response.head_ids if id in sides),
        )
        for response, visit in found
    ]


def count_open(actor: Actor, visit_id: int | None = None) -> int:
    """How many conflicts of the person's visits wait for a decision."""
    counted = _open(actor, visit_id).with_only_columns(func.count(Response.id), maintain_column_froms=True)
    return db.session.scalar(counted.order_by(None)) or 0


def decisions(
    actor: Actor, *, visit_id: int | None = None, cursor: str | None = None, limit: int = 25
) -> tuple[Page[tuple[ResponseEvent, Visit]], list[Decision]]:
    """A page of decisions, the latest first; three queries."""
    page = paginate(
        _decided(actor, visit_id),
        keys=(ResponseEvent.received_at.desc(), ResponseEvent.id.desc()),
        cursor=cursor,
        limit=limit,
        scalars=False,
    )
    return page, _decisions(page.items)


def all_decisions(actor: Actor, *, limit: int = 5_000) -> list[Decision]:
    """Every decision, the latest first, for spreadsheets."""
    statement = _decided(actor, None).order_by(ResponseEvent.received_at.desc(), ResponseEvent.id.desc())
    return _decisions([(event, visit) for event, visit in db.session.execute(statement.limit(limit))])


def _decided(actor: Actor, visit_id: int | None) -> Any:
    statement = (
        select(ResponseEvent, Visit)
        .join(Visit, Visit.submission_id == ResponseEvent.submission_id)
        .where(
            func.json_array_length(ResponseEvent.base_ids, type_=Integer) > 1,
            Visit.id.in_(_visible(actor)),
        )
        .options(
            joinedload(ResponseEvent.item),
            joinedload(Visit.unit),
            joinedload(Visit.establishment),
        )
    )
    return statement if visit_id is None else statement.where(Visit.id == visit_id)


def _decisions(rows: Sequence[tuple[ResponseEvent, Visit]]) -> list[Decision]:
    sides = _sides({base for event, _visit in rows for base in event.base_ids})
    return [
        Decision(
            event,
            visit,
            event.item,
            answer_text(item_spec(event.item), event.status, event.value),
            tuple(sides[base] for base in event.base_ids if base in sides),
        )
        for event, visit in rows
    ]


def _sides(ids: Collection[str]) -> dict[str, Side]:
    """Answers by the ids of their events, with what is known of the clock they were dated by."""
    if not ids:
        return {}
    statement = (
        select(ResponseEvent, Device.skew_ms)
        .outerjoin(Device, Device.id == ResponseEvent.device_id)
        .where(ResponseEvent.id.in_(ids))
        .options(joinedload(ResponseEvent.item))
    )
    return {
        event.id: Side(
            event,
            answer_text(item_spec(event.item), event.status, event.value),
            skew_minutes(skew),
        )
        for event, skew in db.session.execute(statement)
    }

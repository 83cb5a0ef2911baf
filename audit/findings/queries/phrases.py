"""Reads of canned phrases: the administrator's list, one of them, and those to offer while writing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, case, select

from audit.findings.models import Finding, FindingPhrase
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.dated_rows import stands
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.kernel.text import search_key
from audit.kernel.validity import Validity
from audit.registers.queries.scope import matches_words
from checklists.models.instruments import InstrumentVersion, Item

ORDER = (FindingPhrase.kind, FindingPhrase.item_code, FindingPhrase.name, FindingPhrase.id)
MOST_OFFERED = 20


def visible(actor: Actor) -> Select[FindingPhrase]:
    """Those of the actor's province; of every province for the system's own."""
    statement = select(FindingPhrase)
    if actor.province_code:
        statement = statement.where(FindingPhrase.province_code == actor.province_code)
    return statement


def listed(
    actor: Actor, *, kind: str = "", text: str = "", state: Validity | None = None, on: date
) -> Select[FindingPhrase]:
    """Phrases by kind, words and how they stand on a day."""
    statement = visible(actor)
    if kind:
        statement = statement.where(FindingPhrase.kind == kind)
    if words := search_key(text).split():
        statement = statement.where(matches_words(FindingPhrase.search_key, words))
    if state is not None:
        statement = statement.where(stands(FindingPhrase.valid_from, FindingPhrase.valid_to, state, on))
    return statement


def phrase(actor: Actor, phrase_id: int, *, lock: bool = False) -> FindingPhrase:
    """One phrase; :class:`NotFound` outside the actor's province. ``lock``: nobody else changes it now."""
    statement = visible(actor).where(FindingPhrase.id == phrase_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound("phrase_not_found", _("Không tìm thấy câu mẫu."))
    return found


def offered(
    actor: Actor, *, kind: str, items: Collection[str], text: str, on: date
) -> Sequence[FindingPhrase]:
    """At most twenty phrases in force in which words begin like those of ``text``; ``kind`` "" is every kind.

    First those of ``items``, then those for every item, then the rest. One statement.
    """
    nearness = case((FindingPhrase.item_code.in_(items), 0), (FindingPhrase.item_code == "", 1), else_=2)
    statement = listed(actor, kind=kind, text=text, state=Validity.CURRENT, on=on)
    return db.session.scalars(
        statement.order_by(nearness, FindingPhrase.name, FindingPhrase.id).limit(MOST_OFFERED)
    ).all()


def item_choices() -> list[tuple[str, str]]:
    """Items that findings come from, with their words, once each, as the newest version has them."""
    statement = (
        select(Item.code, Item.text)
        .join(InstrumentVersion, InstrumentVersion.id == Item.version_id)
        .where(Item.answer_type != "heading", Item.finding_polarity.is_not(None))
        .order_by(InstrumentVersion.id.desc(), Item.position)
    )
    found: dict[str, str] = {}
    for code, text in db.session.execute(statement):
        found.setdefault(code, text)
    return list(found.items())


def item_codes(finding_ids: Collection[int]) -> dict[int, str]:
    """The item each of these findings came from, by id of the finding; one statement."""
    statement = (
        select(Finding.id, Item.code)
        .join(Item, Item.id == Finding.item_id)
        .where(Finding.id.in_(finding_ids))
    )
    return {finding_id: code for finding_id, code in db.session.execute(statement)}


def item_exists(code: str) -> bool:
    """Whether some version of an instrument has an item with this code."""
    return db.session.scalar(select(Item.id).where(Item.code == code).limit(1)) is not None

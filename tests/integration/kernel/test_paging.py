"""Keyset paging shows every row once, in order, forwards and backwards."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from audit.kernel.access import SYSTEM
from audit.kernel.database import db, transaction
from audit.kernel.errors import Invalid
from audit.kernel.journal.models import JournalEntry
from audit.kernel.journal.services import record
from audit.kernel.paging import paginate

KEYS = (JournalEntry.action, JournalEntry.position.desc())


@pytest.fixture
def rows(app: Flask) -> list[int]:
    with transaction():
        for number in range(23):
            record(actor=SYSTEM, action=f"test.{'abc'[number % 3]}", subject="paging", subject_id=number)
    statement = select(JournalEntry.position).where(JournalEntry.subject == "paging")
    return list(db.session.scalars(statement.order_by(JournalEntry.action, JournalEntry.position.desc())))


def _page(cursor: str | None) -> object:
    statement = select(JournalEntry).where(JournalEntry.subject == "paging")
    return paginate(statement, keys=KEYS, cursor=cursor, limit=5)


def test_walking_forward_shows_every_row_once_in_order(rows: list[int]) -> None:
    seen, cursor = [], None
    while True:
        page = _page(cursor)
        seen += [entry.position for entry in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == rows


def test_walking_back_shows_the_same_pages(rows: list[int]) -> None:
    forward, page = [], _page(None)
    assert page.previous is None
    while page.next:
        forward.append([e.position for e in page.items])
        page = _page(page.next)
    backward = []
    while page.previous:
        page = _page(page.previous)
        backward.append([e.position for e in page.items])
    assert backward == list(reversed(forward))
    assert page.previous is None


@pytest.mark.parametrize("cursor", ["x", "W10", "e30", "bnVsbA", "WyJuIiwxXQ", "%00", "WyJ4IiwiYSIsMV0"])
def test_a_damaged_cursor_is_refused(app: Flask, cursor: str) -> None:
    with pytest.raises(Invalid):
        _page(cursor)

"""The database: tables' base class, the one way to write, and SQLite made safe for several writers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from audit.kernel.json_text import compact

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Typed base; constraint names follow ``NAMES`` so that migrations can name what they change."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(
    model_class=Base, session_options={"autoflush": True}, engine_options={"json_serializer": compact}
)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in, an aware UTC moment out, on databases that know zones and on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_WRITE = "thuc_dia_write"


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=15000")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Readers begin deferred; writers take SQLite's one write lock at once, so that a check and
    the write that rests on it see the same state (the driver's own late BEGIN does not)."""
    if connection.dialect.name == "sqlite":
        immediate = connection.get_execution_options().get(_WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def transaction() -> Iterator[None]:
    """One use case, one transaction: commit when the block ends, roll everything back when it raises.

    Used by entry points only (a view, a command, a sync record). What was read before the block is read
    again inside it, because the write lock may have been waited for.
    """
    db.session.rollback()
    with _turn(db.engine):
        connection = db.session.connection(execution_options={_WRITE: True})
        before = _changes(connection)
        try:
            yield
            changed = _changes(db.session.connection()) - before
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
    _keep_statistics(changed)


_PATIENCE = 15.0
_turns: WeakKeyDictionary[Engine, RLock] = WeakKeyDictionary()
_turns_guard = Lock()


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Writers of this process wait for each other here rather than at SQLite's lock, which wakes nobody: who
    waits there sleeps for up to a tenth of a second at a time and may find it taken again, for seconds.

    It only puts them in order. Who has waited for as long as SQLite would goes on and is told by SQLite, and
    other processes are met there as before. Databases that lock rows need no such order.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    with _turns_guard:
        turn = _turns.setdefault(engine, RLock())
    held = turn.acquire(timeout=_PATIENCE)
    try:
        yield
    finally:
        if held:
            turn.release()


_ENOUGH = 2_000
_unseen: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()


def _changes(connection: Connection) -> int:
    """Rows this connection has changed since it was opened; always 0 where the server counts itself."""
    raw = connection.connection.driver_connection
    return raw.total_changes if isinstance(raw, sqlite3.Connection) else 0


def _keep_statistics(changed: int) -> None:
    """Have SQLite count its tables anew after every few thousand changed rows, so that it picks the right
    index; PostgreSQL does so by itself. A sample is enough and takes milliseconds."""
    if changed <= 0:
        return
    engine = db.engine
    _unseen[engine] = _unseen.get(engine, 0) + changed
    if _unseen[engine] < _ENOUGH:
        return
    _unseen[engine] = 0
    # Another writer is at work: next time. The cursor is the driver's own, and so are its errors; the change
    # that was counted is committed and must not be answered with an error.
    with suppress(OperationalError, sqlite3.OperationalError), engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA busy_timeout=200")
        try:
            cursor.execute("PRAGMA analysis_limit=400")
            cursor.execute("ANALYZE")
        finally:
            cursor.execute("PRAGMA busy_timeout=15000")
            cursor.close()


def init_app(app: Flask) -> None:
    db.init_app(app)

"""Writers of one process take turns before they ask SQLite for its lock."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from audit.kernel import database
from audit.kernel.database import db, transaction
from audit.registers.models.agencies import Agency


def _rename(app: Flask, id: int, name: str, done: threading.Event) -> None:
    with app.app_context():
        with transaction():
            db.session.get_one(Agency, id).name = name
        done.set()
        db.session.remove()


def _first() -> int:
    agency = db.session.query(Agency).first()
    assert agency is not None
    return agency.id


def test_a_second_writer_waits_until_the_first_is_through(app: Flask) -> None:
    id, done = _first(), threading.Event()
    with transaction():
        db.session.get_one(Agency, id).name = "Tên thứ nhất"
        db.session.flush()
        second = threading.Thread(target=_rename, args=(app, id, "Tên thứ hai", done))
        second.start()
        assert not done.wait(0.3)
    assert done.wait(10)
    second.join()
    db.session.rollback()  # what was read before is old
    assert db.session.get_one(Agency, id).name == "Tên thứ hai"


def test_who_waited_too_long_for_a_turn_asks_the_database(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite's writers take turns")
    monkeypatch.setattr(database, "_PATIENCE", 0.05)
    id, done = _first(), threading.Event()
    with database._turn(db.engine):  # a turn that somebody keeps although nothing is written
        second = threading.Thread(target=_rename, args=(app, id, "Tên mới", done))
        second.start()
        assert done.wait(10)
    second.join()
    db.session.rollback()  # what was read before is old
    assert db.session.get_one(Agency, id).name == "Tên mới"


def test_a_failure_gives_the_turn_back(app: Flask) -> None:
    id, done = _first(), threading.Event()
    with pytest.raises(RuntimeError), transaction():
        raise RuntimeError("on purpose")
    second = threading.Thread(target=_rename, args=(app, id, "Tên mới", done))
    second.start()
    assert done.wait(10)
    second.join()

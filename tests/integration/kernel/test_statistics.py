"""Counting the tables anew is a favour: a write that is committed is never answered with its failure."""

from __future__ import annotations

import sqlite3

import pytest
from flask import Flask
from sqlalchemy.engine import make_url

from audit.kernel import database
from audit.kernel.database import db, transaction
from audit.registers.models.agencies import Agency


def test_a_busy_database_does_not_spoil_what_was_committed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts by itself")
    monkeypatch.setattr(database, "_ENOUGH", 1)
    path = make_url(str(db.engine.url)).database
    assert path is not None
    agency = db.session.query(Agency).first()
    assert agency is not None
    other = sqlite3.connect(path, isolation_level=None)
    counted = database._keep_statistics

    def while_another_writes(changed: int) -> None:
        other.execute("BEGIN IMMEDIATE")
        try:
            counted(changed)
        finally:
            other.execute("ROLLBACK")

    monkeypatch.setattr(database, "_keep_statistics", while_another_writes)
    with transaction():
        db.session.get_one(Agency, agency.id).name = "Tên mới"
        db.session.flush()
    assert db.session.get_one(Agency, agency.id).name == "Tên mới"
    other.close()

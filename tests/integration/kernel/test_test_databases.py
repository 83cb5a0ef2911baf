"""What the tests themselves rest on: a database that was given back comes as it was to the next test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect, text

from audit.app import create_app
from audit.kernel.access import Role
from audit.kernel.database import db
from tests.conftest import settings_for
from tests.databases import SERVER, Databases
from tests.integration.accounts.people import make_user

pytestmark = pytest.mark.skipif(not SERVER, reason="files are copied anew for each test")


def _everything(url: str) -> dict[str, str | None]:
    """A digest of all rows of each table, and where each counter stands."""
    engine = create_engine(url)
    found = {}
    with engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            rows = f'SELECT md5(string_agg(one::text, chr(10) ORDER BY one::text)) FROM "{name}" one'
            found[name] = connection.scalar(text(rows))
        for name, value in connection.execute(text("SELECT sequencename, last_value FROM pg_sequences")):
            found[name] = str(value)
    engine.dispose()
    return found


def _says(statement: str) -> Callable[[Flask], None]:
    def change(app: Flask) -> None:
        db.session.execute(text(statement))
        db.session.commit()

    return change


def _employs(app: Flask) -> None:
    make_user("nguoi.moi", Role.ADMINISTRATOR)


CHANGES = {
    "rows are added": _employs,
    "one row is changed": _says("UPDATE agency SET name = 'khác' WHERE id = (SELECT max(id) FROM agency)"),
    "rows are taken away": _says("DELETE FROM unit_lineage"),
    "a table is left behind": _says("CREATE TABLE left_behind (id integer)"),
    "a table is gone": _says("DROP TABLE unit_lineage"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_one_test_changes_the_next_does_not_find(
    change: Callable[[Flask], None], databases: Databases, tmp_path: Path
) -> None:
    url = databases.copy(tmp_path)
    before = _everything(url)
    # Twice, because what was put right once is young itself.
    for _n in range(2):
        app = create_app(settings_for(tmp_path, url))
        with app.app_context():
            change(app)
            db.session.remove()
            db.engine.dispose()
        assert _everything(url) != before
        databases.drop(url)
        url = databases.copy(tmp_path)
        assert _everything(url) == before
    databases.drop(url)


def test_two_copies_at_a_time_are_two(databases: Databases, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "other")]
    for folder in folders:
        folder.mkdir()
    one, other = (databases.copy(folder) for folder in folders)
    assert one != other
    databases.drop(one)
    databases.drop(other)


def test_a_connection_left_open_does_not_write_into_the_next_test(
    databases: Databases, tmp_path: Path
) -> None:
    url = databases.copy(tmp_path)
    before = _everything(url)
    engine = create_engine(url)
    forgotten = engine.connect()
    forgotten.execute(text("DELETE FROM unit_lineage"))
    databases.drop(url)
    forgotten.invalidate()
    engine.dispose()
    again = databases.copy(tmp_path)
    assert again == url
    assert _everything(again) == before
    databases.drop(again)

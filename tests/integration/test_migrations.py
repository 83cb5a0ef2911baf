"""The schema's history: one head, nothing pending, down and up again, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from audit.app import create_app
from audit.kernel.database import db
from audit.kernel.migrations import attach
from tests.conftest import settings_for
from tests.databases import Databases


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without a single table."""
    databases = Databases(tmp_path)
    app = create_app(settings_for(tmp_path, databases.template_url()))
    attach(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    databases.close()


def _differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_there_is_one_head(empty: Flask) -> None:
    assert len(ScriptDirectory(empty.config["MIGRATIONS"]).get_heads()) == 1


def test_upgrading_an_empty_database_gives_the_tables_of_the_models(empty: Flask) -> None:
    upgrade()
    assert _tables() == set(db.metadata.tables)
    assert _differences() == []


def test_the_schema_goes_down_to_nothing_and_up_again(empty: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    assert _tables() == set()
    upgrade()
    assert _tables() == set(db.metadata.tables)

"""Fixtures: an application on a database of its own, real commits, on SQLite or PostgreSQL.

One template database is filled once a worker (schema, registers, instruments, standing texts); each test
gets a copy, so that transactions, locks and constraints behave as in production and nothing leaks between
tests.
``TEST_DATABASE_URL=postgresql://…/postgres`` runs the same tests on PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

from audit.app import create_app
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db
from audit.kernel.migrations import attach
from audit.kernel.settings import Settings, from_environ

ROOT = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("TEST_DATABASE_URL", "")


def settings_for(data_dir: Path, url: str) -> Settings:
    """Settings of a test application with its files in ``data_dir``."""
    return from_environ(
        {
            "THUC_DIA_MODE": "testing",
            "SECRET_KEY": "a key for tests only, long enough to be accepted",
            "DATA_DIR": str(data_dir),
            "DATABASE_URL": url,
            "SECURE_COOKIES": "0",
            "SIGN_IN_LIMIT": "1000 per minute",
        }
    )


class CompiledTemplates(BytecodeCache):
    """Templates compiled once a worker: each test has an application of its own, all have the same pages."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self.codes[bucket.key, bucket.checksum] = bucket.code


# On the class, for every application that a test makes, by whichever way it makes it.
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": CompiledTemplates()}


class Visitor(FlaskClient):
    """A client whose requests share nothing with the test's own application context, as in production.

    What the test has read before is forgotten after each request, so that it sees what was written.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        answer: TestResponse = Context().run(super().open, *args, **options)
        if has_app_context():
            db.session.rollback()
        return answer


class Databases:
    """Makes empty-handed copies of one filled template, on files or on a PostgreSQL server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"thuc_dia_{os.getpid()}_{uuid.uuid4().hex[:8]}"
        self.made: list[str] = []

    def _server(self, statement: str) -> None:
        engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def template_url(self) -> str:
        if not SERVER:
            return f"sqlite:///{self.folder / 'template.sqlite3'}"
        self._server(f'CREATE DATABASE "{self.name}"')
        self.made.append(self.name)
        return str(make_url(SERVER).set(database=self.name).render_as_string(hide_password=False))

    def copy(self, folder: Path, of: str | None = None) -> str:
        """The address of a copy of the template, or of the unused database at the address ``of``."""
        if not SERVER:
            source = make_url(of).database if of else None
            shutil.copyfile(source or self.folder / "template.sqlite3", folder / "test.sqlite3")
            return f"sqlite:///{folder / 'test.sqlite3'}"
        name = f"{self.name}_{uuid.uuid4().hex[:8]}"
        source = make_url(of).database if of else self.name
        self._server(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        self.made.append(name)
        return str(make_url(SERVER).set(database=name).render_as_string(hide_password=False))

    def drop(self, url: str) -> None:
        if SERVER:
            name = make_url(url).database
            self._server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def close(self) -> None:
        for name in self.made if SERVER else ():
            self._server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    folder = tmp_path_factory.mktemp("template")
    databases = Databases(folder)
    app = create_app(settings_for(folder, databases.template_url()))
    runner = app.test_cli_runner()
    with app.app_context():
        attach(app)
        upgrade()
        for command in (
            ["registers", "load-units"],
            ["registers", "load-agencies"],
            ["checklists", "load"],
            ["reports", "load-texts", "--province", "20", "--province", "12", "--province", "75"],
        ):
            result = runner.invoke(args=command)
            assert result.exit_code == 0, result.output
        db.session.remove()
        if not SERVER:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    yield databases
    databases.close()


@pytest.fixture
def app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An application whose database holds the schema, the registers and the instruments."""
    url = databases.copy(tmp_path)
    app = create_app(settings_for(tmp_path, url))
    app.test_client_class = Visitor
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def boundaries_dir() -> Path:
    """The optional folder of real commune boundaries."""
    folder = Path(os.environ.get("THUC_DIA_BOUNDARIES", ROOT.parent / "shared" / "boundaries"))
    if not (folder / "communes_20_lang_son.geojson").is_file():
        pytest.skip(f"no commune boundaries in {folder}")
    return folder


def make_actor(
    role: Role = Role.TEAM_LEAD,
    *,
    id: int | None = 1,
    scope_kind: ScopeKind = ScopeKind.PROVINCE,
    scope_code: str = "20",
    province_code: str = "20",
) -> Actor:
    return Actor(id, f"test.{role}", "Người Thử Nghiệm", role, scope_kind, scope_code, province_code)


@pytest.fixture
def lead() -> Actor:
    """A team lead of Lạng Sơn."""
    return make_actor()

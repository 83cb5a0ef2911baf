"""Fixtures: an application on a database of its own, real commits, on SQLite or PostgreSQL.

One template database is filled once a worker (schema, registers, instruments, standing texts); each test
gets a copy, so that transactions, locks and constraints behave as in production and nothing leaks between
tests.
``TEST_DATABASE_URL=postgresql://…/postgres`` runs the same tests on PostgreSQL.
"""

from __future__ import annotations

import os
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
from werkzeug.test import TestResponse

from audit.app import create_app
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db
from audit.kernel.migrations import attach
from audit.kernel.settings import Settings, from_environ
from tests.databases import SERVER, Databases

ROOT = Path(__file__).resolve().parents[1]


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

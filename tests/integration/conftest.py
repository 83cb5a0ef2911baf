"""The demonstration, told once a worker; tests that ask for ``told`` get a copy of it as their database.

The desk is the same world in the middle of its paperwork, with all the forms in which somebody may type.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from audit.app import create_app
from audit.kernel.database import db
from tests.conftest import Visitor, settings_for
from tests.databases import SERVER, Databases
from tests.integration.form_filling import WRITERS, SignIn, Spot, open_work, spots
from tests.integration.told_world import Guest, Told, tell_it


@dataclass(frozen=True)
class Desk:
    """A running copy of the world at work: the application, who signs in, the forms."""

    app: Flask
    guest: SignIn
    forms: list[Spot]

    def everybody(self) -> dict[str, Guest]:
        """Those who fill in forms, signed in."""
        return {username: self.guest(username) for username in WRITERS}

    def each_form(self) -> Iterator[tuple[Spot, Guest]]:
        """Each different form once, with the first person who may fill it in."""
        people, done = self.everybody(), set()
        for spot in self.forms:
            if (spot.action, spot.signature) not in done:
                done.add((spot.action, spot.signature))
                yield spot, people[spot.username]


@contextmanager
def _copied(databases: Databases, source: str, folder: Path, data: Path) -> Iterator[str]:
    """The address of a copy of the world at ``source``, with its files in ``data``."""
    shutil.copytree(folder, data, ignore=shutil.ignore_patterns("*.sqlite3*"), dirs_exist_ok=True)
    url = databases.copy(data, source)
    yield url
    databases.drop(url)


@contextmanager
def _running(url: str, data: Path) -> Iterator[Flask]:
    """An application on a database, which can be copied afterwards."""
    app = create_app(settings_for(data, url))
    app.test_client_class = Visitor
    with app.app_context():
        yield app
        db.session.remove()
        if not SERVER:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


@pytest.fixture(scope="session")
def _story(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path, Told]]:
    folder = tmp_path_factory.mktemp("told")
    url = databases.copy(folder)
    with _running(url, folder):
        told = tell_it("Sở Y tế")
    yield url, folder, told
    databases.drop(url)


@pytest.fixture
def told_app(databases: Databases, _story: tuple[str, Path, Told], tmp_path: Path) -> Iterator[Flask]:
    """An application in the middle of an inspection year of Lạng Sơn."""
    source, folder, _told = _story
    data = tmp_path / "data"
    with _copied(databases, source, folder, data) as url, _running(url, data) as app:
        yield app


@pytest.fixture(scope="session")
def _desk(
    databases: Databases, _story: tuple[str, Path, Told], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path, Told, list[Spot]]]:
    source, folder, told = _story
    data = tmp_path_factory.mktemp("desk")
    with _copied(databases, source, folder, data) as url:
        with _running(url, data) as app:
            guest = _sign_in(app, told)
            open_work(guest)
            forms = spots(app, guest)
        yield url, data, told, forms


@pytest.fixture(scope="module")
def shared_desk(
    databases: Databases,
    _desk: tuple[str, Path, Told, list[Spot]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Desk]:
    """A desk for all the tests of a module, which read only what its first fixture left there."""
    with _opened(databases, _desk, tmp_path_factory.mktemp("shared") / "data") as desk:
        yield desk


@pytest.fixture
def desk(databases: Databases, _desk: tuple[str, Path, Told, list[Spot]], tmp_path: Path) -> Iterator[Desk]:
    """A desk of its own for one test."""
    with _opened(databases, _desk, tmp_path / "desk") as desk:
        yield desk


@contextmanager
def _opened(databases: Databases, of: tuple[str, Path, Told, list[Spot]], data: Path) -> Iterator[Desk]:
    source, folder, told, forms = of
    with _copied(databases, source, folder, data) as url, _running(url, data) as app:
        # A fault becomes a page of status 500, so that every one of them is found.
        app.config["PROPAGATE_EXCEPTIONS"] = False
        yield Desk(app, _sign_in(app, told), forms)


def _sign_in(app: Flask, told: Told) -> SignIn:
    return lambda username: Guest(app, told, username)


@pytest.fixture
def told(told_app: Flask, _story: tuple[str, Path, Told]) -> Told:
    return _story[2]


@pytest.fixture
def guest(told_app: Flask, told: Told) -> Callable[[str], Guest]:
    """Somebody of the told world, signed in."""
    return _sign_in(told_app, told)

"""Every list and home page asks the database the same number of questions in a small and in a large world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from audit.app import create_app
from audit.kernel.access import Role
from audit.kernel.database import db
from bench import world
from tests.conftest import Visitor, settings_for
from tests.databases import Databases
from tests.integration.test_reach import REACH, Reach, address, rules

SMALL = world.Size(establishments=80, visits=100, findings=120, users=10, journal=60, documents=20)
LARGE = world.Size(establishments=800, visits=1_000, findings=1_200, users=100, journal=600, documents=200)
PEOPLE = tuple(Role)
# Searched and narrowed pages, beside every list as it opens.
MORE = (
    "/visits/?q=x%C3%A3&state=open",
    "/visits/?mine=1",
    "/visits/calendar?view=week",
    "/findings/?kind=shortcoming&severity=high&q=noi+dung",
    "/recommendations/?overdue=1",
    "/registers/establishments?q=thu&sort=-updated",
    f"/registers/establishments?commune={world.COMMUNE}",
    "/registers/units/20",
    "/registers/units?q=dong",
    "/users/?sort=-seen&q=nguoi",
    "/documents/?state=issued",
    "/journal/?actor=nguoi.thu.0001",
    "/instruments/indicators",
    "/maps/data/establishments.json?establishments=y",
)

# A spreadsheet holds every row; what hangs on the rows is read in batches of 500.
SPREADSHEETS = (".csv", ".xlsx")


class Office:
    """An application with a world of one size; counts the statements that a request needs."""

    def __init__(self, app: Flask, size: world.Size) -> None:
        self.app = app
        self.names = world.fill(size, roles=PEOPLE)
        self.clients = {role: self._signed_in(name) for role, name in self.names.items()}

    def _signed_in(self, username: str) -> FlaskClient:
        client = self.app.test_client()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
        assert found is not None
        form = {"csrf_token": found[1], "username": username, "password": world.PASSWORD}
        assert client.post("/sign-in", data=form).status_code == 303
        return client

    def statements(self, role: Role, place: str) -> tuple[int, int]:
        """Status of the answer, and how many statements it took."""
        seen: list[str] = []

        def note(*arguments: Any) -> None:
            seen.append(arguments[2])

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            answer = self.clients[role].get(place)
            answer.get_data()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return answer.status_code, len([one for one in seen if not one.startswith("BEGIN")])


@contextmanager
def _world(databases: Databases, folder: Path, size: world.Size) -> Iterator[Office]:
    folder.mkdir()
    url = databases.copy(folder)
    app = create_app(settings_for(folder, url))
    app.test_client_class = Visitor
    with app.app_context():
        yield Office(app, size)
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


def _counts(office: Office) -> dict[tuple[Role, str], tuple[int, int]]:
    places = {address(rule, {}) for rule in rules(office.app, Reach.LIST)} | set(MORE)
    # The first request of a process prepares what all later ones share.
    for role in PEOPLE:
        office.statements(role, "/")
    return {(role, place): office.statements(role, place) for role in PEOPLE for place in sorted(places)}


@pytest.fixture(scope="module")
def both(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[tuple[Role, str], tuple[int, int]], dict[tuple[Role, str], tuple[int, int]]]:
    folder = tmp_path_factory.mktemp("worlds")
    with _world(databases, folder / "small", SMALL) as office:
        few = _counts(office)
    with _world(databases, folder / "large", LARGE) as office:
        many = _counts(office)
    return few, many


def test_ten_times_the_rows_cost_no_more_statements(both: tuple[dict[Any, Any], dict[Any, Any]]) -> None:
    few, many = both
    grown = {
        (str(role), place): (few[role, place][1], many[role, place][1])
        for role, place in few
        if few[role, place] != many[role, place] and not place.endswith(SPREADSHEETS)
    }
    assert grown == {}


def test_a_spreadsheet_costs_a_few_statements_more_for_every_five_hundred_rows(
    both: tuple[dict[Any, Any], dict[Any, Any]],
) -> None:
    few, many = both
    sheets = [key for key in few if key[1].endswith(SPREADSHEETS) and few[key][0] == 200]
    assert sheets
    for key in sheets:
        assert many[key][1] <= few[key][1] + 2 * (LARGE.findings // 500), key


def test_every_list_is_measured_for_somebody_who_may_open_it(
    both: tuple[dict[Any, Any], dict[Any, Any]],
) -> None:
    few, _many = both
    opened = {place for (_role, place), (status, _number) in few.items() if status == 200}
    assert {place for _role, place in few} - opened == set()
    assert {status for status, _number in few.values()} <= {200, 403, 404}
    assert Reach.LIST in REACH.values()


def test_no_page_asks_more_than_thirty_questions(both: tuple[dict[Any, Any], dict[Any, Any]]) -> None:
    _few, many = both
    assert {key: number for key, (_status, number) in many.items() if number > 30} == {}

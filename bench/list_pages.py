"""How the pages that list things grow: a whole province beside one with a tenth of its rows.

A department head asks for each page over HTTP, in both worlds in turn; what counts is the 95th percentile.
``BENCH_DATABASE_URL=postgresql://…/postgres`` measures on PostgreSQL instead of SQLite.
"""

from __future__ import annotations

import gc
import os
import re
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from audit.app import create_app
from audit.kernel.access import Role
from audit.kernel.database import db
from audit.kernel.settings import from_environ
from bench import world

TARGET = 1.5
ROUNDS = 60
WARM_UP = 5
PAGES = (
    ("home", "/"),
    ("plans", "/plans/"),
    ("visits", "/visits/"),
    ("visits, searched", "/visits/?q=x%C3%A3"),
    ("visits, open", "/visits/?state=open"),
    ("calendar, month", "/visits/calendar"),
    ("calendar, week", "/visits/calendar?view=week"),
    ("findings", "/findings/"),
    ("findings, severe", "/findings/?kind=shortcoming&severity=high"),
    ("recommendations", "/recommendations/"),
    ("recommendations, overdue", "/recommendations/?overdue=1"),
    ("establishments", "/registers/establishments"),
    ("establishments, latest", "/registers/establishments?sort=-updated"),
    ("establishments, one commune", f"/registers/establishments?commune={world.COMMUNE}"),
    ("establishments, searched", "/registers/establishments?q=thu+nghiem"),
    ("communes of the province", "/registers/units/20"),
    ("documents", "/documents/"),
    ("users", "/users/"),
    ("journal", "/journal/"),
    ("journal of one person", "/journal/?actor=nguoi.thu.0007"),
    ("map page", "/maps/"),
)
# A search for what is not there reads the words of every row once: it grows, from next to nothing.
IN_VAIN = (
    ("visits", "/visits/?q=khong+co+noi+nay"),
    ("findings", "/findings/?q=khong+co+noi+nay"),
    ("establishments", "/registers/establishments?q=khong+co+noi+nay"),
)
# What draws every row grows with the rows; it is fetched once and then only asked whether it has changed.
WHOLE_DATA = ("visits", "findings", "establishments", "communes")
ADMINISTRATOR_PAGES = ("/users/",)


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """The address of an empty database: a file, or one made on the server of ``BENCH_DATABASE_URL``."""
    server = os.environ.get("BENCH_DATABASE_URL", "")
    if not server:
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
        return
    name = f"thuc_dia_bench_{uuid.uuid4().hex[:8]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield str(make_url(server).set(database=name).render_as_string(hide_password=False))
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


class Office:
    """An application with a world of one size, and two people signed in."""

    def __init__(self, url: str, folder: Path, size: world.Size) -> None:
        self.app: Flask = create_app(
            from_environ(
                {
                    "THUC_DIA_MODE": "testing",
                    "SECRET_KEY": "a key for measuring only, long enough to be accepted",
                    "DATA_DIR": str(folder),
                    "DATABASE_URL": url,
                    "SECURE_COOKIES": "0",
                }
            )
        )
        runner = self.app.test_cli_runner()
        with self.app.app_context():
            db.create_all()
            for command in (
                ["registers", "load-units"],
                ["registers", "load-agencies"],
                ["checklists", "load"],
                ["reports", "load-texts"],
            ):
                result = runner.invoke(args=command)
                if result.exit_code:
                    raise RuntimeError(result.output)
            people = world.fill(size, roles=(Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR))
            db.session.remove()
        self.clients = {role: self._signed_in(name) for role, name in people.items()}

    def _signed_in(self, username: str) -> FlaskClient:
        client = self.app.test_client()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
        if found is None:
            raise RuntimeError("no form to sign in")
        form = {"csrf_token": found[1], "username": username, "password": world.PASSWORD}
        if client.post("/sign-in", data=form).status_code != 303:
            raise RuntimeError("the head could not sign in")
        return client

    def seconds(self, address: str, tag: str = "") -> tuple[float, str]:
        """Seconds that one answer takes, and its entity tag; with ``tag`` it must be "not changed"."""
        role = Role.ADMINISTRATOR if address in ADMINISTRATOR_PAGES else Role.DEPARTMENT_HEAD
        headers = {"Accept-Encoding": "gzip"} | ({"If-None-Match": tag} if tag else {})
        start = time.perf_counter()
        answer = self.clients[role].get(address, headers=headers)
        took = time.perf_counter() - start
        expected = 304 if tag else 200
        if answer.status_code != expected:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        found = answer.headers.get("ETag", "")
        answer.close()
        return took, found

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _office(size: world.Size) -> Iterator[Office]:
    with tempfile.TemporaryDirectory() as folder, _database(Path(folder)) as url:
        office = Office(url, Path(folder), size)
        try:
            yield office
        finally:
            office.close()


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _measure(large: Office, small: Office, address: str, *, known: bool = False) -> tuple[float, float]:
    tags = [office.seconds(address)[1] if known else "" for office in (large, small)]
    ours: list[float] = []
    other: list[float] = []
    gc.collect()
    gc.disable()
    try:
        for number in range(ROUNDS + WARM_UP):
            one = large.seconds(address, tags[0])[0]
            two = small.seconds(address, tags[1])[0]
            if number >= WARM_UP:
                ours.append(one)
                other.append(two)
            if number % 10 == 9:
                gc.collect()
    finally:
        gc.enable()
    return _p95(ours), _p95(other)


def _row(name: str, ours: float, other: float, target: float | None) -> dict[str, Any]:
    ratio = ours / other
    return {
        "name": name,
        "ours": round(ours * 1000, 1),
        "other": round(other * 1000, 1),
        "unit": "ms, p95",
        "ratio": round(ratio, 2),
        "target": "–" if target is None else f"≤ {target}",
        "ok": target is None or ratio <= target,
    }


def run() -> list[dict[str, Any]]:
    """p95 of every list page with all rows and with a tenth of them."""
    rows = []
    with _office(world.WHOLE) as large, _office(world.WHOLE.tenth()) as small:
        for name, address in PAGES:
            rows.append(_row(f"list: {name}", *_measure(large, small, address), TARGET))
        for name, address in IN_VAIN:
            rows.append(_row(f"searched in vain: {name}", *_measure(large, small, address), None))
        for name in WHOLE_DATA:
            address = f"/maps/data/{name}.json?establishments=y"
            rows.append(_row(f"map data: {name}, all", *_measure(large, small, address), None))
        address = "/maps/data/establishments.json?establishments=y"
        figures = _measure(large, small, address, known=True)
        rows.append(_row("map data: establishments, unchanged", *figures, TARGET))
    return rows

"""A real server on loopback, a real Chromium that reports errors and requests to other hosts, a told year."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from waitress.server import create_server

from audit.app import create_app
from audit.demo import story
from audit.kernel.database import db
from tests.conftest import settings_for
from tests.databases import SERVER, Databases

ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: ViewportSize = {"width": 1280, "height": 800}
TABLET: ViewportSize = {"width": 800, "height": 1280}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if shutil.which("chromium") is None:
                item.add_marker(
                    pytest.mark.skip(reason="Chromium is not installed (Debian package: chromium)")
                )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=False, args=ARGUMENTS
        )
        yield browser
        browser.close()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application behind Waitress with several threads; the address without a slash at the end."""
    web = create_server(app, host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=web.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{web.effective_port}"
    web.close()
    web.task_dispatcher.shutdown(cancel_pending=True, timeout=5)
    thread.join(timeout=5)


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """The test's own application; a module may put another in its place."""
    with serving(app) as address:
        yield address


@dataclass(frozen=True)
class Demonstration:
    """A told inspection year: its application, the database's address, its files, the one password."""

    app: Flask
    url: str
    folder: Path
    password: str


@pytest.fixture(scope="session")
def demonstration(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Told once a worker. Tests only look at it; one that writes asks for ``demonstration_copy``."""
    folder = tmp_path_factory.mktemp("demonstration")
    url = databases.copy(folder)
    app = create_app(settings_for(folder, url))
    with app.app_context():
        people = story.tell("20", "Sở Y tế")
        _at_rest()
    yield Demonstration(app, url, folder, people["truongdoan"].password)
    with app.app_context():
        db.engine.dispose()
    databases.drop(url)


def _at_rest() -> None:
    """Everything is in the one file of the database, and nobody has it open."""
    db.session.remove()
    if not SERVER:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()


@pytest.fixture(scope="session")
def demonstration_server(demonstration: Demonstration) -> Iterator[str]:
    """The demonstration to look at. Browsers may keep its styles and fonts, for which they ask again at each
    page otherwise, a dozen times."""
    demonstration.app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    with serving(demonstration.app) as address:
        yield address


@pytest.fixture
def demonstration_copy(databases: Databases, demonstration: Demonstration, tmp_path: Path) -> Iterator[Flask]:
    """The demonstration to change."""
    folder = tmp_path / "copy"
    shutil.copytree(demonstration.folder, folder, ignore=shutil.ignore_patterns("*.sqlite3*"))
    with demonstration.app.app_context():
        _at_rest()
    url = databases.copy(folder, demonstration.url)
    app = create_app(settings_for(folder, url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


@dataclass
class Watch:
    """What went wrong in a page, collected while a test runs."""

    errors: list[str]
    outside: list[str]


@pytest.fixture
def open_page(chromium: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """``open_page(viewport=TABLET)`` gives a page of its own session.

    The test fails on script errors, refused content and requests to any other host.
    """
    contexts: list[BrowserContext] = []
    watch = Watch([], [])

    def make(viewport: ViewportSize = DESK, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=server,
            viewport=viewport,
            has_touch=viewport == TABLET,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.on(
            "console",
            lambda message: (
                watch.errors.append(message.text)
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                watch.outside.append(request.url)
                if urlsplit(request.url).scheme in ("http", "https", "ws", "wss")
                and urlsplit(request.url).hostname != "127.0.0.1"
                else None
            ),
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert watch.outside == []
    assert watch.errors == []


def sign_in(page: Page, username: str, password: str) -> None:
    """Through the form, as a person does."""
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_label("Mật khẩu", exact=True).press("Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)

"""Fixtures of the tests of findings."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.integration.findings.findings_world import Browser, World, build


@pytest.fixture
def world(app: Flask) -> World:
    return build()


class Visitor(FlaskClient):
    """A client whose requests share nothing with the test's own application context, as in production."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        answer: TestResponse = Context().run(super().open, *args, **options)
        return answer


@pytest.fixture
def browser(app: Flask, world: World) -> Callable[[str], Browser]:
    """``browser("lead")`` is that person signed in, with cookies of their own."""
    return lambda name: Browser(Visitor(app, app.response_class), name)

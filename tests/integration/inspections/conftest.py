"""A world of plans and visits, and browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from audit.kernel.access import Actor
from tests.integration.inspections.inspections_world import Visitor, World, build


@pytest.fixture
def world(app: Flask) -> World:
    return build()


@pytest.fixture
def visitor(app: Flask) -> Callable[[Actor], Visitor]:
    """A browser signed in as somebody."""
    return lambda actor: Visitor(app.test_client()).sign_in(actor)

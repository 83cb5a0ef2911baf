"""The map's world in a database, and people of different reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.integration.maps import map_world


@pytest.fixture
def world(app: Flask) -> map_world.World:
    return map_world.build()


@pytest.fixture
def as_user(app: Flask, world: map_world.World) -> Callable[[str], FlaskClient]:
    return lambda username: map_world.sign_in(app.test_client(), username)

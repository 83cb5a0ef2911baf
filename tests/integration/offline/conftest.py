"""Tablets of people of the told world."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.integration.offline.tablet_world import Tablet, attended
from tests.integration.told_world import Guest


@pytest.fixture
def tablet(told_app: Flask, guest: Callable[[str], Guest]) -> Tablet:
    """The tablet of an inspector."""
    return Tablet(guest("kiemtra1"))


@pytest.fixture
def visit(told_app: Flask) -> int:
    """A visit in progress that the inspector attends."""
    return attended("kiemtra1", "in_progress").id

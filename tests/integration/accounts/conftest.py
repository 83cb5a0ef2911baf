"""An administrator and a team lead of Lạng Sơn, and browsers to sign in with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from audit.accounts.models import User
from audit.kernel.access import Role
from tests.integration.accounts.people import Browser, make_user


@pytest.fixture
def admin(app: Flask) -> User:
    return make_user("quan.tri", Role.ADMINISTRATOR)


@pytest.fixture
def chief(app: Flask) -> User:
    return make_user("truong.doan", Role.TEAM_LEAD)


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def new_browser(app: Flask) -> Callable[[], Browser]:
    return lambda: Browser(app.test_client())

"""People who sign in, and a browser that fills in forms as they would."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from audit.accounts.models import User
from audit.accounts.services.users import create_user
from audit.kernel.access import SYSTEM, Role, ScopeKind
from audit.kernel.database import transaction

PASSWORD = "Rừng hồi tháng ba"


def make_user(username: str, role: Role, **more: object) -> User:
    given = {
        "full_name": f"Người Thử {username}",
        "scope_kind": ScopeKind.PROVINCE,
        "scope_code": "20",
        "province_code": "20",
        "password": PASSWORD,
        **more,
    }
    with transaction():
        user, _temporary = create_user(actor=SYSTEM, username=username, role=role, **given)  # type: ignore[arg-type]
    return user


class Browser:
    """A client that fills in forms: it takes the token from the page before it posts."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(
        self, address: str, data: dict[str, str] | None = None, *, page: str | None = None
    ) -> TestResponse:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page or address).text)
        assert found, f"no form on {page or address}"
        return self.client.post(address, data={"csrf_token": found[1], **(data or {})})

    def sign_in(self, username: str, password: str = PASSWORD, **more: str) -> TestResponse:
        return self.post("/sign-in", {"username": username, "password": password, **more})

    @property
    def is_signed_in(self) -> bool:
        return self.get("/account").status_code == 200

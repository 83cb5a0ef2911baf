"""People in chosen roles and places, signed in as a browser would be."""

from __future__ import annotations

import re
import uuid
from contextvars import Context
from dataclasses import replace
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from audit.accounts.adapters import password_hashes
from audit.accounts.models import User
from audit.kernel import clock
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction

PASSWORD = "Mat-khau-thu-nghiem-1"


def with_role(actor: Actor, role: Role) -> Actor:
    """The same person in another role."""
    return replace(actor, role=role)


class Visitor(FlaskClient):
    """A client whose requests share nothing with the test's own application context, as in production."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        answer: TestResponse = Context().run(super().open, *args, **options)
        db.session.expire_all()
        db.session.rollback()
        return answer


def account(
    role: Role,
    *,
    scope_kind: ScopeKind = ScopeKind.PROVINCE,
    scope_code: str = "20",
    province_code: str = "20",
) -> str:
    """The user name of a new account."""
    name = f"nguoi-{uuid.uuid4().hex[:8]}"
    with transaction():
        db.session.add(
            User(
                username=name,
                full_name="Người Thử Nghiệm",
                password_hash=password_hashes.make(PASSWORD),
                role=role,
                scope_kind=scope_kind,
                scope_code=scope_code,
                province_code=province_code,
                session_key="k",
                created_at=clock.now(),
            )
        )
    return name


def sign_in(client: FlaskClient, role: Role, **scope: Any) -> FlaskClient:
    """The client signed in with a new account of this role and place."""
    name = account(role, **scope)
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    answer = client.post("/sign-in", data={"csrf_token": token[1], "username": name, "password": PASSWORD})
    assert answer.status_code in (302, 303), answer.get_data(as_text=True)
    return client

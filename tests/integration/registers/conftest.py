"""People who sign in, and establishments to look at."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from audit.accounts.services.users import create_user
from audit.kernel.access import SYSTEM, Actor, Role, ScopeKind
from audit.kernel.database import transaction
from audit.registers.domain.establishments import CommitmentState, EstablishmentData
from audit.registers.services.establishments import create_establishment

PASSWORD = "một mật khẩu thử đủ dài 2026"
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Create an account and return a client signed in as that person."""

    def made(
        role: Role = Role.TEAM_LEAD,
        scope_kind: ScopeKind = ScopeKind.PROVINCE,
        scope_code: str = "20",
        province_code: str = "20",
    ) -> FlaskClient:
        username = f"{role.value.replace('_', '')}.{scope_code}"
        with transaction():
            create_user(
                actor=SYSTEM,
                username=username,
                full_name="Người Thử Nghiệm",
                role=role,
                scope_kind=scope_kind,
                scope_code=scope_code,
                province_code=province_code,
                password=PASSWORD,
            )
        client = app.test_client()
        answer = client.post(
            "/sign-in",
            data={"csrf_token": token(client, "/sign-in"), "username": username, "password": PASSWORD},
        )
        assert answer.status_code in (302, 303), answer.text
        return client

    return made


def token(client: FlaskClient, address: str) -> str:
    """The form token of a page."""
    match = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
    assert match, address
    return match[1]


def data(code: str = "LS-001", **changes: object) -> EstablishmentData:
    """A right establishment of xã Đồng Đăng (06184)."""
    values: dict[str, object] = {
        "register_code": code,
        "name": f"Nhà nghỉ Thử Nghiệm {code}",
        "type_code": "nha_nghi",
        "commune_code": "06184",
        "commitment_state": CommitmentState.SIGNED,
        "staff_male": 1,
        "staff_female": 2,
        "staff_with_contract": 3,
    }
    return EstablishmentData(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def establishments(app: Flask, lead: Actor) -> list[int]:
    """Three establishments of Lạng Sơn and one of Lai Châu; their ids."""
    with transaction():
        made = [
            create_establishment(actor=lead, province_code="20", data=data("LS-001")),
            create_establishment(
                actor=lead,
                province_code="20",
                data=data("LS-002", name="Karaoke Thử Nghiệm", type_code="karaoke", commune_code="05977"),
            ),
            create_establishment(
                actor=lead,
                province_code="20",
                data=data("LS-003", name="Quán =Đặc Biệt", type_code="quan_bar", note="- ghi chú <b>"),
            ),
            create_establishment(actor=SYSTEM, province_code="12", data=data("LC-001", commune_code="03388")),
        ]
        return [record.id for record in made]

"""The menu shows what a person may use, and marks where they are."""

from __future__ import annotations

from flask import Flask

from audit.kernel.access import Permission, Role
from audit.kernel.navigation import NavItem, register, sections
from tests.conftest import make_actor


def _links(app: Flask, address: str, role: Role) -> dict[str, bool]:
    with app.test_request_context(address):
        return {link.label: link.current for section in sections(make_actor(role)) for link in section.links}


def _menu(app: Flask) -> None:
    app.extensions["thuc_dia_navigation"].clear()
    register(
        app,
        [
            NavItem("Tài khoản", "accounts.account", "people", Permission.VIEW_HOME),
            NavItem("Đăng nhập", "accounts.sign_in", "people", Permission.VIEW_HOME, "A", ("accounts",)),
            NavItem("Người dùng", "accounts_users.index", "people", Permission.MANAGE_USERS, "B"),
            NavItem("Chưa có", "nowhere.index", "people", Permission.VIEW_HOME, "B"),
        ],
    )


def test_lines_a_person_may_not_use_and_pages_that_are_not_there_are_left_out(app: Flask) -> None:
    _menu(app)
    assert list(_links(app, "/account", Role.VIEWER)) == ["Tài khoản", "Đăng nhập"]
    assert "Người dùng" in _links(app, "/account", Role.ADMINISTRATOR)
    with app.test_request_context("/"):
        assert sections(None) == []


def test_the_line_of_the_page_is_current_then_the_one_that_covers_it_then_its_neighbour(app: Flask) -> None:
    _menu(app)
    admin = Role.ADMINISTRATOR

    def current(address: str) -> list[str]:
        return [label for label, here in _links(app, address, admin).items() if here]

    assert current("/account") == ["Tài khoản"]
    assert current("/account/password") == ["Đăng nhập"]
    assert current("/users/12") == ["Người dùng"]
    assert current("/no-such-page") == []

"""Administration of accounts over HTTP and from the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from flask import Flask

from audit.accounts import queries
from audit.accounts.domain.places import Places
from audit.accounts.models import User
from audit.accounts.queries import UserFilter
from audit.accounts.services.passwords import reset_password
from audit.accounts.services.users import set_active
from audit.kernel.access import Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Invalid, NotFound
from audit.kernel.journal.models import JournalEntry
from tests.integration.accounts.people import PASSWORD, Browser, make_user


class TwoPlaces:
    def choices(self, kind: ScopeKind, province_code: str) -> list[tuple[str, str]]:
        return {
            ScopeKind.COMMUNE: [("05983", "Xã Đồng Đăng")],
            ScopeKind.AGENCY: [("CAT", "Công an tỉnh")],
        }.get(kind, [])

    def name(self, kind: ScopeKind, code: str) -> str:
        return {"05983": "Xã Đồng Đăng", "20": "Tỉnh Lạng Sơn"}.get(code, code)

    def names(self, areas: Iterable[tuple[ScopeKind, str]]) -> dict[tuple[ScopeKind, str], str]:
        return {(kind, code): self.name(kind, code) for kind, code in areas}


@pytest.fixture
def at_desk(app: Flask, browser: Browser, admin: User) -> Browser:
    places: Places = TwoPlaces()
    app.extensions["places"] = places
    browser.sign_in("quan.tri")
    return browser


NEW = {
    "full_name": "Đặng Thị Ví Dụ",
    "position": "Công chức",
    "username": "vi.du",
    "role": "unit_officer",
    "scope_kind": "commune",
    "commune": "05983",
}


def test_an_account_is_made_with_a_temporary_password_that_must_be_changed(
    at_desk: Browser, new_browser: Callable[[], Browser]
) -> None:
    page = at_desk.post("/users/new", NEW)
    found = re.search(r'class="secret-words"[^>]*>([^<]+)<', page.text)
    assert page.status_code == 200 and found
    assert page.headers["Cache-Control"] == "no-store"
    person = new_browser()
    assert person.sign_in("vi.du", found[1]).status_code == 303
    assert person.get("/account").headers["Location"] == "/account/password"
    assert person.client.post("/account/sessions/end-all").status_code in (400, 403)
    new = "phiên chợ kỳ lừa 22"
    answer = person.post("/account/password", {"current": found[1], "new": new, "again": new})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Xã Đồng Đăng" in person.get("/account").text


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"full_name": " "}, "Chưa nhập nội dung này"),
        ({"username": "Có Dấu"}, "Tên đăng nhập gồm"),
        ({"username": "quan.tri"}, "đã có người dùng"),
        ({"role": "king"}, "Hãy chọn một giá trị"),
        ({"role": "department_head"}, "không phù hợp với vai trò"),
        ({"commune": ""}, "Hãy chọn đơn vị"),
        ({"commune": "99999"}, "Hãy chọn một giá trị"),
    ],
)
def test_a_wrong_form_says_why_and_makes_nothing(at_desk: Browser, change: dict[str, str], word: str) -> None:
    answer = at_desk.post("/users/new", {**NEW, **change})
    assert answer.status_code == 422
    assert word in answer.text
    assert 'class="error-summary"' in answer.text
    assert db.session.query(User).count() == 1


def test_an_account_is_changed_and_the_journal_says_what(at_desk: Browser, chief: User) -> None:
    data = {
        "full_name": "Nông Văn Thí Dụ",
        "position": "Chi cục trưởng",
        "role": "inspector",
        "scope_kind": "province",
    }
    assert at_desk.post(f"/users/{chief.id}", data).status_code == 303
    db.session.refresh(chief)
    assert (chief.full_name, chief.role, chief.search_key) == (
        "Nông Văn Thí Dụ",
        "inspector",
        "nong van thi du truong.doan chi cuc truong",
    )
    entry = db.session.query(JournalEntry).order_by(JournalEntry.position.desc()).first()
    assert entry is not None and entry.actor == "quan.tri" and entry.action == "account.updated"
    assert '"role":["team_lead","inspector"]' in entry.details


def test_a_closed_account_cannot_sign_in_and_an_opened_one_can(
    at_desk: Browser, new_browser: Callable[[], Browser], chief: User
) -> None:
    page = f"/users/{chief.id}"
    at_desk.post(f"{page}/active", {"active": "0"}, page=page)
    assert new_browser().sign_in("truong.doan").status_code == 422
    at_desk.post(f"{page}/active", {"active": "1"}, page=page)
    assert new_browser().sign_in("truong.doan").status_code == 303


def test_a_new_temporary_password_replaces_the_old_one(
    at_desk: Browser, new_browser: Callable[[], Browser], chief: User
) -> None:
    page = at_desk.post(f"/users/{chief.id}/reset-password", page=f"/users/{chief.id}")
    found = re.search(r'class="secret-words"[^>]*>([^<]+)<', page.text)
    assert found
    assert new_browser().sign_in("truong.doan").status_code == 422
    assert new_browser().sign_in("truong.doan", found[1]).status_code == 303
    assert all(found[1] not in entry.details for entry in db.session.query(JournalEntry))


def test_an_administrator_does_not_close_or_reset_their_own_account(app: Flask, admin: User) -> None:
    make_user("quan.tri.2", Role.ADMINISTRATOR)
    with pytest.raises(Invalid), transaction():
        set_active(actor=admin.actor, user_id=admin.id, active=False)
    with pytest.raises(Invalid), transaction():
        reset_password(actor=admin.actor, user_id=admin.id)
    db.session.refresh(admin)
    assert admin.active


def test_the_last_administrator_stays_one(at_desk: Browser, admin: User) -> None:
    data = {"full_name": "Quản Trị", "role": "viewer", "scope_kind": "province"}
    answer = at_desk.post(f"/users/{admin.id}", data)
    assert answer.status_code == 422
    assert "ít nhất một quản trị" in answer.text


def test_an_account_of_another_province_does_not_exist_for_this_one(app: Flask, admin: User) -> None:
    other = make_user("dong.nai", Role.VIEWER, scope_code="75", province_code="75")
    with pytest.raises(NotFound):
        queries.user(admin.actor, other.id)
    assert other.username not in [u.username for u in queries.all_users(admin.actor, UserFilter())]


def test_other_roles_do_not_see_accounts_at_all(browser: Browser, chief: User) -> None:
    browser.sign_in("truong.doan")
    answer = browser.get("/users/")
    assert answer.status_code == 403
    assert "Không có quyền truy cập" in answer.text


def test_the_list_is_searched_without_marks_filtered_sorted_and_paged(app: Flask, admin: User) -> None:
    for number in range(7):
        make_user(f"nguoi.{number}", Role.INSPECTOR, full_name=f"Đặng Văn {'ABCDEFG'[number]}")
    actor = admin.actor
    assert queries.count(actor, UserFilter(text="dang van")) == 7
    assert queries.count(actor, UserFilter(text="Đặng", role="viewer")) == 0
    first = queries.users(actor, UserFilter(role="inspector"), sort="-username", limit=3)
    assert [u.username for u in first.items] == ["nguoi.6", "nguoi.5", "nguoi.4"]
    second = queries.users(actor, UserFilter(role="inspector"), sort="-username", cursor=first.next, limit=3)
    assert [u.username for u in second.items] == ["nguoi.3", "nguoi.2", "nguoi.1"]
    by_last_use = queries.users(actor, UserFilter(), sort="seen", limit=3)
    assert by_last_use.next is not None


def test_the_list_page_and_its_export_show_the_same_people(at_desk: Browser, chief: User) -> None:
    page = at_desk.get("/users/?q=truong&sort=-name")
    assert "truong.doan" in page.text and 'aria-sort="descending"' in page.text
    assert ">quan.tri<" not in page.text
    export = at_desk.get("/users/export.xlsx?q=truong")
    assert export.data[:2] == b"PK"
    assert "attachment" in export.headers["Content-Disposition"]


def test_the_first_administrator_is_made_from_the_terminal(app: Flask, browser: Browser) -> None:
    result = app.test_cli_runner().invoke(
        args=["accounts", "create-admin", "Quan.Tri"], input=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert browser.sign_in("quan.tri").status_code == 303


def test_the_terminal_refuses_a_weak_password_and_makes_a_strong_one_on_request(
    app: Flask, browser: Browser
) -> None:
    runner = app.test_cli_runner()
    weak = runner.invoke(args=["accounts", "create-admin", "quan.tri"], input="12345678\n12345678\n")
    assert weak.exit_code == 1 and "quá phổ biến" in weak.output
    made = runner.invoke(args=["accounts", "create-admin", "quan.tri", "--generate"])
    password = made.output.rsplit(": ", 1)[1].strip()
    assert browser.sign_in("quan.tri", password).status_code == 303
    assert browser.get("/users/").headers["Location"] == "/account/password"

"""Sessions begin anew, end when they should, and a copied cookie ends with them (ASVS V7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from audit.accounts.models import SignIn, User
from audit.accounts.services.users import set_active, update_user
from audit.kernel import clock
from audit.kernel.access import SYSTEM, Role, ScopeKind
from audit.kernel.database import db, transaction
from tests.integration.accounts.people import PASSWORD, Browser


def _cookie(client: FlaskClient) -> str:
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def _with_cookie(app: Flask, value: str) -> Browser:
    client = app.test_client()
    client.set_cookie("session", value)
    return Browser(client)


def test_a_session_fixed_before_sign_in_is_not_the_one_used_after(
    app: Flask, browser: Browser, chief: User
) -> None:
    browser.get("/sign-in")
    planted = _cookie(browser.client)
    browser.sign_in("truong.doan")
    assert _cookie(browser.client) != planted
    assert not _with_cookie(app, planted).is_signed_in


def test_a_copied_cookie_is_worthless_after_sign_out(app: Flask, browser: Browser, chief: User) -> None:
    browser.sign_in("truong.doan")
    copy = _with_cookie(app, _cookie(browser.client))
    assert copy.is_signed_in
    browser.post("/sign-out", page="/account")
    assert not browser.is_signed_in
    assert not copy.is_signed_in


def test_an_unused_session_ends(app: Flask, browser: Browser, chief: User) -> None:
    browser.sign_in("truong.doan")
    with browser.client.session_transaction() as session:
        session["seen"] = (clock.now() - timedelta(minutes=31)).timestamp()
    assert not browser.is_signed_in


def test_a_session_ends_after_twelve_hours_however_busy(app: Flask, browser: Browser, chief: User) -> None:
    browser.sign_in("truong.doan")
    with transaction():
        for session in db.session.query(SignIn):
            session.started_at = clock.now() - timedelta(hours=12, minutes=1)
    assert not browser.is_signed_in


def test_the_token_itself_is_stored_nowhere(app: Flask, browser: Browser, chief: User) -> None:
    browser.sign_in("truong.doan")
    with browser.client.session_transaction() as session:
        token = session["_user_id"]
    stored = db.session.query(SignIn).one()
    assert token not in (stored.token_hash, stored.session_key)
    assert len(token) >= 43  # 256 bits


def test_a_session_on_another_machine_is_listed_and_can_be_ended(
    browser: Browser, new_browser: Callable[[], Browser], chief: User
) -> None:
    other = new_browser()
    other.sign_in("truong.doan")
    browser.sign_in("truong.doan")
    mine = db.session.query(SignIn).order_by(SignIn.id).all()
    page = browser.get("/account").text
    assert f"/account/sessions/{mine[0].id}/end" in page
    assert f"/account/sessions/{mine[1].id}/end" not in page
    browser.post(f"/account/sessions/{mine[0].id}/end", page="/account")
    assert not other.is_signed_in
    assert browser.is_signed_in


def test_nobody_ends_the_session_of_somebody_else(
    browser: Browser, new_browser: Callable[[], Browser], chief: User, admin: User
) -> None:
    other = new_browser()
    other.sign_in("quan.tri")
    theirs = db.session.query(SignIn).one().id
    browser.sign_in("truong.doan")
    assert browser.post(f"/account/sessions/{theirs}/end", page="/account").status_code == 404
    assert other.is_signed_in


def test_signing_out_everywhere_ends_every_session(
    browser: Browser, new_browser: Callable[[], Browser], chief: User
) -> None:
    other = new_browser()
    other.sign_in("truong.doan")
    browser.sign_in("truong.doan")
    browser.post("/account/sessions/end-all", page="/account")
    assert not browser.is_signed_in
    assert not other.is_signed_in


def test_closing_an_account_ends_its_sessions_at_once(browser: Browser, chief: User) -> None:
    browser.sign_in("truong.doan")
    with transaction():
        set_active(actor=SYSTEM, user_id=chief.id, active=False)
    assert not browser.is_signed_in


def test_a_change_of_role_ends_the_sessions_that_had_the_old_one(browser: Browser, chief: User) -> None:
    browser.sign_in("truong.doan")
    with transaction():
        update_user(
            actor=SYSTEM,
            user_id=chief.id,
            full_name="Người Thử",
            position="",
            role=Role.VIEWER,
            scope_kind=ScopeKind.PROVINCE,
            scope_code="20",
        )
    assert not browser.is_signed_in


def test_a_new_password_ends_other_sessions_and_keeps_this_one(
    browser: Browser, new_browser: Callable[[], Browser], chief: User
) -> None:
    other = new_browser()
    other.sign_in("truong.doan")
    browser.sign_in("truong.doan")
    new = "phiên chợ kỳ lừa 22"
    answer = browser.post("/account/password", {"current": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 303
    assert browser.is_signed_in
    assert not other.is_signed_in
    assert new_browser().sign_in("truong.doan").status_code == 422
    assert new_browser().sign_in("truong.doan", new).status_code == 303


def test_a_weak_or_unconfirmed_new_password_changes_nothing(browser: Browser, chief: User) -> None:
    browser.sign_in("truong.doan")
    before = chief.password_hash
    for current, new, again, word in (
        ("sai rồi", "phiên chợ 22 xa", "phiên chợ 22 xa", "Mật khẩu hiện tại không đúng"),
        (PASSWORD, "matkhau123", "matkhau123", "quá phổ biến"),
        (PASSWORD, "ngắn", "ngắn", "ít nhất 8 ký tự"),
        (PASSWORD, "phiên chợ 22 xa", "phiên chợ 23 xa", "không giống nhau"),
        (PASSWORD, PASSWORD, PASSWORD, "phải khác"),
    ):
        answer = browser.post("/account/password", {"current": current, "new": new, "again": again})
        assert answer.status_code == 422
        assert word in answer.text
    db.session.refresh(chief)
    assert chief.password_hash == before


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser, chief: User) -> None:
    answer = browser.sign_in("truong.doan")
    session = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session


def test_the_language_of_a_person_survives_sign_in(browser: Browser, chief: User) -> None:
    browser.post("/language", {"language": "en", "next": "/sign-in"}, page="/sign-in")
    browser.sign_in("truong.doan")
    assert '<html lang="en">' in browser.get("/account").text

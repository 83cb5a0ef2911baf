"""Signing in, being refused, being slowed down, and not being shut out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from audit.accounts.models import User
from audit.accounts.services import sign_in as service
from audit.accounts.services.users import set_active
from audit.kernel import clock
from audit.kernel.access import SYSTEM
from audit.kernel.database import db, transaction
from audit.kernel.journal.models import JournalEntry
from tests.integration.accounts.people import PASSWORD, Browser

WRONG = "không phải mật khẩu"


def _actions(user: User) -> list[str]:
    statement = select(JournalEntry.action).where(
        JournalEntry.subject == "user", JournalEntry.subject_id == str(user.id)
    )
    return list(db.session.scalars(statement.order_by(JournalEntry.position)))


def test_a_person_signs_in_and_comes_to_the_page_they_wanted(browser: Browser, chief: User) -> None:
    answer = browser.sign_in("truong.doan", next="/account")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert "truong.doan" in browser.get("/account").text
    assert _actions(chief)[-1] == "account.signed_in"


def test_the_user_name_may_be_typed_in_capitals(browser: Browser, chief: User) -> None:
    assert browser.sign_in(" Truong.DOAN ").status_code == 303


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "/\\example.org"])
def test_sign_in_never_leads_to_another_site(browser: Browser, chief: User, target: str) -> None:
    assert browser.sign_in("truong.doan", next=target).headers["Location"] == "/"


def test_everybody_who_is_refused_reads_the_same_page(
    app: Flask, browser: Browser, chief: User, admin: User
) -> None:
    with transaction():
        set_active(actor=SYSTEM, user_id=chief.id, active=False)

    def words(username: str, password: str) -> str:
        answer = browser.sign_in(username, password)
        assert answer.status_code == 422
        start = answer.text.index('role="alert"')
        return answer.text[start : answer.text.index("</form>", start)].replace(username, "")

    told = {
        words("truong.doan", PASSWORD)[:400],
        words("quan.tri", WRONG)[:400],
        words("khong.co.ai", WRONG)[:400],
    }
    assert len(told) == 1


def test_an_unknown_user_name_costs_a_hash_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str | None] = []
    from audit.accounts.adapters import password_hashes

    real = password_hashes.matches
    monkeypatch.setattr(
        password_hashes, "matches", lambda stored, typed: checked.append(stored) or real(stored, typed)
    )
    assert not service.check_password(username="khong.co.ai", password=WRONG).correct
    assert checked == [None]


def test_five_mistakes_let_the_account_rest_and_the_journal_tells(browser: Browser, chief: User) -> None:
    for _attempt in range(5):
        assert browser.sign_in("truong.doan", WRONG).status_code == 422
    assert browser.sign_in("truong.doan").status_code == 422
    db.session.refresh(chief)
    assert chief.failed_sign_ins == 5
    assert chief.locked_until is not None
    assert chief.locked_until - clock.now() < timedelta(minutes=1)
    assert _actions(chief)[-5:] == ["account.sign_in_failed"] * 4 + ["account.locked"]


def test_trying_on_while_it_rests_does_not_prolong_the_rest(browser: Browser, chief: User) -> None:
    for _attempt in range(5):
        browser.sign_in("truong.doan", WRONG)
    db.session.refresh(chief)
    until = chief.locked_until
    browser.sign_in("truong.doan", WRONG)
    db.session.refresh(chief)
    assert chief.locked_until == until


def test_after_the_rest_the_right_password_works_and_clears_the_count(browser: Browser, chief: User) -> None:
    for _attempt in range(5):
        browser.sign_in("truong.doan", WRONG)
    with transaction():
        user = db.session.get_one(User, chief.id)
        user.locked_until = clock.now() - timedelta(seconds=1)
    assert browser.sign_in("truong.doan").status_code == 303
    db.session.refresh(chief)
    assert (chief.failed_sign_ins, chief.locked_until) == (0, None)


def test_a_stranger_cannot_shut_out_a_person_on_their_own_machine(
    browser: Browser, new_browser: Callable[[], Browser], chief: User
) -> None:
    browser.sign_in("truong.doan")
    browser.post("/sign-out", page="/account")
    stranger = new_browser()
    for _attempt in range(6):
        stranger.sign_in("truong.doan", WRONG)
    assert stranger.sign_in("truong.doan").status_code == 422
    assert browser.sign_in("truong.doan").status_code == 303


def test_a_known_machine_is_slowed_down_by_its_own_mistakes(browser: Browser, chief: User) -> None:
    browser.sign_in("truong.doan")
    browser.post("/sign-out", page="/account")
    answers = [browser.sign_in("truong.doan", WRONG).status_code for _attempt in range(11)]
    assert answers == [422] * 10 + [429]


def test_a_known_machine_is_known_for_its_own_account_alone(
    browser: Browser, new_browser: Callable[[], Browser], chief: User, admin: User
) -> None:
    browser.sign_in("truong.doan")
    browser.post("/sign-out", page="/account")
    for _attempt in range(5):
        new_browser().sign_in("quan.tri", WRONG)
    assert browser.sign_in("quan.tri").status_code == 422


def test_too_many_attempts_from_one_address_are_turned_away(
    app: Flask, new_browser: Callable[[], Browser]
) -> None:
    app.config["SIGN_IN_LIMIT"] = "3 per minute"
    answers = [new_browser().sign_in(f"nguoi.{n}", WRONG) for n in range(4)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    assert "Thao tác quá nhiều lần" in answers[-1].text


def test_a_form_without_its_token_signs_nobody_in(app: Flask, chief: User) -> None:
    client = app.test_client()
    answer = client.post("/sign-in", data={"username": "truong.doan", "password": PASSWORD})
    assert answer.status_code == 400
    assert "Trang đã mở quá lâu" in answer.text


def test_an_old_hash_is_renewed_when_its_owner_signs_in(browser: Browser, chief: User) -> None:
    from argon2 import PasswordHasher

    with transaction():
        weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
        db.session.get_one(User, chief.id).password_hash = weak
    assert browser.sign_in("truong.doan").status_code == 303
    db.session.refresh(chief)
    assert "m=19456,t=2,p=1" in chief.password_hash


def test_nobody_can_sign_in_before_an_account_was_made(app: Flask, browser: Browser) -> None:
    assert db.session.scalars(select(User)).all() == []
    for username in ("admin", "quantri", "root"):
        assert browser.sign_in(username, username).status_code == 422

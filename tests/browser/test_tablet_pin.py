"""A forgotten PIN: the work of a day is opened under a new one, by its person and by nobody else."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserType, Page, expect
from sqlalchemy import select

from audit.accounts.models import User
from audit.inspections.models.visits import Visit
from audit.kernel.database import db, transaction
from audit.offline.models import Device, LedgerRecord
from audit.registers.models.units import AdministrativeUnit
from tests.browser import tablet_steps as steps
from tests.browser.conftest import Demonstration, serving, sign_in
from tests.browser.test_tablet_screens import wrong_with

NEW_PIN = "739164"
# What the tablet keeps of the spare: its name; with `drop` nothing from now on, as before there were any.
HELD = """async (drop) => {
  const { openStore } = await import("/tablet/app/offline/store.js");
  const store = await openStore("thuc-dia-tablet");
  return store.transact(["vaults"], "readwrite", async (rows) => {
    const [row] = await rows.all("vaults");
    if (drop) await rows.put("vaults", { ...row, spare: null });
    return row.spare?.held ?? "";
  });
}"""


@pytest.fixture
def server(demonstration_copy: Flask) -> Iterator[str]:
    with serving(demonstration_copy) as address:
        yield address


@pytest.fixture
def kind(chromium: Browser) -> BrowserType:
    return chromium.browser_type


def visit_in_progress() -> tuple[int, str]:
    found = db.session.execute(
        select(Visit.id, AdministrativeUnit.name)
        .join(AdministrativeUnit, Visit.unit_id == AdministrativeUnit.id)
        .where(Visit.state == "in_progress")
        .order_by(Visit.id)
    ).first()
    assert found is not None
    return found[0], found[1]


def full_name(username: str) -> str:
    return db.session.scalars(select(User.full_name).where(User.username == username)).one()


def digest_on_the_server() -> str:
    db.session.rollback()
    spare = db.session.scalars(select(Device.spare).order_by(Device.enrolled_at.desc())).first()
    return hashlib.sha256(spare).hexdigest() if spare else ""


def forget(page: Page) -> None:
    page.get_by_role("button", name="Quên mã PIN").click()
    expect(page.get_by_role("heading", name="Đặt lại mã PIN")).to_be_visible()


def type_twice(page: Page, first: str, second: str) -> None:
    page.get_by_label("Mã PIN gồm 6 chữ số").fill(first)
    page.get_by_label("Nhập lại mã PIN").fill(second)
    page.get_by_role("button", name="Đặt mã PIN mới và mở").click()


def test_the_work_of_a_forgotten_pin_is_opened_by_its_person_and_goes_up(
    kind: BrowserType, server: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    visit, commune = visit_in_progress()
    wrong: dict[str, list[str]] = {}
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        sign_in(page, "kiemtra1", demonstration.password)
        steps.enrol(page)
        page.context.set_offline(True)
        steps.open_sheet(page, commune)
        steps.choose(page, "ls1_02", "Không")
        steps.choose(page, "ls1_10", "Chưa đạt")
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "2")

    with steps.tablet(kind, server, tmp_path / "tablet", offline=True) as page:
        steps.unlock(page, "000000")
        expect(page.get_by_role("alert")).to_have_text("Mã PIN chưa đúng.")
        wrong["lock"] = wrong_with(page)
        forget(page)
        expect(page.get_by_text("Chưa kết nối được máy chủ")).to_be_visible()
        wrong["no network"] = wrong_with(page)
        page.context.set_offline(False)
        page.get_by_role("button", name="Thử lại").click()
        expect(page.get_by_text("Cần đăng nhập trước")).to_be_visible()
        page.get_by_role("main").get_by_role("link", name="Đăng nhập").click()
        sign_in(page, "kiemtra2", demonstration.password)
        page.goto("/tablet/")
        forget(page)
        expect(page.get_by_text(f"Đang đăng nhập bằng tài khoản của {full_name('kiemtra2')}")).to_be_visible()
        expect(page.get_by_text(f"rồi đăng nhập bằng tài khoản của {full_name('kiemtra1')}")).to_be_visible()
        expect(page.get_by_label("Mã PIN gồm 6 chữ số")).to_have_count(0)
        wrong["somebody else"] = wrong_with(page)
        page.get_by_role("button", name="Về màn hình mở khóa").click()
        expect(page.get_by_label("Mã PIN")).to_be_visible()

        page.context.clear_cookies()
        sign_in(page, "kiemtra1", demonstration.password)
        page.goto("/tablet/")
        forget(page)
        for first, second, why in (
            ("12345", "12345", "đúng 6 chữ số"),
            ("123456", "123456", "quá dễ đoán"),
            (NEW_PIN, "739165", "không giống nhau"),
        ):
            type_twice(page, first, second)
            expect(page.get_by_role("alert")).to_contain_text(why)
        wrong["new PIN"] = wrong_with(page)
        type_twice(page, NEW_PIN, NEW_PIN)
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
        steps.open_sheet(page, commune)
        expect(page.locator("#muc-ls1_02").get_by_label("Không", exact=True)).to_be_checked()
        expect(page.locator("#muc-ls1_10").get_by_label("Chưa đạt")).to_be_checked()
        steps.turn_to(page, "Khóa màn hình")
        page.get_by_label("Mã PIN").fill(steps.PIN)
        expect(page.get_by_role("alert")).to_have_text("Mã PIN chưa đúng.")
        page.get_by_label("Mã PIN").fill(NEW_PIN)
        expect(page.locator("[data-unsent]")).to_be_visible()
    db.session.rollback()
    sent = db.session.scalars(
        select(LedgerRecord.outcome)
        .join(Device, Device.id == LedgerRecord.device_id)
        .join(User, User.id == Device.user_id)
        .where(
            LedgerRecord.visit_id == visit, User.username == "kiemtra1", Device.spare_given_at.is_not(None)
        )
    ).all()
    assert [outcome in ("accepted", "conflict") for outcome in sent] == [True, True]
    assert {screen: faults for screen, faults in wrong.items() if faults} == {}


def test_a_tablet_of_before_gets_its_spare_when_it_is_opened_and_a_new_one_from_a_restored_server(
    kind: BrowserType, server: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        sign_in(page, "kiemtra1", demonstration.password)
        steps.enrol(page)
        first = digest_on_the_server()
        assert page.evaluate(HELD, False) == first != ""
        page.evaluate(HELD, True)
        with transaction():
            device = db.session.scalars(select(Device).order_by(Device.enrolled_at.desc())).first()
            assert device is not None
            device.spare = None

        page.goto("/tablet/")
        forget(page)
        expect(page.get_by_text("Máy này chưa có khóa dự phòng của anh/chị")).to_be_visible()
        assert wrong_with(page) == []
        page.get_by_role("button", name="Về màn hình mở khóa").click()
        page.get_by_label("Mã PIN").fill(steps.PIN)
        second = the_tablet_gets_another_than(page, "")
        assert second == digest_on_the_server() != first

        with transaction():  # restored from before the enrolment
            db.session.delete(db.session.get_one(Device, device.id))
        steps.turn_to(page, "Nhật ký gửi")
        page.get_by_role("button", name="Gửi ngay").click()
        third = the_tablet_gets_another_than(page, second)
        assert third == digest_on_the_server()

        steps.turn_to(page, "Khóa màn hình")
        forget(page)
        type_twice(page, NEW_PIN, NEW_PIN)
        expect(page.locator("[data-unsent]")).to_be_visible()


def the_tablet_gets_another_than(page: Page, held: str) -> str:
    """The name of the next spare that the tablet keeps a copy under; it asks on its own."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        found = str(page.evaluate(HELD, False))
        if found != held:
            return found
        page.wait_for_timeout(100)
    raise AssertionError("the tablet keeps the copy it had")

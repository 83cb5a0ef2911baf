"""The tablet's screens: for every eye and thumb, in a browser that will do; and a new version that waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser import tablet_steps as steps
from tests.browser.conftest import Demonstration, serving, sign_in
from tests.browser.test_accessibility import faults_of

# What a finger should hit, smaller than 44 px in one direction: the element and its size.
SMALL = """() => [...document.querySelectorAll('button, a.btn, summary, select, input.form-control')]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
  .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


@pytest.fixture
def server(demonstration_copy: Flask) -> Iterator[str]:
    with serving(demonstration_copy) as address:
        yield address


@pytest.fixture
def kind(chromium: Browser) -> BrowserType:
    return chromium.browser_type


def wrong_with(page: Page) -> list[str]:
    small: list[str] = page.evaluate(SMALL)
    return faults_of(page) + small


def test_every_screen_is_within_reach_of_eyes_ears_and_thumbs(
    kind: BrowserType, server: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    found: dict[str, list[str]] = {}
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        page.goto("/tablet/")
        page.get_by_role("link", name="Đăng nhập").wait_for()
        found["stranger"] = wrong_with(page)
        sign_in(page, "kiemtra1", demonstration.password)
        page.goto("/tablet/")
        page.get_by_label("Tên máy").wait_for()
        found["enrol"] = wrong_with(page)
        steps.enrol(page)
        found["ready"] = wrong_with(page)
        steps.turn_to(page, "Buổi kiểm tra")
        page.locator(".visit").first.wait_for()
        found["visits"] = wrong_with(page)
        page.locator(".visit").first.click()
        page.get_by_role("button", name="Biên bản và chữ ký").wait_for()
        found["visit"] = wrong_with(page)
        page.get_by_role("button", name="Ghi phiếu kiểm tra").click()
        page.locator("[data-done]").wait_for()
        found["sheet"] = faults_of(page)
        page.get_by_role("button", name="Quay lại").click()
        page.get_by_role("button", name="Biên bản và chữ ký").click()
        steps.settle_minutes(page)
        page.get_by_role("button", name="Ký", exact=True).first.wait_for()
        found["minutes"] = wrong_with(page)
        page.get_by_role("button", name="Ký", exact=True).first.click()
        page.locator("canvas").wait_for()
        found["sign"] = wrong_with(page)
        steps.turn_to(page, "Nhật ký gửi")
        page.get_by_role("button", name="Gửi ngay").wait_for()
        page.locator("details").first.click()
        page.locator(".log tbody tr").first.wait_for()
        found["log"] = wrong_with(page)
        page.get_by_role("button", name="Khóa màn hình").first.click()
        page.get_by_label("Mã PIN").wait_for()
        found["unlock"] = wrong_with(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("Object.defineProperty(window, 'indexedDB', { value: undefined })", "không cho lưu dữ liệu"),
        (
            "navigator.storage.getDirectory = () => Promise.reject(new DOMException('', 'SecurityError'))",
            "cửa sổ ẩn danh",
        ),
        ("delete Navigator.prototype.serviceWorker", "không mở được ứng dụng khi mất mạng"),
        ("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })", "không mã hóa được"),
    ],
)
def test_a_browser_that_keeps_nothing_is_refused_with_the_reason(
    chromium: Browser, server: str, broken: str, words: str
) -> None:
    context = chromium.new_context(base_url=server)
    page = context.new_page()
    page.add_init_script(broken)
    page.goto("/tablet/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("chưa dùng được ngoài thực địa")
    expect(page.locator("main")).to_contain_text(words)
    expect(page.get_by_label("Tên máy")).to_have_count(0)
    context.close()


def test_a_new_version_waits_until_nothing_is_unsent(
    kind: BrowserType, server: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        sign_in(page, "kiemtra1", demonstration.password)
        steps.enrol(page)
        before = page.evaluate("caches.keys()")
        another_version(page)
        offer = page.locator(".offer--update")
        expect(offer).to_contain_text("Có bản mới – cập nhật")
        page.context.set_offline(True)
        turn = page.locator(".visit").first
        steps.turn_to(page, "Buổi kiểm tra")
        turn.click()
        page.get_by_role("button", name="Biên bản và chữ ký").click()
        steps.settle_minutes(page)
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "1")
        offer.get_by_role("button", name="Cập nhật").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Còn 1 mục chưa gửi")
        dialog.get_by_role("button").click()
        page.context.set_offline(False)
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
        offer.get_by_role("button", name="Cập nhật").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        after = page.evaluate("caches.keys()")
        assert len(before) == len(after) == 1
        assert before != after


def another_version(page: Page) -> None:
    """The same application in another language is another version of its files."""
    page.evaluate(
        """async () => {
          const { csrf_token } = await (await fetch('/tablet/api/session')).json();
          const body = new URLSearchParams({ csrf_token, language: 'en', next: '/' });
          await fetch('/language', { method: 'POST', body, redirect: 'manual' });
          await (await navigator.serviceWorker.getRegistration('/tablet/')).update();
        }"""
    )

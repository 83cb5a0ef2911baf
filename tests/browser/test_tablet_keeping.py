"""What a browser promises and what it keeps: the question before enrolling, and the trial that is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser import tablet_steps as steps
from tests.browser.conftest import Demonstration, serving, sign_in

# Names of everything in the file store of the origin.
STORED = """async () => {
  const names = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
  return names;
}"""
# What a browser killed in the middle of a trial leaves behind.
LEAVE = """async () => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('trial', { create: true });
  for (const name of ['bytes', 'other']) {
    const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await file.write(new Uint8Array(1 << 20));
    await file.close();
  }
}"""
GONE = f"async () => (await ({STORED})()).length === 0"
WARNING = "Trình duyệt chưa cam kết giữ dữ liệu"
SURE = "Tôi đã kiểm tra: đây không phải cửa sổ ẩn danh"


@pytest.fixture
def server(demonstration_copy: Flask) -> Iterator[str]:
    with serving(demonstration_copy) as address:
        yield address


@pytest.fixture
def kind(chromium: Browser) -> BrowserType:
    return chromium.browser_type


def door(page: Page, demonstration: Demonstration) -> None:
    """The screen of enrolling, for somebody who is signed in."""
    sign_in(page, "kiemtra1", demonstration.password)
    page.goto("/tablet/")
    page.get_by_label("Tên máy").wait_for()


def space(page: Page) -> str:
    return page.locator(".proof", has_text="Chỗ trống").inner_text()


def test_who_enrols_says_that_the_window_is_not_private(
    kind: BrowserType, server: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        door(page, demonstration)
        note = page.locator(".note--warn")
        expect(note).to_contain_text(WARNING)
        expect(note).to_contain_text("Thêm vào màn hình chính")
        page.get_by_label("Tên máy").fill("Máy 1")
        page.get_by_role("button", name="Đăng ký", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("không phải cửa sổ ẩn danh")
        expect(page.get_by_label(SURE)).to_be_focused()
        steps.enrol(page)


def test_a_browser_that_promises_is_not_warned_of_but_still_asked(
    kind: BrowserType, server: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        granted = {"permission": {"name": "persistent-storage"}, "setting": "granted", "origin": server}
        page.context.new_cdp_session(page).send("Browser.setPermission", granted)
        door(page, demonstration)
        assert page.evaluate("navigator.storage.persisted()")
        expect(page.get_by_text(WARNING)).to_have_count(0)
        expect(page.get_by_label(SURE)).to_be_visible()


def test_an_installed_application_is_asked_nothing(
    kind: BrowserType, server: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        page.add_init_script("matchMedia = (asked) => ({ matches: asked === '(display-mode: standalone)' })")
        door(page, demonstration)
        expect(page.get_by_text(WARNING)).to_have_count(0)
        expect(page.get_by_label(SURE)).to_have_count(0)
        steps.enrol(page)


def test_room_is_proved_by_writing_and_nothing_of_it_stays(
    kind: BrowserType, server: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        sign_in(page, "kiemtra1", demonstration.password)
        steps.enrol(page)
        said = space(page)
        assert "Đã ghi thử 100 MB" in said
        assert "GB" not in said, "what the browser makes up is not called free"
        assert page.evaluate(STORED) == []
        page.evaluate(LEAVE)
        assert page.evaluate(STORED) == ["trial"]

    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        page.goto("/tablet/")
        page.wait_for_function(GONE)
        steps.unlock(page)
        steps.turn_to(page, "Sẵn sàng")
        assert "Đã ghi thử 100 MB" in space(page), "the last trial is told, not written again"


def test_a_tablet_without_room_is_not_ready_and_says_so(
    kind: BrowserType, server: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        sign_in(page, "kiemtra1", demonstration.password)
        steps.enrol(page)
        control = page.context.new_cdp_session(page)
        control.send("Storage.overrideQuotaForOrigin", {"origin": server, "quotaSize": 60_000_000})
        take = page.get_by_role("button", name="Tải về và kiểm tra")
        take.click()
        expect(page.locator(".proof", has_text="Chỗ trống")).to_contain_text("máy hết chỗ")
        expect(page.get_by_role("status").filter(has_text="Máy chưa sẵn sàng")).to_be_visible()
        assert page.evaluate(STORED) == []
        control.send("Storage.overrideQuotaForOrigin", {"origin": server})
        steps.take_along(page)


def test_where_no_trial_can_be_written_nothing_is_claimed(
    kind: BrowserType, server: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        page.add_init_script("delete FileSystemFileHandle.prototype.createWritable")
        sign_in(page, "kiemtra1", demonstration.password)
        steps.enrol(page)
        assert "không ghi thử được và không cho biết chỗ trống" in space(page)
        page.evaluate("navigator.storage.estimate = async () => ({ usage: 1e6, quota: 5e9 })")
        steps.take_along(page)
        assert "không ghi thử được, ước tính còn 4,7 GB" in space(page)

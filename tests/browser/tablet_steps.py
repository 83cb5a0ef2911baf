"""What an inspector does with the tablet, step by step, in a browser that remembers between two openings."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, BrowserType, Geolocation, Page, Route, expect

from tests.browser.conftest import ARGUMENTS, TABLET

# Other work may share the machine: what is asked for must come, not come at once.
expect.set_options(timeout=15_000)
PIN = "482915"
PLACE: Geolocation = {"latitude": 21.951, "longitude": 106.702, "accuracy": 12}


@contextmanager
def tablet(chromium: BrowserType, server: str, folder: Path, *, offline: bool = False) -> Iterator[Page]:
    """A tablet switched on; the same folder is the same tablet. Fails when a script fails."""
    context = chromium.launch_persistent_context(
        str(folder),
        executable_path=shutil.which("chromium"),
        chromium_sandbox=False,
        args=ARGUMENTS,
        base_url=server,
        viewport=TABLET,
        has_touch=True,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        permissions=["geolocation"],
        geolocation=PLACE,
        accept_downloads=True,
    )
    errors: list[str] = []
    context.set_offline(offline)
    page = context.pages[0]
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert errors == []


def enrol(page: Page, *, again: bool = False) -> None:
    """The signed-in person enrols on this tablet and takes their work along."""
    page.goto("/tablet/")
    if again:
        page.get_by_role("button", name="Đăng ký người khác").click()
    not_private(page)
    page.get_by_label("Tên máy").fill("Máy tính bảng số 3")
    page.get_by_label("Mã PIN gồm 6 chữ số").fill(PIN)
    page.get_by_label("Nhập lại mã PIN").fill(PIN)
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    take_along(page)


def not_private(page: Page) -> None:
    """Say that this is no private window, where the tablet asks."""
    page.get_by_label("Tên máy").wait_for()
    sure = page.get_by_label("Tôi đã kiểm tra")
    if sure.count():
        sure.check()


def take_along(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready")
    take = page.get_by_role("button", name="Tải về và kiểm tra")
    take.click()
    expect(take).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("status").filter(has_text="Máy đã sẵn sàng")).to_be_visible()


def unlock(page: Page, pin: str = PIN) -> None:
    page.goto("/tablet/")
    page.get_by_label("Mã PIN").fill(pin)


def turn_to(page: Page, name: str) -> None:
    page.locator(".bar").get_by_role("button", name=name).click()


def open_visit(page: Page, name: str) -> None:
    turn_to(page, "Buổi kiểm tra")
    page.locator(".visit", has_text=name).click()


def open_sheet(page: Page, name: str) -> None:
    open_visit(page, name)
    page.get_by_role("button", name="Ghi phiếu kiểm tra").click()
    expect(page.locator("[data-done]")).to_contain_text("đã trả lời")


def choose(page: Page, code: str, name: str) -> None:
    """A choice of an item; done when the tablet says that it is kept."""
    card = page.locator(f"#muc-{code}")
    card.get_by_role("radio", name=name, exact=True).tap()
    expect(card.locator("[data-state]")).to_have_text("Đã lưu trên máy")


def settle_minutes(page: Page, hour: str = "23:59") -> None:
    """Close the minutes at this hour of the visit's day, ready to be signed."""
    page.get_by_label("Giờ kết thúc").fill(hour)
    page.get_by_role("button", name="Chốt biên bản để ký").click()


def sign_on_the_glass(page: Page) -> None:
    glass = page.locator("canvas")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 120)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(box["x"] + 60 + step * 10, box["y"] + 120 + 50 * math.sin(step / 3))
    page.mouse.up()


def a_photo(folder: Path) -> Path:
    """A picture larger than a tablet keeps."""
    path = folder / "bien-hieu.jpg"
    image = Image.new("RGB", (2600, 1900), "#d9e2ec")
    ImageDraw.Draw(image).rectangle((300, 300, 2200, 1500), fill="#336688")
    image.save(path, quality=90)
    return path


def failing(context: BrowserContext, every: int) -> list[str]:
    """From now on each so-many-th request to the server's API is cut off; the list of those that were."""
    cut: list[str] = []
    seen = [0]

    def judge(route: Route) -> None:
        seen[0] += 1
        if seen[0] % every == 0:
            cut.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context.route("**/tablet/api/**", judge)
    return cut

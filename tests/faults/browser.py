"""A tablet as it is in the hand: Chromium with a profile on the disk, on the tablet's own page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.rig import Case
from tests.faults.world import PIN

AVAILABLE = shutil.which("chromium") is not None
_WAIT = 30_000


class Screen:
    """The tablet's page, driven by what it shows."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        page.set_default_timeout(_WAIT)

    def sign_in(self, username: str, password: str) -> None:
        self.page.goto(f"{self.address}/sign-in")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu", exact=True).fill(password)
        self.page.get_by_label("Mật khẩu", exact=True).press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def enrol(self) -> None:
        """The signed-in person enrols on this tablet and takes their work along."""
        page = self.page
        page.goto(f"{self.address}/tablet/")
        page.get_by_label("Tên máy").fill("Máy tính bảng thử")
        page.get_by_label("Tôi đã kiểm tra").check()
        page.get_by_label("Mã PIN gồm 6 chữ số").fill(PIN)
        page.get_by_label("Nhập lại mã PIN").fill(PIN)
        page.get_by_role("button", name="Đăng ký", exact=True).click()
        page.evaluate("navigator.serviceWorker.ready")
        page.get_by_role("button", name="Tải về và kiểm tra").click()
        # All that is taken along was read back; how much room there is beside it is the fault's affair.
        page.get_by_text("Đã mở thử").wait_for()
        page.get_by_text("Đã đọc lại và đối chiếu").wait_for()

    def unlock(self) -> None:
        self.page.goto(f"{self.address}/tablet/")
        self.page.get_by_label("Mã PIN").fill(PIN)
        self.page.locator("[data-unsent]").wait_for()

    def open_sheet(self, visit: int) -> None:
        self.page.goto(f"{self.address}/tablet/?screen=sheet&visit={visit}")
        self.page.get_by_label("Mã PIN").fill(PIN)
        self.page.locator("[data-done]").wait_for()

    def choose(self, code: str, name: str) -> None:
        """A choice of an item; done when the tablet says that it is kept, or already sent."""
        card = self.page.locator(f"#muc-{code}")
        card.get_by_role("radio", name=name, exact=True).tap()
        card.locator("[data-state='kept'], [data-state='saved'], [data-state='conflict']").wait_for()

    def add_photo(self, code: str, path: Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.page.locator(f"#muc-{code}").get_by_label("Thêm ảnh").tap()
        chooser.value.set_files(path)

    def unsent(self) -> int:
        return int(self.page.locator("[data-unsent]").get_attribute("data-unsent"))

    def saved(self) -> dict[str, Any]:
        """What the tablet's own journal holds, read with the PIN past the screens."""
        result: dict[str, Any] = self.page.evaluate(_SAVED, PIN)
        return result


_SAVED = """async (pin) => {
  const [{ openStore }, { Vault }, { Journal }] = await Promise.all(
    ["store", "vault", "journal"].map((name) => import(`/tablet/app/offline/${name}.js`)));
  const store = await openStore("thuc-dia-tablet");
  const [{ device }] = await Vault.list(store);
  const journal = new Journal({ store, vault: await Vault.unlock(store, device, pin), newId: () => "" });
  const visits = Object.keys(await journal.counts()).map(Number);
  const records = (await Promise.all(visits.map((visit) => journal.recordsOf(visit)))).flat();
  const media = [];
  for (const [sha256, { size }] of await journal.media.heads()) {
    media.push([sha256, await journal.media.isSound(sha256), size]);
  }
  store.close();
  const told = ({ id, digest, kind, sequence, body }) => ({ id, digest, kind, sequence, body });
  return { device, records: records.map(told), media };
}"""


@contextmanager
def tablet(case: Case, *, arguments: tuple[str, ...] = (), name: str = "profile") -> Iterator[Screen]:
    """The tablet switched on; within one case the same name is the same tablet."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import ARGUMENTS, TABLET

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(case.bench.folder / "tablets" / name),
            executable_path=shutil.which("chromium"),
            chromium_sandbox=False,
            args=[*ARGUMENTS, *arguments],
            viewport=TABLET,
            has_touch=True,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
        )
        try:
            yield Screen(context.pages[0], f"http://127.0.0.1:{case.bench.proxy.port}")
        finally:
            context.close()

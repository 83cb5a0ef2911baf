"""The tablet's application: bytes that travel to it, and the way from switching on to an open visit offline.

A real server is asked once; then Chromium is started anew for each run, without network and with a processor
four times as slow. The time a person needs to type the PIN is not counted, what follows it is.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, sync_playwright
from waitress.server import create_server

from audit.app import create_app
from audit.demo import story
from audit.kernel.database import db
from audit.kernel.settings import from_environ

RUNS = 5
SLOWER = 4
BUDGET = 80_000
PIN = "482915"
VISITS, PHOTOS = 300, 2_000
ARGUMENTS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

# Through the application's own modules: visits like the first one, and photos of 20 kB among them.
FILL = """async ({pin, visits, photos}) => {
  const at = "/tablet/app/offline/";
  const [{openStore}, {Vault}, {Bundle}, {Journal}, {uuid7}] = await Promise.all([
    import(at + "store.js"), import(at + "vault.js"), import(at + "bundle.js"), import(at + "journal.js"),
    import("/tablet/app/checklists/ids.js")]);
  const store = await openStore("thuc-dia-tablet");
  const [{device}] = await Vault.list(store);
  const vault = await Vault.unlock(store, device, pin);
  const own = await new Bundle({store, vault}).load();
  const names = await own.names();
  const bodies = await Promise.all(names.map(async (name) => [name, await own.get(name)]));
  const resources = Object.fromEntries(bodies);
  const first = resources[names.find((name) => name.startsWith("visit:"))];
  for (let n = 0; n < visits; n += 1) resources[`visit:${9000 + n}`] = first;
  const manifest = Object.fromEntries(Object.keys(resources).map((name) => [name, `of the bench ${name}`]));
  const expires_at = new Date(Date.now() + 30 * 86400000).toISOString();
  const transport = {bundle: async () => ({manifest, resources, expires_at})};
  await new Bundle({store, vault, transport}).refresh();
  const journal = new Journal({store, vault, newId: uuid7});
  for (let n = 0; n < photos; n += 1) {
    const bytes = crypto.getRandomValues(new Uint8Array(20000));
    await journal.addPhoto({visit: 9000 + (n % visits), item: "1", blob: bytes, media_type: "image/jpeg"});
  }
  return (await own.names()).length;
}"""


@contextmanager
def _server() -> Iterator[tuple[str, str]]:
    """The demonstration behind Waitress: its address and the password of its people."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            from_environ(
                {
                    "THUC_DIA_MODE": "testing",
                    "SECRET_KEY": "a key for measuring only, long enough to be accepted",
                    "DATA_DIR": folder,
                    "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
                    "SECURE_COOKIES": "0",
                }
            )
        )
        with app.app_context():
            db.create_all()
            runner = app.test_cli_runner()
            for command in (
                ["registers", "load-units"],
                ["registers", "load-agencies"],
                ["checklists", "load"],
            ):
                result = runner.invoke(args=command)
                if result.exit_code:
                    raise RuntimeError(result.output)
            password = story.tell("20", "Sở Y tế")["kiemtra1"].password
            db.session.remove()
        web = create_server(app, host="127.0.0.1", port=0, threads=6)
        threading.Thread(target=web.run, daemon=True).start()
        yield f"http://127.0.0.1:{web.effective_port}", password
        web.close()
        with app.app_context():
            db.engine.dispose()


@contextmanager
def _tablet(playwright: Playwright, address: str, folder: Path, *, offline: bool) -> Iterator[Page]:
    context = playwright.chromium.launch_persistent_context(
        str(folder),
        executable_path=shutil.which("chromium"),
        chromium_sandbox=False,
        args=ARGUMENTS,
        base_url=address,
        viewport={"width": 800, "height": 1280},
        has_touch=True,
        locale="vi-VN",
    )
    context.set_offline(offline)
    page = context.pages[0]
    page.set_default_timeout(60_000)
    yield page
    context.close()


def _take_along(page: Page, password: str) -> int:
    """Enrol the inspector and take the visits along; the id of the visit in progress."""
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("kiemtra1")
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_label("Mật khẩu", exact=True).press("Enter")
    page.wait_for_url(lambda there: "/sign-in" not in there)
    page.goto("/tablet/")
    page.get_by_label("Tên máy").fill("Máy đo")
    page.get_by_label("Mã PIN gồm 6 chữ số").fill(PIN)
    page.get_by_label("Nhập lại mã PIN").fill(PIN)
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    page.get_by_role("button", name="Tải về và kiểm tra").click()
    page.get_by_text("Máy đã sẵn sàng").wait_for()
    page.locator(".bar").get_by_role("button", name="Buổi kiểm tra").click()
    page.locator(".visit").first.click()
    page.get_by_role("button", name="Ghi phiếu kiểm tra").wait_for()
    found = re.search(r"visit=(\d+)", page.url)
    if found is None:
        raise RuntimeError(f"no visit in {page.url}")
    return int(found[1])


def _open_visit(page: Page, visit: int) -> float:
    """Seconds from the cold start to the lock, and from the PIN to the open visit, added up."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    begun = time.perf_counter()
    page.goto(f"/tablet/?screen=visit&visit={visit}", wait_until="commit")
    pin = page.get_by_label("Mã PIN")
    pin.wait_for()
    asked = time.perf_counter()
    pin.fill(PIN)
    page.get_by_role("button", name="Ghi phiếu kiểm tra").wait_for()
    return time.perf_counter() - asked + (asked - begun)


def _compressed(address: str) -> int:
    """Bytes of everything the service worker keeps, fonts apart, each compressed as it travels."""

    def fetched(path: str) -> bytes:
        with urllib.request.urlopen(address + path) as answer:
            return bytes(answer.read())

    listed = re.search(r"^const FILES = (.*);$", fetched("/tablet/sw.js").decode(), re.MULTILINE)
    if listed is None:
        raise RuntimeError("the service worker names no files")
    paths = ["/tablet/sw.js", *json.loads(listed[1])]
    return sum(len(gzip.compress(fetched(path), 9)) for path in paths if not path.endswith(".woff2"))


def run() -> list[dict[str, Any]]:
    """Bytes of the application; seconds to an open visit with a day's work and with a year's."""
    with _server() as (address, password), tempfile.TemporaryDirectory() as folder:
        size = _compressed(address)
        with sync_playwright() as playwright:
            place = Path(folder) / "tablet"
            with _tablet(playwright, address, place, offline=False) as page:
                visit = _take_along(page, password)
            few = _opened(playwright, address, place, visit)
            with _tablet(playwright, address, place, offline=True) as page:
                page.goto("/tablet/")
                page.get_by_label("Mã PIN").wait_for()
                page.evaluate(FILL, {"pin": PIN, "visits": VISITS, "photos": PHOTOS})
            many = _opened(playwright, address, place, visit)
    return [
        {
            "name": "tablet: code and styles, compressed",
            "ours": size,
            "other": None,
            "unit": "bytes",
            "ratio": None,
            "target": f"<= {BUDGET:,}",
            "ok": size <= BUDGET,
        },
        {
            "name": f"tablet: cold start offline to an open visit, processor {SLOWER}x slower",
            "ours": round(few, 3),
            "other": None,
            "unit": "s",
            "ratio": None,
            "target": "<= 1 s",
            "ok": few <= 1,
        },
        {
            "name": f"tablet: the same with {VISITS} visits and {PHOTOS:,} photos / with few",
            "ours": round(many, 3),
            "other": round(few, 3),
            "unit": "s",
            "ratio": round(many / few, 2),
            "target": "<= 1.5",
            "ok": many / few <= 1.5,
        },
    ]


def _opened(playwright: Playwright, address: str, place: Path, visit: int) -> float:
    times = []
    for _run in range(RUNS):
        with _tablet(playwright, address, place, offline=True) as page:
            times.append(_open_visit(page, visit))
    return statistics.median(times)

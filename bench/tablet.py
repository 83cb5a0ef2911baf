"""The tablet's application: bytes that travel to it, and the way from switching on to an open visit offline.

A real server is asked once and then taken away. For each run Chromium starts anew, without network and with
a processor four times as slow; the clock is the page's own and starts with the navigation, so that waking
the service worker counts. Two spans are added up: from there to the field of the PIN, and from the last
digit to the drawn visit. The seconds a person needs to type in between are theirs. Deriving the key from
the PIN is in the second span, since nobody sees the visit before it; it is also printed alone, because it
costs the same whatever the application does, and because the browser does it in a thread that the slowing
does not reach.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import statistics
import tempfile
import threading
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, sync_playwright
from waitress.server import create_server

from audit.app import create_app
from audit.demo import story
from audit.kernel import clock
from audit.kernel.database import db, transaction
from audit.kernel.settings import from_environ
from audit.offline.models import Generation

RUNS = 5
SLOWER = 4
BUDGET = 80_000
PIN = "482915"
VISITS, PHOTOS = 300, 2_000
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    # The address bar of Chromium on a desk is web pages of its own: it loads some 370 scripts beside the
    # page that is measured. A tablet's browser has none of it.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup",
]

# Through the application's own modules: visits like the open one, and JPEGs among all of them.
FILL = """async ({pin, visit, visits, photos}) => {
  const at = "/tablet/app/offline/";
  const [{openStore}, {Vault}, {Bundle}, {Journal}, {uuid7}] = await Promise.all([
    import(at + "store.js"), import(at + "vault.js"), import(at + "bundle.js"), import(at + "journal.js"),
    import("/tablet/app/checklists/ids.js")]);
  const store = await openStore("thuc-dia-tablet");
  const [{device}] = await Vault.list(store);
  const vault = await Vault.unlock(store, device, pin);
  const own = await new Bundle({store, vault}).load();
  const bodies = await Promise.all((await own.names()).map(async (name) => [name, await own.get(name)]));
  const resources = Object.fromEntries(bodies);
  const carried = bodies.map(([name]) => name).filter((name) => name.startsWith("visit:"));
  const ids = [visit];
  for (let n = carried.length; n < visits; n += 1) {
    resources[`visit:${100000 + n}`] = resources[`visit:${visit}`];
    ids.push(100000 + n);
  }
  const manifest = Object.fromEntries(Object.keys(resources).map((name) => [name, `of the bench ${name}`]));
  const expires_at = new Date(Date.now() + 30 * 86400000).toISOString();
  const transport = {bundle: async () => ({manifest, resources, expires_at})};
  await new Bundle({store, vault, transport}).refresh();
  const journal = new Journal({store, vault, newId: uuid7});
  const canvas = new OffscreenCanvas(320, 240);
  const pen = canvas.getContext("2d");
  let bytes = 0;
  for (let n = 0; n < photos; n += 1) {
    for (let spot = 0; spot < 200; spot += 1) {
      pen.fillStyle = `hsl(${(n * 7 + spot * 13) % 360} 60% ${20 + (spot % 60)}%)`;
      pen.fillRect(Math.random() * 320, Math.random() * 240, 40, 30);
    }
    const blob = await canvas.convertToBlob({type: "image/jpeg", quality: 0.9});
    bytes += blob.size;
    await journal.addPhoto({visit: ids[n % ids.length], item: "1", blob, width: 320, height: 240});
  }
  const held = await new Bundle({store, vault}).load();
  return {visits: (await held.visits()).length, photos: (await journal.waiting()).media, bytes};
}"""

# Runs before the application: notes when what is waited for has been drawn, and how long a PIN's key takes.
WATCH = """() => {
  const seen = window.benchSeen = {};
  const derive = SubtleCrypto.prototype.deriveBits;
  SubtleCrypto.prototype.deriveBits = async function (...told) {
    const from = performance.now();
    const made = await derive.apply(this, told);
    seen.derived = performance.now() - from;
    return made;
  };
  document.addEventListener("input", ({target}) => {
    if (target.name === "pin" && target.value.length === 6) seen.typed ??= performance.now();
  }, true);
  const signs = {door: ".door input[name=pin]", visit: "#main .panel", bare: "body > pre"};
  const drawn = () => {
    for (const [name, sign] of Object.entries(signs)) {
      // Two frames: the first one draws it, and once the second begins the first is on the glass.
      if (!(name in seen) && document.querySelector(sign)) {
        seen[name] = null;
        requestAnimationFrame(() => requestAnimationFrame(() => { seen[name] = performance.now(); }));
      }
    }
  };
  new MutationObserver(drawn).observe(document, {childList: true, subtree: true});
}"""


UNTIL = """async (name) => {
  while (!window.benchSeen[name]) await new Promise((resolve) => { setTimeout(resolve, 50); });
}"""


@dataclass(frozen=True, slots=True)
class Opening:
    """Seconds of one cold start: to the field of the PIN, from the PIN to the visit, and deriving its key."""

    door: float
    visit: float
    derived: float

    @property
    def whole(self) -> float:
        return self.door + self.visit


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
                ["reports", "load-texts"],
            ):
                result = runner.invoke(args=command)
                if result.exit_code:
                    raise RuntimeError(result.output)
            password = story.tell("20", "Sở Y tế")["kiemtra1"].password
            # A migration gives an installation its generation; without it no tablet may enrol.
            with transaction():
                db.session.add(Generation(id=1, generation=str(uuid.uuid4()), since=clock.now()))
            db.session.remove()
        web = create_server(app, host="127.0.0.1", port=0, threads=6)
        thread = threading.Thread(target=web.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{web.effective_port}", password
        web.close()
        web.task_dispatcher.shutdown(cancel_pending=True, timeout=5)
        thread.join(timeout=5)
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
    page.get_by_label("Tôi đã kiểm tra").check()
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


def _open_visit(page: Page, visit: int) -> Opening:
    """A cold start to the visit; in the page's own time."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(f"({WATCH})()")
    page.goto(f"/tablet/?screen=visit&visit={visit}", wait_until="commit")
    page.evaluate(UNTIL, "door")
    page.get_by_label("Mã PIN").fill(PIN)
    page.evaluate(UNTIL, "visit")
    seen = page.evaluate("window.benchSeen")
    return Opening(seen["door"] / 1000, (seen["visit"] - seen["typed"]) / 1000, seen["derived"] / 1000)


def _open_nothing(page: Page) -> float:
    """Seconds the browser itself takes: the same start, showing one of the kept files as plain text."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(f"({WATCH})()")
    page.goto("/tablet/app/offline/layout.js", wait_until="commit")
    page.evaluate(UNTIL, "bare")
    return float(page.evaluate("window.benchSeen.bare")) / 1000


def _compressed(address: str) -> tuple[int, int]:
    """Bytes of scripts, styles and the worker, and of all it keeps but fonts; each file compressed."""

    def fetched(path: str) -> bytes:
        with urllib.request.urlopen(address + path) as answer:
            return bytes(answer.read())

    listed = re.search(r"^const FILES = (.*);$", fetched("/tablet/sw.js").decode(), re.MULTILINE)
    if listed is None:
        raise RuntimeError("the service worker names no files")
    paths = ["/tablet/sw.js", *json.loads(listed[1])]
    sizes = {path: len(gzip.compress(fetched(path), 9)) for path in paths if not path.endswith(".woff2")}
    return sum(size for path, size in sizes.items() if path.endswith((".js", ".css"))), sum(sizes.values())


def run() -> list[dict[str, Any]]:
    """Bytes of the application; seconds to an open visit with a day's work and with a year's."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder) / "tablet"
        with _server() as (address, password):
            code, size = _compressed(address)
            with _tablet(playwright, address, place, offline=False) as page:
                visit = _take_along(page, password)
        bare = statistics.median(_bare(playwright, address, place) for _run in range(RUNS))
        few = _opened(playwright, address, place, visit)
        with _tablet(playwright, address, place, offline=True) as page:
            page.goto("/tablet/")
            page.get_by_label("Mã PIN").wait_for()
            told = {"pin": PIN, "visit": visit, "visits": VISITS, "photos": PHOTOS}
            held = page.evaluate(FILL, told)
            if (held["visits"], held["photos"]) != (VISITS, PHOTOS):
                raise RuntimeError(f"the tablet holds {held}")
        many = _opened(playwright, address, place, visit)
    much = f"{VISITS} visits and {PHOTOS:,} photos"
    slow = f"processor {SLOWER}x slower"
    return [
        _row("tablet: code and styles, compressed", code, "bytes", f"<= {BUDGET:,}", code <= BUDGET),
        _row("  with the page, its words, icons and logo", size, "bytes", "–", True),
        _row(
            f"tablet: cold start offline to an open visit, {slow}",
            few.whole, "s", "<= 1", few.whole <= 1,
        ),
        _row("  of it the browser alone, to any page", bare, "s", "–", True),
        *_parts(few),
        _row(
            f"tablet: the same with {much} / with few",
            many.whole, "s", "<= 1.5", many.whole / few.whole <= 1.5, few.whole,
        ),
        *_parts(many),
    ]  # fmt: skip


def _parts(of: Opening) -> list[dict[str, Any]]:
    return [
        _row("  to the field of the PIN", of.door, "s", "–", True),
        _row("  from the PIN to the drawn visit", of.visit, "s", "–", True),
        _row("    of it deriving the key (never slowed)", of.derived, "s", "–", True),
    ]


def _row(
    name: str, ours: float, unit: str, target: str, ok: bool, other: float | None = None
) -> dict[str, Any]:
    return {
        "name": name,
        "ours": round(ours, 3),
        "other": round(other, 3) if other else None,
        "unit": unit,
        "ratio": round(ours / other, 2) if other else None,
        "target": target,
        "ok": ok,
    }


def _bare(playwright: Playwright, address: str, place: Path) -> float:
    with _tablet(playwright, address, place, offline=True) as page:
        return _open_nothing(page)


def _opened(playwright: Playwright, address: str, place: Path, visit: int) -> Opening:
    """The run with the median of the whole."""
    runs = []
    for _run in range(RUNS):
        with _tablet(playwright, address, place, offline=True) as page:
            runs.append(_open_visit(page, visit))
    return sorted(runs, key=lambda one: one.whole)[RUNS // 2]

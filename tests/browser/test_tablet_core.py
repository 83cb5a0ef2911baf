"""The tablet's journal and vault on a real IndexedDB: reloads, a killed browser, two tabs, a full disk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, send_from_directory
from playwright.sync_api import Browser, Page

from audit.kernel import headers
from tests.browser.conftest import ARGUMENTS, serving

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "audit/offline/static/offline"
IDS = ROOT / "checklists/static/checklists"
OpenPage = Callable[..., Page]

DEVICE = "0192f3a4-5b6c-7d8e-9f01-23456789abcd"
PIN = "270854"

# `opened` gives the journal of the vault; the PIN is typed (stretched) once a page.
START = """async ({device, pin}) => {
  const [{ openStore }, { Vault }, { Journal }, { uuid7 }] = await Promise.all(
    ["/core/store.js", "/core/vault.js", "/core/journal.js", "/ids/ids.js"].map((name) => import(name)));
  const store = await openStore("tablet");
  const known = (await Vault.list(store)).some((vault) => vault.device === device);
  const vault = known ? await Vault.unlock(store, device, pin) : await Vault.create(store, {
    device, pin, secret: new Uint8Array(32).fill(5), person: { id: 7, full_name: "Phạm Kiểm Tra" } });
  Object.assign(window, { store, vault, Vault, journal: new Journal({ store, vault, newId: uuid7 }) });
  window.answer = (value) => journal.append({ kind: "answer", visit: 12, body: { item: "1.1", value } });
  return known;
}"""
ROWS = """async () => (await journal.open(await journal.rows())).map(
  ({ id, digest, sequence, text }) => ({ id, digest, sequence, text }))"""
SOUND = """async () => {
  const { sha256Hex } = await import("/core/crypto.js");
  const rows = await journal.open(await journal.rows());
  const heads = await journal.media.heads();
  for (const { text, digest, sha256 } of rows) {
    if (await sha256Hex(text) !== digest) return `record ${digest} is not what it was`;
    if (sha256 && !(await journal.media.isSound(sha256))) return `photo ${sha256} is not whole`;
    heads.delete(sha256);
  }
  return heads.size ? "bytes of a photo without its record" : "sound";
}"""


@pytest.fixture
def server() -> Iterator[str]:
    """A bare page with the core's modules, under the policy of every page."""
    app = Flask("bare", static_folder=None)
    app.config["SESSION_COOKIE_SECURE"] = False
    headers.init_app(app)

    @app.get("/")
    def bare() -> Response:
        return Response(
            "<!doctype html><html lang=vi><title>Máy tính bảng</title><p>…</p>", mimetype="text/html"
        )

    @app.get("/core/<name>")
    def core(name: str) -> Response:
        return send_from_directory(CORE, name)

    @app.get("/ids/<name>")
    def ids(name: str) -> Response:
        return send_from_directory(IDS, name)

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(status=204)

    with serving(app) as address:
        yield address


def start(page: Page, address: str = "/") -> bool:
    """Opens the bare page and the vault in it; whether the vault was there already."""
    page.goto(address)
    return bool(page.evaluate(START, {"device": DEVICE, "pin": PIN}))


def gapless(rows: list[dict[str, Any]]) -> None:
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    assert len({row["id"] for row in rows}) == len(rows)


def until(page: Page, condition: str) -> None:
    """Waits for a condition (the page's policy forbids what Playwright's own waiting evaluates)."""
    for _try in range(1000):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(10)
    raise AssertionError(f"never: {condition}")


def test_what_was_saved_is_there_after_a_reload_and_opens_with_the_pin_only(open_page: OpenPage) -> None:
    page = open_page()
    assert start(page) is False
    saved = page.evaluate(
        """async () => {
          const found = [await answer("Cổng chính"), await answer("Cổng phụ")];
          const blob = new Blob([crypto.getRandomValues(new Uint8Array(60000))], { type: "image/jpeg" });
          found.push(await journal.addPhoto({ visit: 12, item: "2.1", blob }));
          await journal.drafts.put(12, "1.2", { note: "đang gõ" });
          return found.map(({ id, digest, sequence, text }) => ({ id, digest, sequence, text }));
        }"""
    )
    wrong = page.evaluate(
        f"Vault.unlock(store, '{DEVICE}', '000000').then(() => 'open', (problem) => problem.name)"
    )
    assert wrong == "WrongPin"
    assert start(page) is True
    assert page.evaluate(ROWS) == saved
    assert page.evaluate(SOUND) == "sound"
    assert page.evaluate("journal.drafts.get(12, '1.2')") == {"note": "đang gõ"}
    page.evaluate("vault.destroy()")
    assert page.evaluate("Vault.list(store)") == []
    left = """async () => {
      const database = await new Promise((resolve) => {
        const request = indexedDB.open("tablet");
        request.onsuccess = () => resolve(request.result);
      });
      const counts = {};
      for (const name of database.objectStoreNames) {
        const request = database.transaction(name).objectStore(name).count();
        counts[name] = await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
      }
      return counts;
    }"""
    assert set(page.evaluate(left).values()) == {0}


def test_a_reload_in_the_middle_of_writing_loses_nothing_that_was_told(open_page: OpenPage) -> None:
    page = open_page()
    told: list[str] = []
    page.expose_function("told", lambda record: told.append(record))
    start(page)
    for _life in range(3):
        before = len(told)
        page.evaluate(
            """() => { (async () => {
              for (let number = 0; number < 2000; number += 1) {
                const blob = crypto.getRandomValues(new Uint8Array(300000).subarray(0, 60000));
                if (number % 5 === 4) told((await journal.addPhoto({ visit: 13, item: "2.1", blob })).id);
                else told((await answer(number)).id);
              }
            })(); }"""
        )
        while len(told) < before + 15:
            page.wait_for_timeout(5)
        start(page)
        rows = page.evaluate(ROWS)
        gapless(rows)
        assert set(told) <= {row["id"] for row in rows}
        assert page.evaluate(SOUND) == "sound"


def test_two_tabs_that_write_at_the_same_time_share_one_gapless_order(open_page: OpenPage) -> None:
    page = open_page()
    start(page)
    other = page.context.new_page()
    start(other)
    begin = "() => { window.done = Promise.all(Array.from({ length: 60 }, (_none, n) => answer(n))); }"
    page.evaluate(begin)
    other.evaluate(begin)
    for tab in (page, other):
        assert tab.evaluate("done.then((records) => records.length)") == 60
    for tab in (page, other):
        rows = tab.evaluate(ROWS)
        assert len(rows) == 120
        gapless(rows)
        assert tab.evaluate(SOUND) == "sound"
    # A revocation seen by one tab: the other takes nothing in any more.
    other.evaluate("vault.destroy()")
    assert page.evaluate("answer(1).then(() => 'saved', (problem) => problem.name)") == "VaultGone"


def test_only_one_of_two_tabs_sends(open_page: OpenPage) -> None:
    page = open_page()
    start(page)
    other = page.context.new_page()
    start(other)
    sender = """async () => {
      const { Sender } = await import("/core/sender.js");
      window.heard = [];
      window.asked = 0;
      const transport = { exchange: () => { window.asked += 1; return new Promise(() => {}); } };
      window.sender = new Sender({ journal, transport, tell: (kind) => heard.push(kind) });
      sender.wake("tap");
    }"""
    page.evaluate(sender)
    until(page, "asked === 1")
    other.evaluate(sender)
    until(other, "heard.includes('elsewhere')")
    assert other.evaluate("asked") == 0
    page.close()
    # The browser gives the closed tab's lock back in its own time: the person taps again.
    until(other, "(sender.wake('tap'), asked === 1)")


class Tablet:
    """A Chromium of its own with its profile on the disk, which can lose its power."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile

    def open(self, chromium: Browser) -> Page:
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        program = shutil.which("chromium")
        assert program
        options = [
            "--headless",
            "--no-sandbox",
            "--remote-debugging-port=0",
            f"--user-data-dir={self.profile}",
        ]
        self.process = subprocess.Popen(
            [program, *ARGUMENTS, *options, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 60
        while not (port_file.exists() and port_file.read_text().count("\n")):
            assert time.monotonic() < until, "Chromium did not start"
            time.sleep(0.05)
        port = port_file.read_text().split("\n")[0]
        browser = chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}")
        return browser.contexts[0].new_page()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def tablet(tmp_path: Path) -> Iterator[Tablet]:
    device = Tablet(tmp_path / "profile")
    yield device
    if device.process.poll() is None:
        device.kill()


def test_a_browser_killed_in_the_middle_loses_nothing_that_was_told(
    chromium: Browser, server: str, tablet: Tablet
) -> None:
    told: list[str] = []
    for life in range(4):
        page = tablet.open(chromium)
        page.expose_function("told", lambda record: told.append(record))
        assert start(page, server) is (life > 0)
        rows = page.evaluate(ROWS)
        gapless(rows)
        assert set(told) <= {row["id"] for row in rows}, "shown as saved, and lost"
        assert page.evaluate(SOUND) == "sound"
        before = len(told)
        page.evaluate(
            """() => { (async () => {
              for (let number = 0; ; number += 1) {
                const blob = crypto.getRandomValues(new Uint8Array(50000));
                if (number % 4 === 3) told((await journal.addPhoto({ visit: 13, item: "2.1", blob })).id);
                else told((await answer(number)).id);
              }
            })(); }"""
        )
        while len(told) < before + 10 + 7 * life:
            page.wait_for_timeout(2)
        tablet.kill()
    assert len(told) > 40


def test_when_the_disk_is_full_a_photo_is_not_half_saved_and_answers_go_on(
    chromium: Browser, server: str, tablet: Tablet
) -> None:
    page = tablet.open(chromium)
    page.goto(server)
    # Before anything is opened: Chromium remembers for a while how much room there was.
    control = page.context.new_cdp_session(page)
    control.send("Storage.overrideQuotaForOrigin", {"origin": server, "quotaSize": 6_000_000})
    start(page, server)
    page.evaluate("answer('trước')")
    photo = """(size) => {
      const blob = new Uint8Array(size);
      for (let from = 0; from < size; from += 65536) {
        crypto.getRandomValues(blob.subarray(from, Math.min(size, from + 65536)));
      }
      return journal.addPhoto({ visit: 12, item: "2.1", blob })
        .then(() => "saved", (problem) => problem.name);
    }"""
    assert page.evaluate(photo, 20_000_000) == "StorageFull"
    assert page.evaluate(SOUND) == "sound"
    assert page.evaluate("answer('sau').then(({ sequence }) => sequence)") == 2
    assert start(page, server) is True
    rows = page.evaluate(ROWS)
    gapless(rows)
    assert len(rows) == 2
    assert page.evaluate(photo, 1_000_000) == "saved"
    assert page.evaluate(SOUND) == "sound"

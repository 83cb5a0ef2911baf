"""F12, F14: a full queue, and no room for a photo."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

from tests.faults import browser
from tests.faults.browser import Screen
from tests.faults.check import open_database
from tests.faults.proxy import NO_HARM, Harm
from tests.faults.registry import fault
from tests.faults.rig import Case
from tests.faults.tablet_process import Failed
from tests.faults.world import PIN

IN_BROWSER = browser.AVAILABLE


def begin(case: Case, screen: Screen) -> None:
    """Somebody signs in and enrols; the work begins on the sheet of a visit."""
    screen.sign_in("kiemtra1", case.world.password)
    screen.enrol()


def yes_no(case: Case) -> list[str]:
    return [code for code, kind in case.world.items if kind == "yes_no"]


def _ledger(case: Case, device: str) -> set[str]:
    connection = open_database(case.bench.data)
    try:
        rows = connection.execute("SELECT record_id FROM tablet_record WHERE device_id = ?", (device,))
        return {row[0] for row in rows}
    finally:
        connection.close()


def everything_arrives(case: Case, screen: Screen, before: dict[str, Any]) -> None:
    """The tablet sends by itself; what it held before is held by the server."""
    screen.page.locator("[data-unsent='0']").wait_for()
    after = screen.saved()
    lost = {record["id"] for record in before["records"]} - {record["id"] for record in after["records"]}
    case.expect(not lost, f"{len(lost)} records are lost on the tablet")
    until = time.monotonic() + 20
    wanted = {record["id"] for record in after["records"]}
    while _ledger(case, after["device"]) != wanted and time.monotonic() < until:
        time.sleep(0.2)
    case.expect(_ledger(case, after["device"]) == wanted, "the ledger is not the journal")
    case.check()


PHOTOS, VISITS = 5_000, 300
_FILL = """async ([pin, photos, visits]) => {
  const [{ openStore }, { Vault }, { Journal }] = await Promise.all(
    ["store", "vault", "journal"].map((name) => import(`/tablet/app/offline/${name}.js`)));
  const store = await openStore("thuc-dia-tablet");
  const [{ device }] = await Vault.list(store);
  let count = 0;
  const newId = () => `01900000-0000-7000-8000-${String(count += 1).padStart(12, "0")}`;
  const journal = new Journal({ store, vault: await Vault.unlock(store, device, pin), newId });
  for (let number = 0; number < photos; number += 1) {
    const blob = crypto.getRandomValues(new Uint8Array(2048));
    await journal.addPhoto({ visit: 1000 + number % visits, item: "ls1_01", blob, media_type: "image/jpeg" });
  }
  store.close();
  return count;
}"""


@fault(
    "F12", "5,000 queued photos of 300 visits (2 KiB each)", variants=("in Chromium",) if IN_BROWSER else ()
)
def full_queue(case: Case) -> None:
    """The page of the queue opens in less than a second, and memory is bounded."""
    case.expect(IN_BROWSER, "Chromium is not installed")
    with browser.tablet(case, arguments=("--enable-precise-memory-info",)) as screen:
        begin(case, screen)
        case.harm(lambda request: Harm(cut_request=0) if "/tablet/api/" in request.path else NO_HARM)
        page = screen.page
        page.set_default_timeout(300_000)
        page.evaluate(_FILL, [PIN, PHOTOS, VISITS])
        screen.unlock()
        page.locator(f"[data-unsent='{2 * PHOTOS}']").wait_for()
        took = []
        for _n in range(3):
            page.locator(".bar").get_by_role("button", name="Buổi kiểm tra").click()
            page.locator("h1", has_text="Buổi kiểm tra").wait_for()
            begun = time.monotonic()
            page.locator(".bar").get_by_role("button", name="Nhật ký gửi").click()
            page.locator("details").nth(VISITS - 1).wait_for(state="attached")
            took.append(time.monotonic() - begun)
        used = page.evaluate("performance.memory.usedJSHeapSize") / 1024 / 1024
    case.note = f"queue page {min(took):.2f}–{max(took):.2f} s, {used:.0f} MiB of JavaScript memory"
    case.expect(min(took) < 1.0, f"the page of the queue takes {min(took):.2f} to {max(took):.2f} s")
    case.expect(used < 200, f"{used:.0f} MiB of memory")


@fault("F14", "tablet quota exceeded in the middle of a photo", seeded=True)
def no_room_for_a_photo(case: Case) -> None:
    """The store refuses at a random photo: the text is kept, the photo whole or absent, sending goes on."""
    rng = case.rng
    tablet = case.tablet(quota=rng.randint(60_000, 900_000))
    full = 0
    for _n in range(rng.randint(4, 10)):
        try:
            if rng.random() < 0.5:
                tablet.answer(case.visit)
            else:
                tablet.photo(case.visit)
        except Failed as failure:
            full += 1
            case.expect(failure.name == "StorageFull", f"a full store says {failure.name}")
    dump = tablet.dump()
    photos = {record["sha256"] for record in dump["records"] if record["kind"] == "photo"}
    case.expect({medium["sha256"] for medium in dump["media"]} == photos, "a photo is half saved")
    tablet.order("quota", quota=10**12)
    case.settle()


@fault("F14", "", variants=("page in Chromium",) if IN_BROWSER else ())
def page_without_room(case: Case) -> None:
    """The browser's own quota: the person is told, the answers stay, the photo is not half saved."""
    yes = yes_no(case)[0]
    with browser.tablet(case) as screen:
        # Before anything is opened: Chromium remembers for a while how much room there was.
        control = screen.page.context.new_cdp_session(screen.page)
        room = {"origin": screen.address, "quotaSize": 7_000_000}
        control.send("Storage.overrideQuotaForOrigin", room)
        begin(case, screen)
        screen.open_sheet(case.visit)
        screen.choose(yes, "Có")
        full = screen.page.get_by_text("Máy hết chỗ trống")
        for number in range(8):
            screen.add_photo(yes, _large(case, number))
            screen.page.wait_for_timeout(1500)
            if full.count():
                break
        full.first.wait_for()
        saved = screen.saved()
        photos = {record["body"]["sha256"] for record in saved["records"] if record["kind"] == "photo"}
        case.expect(saved["records"][0]["kind"] == "answer", "the answer is lost")
        case.expect({sha256 for sha256, _sound, _size in saved["media"]} == photos, "a photo is half saved")
        case.expect(all(sound for _sha256, sound, _size in saved["media"]), "a photo is damaged")
        control.send("Storage.overrideQuotaForOrigin", {"origin": screen.address})
        screen.open_sheet(case.visit)
        everything_arrives(case, screen, saved)


def _large(case: Case, number: int) -> Path:
    """A photo that stays large when the tablet makes it smaller."""
    from PIL import Image

    path = case.bench.folder / "tablets" / f"large-{number}.jpg"
    image = Image.frombytes("RGB", (1500, 1100), random.Random(number).randbytes(1500 * 1100 * 3))
    image.save(path, "JPEG", quality=95)
    return path

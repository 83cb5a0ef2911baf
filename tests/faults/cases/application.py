"""F15, F16, F18: evicted applications and data, unfit browsers, updates and their way back; in Chromium."""

from __future__ import annotations

import hashlib

from tests.faults import browser
from tests.faults.browser import Screen
from tests.faults.cases.device import IN_BROWSER, begin, everything_arrives, yes_no
from tests.faults.proxy import NO_HARM, Harm, Request
from tests.faults.registry import fault
from tests.faults.rig import Case

EVICTED = ("the application, not the data", "the data, not the application", "both")


@fault("F15", "the browser evicts the application, the data, or both", variants=EVICTED if IN_BROWSER else ())
def evicted(case: Case) -> None:
    """Data that is left is all there; data that is gone is missed on the lead's board."""
    yes = yes_no(case)[:3]
    with browser.tablet(case) as screen:
        begin(case, screen)
        # Photos cannot pass: the lead's board learns of them, their bytes stay on the tablet.
        case.harm(lambda request: Harm(cut_request=0) if request.method == "PUT" else NO_HARM)
        screen.open_sheet(case.visit)
        for code in yes:
            screen.choose(code, "Có")
        screen.page.locator("[data-unsent='0']").wait_for()
        screen.add_photo(yes[0], case.world.photos[5])
        screen.page.locator("[data-unsent='1']").wait_for()
        saved = screen.saved()
        control = screen.page.context.new_cdp_session(screen.page)
        kinds = {
            "the application, not the data": "cache_storage,service_workers",
            "the data, not the application": "indexeddb",
        }.get(case.variant, "cache_storage,service_workers,indexeddb")
        screen.page.goto("about:blank")
        control.send("Storage.clearDataForOrigin", {"origin": screen.address, "storageTypes": kinds})
        if "indexeddb" not in kinds:
            case.heal()
            screen.unlock()
            everything_arrives(case, screen, saved)
            return
        screen.page.goto(f"{screen.address}/tablet/")
        screen.page.get_by_label("Tên máy").wait_for()
        case.expect(
            screen.page.get_by_label("Mã PIN", exact=True).count() == 0, "a vault that is gone is offered"
        )
    board = case.desk("truongdoan").get(f"/tablets/{saved['device']}")
    case.expect("còn thiếu" in board, "the lead's board does not show what is missing")
    case.check()


_OLD = {
    "no store": "Object.defineProperty(window, 'indexedDB', { value: undefined });",
    "store refuses": "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };",
    "no service worker": "delete Navigator.prototype.serviceWorker;",
    "no cryptography": "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });",
}
REFUSED_WITH = {
    "no store": "Trình duyệt không cho lưu dữ liệu",
    "store refuses": "Trình duyệt không cho lưu dữ liệu",
}


@fault(
    "F16",
    "blocked storage, a browser without what is needed",
    variants=tuple(_OLD) if IN_BROWSER else (),
)
def unfit_browser(case: Case) -> None:
    """Field mode is refused with its reason; nobody can enrol."""
    with browser.tablet(case) as screen:
        page = screen.page
        page.add_init_script(_OLD[case.variant])
        page.goto(f"{screen.address}/tablet/")
        page.get_by_text("Trình duyệt này chưa dùng được ngoài thực địa").wait_for()
        words = REFUSED_WITH.get(case.variant)
        case.expect(words is None or page.get_by_text(words).count() > 0, "the reason is another one")
        case.expect(page.get_by_label("Tên máy").count() == 0, "enrolling is offered")


_CHANGES = {
    "store.js": (b"const VERSION = 1;", b"const VERSION = 2;"),
    "layout.js": (b"drafts:", b'places: { key: ["device", "name"] }, drafts:'),
}


@fault(
    "F18",
    "an update arrives while work is unsent: new application, new stores, and back again",
    variants=("new application", "new stores", "new stores and back") if IN_BROWSER else (),
)
def updated(case: Case) -> None:
    """The work survives both ways."""
    yes = yes_no(case)[:2]
    with browser.tablet(case) as screen:
        begin(case, screen)
        offline: dict[str, Harm] = {}
        case.harm(lambda request: _way(request, offline))
        screen.open_sheet(case.visit)
        screen.choose(yes[0], "Có")
        screen.add_photo(yes[0], case.world.photos[4])
        screen.page.locator("[data-unsent='3']").wait_for()
        saved = screen.saved()
        offline |= _next_version(case, stores=case.variant != "new application")
        _take_update(case, screen)
        if case.variant != "new application":
            version = screen.page.evaluate(
                "indexedDB.databases().then((all) => all.find((a) => a.name === 'thuc-dia-tablet').version)"
            )
            case.expect(version == 2, f"the new application has stores of version {version}")
        if case.variant.endswith("back"):
            offline.clear()
            _take_update(case, screen)
        now = screen.saved()
        case.expect(now["records"] == saved["records"], "records changed or are lost")
        case.expect(now["media"] == saved["media"], "photos changed or are lost")
        case.heal()
        screen.unlock()
        everything_arrives(case, screen, saved)


def _way(request: Request, edits: dict[str, Harm]) -> Harm:
    """The API is out of reach, files of the application are not; some of them are of the next version."""
    if "/tablet/api/" in request.path:
        return Harm(cut_request=0)
    return edits.get(request.path, NO_HARM)


def _next_version(case: Case, *, stores: bool) -> dict[str, Harm]:
    """What the server of the next version sends: other scripts, and a service worker that lists them."""
    desk = case.desk("kiemtra1")
    edits: dict[str, Harm] = {}
    listed = []
    for name, (before, after) in _CHANGES.items():
        path = f"/tablet/app/offline/{name}"
        old = desk.get(path).encode()
        new = (old.replace(before, after) if stores else old) + b"\n// the next version\n"
        case.expect(not stores or before in old, f"{name} has changed: the fault must be written anew")
        listed.append((hashlib.sha256(old).hexdigest().encode(), hashlib.sha256(new).hexdigest().encode()))
        edits[path] = Harm(edit=lambda _body, new=new: new)  # type: ignore[misc]

    def worker(body: bytes) -> bytes:
        for old, new in listed:
            assert old in body
            body = body.replace(old, new)
        return body.replace(b'CACHE = PREFIX + "', b'CACHE = PREFIX + "next-')

    return edits | {"/tablet/sw.js": Harm(edit=worker)}


def _take_update(case: Case, screen: Screen) -> None:
    """The update is offered; with unsent work it waits until the application was closed and opened again."""
    page = screen.page
    before = page.evaluate(_ACTIVE)
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    page.locator(".offer--update").wait_for()
    page.locator(".offer--update").get_by_role("button").click()
    page.get_by_text("Gửi xong rồi cập nhật").first.wait_for()
    page.goto("about:blank")
    for _n in range(100):
        page.wait_for_timeout(100)
        page.goto(f"{screen.address}/tablet/manifest.webmanifest")
        if page.evaluate(_ACTIVE) != before:
            break
        page.goto("about:blank")
    case.expect(page.evaluate(_ACTIVE) != before, "the next version never takes over")
    screen.unlock()


_ACTIVE = "caches.keys().then((names) => names.filter((name) => name.startsWith('thuc-dia-')).sort().join())"

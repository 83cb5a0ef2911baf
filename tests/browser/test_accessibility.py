"""Every page for every role, on a desk and on a tablet: axe finds nothing, no edge is crossed."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Frame, Page, ViewportSize

from tests.browser.addresses import pages_of
from tests.browser.conftest import DESK, TABLET, Demonstration, sign_in
from tests.integration.told_world import Guest, Told

OpenPage = Callable[..., Page]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
PEOPLE = ("truongdoan", "lanhdao", "quantri", "kiemtra1", "canboxa", "theodoi")

# Words that a Vietnamese page has only when a text was forgotten or a value was printed raw.
FOREIGN = re.compile(
    r"\b(Submit|Save|Delete|Edit|Next|Previous|Error|Loading|Search|Cancel|Close|Yes|Home|None|True|False|"
    r"null|undefined|NaN|Object|Not Found|Forbidden|This field|Invalid|Required|not a valid)\b"
    r"|%\(|\{\{|\}\}|\[object"
)

# What a person reads or hears: the text shown, and the words of attributes.
WORDS = """() => {
  const names = ['aria-label', 'title', 'placeholder', 'alt'];
  const spoken = [...document.querySelectorAll(names.map((name) => `[${name}]`).join())]
    .filter((node) => node.checkVisibility())
    .flatMap((node) => names.map((name) => node.getAttribute(name) ?? ''));
  return document.body.innerText + '\\n' + spoken.filter(Boolean).join('\\n');
}"""

HEAD = """() => ({
  headings: [...document.querySelectorAll('h1')].map((one) => one.innerText),
  title: document.title,
  lang: document.documentElement.lang,
})"""

# What runs over the edge of the page, the outermost first.
OVER = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((node) => node.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(0, 3).map((node) => node.outerHTML.slice(0, 160));
}"""

# Where a page's colours are measured: a selector of the elements.
EVERYWHERE, IN_CONTENT, NOWHERE = "*", "main, main *", ""


@pytest.fixture
def server(demonstration_server: str) -> str:
    return demonstration_server


@pytest.fixture(scope="module")
def addresses(demonstration: Demonstration) -> list[str]:
    with demonstration.app.app_context():
        return pages_of(demonstration.app)


def violations(target: Page | Frame, colours: str = EVERYWHERE) -> list[str]:
    """What axe finds in a page or a frame, a line for each fault with the elements it is at; ``colours``
    selects the elements whose contrast is measured."""
    if not target.evaluate("'axe' in window"):
        target.evaluate(AXE)
    found: list[dict[str, Any]] = target.evaluate(
        """async (colours) => {
          const rule = {id: 'color-contrast', selector: colours || '*', enabled: Boolean(colours)};
          axe.configure({rules: [rule]});
          const options = {iframes: false, resultTypes: ['violations']};
          return (await axe.run(document, options)).violations;
        }""",
        colours,
    )
    return [f"{fault['id']}: {[node['html'][:200] for node in fault['nodes'][:3]]}" for fault in found]


def _resize(page: Page, size: ViewportSize) -> int:
    page.set_viewport_size(size)
    return size["width"]


def faults_of(page: Page, *, colours: str = EVERYWHERE) -> list[str]:
    """Everything that is wrong with the page that is open, at both widths.

    Its colours are the same at both, and measuring them takes longest: once is enough.
    """
    found = []
    head = page.evaluate(HEAD)
    if len(head["headings"]) != 1:
        found.append(f"h1: {head['headings']}")
    if not head["title"].removesuffix("Thực Địa").strip(" ·-|"):
        found.append("no title")
    if head["lang"] != "vi":
        found.append("lang")
    foreign = FOREIGN.search(page.evaluate(WORDS))
    if foreign is not None:
        found.append(f"foreign word: {foreign[0]}")
    for size in (DESK, TABLET):
        width = _resize(page, size)
        found += [f"{width}: over the edge {over}" for over in page.evaluate(OVER)]
        where = colours if size is DESK else NOWHERE
        found += [f"{width}: {fault}" for fault in violations(page, where)]
    return found


def _parted(html: str) -> tuple[str, str, str]:
    """The content of a page, its heading, and the menu around it, without what each request makes anew."""
    html = re.sub(r'(csrf_token|event_id|next)" value="[^"]+"|data-csrf="[^"]+"', "", html)
    body = html[html.index("<body") :]
    found = re.search(r"<main.*</main>", body, re.DOTALL)
    content = found[0] if found else body
    heading = re.search(r"<h1.*?</h1>", content, re.DOTALL)
    return content, heading[0] if heading else "", body.replace(content, "")


# What this worker has looked at, word for word; where it has measured colours: the content by its address
# and heading, the menu wherever it is the same.
SEEN: set[str] = set()
MEASURED: set[tuple[str, str]] = set()

# As many tests as it takes to give all workers equal work. An address is in the same one for all roles, so
# that no two workers look at the same page.
PARTS = 12


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_sound_for_everybody(
    part: int, open_page: OpenPage, server: str, demonstration: Demonstration, addresses: list[str]
) -> None:
    told = Told(dict.fromkeys(PEOPLE, demonstration.password), own_commune="", other_commune="")
    guests = {username: Guest(demonstration.app, told, username) for username in PEOPLE}
    pages: dict[str, Page] = {}
    found: dict[tuple[str, str], list[str]] = {}
    for address, username in product(addresses[part::PARTS], PEOPLE):
        html = guests[username].get(address, follow_redirects=True).text
        content, heading, menu = _parted(html)
        if content in SEEN:
            continue
        SEEN.add(content)
        if username not in pages:
            pages[username] = open_page()
            pages[username].context.add_cookies([guests[username].cookie(server)])
            # The browser keeps it, which is quicker than to send it for each page.
            pages[username].add_init_script(AXE)
        page = pages[username]
        _resize(page, DESK)
        page.goto(address)
        known = {(address, heading), ("", menu)} & MEASURED
        MEASURED.update({(address, heading), ("", menu)})
        if (address, heading) in known:
            faults = faults_of(page, colours=NOWHERE)
        else:
            faults = faults_of(page, colours=IN_CONTENT if known else EVERYWHERE)
        if faults:
            found[address, username] = faults
    assert found == {}


def test_the_map_within_its_frame_is_sound(open_page: OpenPage, demonstration: Demonstration) -> None:
    page = open_page()
    sign_in(page, "lanhdao", demonstration.password)
    page.goto("/maps/")
    frame = page.frame("ban-do")
    assert frame is not None
    frame.locator("html[data-map=ready]").wait_for(state="attached")
    for size in (TABLET, DESK):
        _resize(page, size)
        assert violations(frame) == [], size
        assert FOREIGN.search(frame.evaluate(WORDS)) is None


def test_the_doors_are_sound_for_a_stranger(open_page: OpenPage) -> None:
    page = open_page()
    for address in ("/sign-in", "/khong-co-trang-nay"):
        page.goto(address)
        assert faults_of(page) == [], address
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("aido")
    page.get_by_label("Mật khẩu", exact=True).fill("sai mật khẩu")
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("alert").wait_for()
    assert faults_of(page) == []


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("truongdoan", "/registers/establishments/new"),
        ("truongdoan", "/teams/2/members/new"),
        ("quantri", "/users/new"),
        ("truongdoan", "/visits/12/findings/new"),
    ],
)
def test_a_form_that_is_refused_says_why_at_each_field(
    username: str, address: str, open_page: OpenPage, demonstration: Demonstration
) -> None:
    page = open_page()
    sign_in(page, username, demonstration.password)
    page.goto(address)
    page.locator("main form.form button[type=submit]").first.click()
    summary = page.locator(".error-summary")
    summary.wait_for()
    assert faults_of(page) == []
    for link in summary.get_by_role("link").all():
        wrong = page.locator(str(link.get_attribute("href")))
        assert wrong.count() == 1, link.inner_text()
    summary.get_by_role("link").first.click()
    focused = page.evaluate("document.activeElement.id")
    assert f"#{focused}" == summary.get_by_role("link").first.get_attribute("href")


# Walks with Tab from the top of the page; what was reached, and whether each stop could be seen.
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  const shown = (one) => one.outlineStyle !== 'none' || one.boxShadow !== 'none';
  const around = at.closest('label') ?? at.parentElement;
  return {
    words: (at.getAttribute('aria-label') ?? at.innerText ?? '').trim() || at.name || at.id,
    name: at.name ?? '',
    seen: (shown(style) || (around && shown(getComputedStyle(around))))
      && (box.width > 0 || Boolean(around && around.getBoundingClientRect().width)),
  };
}"""


def walk(page: Page, most: int = 120) -> list[dict[str, Any]]:
    """The stops of the Tab key through the page, once around."""
    stops: list[dict[str, Any]] = []
    for _n in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("address", ["/plans/new", "/visits/new?plan=2", "/visits/12/findings/new"])
def test_the_tab_key_reaches_the_menu_and_each_field_and_shows_where_it_is(
    address: str, open_page: OpenPage, demonstration: Demonstration
) -> None:
    page = open_page()
    sign_in(page, "truongdoan", demonstration.password)
    page.goto(address)
    page.evaluate("document.activeElement.blur()")
    stops = walk(page)
    words, names = [stop["words"] for stop in stops], {stop["name"] for stop in stops}
    menu = page.get_by_role("navigation", name="Danh mục chính").get_by_role("link").all_inner_texts()
    assert [line.strip() for line in menu if line.strip() not in words] == []
    fields = page.locator("main form :is(input:not([type=hidden]), select, textarea):visible").all()
    assert {field.get_attribute("name") for field in fields} <= names
    # The parts of a date field are stops of their own; the field around them shows where it is.
    assert {stop["words"] for stop in stops} == {stop["words"] for stop in stops if stop["seen"]}
    assert len(words) > len(menu)


def test_a_plan_is_begun_without_a_pointer(open_page: OpenPage, demonstration: Demonstration) -> None:
    page = open_page()
    sign_in(page, "truongdoan", demonstration.password)
    page.goto("/plans/new")
    for _n in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "kind":
            break
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.value")
    assert page.locator(f"[name=kind][value={chosen}]").is_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "year"


def test_the_first_stop_jumps_over_the_menu(open_page: OpenPage, demonstration: Demonstration) -> None:
    page = open_page()
    sign_in(page, "truongdoan", demonstration.password)
    page.goto("/visits/")
    page.keyboard.press("Tab")
    assert "nội dung" in page.evaluate("document.activeElement.innerText").lower()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

"""The findings map in a real Chromium: it opens, answers the pointer and the keyboard, and runs no text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.browser.conftest import TABLET
from tests.integration.maps import map_world
from tests.unit.maps.map_samples import HOSTILE, hostile_file

OpenPage = Callable[..., Page]


@pytest.fixture
def world(app: object) -> map_world.World:
    return map_world.build()


def _open_map(page: Page, arguments: str = "") -> Frame:
    page.goto("/sign-in")
    page.locator("[name=username]").fill("head")
    page.locator("[name=password]").fill(map_world.PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.goto("/maps/" + arguments)
    frame = page.frame("ban-do")
    assert frame is not None
    frame.locator("html[data-map=ready]").wait_for(state="attached")
    return frame


def _choose(page: Page, frame: Frame, code: str) -> None:
    page.locator("details.map-table > summary").click()
    page.locator(f'a[href$="#unit={code}"]').click()
    frame.locator(".td-panel").wait_for()


def test_the_map_opens_with_its_legend_and_no_refused_content(
    open_page: OpenPage, world: map_world.World
) -> None:
    frame = _open_map(open_page())
    legend = frame.locator(".td-legend")
    assert "Chưa kiểm tra" in legend.inner_text()
    assert "Từ 70 đến dưới 85 điểm" in legend.inner_text()
    assert frame.locator(".leaflet-attribution-flag").count() == 0
    assert frame.locator("canvas.leaflet-zoom-animated").count() == 2


def test_a_link_of_the_table_chooses_the_commune_on_the_map(
    open_page: OpenPage, world: map_world.World
) -> None:
    page = open_page()
    frame = _open_map(page)
    first = next(iter(world.units))
    _choose(page, frame, first)
    panel = frame.locator(".td-panel")
    panel.get_by_text("Nhận xét còn hiệu lực", exact=True).wait_for()
    assert "82,5 điểm" in panel.inner_text()
    text = panel.inner_text()
    for hostile in (map_world.HOSTILE[0], map_world.HOSTILE[2]):
        assert hostile in text
    assert panel.locator("img, script, svg").count() == 0
    assert frame.evaluate("window.broken") is None


def test_escape_closes_the_panel_and_gives_the_map_the_focus(
    open_page: OpenPage, world: map_world.World
) -> None:
    page = open_page()
    frame = _open_map(page)
    _choose(page, frame, next(iter(world.units)))
    frame.locator(".td-panel h2").press("Escape")
    frame.locator(".td-panel").wait_for(state="hidden")
    assert frame.evaluate("document.activeElement.classList.contains('leaflet-container')")


def test_a_switch_of_the_legend_draws_the_establishments(open_page: OpenPage, world: map_world.World) -> None:
    frame = _open_map(open_page(viewport=TABLET))
    before = frame.evaluate("document.querySelectorAll('canvas.leaflet-zoom-animated')[1].toDataURL().length")
    frame.get_by_label("Cơ sở kinh doanh dịch vụ").check()
    frame.wait_for_timeout(300)
    after = frame.evaluate("document.querySelectorAll('canvas.leaflet-zoom-animated')[1].toDataURL().length")
    assert after != before


def test_the_pointer_over_a_hostile_name_shows_it_as_text(
    open_page: OpenPage, world: map_world.World
) -> None:
    page = open_page()
    frame = _open_map(page, "?type=karaoke")
    first = next(iter(world.units))
    _choose(page, frame, first)
    frame.locator(".td-close").click()
    page.locator("iframe").scroll_into_view_if_needed()
    box = page.locator("iframe").bounding_box()
    assert box is not None
    seen: set[str] = set()
    for step in range(300):  # five times over the map at most: a busy machine draws the points late
        place = step % 60
        page.mouse.move(
            box["x"] + box["width"] / 2 + (place % 10 - 5) * 12, box["y"] + 60 + (place // 10) * 90
        )
        page.wait_for_timeout(30)
        if frame.locator(".td-tip").count():
            seen.add(frame.locator(".td-tip").first.inner_text())
        if place == 59 and seen:
            break
    assert seen
    assert frame.evaluate("window.broken") is None
    assert frame.locator(".td-tip img, .td-tip script").count() == 0


def test_without_script_the_table_holds_the_figures(
    chromium: Browser, server: str, world: map_world.World
) -> None:
    context = chromium.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("[name=username]").fill("head")
    page.locator("[name=password]").fill(map_world.PASSWORD)
    page.locator("form.form button[type=submit]").click()
    page.goto("/maps/?measure=shortcomings")
    page.locator("details.map-table > summary").click()
    assert page.locator("details.map-table tbody tr").count() == 65
    page.locator("#filter-state").select_option("planned")
    page.locator("form.filters button[type=submit]").click()
    assert "state=planned" in page.url
    context.close()


def test_the_page_and_the_frame_have_no_accessibility_fault(
    open_page: OpenPage, world: map_world.World
) -> None:
    import axe_playwright_python

    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
    page = open_page()
    frame = _open_map(page)
    _choose(page, frame, next(iter(world.units)))
    frame.get_by_text("Buổi kiểm tra", exact=True).first.wait_for()
    for target in (page, frame):
        target.evaluate(axe)
        found = target.evaluate("axe.run(document, {iframes: false}).then((result) => result.violations)")
        assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


@pytest.fixture
def offline_page(chromium: Browser, tmp_path: Path) -> Page:
    """The hostile map opened from a disk; any request but the file itself fails the test."""
    file = tmp_path / "ban-do.html"
    file.write_text(hostile_file(), "utf-8")
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: (
            errors.append(request.url) if not request.url.startswith(("file:", "data:")) else None
        ),
    )
    page.goto(file.as_uri())
    page.locator("html[data-map=ready]").wait_for(state="attached")
    assert errors == []
    return page


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_the_map_in_one_file_shows_hostile_texts_and_runs_none(offline_page: Page, number: int) -> None:
    page = offline_page
    page.evaluate(f"location.hash = '#unit=0{number:04d}'")
    panel = page.locator(".td-panel")
    panel.locator(".td-items li").first.wait_for()
    assert HOSTILE[number] in panel.evaluate("(node) => node.textContent")
    assert panel.locator("a").count() == 0  # none of the addresses is our own
    assert panel.locator("img, script, svg").count() == 0
    page.mouse.move(640, 400)
    page.mouse.move(700, 420)
    page.mouse.click(700, 420)
    page.wait_for_timeout(120)
    assert page.evaluate("window.broken") is None
    page.close()

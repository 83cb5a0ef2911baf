"""With JavaScript switched off the work can still be done: every page is made by the server."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from audit.inspections.models.visits import Visit
from audit.kernel.database import db
from tests.browser.conftest import Demonstration, serving

OpenPage = Callable[..., Page]


@pytest.fixture
def server(demonstration_copy: Flask) -> Iterator[str]:
    with serving(demonstration_copy) as address:
        yield address


@pytest.fixture
def page(open_page: OpenPage, demonstration: Demonstration) -> Page:
    """An inspector's browser without script, signed in by the button."""
    page = open_page(java_script_enabled=False)
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("kiemtra1")
    page.get_by_label("Mật khẩu", exact=True).fill(demonstration.password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Đăng nhập")
    return page


def test_a_list_is_filtered_by_its_button(page: Page) -> None:
    page.goto("/visits/?mine=0")
    rows = page.locator("table.list tbody tr")
    before = rows.count()
    page.get_by_label("Trạng thái").select_option(label="Đang kiểm tra")
    page.get_by_role("button", name="Lọc").click()
    expect(rows).to_have_count(1)
    assert before > 1
    expect(rows.first).to_contain_text("Đang kiểm tra")


def test_an_answer_is_saved_by_the_button_of_its_item(page: Page) -> None:
    open_checklist(page)
    page.locator("#muc-ls4_01").get_by_role("radio", name="Có", exact=True).check()
    page.locator("#muc-ls4_01").get_by_text("Ghi chú").first.click()
    page.locator("#muc-ls4_01").get_by_role("textbox").fill("Theo kế hoạch của xã")
    page.locator("#muc-ls4_01").get_by_role("button", name="Lưu câu trả lời").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã lưu câu trả lời.")
    assert page.url.endswith("#muc-ls4_01")
    expect(page.locator("#muc-ls4_01").get_by_role("radio", name="Có", exact=True)).to_be_checked()
    page.locator("#muc-ls4_02").get_by_role("textbox").first.fill("mấy cuộc")
    page.locator("#muc-ls4_02").get_by_role("button", name="Lưu câu trả lời").click()
    expect(page.locator(".flashes")).to_be_visible()
    expect(page.locator(".flashes")).not_to_contain_text("Đã lưu")


def test_a_photo_is_sent_by_its_button(page: Page) -> None:
    open_checklist(page)
    data = io.BytesIO()
    Image.new("RGB", (320, 240), "#446655").save(data, "JPEG")
    item = page.locator("#muc-ls1_02")
    photo = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}
    item.get_by_label("Thêm ảnh").set_input_files(photo)  # type: ignore[arg-type]
    item.get_by_role("button", name="Gửi ảnh đã chọn").click()
    expect(page.locator("#muc-ls1_02 [data-photo] img")).to_have_attribute("width", "320")


def test_a_question_is_asked_by_the_server_and_nothing_happens_before_the_answer(page: Page) -> None:
    open_checklist(page)
    photo = page.locator("[data-photo]").first
    address = photo.locator("img").get_attribute("src")
    assert address is not None
    checklist = page.url
    photo.get_by_role("button", name="Xóa ảnh").click()
    expect(page.locator("main")).to_contain_text("Xóa ảnh này khỏi phiếu?")
    page.get_by_role("link", name="Quay lại").click()
    assert page.url == checklist
    expect(page.locator(f"img[src='{address}']")).to_have_count(1)
    page.locator("[data-photo]").first.get_by_role("button", name="Xóa ảnh").click()
    page.get_by_role("button", name="Đồng ý").click()
    expect(page.locator(f"img[src='{address}']")).to_have_count(0)
    assert page.url.startswith(checklist)


def test_the_map_can_be_read_as_a_table(page: Page) -> None:
    page.goto("/maps/")
    page.get_by_text("Xem số liệu của bản đồ dưới dạng bảng").click()
    rows = page.locator("details.map-table tbody tr")
    expect(rows).to_have_count(65)
    inspected = [text for text in rows.all_inner_texts() if re.search(r"\d+,\d", text)]
    assert len(inspected) > 5


def open_checklist(page: Page) -> None:
    visit = db.session.scalars(
        select(Visit.id).where(Visit.state == "in_progress").order_by(Visit.id)
    ).first()
    page.goto(f"/visits/{visit}/checklist")

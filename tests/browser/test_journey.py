"""The whole work by hand, clicking as people do: from an empty system to a recommendation carried out."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from audit.kernel import clock
from audit.kernel.access import Role, ScopeKind
from tests.browser.conftest import TABLET, sign_in
from tests.integration.accounts.people import PASSWORD, make_user

OpenPage = Callable[..., Page]

COMMUNE, COMMUNE_CODE = "Xã Đồng Đăng", "06184"
OTHER_COMMUNE = "Xã Cao Lộc"
CAUSE = "Cán bộ phụ trách mới nhận việc từ tháng bảy, chưa được bàn giao sổ sách"
EFFECT = "Ủy ban nhân dân xã không nắm được tiến độ để điều chỉnh"
ASKED = "Ban hành kế hoạch phòng, chống mại dâm của năm và gửi Sở Y tế trước khi triển khai"
DONE = "Đã ban hành Kế hoạch số 45/KH-UBND và gửi Sở Y tế"


@pytest.fixture
def people(app: Flask) -> None:
    make_user("truongdoan", Role.TEAM_LEAD, full_name="Lê Trưởng Đoàn", position="Trưởng phòng")
    make_user("kiemtra", Role.INSPECTOR, full_name="Phạm Kiểm Tra", position="Chuyên viên")
    make_user("lanhdao", Role.DEPARTMENT_HEAD, full_name="Trần Lãnh Đạo", position="Phó Giám đốc")
    make_user(
        "canboxa",
        Role.UNIT_OFFICER,
        full_name="Nông Cán Bộ",
        scope_kind=ScopeKind.COMMUNE,
        scope_code=COMMUNE_CODE,
    )


def test_the_whole_work_from_a_plan_to_a_recommendation_carried_out(
    app: Flask, people: None, open_page: OpenPage, tmp_path: Path
) -> None:
    lead, inspector = open_page(), open_page(viewport=TABLET)
    head, officer = open_page(), open_page(viewport=TABLET)
    sign_in(lead, "truongdoan", PASSWORD)
    sign_in(inspector, "kiemtra", PASSWORD)
    sign_in(head, "lanhdao", PASSWORD)
    sign_in(officer, "canboxa", PASSWORD)

    the_lead_draws_up_a_plan_from_the_template(lead)
    plan = lead.url
    the_lead_chooses_communes_and_says_why(lead)
    the_lead_sets_up_a_team(lead, plan)
    the_head_approves_the_plan(head)
    the_lead_books_a_visit(lead, plan)
    visit = lead.url
    a_second_booking_of_the_same_people_is_refused_with_the_clash_named(lead, plan)
    the_lead_announces_the_visit(lead, visit)

    the_inspector_begins_the_visit_on_a_tablet(inspector)
    the_checklist_asks_only_what_applies(inspector)
    the_visit_cannot_be_finished_while_answers_are_missing(inspector, visit)
    the_inspector_answers_every_kind_of_item(inspector)
    an_answer_given_without_network_is_kept_and_sent_later(inspector)
    the_inspector_adds_a_photo_that_is_published_without_its_data(inspector, tmp_path)
    the_inspector_answers_what_is_left(inspector)
    reloading_the_checklist_loses_nothing(inspector)
    the_inspector_finishes_the_visit(inspector, visit)

    the_inspector_decides_on_what_the_answers_suggest(inspector)
    the_inspector_asks_for_a_remedy(inspector)
    the_lead_reviews_the_visit(lead, visit)

    the_lead_drafts_the_findings_report(lead, plan)
    report = lead.url
    draft = downloaded(lead, tmp_path)
    the_report_tells_what_was_found(draft)
    the_head_issues_the_report_with_its_number(head, report)
    issued = downloaded(head, tmp_path)
    assert "Số: 12/BC-SYT" in words_of(issued)
    the_report_tells_what_was_found(issued)
    assert downloaded(lead, tmp_path, report) == issued, "an issued report is the same bytes each time"
    the_report_can_be_worked_on_in_word_and_excel(lead)

    the_officer_of_the_commune_says_what_was_done(officer)
    the_map_shows_the_commune_with_its_score(head)


# --- plan, team, visit


def the_lead_draws_up_a_plan_from_the_template(page: Page) -> None:
    from_menu(page, "Kế hoạch, đoàn kiểm tra")
    page.get_by_role("link", name="Lập kế hoạch").first.click()
    page.get_by_text("Kiểm tra công tác quản lý nhà nước", exact=True).first.click()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Chức vụ người ký").fill("PHÓ GIÁM ĐỐC")
    page.get_by_label("Họ tên người ký").fill("Trần Lãnh Đạo")
    page.get_by_role("button", name="Lưu kế hoạch").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dự thảo")
    expect(page.locator("article.paper")).to_contain_text("II. NỘI DUNG KIỂM TRA, GIÁM SÁT")
    expect(page.get_by_text("Trước khi trình phê duyệt còn phải:")).to_be_visible()


def the_lead_chooses_communes_and_says_why(page: Page) -> None:
    page.get_by_role("link", name="Chọn xã, phường").first.click()
    page.get_by_label(COMMUNE, exact=True).check()
    page.get_by_label(OTHER_COMMUNE, exact=True).check()
    page.get_by_label("Lý do lựa chọn").fill("Xã biên giới, nhiều cơ sở lưu trú")
    page.get_by_role("button", name="Đưa vào kế hoạch").click()
    row = page.locator("#units tr", has_text=COMMUNE)
    expect(row).to_contain_text("Xã biên giới, nhiều cơ sở lưu trú")


def the_lead_sets_up_a_team(page: Page, plan: str) -> None:
    page.goto(plan)
    page.get_by_role("link", name="Thành lập đoàn").click()
    page.get_by_label("Tên đoàn (đội)").fill("Đoàn kiểm tra số 1")
    page.get_by_label("Quyết định thành lập số").fill("112/QĐ-SYT")
    page.get_by_role("button", name="Tiếp tục").click()
    for account, role in (("Lê Trưởng Đoàn", "Trưởng đoàn"), ("Phạm Kiểm Tra", "Thành viên")):
        page.get_by_role("link", name="Thêm thành viên").first.click()
        page.get_by_label("Người có tài khoản").select_option(label=f"{account} – {POSITIONS[account]}")
        page.get_by_text(role, exact=True).click()
        page.get_by_role("button", name="Lưu thành viên").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đủ thành phần")
    expect(page.get_by_role("row", name=re.compile("Phạm Kiểm Tra"))).to_be_visible()


POSITIONS = {"Lê Trưởng Đoàn": "Trưởng phòng", "Phạm Kiểm Tra": "Chuyên viên"}


def the_head_approves_the_plan(page: Page) -> None:
    from_menu(page, "Kế hoạch, đoàn kiểm tra")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_role("button", name="Phê duyệt").click()
    agree(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã phê duyệt")


def the_lead_books_a_visit(page: Page, plan: str) -> None:
    book(page, plan, COMMUNE)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"{COMMUNE}\s+Dự kiến"))


def a_second_booking_of_the_same_people_is_refused_with_the_clash_named(page: Page, plan: str) -> None:
    book(page, plan, OTHER_COMMUNE)
    refusal = page.locator(".error-summary")
    expect(refusal).to_contain_text("Lê Trưởng Đoàn")
    expect(refusal).to_contain_text(COMMUNE)
    expect(page.get_by_label("Đơn vị, cơ sở được kiểm tra")).to_have_value(re.compile(r"\d+"))


def book(page: Page, plan: str, commune: str) -> None:
    page.goto(plan)
    page.locator("#units tr", has_text=commune).get_by_role("link", name="Đặt lịch").click()
    page.get_by_label("Ngày kiểm tra").fill((clock.today() + timedelta(days=1)).isoformat())
    page.get_by_label("Từ giờ").select_option("08:00")
    page.get_by_label("Đến giờ").select_option("11:30")
    page.get_by_label("Địa điểm làm việc").fill("Phòng họp Ủy ban nhân dân xã")
    page.get_by_role("button", name="Đặt lịch").click()


def the_lead_announces_the_visit(page: Page, visit: str) -> None:
    page.goto(visit)
    page.get_by_role("button", name="Thông báo cho đơn vị").click()
    agree(page)
    expect(page.get_by_role("status").first).to_contain_text("Đã thông báo lịch cho đơn vị.")


# --- the checklist on a tablet


def the_inspector_begins_the_visit_on_a_tablet(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=COMMUNE).first.click()
    page.get_by_role("button", name="Bắt đầu kiểm tra").click()
    agree(page)
    page.wait_for_url("**/checklist")
    expect(page.locator("[data-done]")).to_contain_text("0/")


def the_checklist_asks_only_what_applies(page: Page) -> None:
    hidden = item(page, "ls1_09")
    expect(hidden).to_be_hidden()
    total = number_of_items(page)
    choose(page, "ls1_08", "Có")
    expect(hidden).to_be_visible()
    assert number_of_items(page) == total + 1
    choose(page, "ls1_08", "Không")
    expect(hidden).to_be_hidden()
    saved(page)


def the_visit_cannot_be_finished_while_answers_are_missing(page: Page, visit: str) -> None:
    checklist = page.url
    page.goto(visit)
    page.get_by_role("button", name="Hoàn thành").click()
    agree(page)
    expect(page.get_by_role("status").first).to_contain_text("bắt buộc")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đang kiểm tra")
    page.goto(checklist)


def the_inspector_answers_every_kind_of_item(page: Page) -> None:
    documents = item(page, "ls1_01")
    documents.get_by_label("Số, ký hiệu").fill("12/KH-UBND")
    documents.get_by_label("Ngày ban hành").fill("2026-01-15")
    documents.get_by_label("Trích yếu").fill("Kế hoạch phòng, chống mại dâm năm 2026")
    choose(page, "ls1_02", "Có")
    choose(page, "ls1_03", "Không")
    choose(page, "ls1_04", "Chưa đạt")
    choose(page, "ls1_05", "Chưa quan sát được")
    choose(page, "ls1_06", "Không áp dụng")
    note = item(page, "ls1_03")
    note.get_by_text("Ghi chú").first.tap()
    note.get_by_role("textbox", name="Ghi chú").fill("Xã mới có dự thảo, chưa ban hành")
    turn_to(page, "2.")
    number(page, "ls2_02").fill("62,5")
    level = item(page, "ls2_02").get_by_role("textbox", name="Mức hoàn thành của từng mục tiêu")
    level.fill("Tuyên truyền 70%, cam kết 55%")
    number(page, "ls2_06").fill("1.250,75")
    text = item(page, "ls2_03")
    text.get_by_label("Nội dung trả lời").fill("Đã phát tờ rơi tới từng thôn, bản")
    turn_to(page, "3.")
    dates = item(page, "ls3_01")
    dates.get_by_label("Tên báo cáo").fill("Báo cáo quý I")
    dates.get_by_label("Hạn phải gửi").fill("2026-03-25")
    dates.get_by_label("Ngày đã gửi").fill("2026-03-24")
    pair = item(page, "ls3_05")
    pair.get_by_label("Nam").fill("4")
    pair.get_by_label("Nữ").fill("21")
    choice = item(page, "ls3_09")
    choice.get_by_role("textbox").first.fill("2")
    expect(choice).not_to_contain_text("Đã lưu")
    choose(page, "ls3_09", "Tụ điểm hoạt động mại dâm")
    number(page, "ls3_03").fill("12")
    item(page, "ls3_03").get_by_role("textbox", name="Nguồn số liệu").fill("Sổ theo dõi của Công an xã")
    saved(page)


def an_answer_given_without_network_is_kept_and_sent_later(page: Page) -> None:
    turn_to(page, "1.")
    page.context.set_offline(True)
    choose(page, "ls1_10", "Tốt")
    sync = page.locator("[data-sync]")
    expect(sync).to_contain_text("1 câu trả lời đang chờ gửi; đã giữ trên máy này")
    page.context.set_offline(False)
    expect(sync).to_contain_text("Tất cả câu trả lời đã lưu trên máy chủ")


def the_inspector_adds_a_photo_that_is_published_without_its_data(page: Page, tmp_path: Path) -> None:
    place = item(page, "ls1_01")
    with page.expect_file_chooser() as chooser:
        place.get_by_label("Thêm ảnh").tap()
    chooser.value.set_files(a_photo(tmp_path))
    picture = place.locator("[data-photo] img")
    expect(picture).to_be_visible()
    place.get_by_label("Chú thích ảnh").fill("Bảng niêm yết kế hoạch")
    place.get_by_label("Chú thích ảnh").blur()
    expect(place.locator("[data-state]")).to_contain_text("Đã lưu")
    published = page.context.request.get(str(picture.get_attribute("src"))).body()
    with Image.open(io.BytesIO(published)) as image:
        assert image.width == 640
        assert not image.getexif()


def the_inspector_answers_what_is_left(page: Page) -> None:
    jump = page.locator("[data-jump]")
    while jump.is_visible():
        jump.tap()
        answer(page.locator("[data-item]:has(:focus)"))
    saved(page)
    expect(page.locator("[data-missing]")).to_have_text("đã đủ các mục bắt buộc")


def reloading_the_checklist_loses_nothing(page: Page) -> None:
    done = page.locator("[data-done]").inner_text()
    page.reload()
    expect(page.locator("[data-done]")).to_have_text(done)
    expect(item(page, "ls1_01").get_by_label("Số, ký hiệu")).to_have_value("12/KH-UBND")
    expect(item(page, "ls1_01").get_by_label("Chú thích ảnh")).to_have_value("Bảng niêm yết kế hoạch")
    expect(item(page, "ls1_03").get_by_label("Không", exact=True)).to_be_checked()
    expect(item(page, "ls1_03").get_by_role("textbox", name="Ghi chú")).to_have_value(
        "Xã mới có dự thảo, chưa ban hành"
    )
    expect(item(page, "ls1_05").get_by_label("Chưa quan sát được")).to_be_checked()
    expect(item(page, "ls1_06").get_by_label("Không áp dụng")).to_be_checked()
    expect(item(page, "ls1_10").get_by_label("Tốt")).to_be_checked()
    turn_to(page, "2.")
    expect(number(page, "ls2_06")).to_have_value("1.250,75")
    turn_to(page, "3.")
    expect(item(page, "ls3_09").get_by_label("Tụ điểm hoạt động mại dâm")).to_be_checked()


def the_inspector_finishes_the_visit(page: Page, visit: str) -> None:
    turn_to(page, "5.")
    page.get_by_role("link", name="Xong, về buổi kiểm tra để hoàn thành").click()
    page.get_by_role("button", name="Hoàn thành").click()
    agree(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã kiểm tra xong")
    expect(page.locator(".score")).to_contain_text("/100")


def item(page: Page, code: str) -> Locator:
    return page.locator(f"#muc-{code}")


def choose(page: Page, code: str, name: str) -> None:
    item(page, code).get_by_role("radio", name=name, exact=True).tap()


def number(page: Page, code: str) -> Locator:
    return item(page, code).get_by_role("textbox", name=re.compile("^Số liệu"))


def turn_to(page: Page, part: str) -> None:
    """A part of the checklist, by the steps that stay in view."""
    page.get_by_role("navigation", name="Các phần của bảng kiểm").get_by_role(
        "link", name=re.compile("^" + re.escape(part))
    ).tap()


def number_of_items(page: Page) -> int:
    return int(page.locator("[data-done]").inner_text().split("/")[1].split()[0])


def saved(page: Page) -> None:
    expect(page.locator("[data-sync]")).to_contain_text("Tất cả câu trả lời đã lưu trên máy chủ")


def answer(focused: Locator) -> None:
    """An answer of the right kind for an item that is still open."""
    card = focused.page.locator(f"#{focused.get_attribute('id')}")
    kind = card.get_attribute("data-type")
    if kind in ("yes_no", "rating"):
        card.get_by_role("radio").first.tap()
    elif kind in ("count", "money", "percent"):
        card.get_by_role("textbox", name=re.compile("^Số liệu")).fill("90")
    elif kind == "count_choice":
        card.get_by_role("textbox").first.fill("0")
        card.locator(".measures").get_by_role("radio").first.tap()
    elif kind == "dates":
        card.get_by_role("radio", name="Không áp dụng").tap()
    else:
        raise AssertionError(f"nobody said how to answer {kind}")
    card.locator("h3").tap()  # leaves the field
    expect(card).not_to_have_attribute("data-status", "cleared")


def a_photo(folder: Path) -> Path:
    """A notice board, with the camera's name in its data."""
    image = Image.new("RGB", (640, 480), "#d8d2c4")
    ImageDraw.Draw(image).rectangle((120, 90, 520, 390), fill="#fffdf7", outline="#7a3b1d", width=8)
    data = Image.Exif()
    data[0x0110] = "Camera of somebody"
    path = folder / "bang-niem-yet.jpg"
    image.save(path, "JPEG", exif=data)
    return path


# --- findings, report, follow-up


def the_inspector_decides_on_what_the_answers_suggest(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Nhận xét, kiến nghị")).click()
    no_plan = suggestion(page, "Chưa có kế hoạch thực hiện Chương trình của năm")
    no_plan.get_by_role("link", name="Sửa").click()
    page.get_by_label("Nguyên nhân").fill(CAUSE)
    page.get_by_label("Hệ quả, tác động").fill(EFFECT)
    page.get_by_role("button", name="Lưu và xác nhận").click()
    low = suggestion(page, "Mới hoàn thành 62,5% mục tiêu")
    low.locator("summary", has_text="Bỏ").click()
    low.get_by_role("button", name="Không đúng thực tế tại đơn vị").click()
    expect(page.locator(".dropped")).to_contain_text("Đã bỏ: 1")
    strength = suggestion(page, "Có kế hoạch thực hiện Chương trình cho cả giai đoạn")
    strength.get_by_role("button", name="Xác nhận", exact=True).click()
    page.get_by_role("button", name="Xác nhận tất cả").click()
    agree(page)
    expect(page.locator(".finding--suggested")).to_have_count(0)


def suggestion(page: Page, words: str) -> Locator:
    return page.locator(".finding--suggested", has_text=words)


def the_inspector_asks_for_a_remedy(page: Page) -> None:
    finding = page.locator(".finding", has_text="Chưa có kế hoạch thực hiện Chương trình của năm")
    finding.get_by_role("link", name="Lập kiến nghị").click()
    page.get_by_label("Nội dung kiến nghị").fill(ASKED)
    page.get_by_label("Thời hạn").fill((clock.today() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Lưu kiến nghị").click()
    expect(page.locator("main")).to_contain_text(ASKED)


def the_lead_reviews_the_visit(page: Page, visit: str) -> None:
    page.goto(visit)
    page.get_by_role("button", name="Xác nhận đã rà soát").click()
    agree(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã rà soát")


def the_lead_drafts_the_findings_report(page: Page, plan: str) -> None:
    page.goto(plan)
    page.get_by_role("link", name=re.compile(r"Lập văn bản")).click()
    page.get_by_role("button", name="Lập dự thảo báo cáo").click()
    page.get_by_label("Chức vụ người ký").fill("PHÓ GIÁM ĐỐC")
    page.get_by_label("Họ tên người ký").fill("Trần Lãnh Đạo")
    page.get_by_role("button", name="Lưu dự thảo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dự thảo")


def the_report_tells_what_was_found(pdf: bytes) -> None:
    text = words_of(pdf)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        COMMUNE,
        "Kết quả đạt được",
        "Tồn tại, hạn chế",
        "Nguyên nhân",
        "Kiến nghị, đề xuất",
        "Chưa có kế hoạch thực hiện Chương trình của năm",
        CAUSE,
        ASKED,
    ):
        assert squeezed(part) in squeezed(text), part
    assert squeezed("Mới hoàn thành 62,5% mục tiêu") not in squeezed(text), "a dropped finding is not told"


def the_head_issues_the_report_with_its_number(page: Page, report: str) -> None:
    from_menu(page, "Văn bản, báo cáo")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    assert page.url == report
    page.get_by_role("link", name="Ban hành…").click()
    page.get_by_label("Số", exact=True).fill("12")
    page.get_by_label("Ngày ban hành").fill(clock.today().isoformat())
    page.locator("[name=understood]").check()
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("12/BC-SYT")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã ban hành")


def downloaded(page: Page, folder: Path, address: str | None = None) -> bytes:
    if address is not None:
        page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bản PDF").click()
    path = folder / "report.pdf"
    download.value.save_as(path)
    return path.read_bytes()


def the_report_can_be_worked_on_in_word_and_excel(page: Page) -> None:
    for button, ending in (("Tải bản Word", ".docx"), ("Tải bảng số liệu (Excel)", ".xlsx")):
        with page.expect_download() as download:
            page.get_by_role("link", name=button).click()
        name = download.value.suggested_filename
        assert name.startswith("Báo cáo 12-BC-SYT") and name.endswith(ending), name
        assert download.value.path().read_bytes().startswith(b"PK")


def words_of(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def squeezed(text: str) -> str:
    """Without spaces and capitals: lines of a PDF end anywhere, and headings are set in capitals."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text)).lower()


def the_officer_of_the_commune_says_what_was_done(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile(ASKED)).first.click()
    page.get_by_text("Đã thực hiện xong", exact=True).tap()
    page.get_by_label("Kết quả, căn cứ").fill(DONE)
    page.get_by_role("button", name="Ghi nhận").click()
    expect(page.locator(".timeline")).to_contain_text(DONE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chờ xác minh")


def the_map_shows_the_commune_with_its_score(page: Page) -> None:
    from_menu(page, "Bản đồ")
    page.get_by_text("Xem số liệu của bản đồ dưới dạng bảng").click()
    row = page.locator("details.map-table tbody tr", has_text=COMMUNE)
    score = re.search(r"\d+,\d", row.inner_text())
    assert score is not None
    row.get_by_role("link").first.click()
    frame = page.frame_locator("iframe[name=ban-do]")
    expect(frame.locator(".td-panel")).to_contain_text(f"{score[0]} điểm")
    legend = frame.locator(".td-legend")
    expect(legend).to_contain_text("Chưa kiểm tra")
    assert "64" in legend.inner_text(), "one of the 65 communes is coloured"


# --- what every page has


def from_menu(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Danh mục chính").get_by_role("link", name=name).click()


def agree(page: Page) -> None:
    """Answer the question, asked in a dialog or, when the click came before the script, on a page."""
    page.get_by_role("button", name="Đồng ý").click()

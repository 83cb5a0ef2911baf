"""A day in the field with a tablet: taken along, without a network, switched off and on, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserType, Page, expect
from sqlalchemy import select

from audit.inspections.domain.minutes import closing_sentence, signed_by_all
from audit.inspections.domain.official_dates import minutes_moment
from audit.inspections.models.visits import Visit
from audit.kernel.database import db
from audit.offline.models import Device, LedgerRecord, MinutesSignature, SignedMinutes
from audit.offline.queries.minutes import minutes_of
from audit.registers.models.units import AdministrativeUnit
from checklists.models.instruments import Item
from checklists.models.submissions import Attachment, Response, ResponseEvent
from tests.browser import tablet_steps as steps
from tests.browser.conftest import Demonstration, serving, sign_in

YES_NO = "ls1_02"
RATED = "ls1_10"


@pytest.fixture
def server(demonstration_copy: Flask) -> Iterator[str]:
    with serving(demonstration_copy) as address:
        yield address


@pytest.fixture
def kind(chromium: Browser) -> BrowserType:
    return chromium.browser_type


@pytest.fixture
def visit(demonstration_copy: Flask) -> tuple[int, str]:
    """The visit that is being made: its id and its commune."""
    found = db.session.execute(
        select(Visit.id, AdministrativeUnit.name)
        .join(AdministrativeUnit, Visit.unit_id == AdministrativeUnit.id)
        .where(Visit.state == "in_progress")
        .order_by(Visit.id)
    ).first()
    assert found is not None
    return found[0], found[1]


def submission_of(visit_id: int) -> int:
    db.session.rollback()
    found = db.session.get_one(Visit, visit_id).submission_id
    assert found is not None
    return found


def held(visit_id: int, code: str) -> Response:
    return db.session.scalars(
        select(Response)
        .join(Item, Response.item_id == Item.id)
        .where(Response.submission_id == submission_of(visit_id), Item.code == code)
    ).one()


def received(visit_id: int) -> list[str]:
    """What became of each record of the visit that the server has."""
    return list(db.session.scalars(select(LedgerRecord.outcome).where(LedgerRecord.visit_id == visit_id)))


def test_a_day_without_a_network_arrives_whole_through_a_network_that_fails(
    kind: BrowserType,
    server: str,
    demonstration: Demonstration,
    visit: tuple[int, str],
    tmp_path: Path,
) -> None:
    visit_id, commune = visit
    submission = submission_of(visit_id)
    before = db.session.scalars(
        select(ResponseEvent.id).where(ResponseEvent.submission_id == submission)
    ).all()
    photos_before = len(
        db.session.scalars(select(Attachment.id).where(Attachment.submission_id == submission)).all()
    )
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        sign_in(page, "kiemtra1", demonstration.password)
        steps.enrol(page)
        page.context.set_offline(True)
        expect(page.locator("[data-network]")).to_have_attribute("data-network", "off")
        steps.open_sheet(page, commune)
        reported = page.locator("#muc-ls3_04 .item__reported li")
        expect(reported).to_have_text(re.compile(r"^Đơn vị đã báo cáo năm \d{4}: \d+ người$"))
        steps.choose(page, YES_NO, "Không")
        steps.choose(page, RATED, "Chưa đạt")
        note = page.locator(f"#muc-{RATED}")
        note.get_by_text("Ghi chú", exact=True).first.tap()
        note.get_by_role("textbox", name="Ghi chú").fill("Sổ sách chưa cập nhật")
        note.get_by_role("textbox", name="Ghi chú").blur()
        with page.expect_file_chooser() as chooser:
            note.get_by_label("Thêm ảnh").tap()
        chooser.value.set_files(steps.a_photo(tmp_path))
        note.get_by_label("Chú thích ảnh").fill("Biển hiệu của trụ sở")
        note.get_by_label("Chú thích ảnh").blur()
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "6")
        assert received(visit_id) == []

    with steps.tablet(kind, server, tmp_path / "tablet", offline=True) as page:
        steps.unlock(page)
        steps.open_sheet(page, commune)
        card = page.locator(f"#muc-{RATED}")
        expect(card.get_by_label("Chưa đạt")).to_be_checked()
        expect(card.get_by_role("textbox", name="Ghi chú")).to_have_value("Sổ sách chưa cập nhật")
        expect(card.get_by_label("Chú thích ảnh")).to_have_value("Biển hiệu của trụ sở")
        expect(page.locator(f"#muc-{YES_NO}").get_by_label("Không", exact=True)).to_be_checked()
        code = the_unit_signs_and_one_refuses(page, commune)
        leaving_with_unsent_work_only_locks(page)

    with steps.tablet(kind, server, tmp_path / "tablet", offline=True) as page:
        steps.unlock(page)
        steps.turn_to(page, "Buổi kiểm tra")
        line = page.locator(".visit", has_text=commune)
        expect(line).to_contain_text("Đã lưu trên máy")
        # A browser that was closed has forgotten who was signed in: nothing is sent until it is told again.
        steps.turn_to(page, "Nhật ký gửi")
        door = page.get_by_role("main").get_by_role("link", name="Đăng nhập")
        expect(door).to_have_count(0)
        page.context.set_offline(False)
        expect(page.get_by_text("Đăng nhập lại để gửi")).to_be_visible()
        expect(door).to_be_visible()
        steps.turn_to(page, "Buổi kiểm tra")
        expect(page.get_by_text("Đăng nhập lại để gửi")).to_be_visible()
        assert received(visit_id) == []
        sign_in(page, "kiemtra1", demonstration.password)
        cut = steps.failing(page.context, 3)
        steps.unlock(page)
        steps.turn_to(page, "Buổi kiểm tra")
        for _try in range(25):
            if "Đã nhận đủ" in line.inner_text():
                break
            steps.turn_to(page, "Nhật ký gửi")
            page.get_by_role("button", name="Gửi ngay").click()
            page.wait_for_timeout(700)
            steps.turn_to(page, "Buổi kiểm tra")
        expect(line).to_contain_text("Đã nhận đủ")
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
        assert len(cut) >= 2
        receipt = line.locator(".code").inner_text()

    assert held(visit_id, YES_NO).value is False
    assert (held(visit_id, RATED).value, held(visit_id, RATED).note) == ("poor", "Sổ sách chưa cập nhật")
    events = db.session.scalars(
        select(ResponseEvent.id).where(
            ResponseEvent.submission_id == submission, ResponseEvent.id.not_in(before)
        )
    ).all()
    assert len(events) == 3, "each answer is written once, however often it was sent"
    photo = db.session.scalars(
        select(Attachment).where(Attachment.submission_id == submission).order_by(Attachment.id.desc())
    ).first()
    assert photo is not None
    assert (photo.caption, photo.width, round(photo.latitude or 0, 3)) == (
        "Biển hiệu của trụ sở",
        1600,
        21.951,
    )
    assert (
        len(db.session.scalars(select(Attachment.id).where(Attachment.submission_id == submission)).all())
        == photos_before + 1
    )
    minutes = db.session.scalars(select(SignedMinutes).where(SignedMinutes.visit_id == visit_id)).one()
    assert code.replace("-", "").lower() == minutes.digest[:16]
    signatures = db.session.scalars(
        select(MinutesSignature)
        .where(MinutesSignature.visit_id == visit_id)
        .order_by(MinutesSignature.signed_at)
    ).all()
    assert [(one.signed, one.refused, one.side) for one in signatures] == [
        (minutes.digest, False, "team"),
        (minutes.digest, True, "unit"),
        (minutes.digest, False, "witness"),
    ]
    assert len(signatures[0].strokes[0]) > 20
    assert set(received(visit_id)) == {"accepted"}
    assert receipt.count("-") == 3
    assert "Máy tính bảng số 3" in db.session.scalars(select(Device.label)).all()


def the_unit_signs_and_one_refuses(page: Page, commune: str) -> str:
    """Minutes with a signature, a refusal and a witness; the short hash shown."""
    steps.open_visit(page, commune)
    page.get_by_role("button", name="Biên bản và chữ ký").click()
    expect(page.get_by_text(re.compile(r"Đơn vị đã báo cáo năm \d{4}: \d+ cuộc")).first).to_be_visible()
    page.get_by_label("Ý kiến của đơn vị được kiểm tra").fill("Đơn vị sẽ bổ sung sổ sách.")
    steps.settle_minutes(page)
    code = page.locator("[data-hash]").inner_text()
    page.get_by_role("button", name="Ký", exact=True).first.click()
    steps.sign_on_the_glass(page)
    page.get_by_role("button", name="Xác nhận chữ ký").click()
    expect(page.locator(".signer").get_by_text("Đã ký")).to_have_count(1)
    unit = page.locator(".signer", has_text="Đơn vị được kiểm tra")
    unit.get_by_role("button", name="Ký", exact=True).click()
    page.get_by_label("Người này từ chối ký").check()
    page.get_by_role("button", name="Xác nhận chữ ký").click()
    expect(page.get_by_role("alert")).to_contain_text("Nhập lý do từ chối ký.")
    page.get_by_label("Lý do từ chối ký").fill("Chưa đồng ý với nội dung mục 2")
    page.get_by_role("button", name="Xác nhận chữ ký").click()
    page.get_by_role("button", name="Người chứng kiến ký").click()
    page.get_by_label("Họ và tên").fill("Lý Chứng Kiến")
    steps.sign_on_the_glass(page)
    page.get_by_role("button", name="Xác nhận chữ ký").click()
    expect(page.get_by_text("Từ chối ký")).to_be_visible()
    expect(page.locator(".signer").get_by_text("Đã ký")).to_have_count(2)
    assert page.locator("[data-hash]").inner_text() == code
    return code


def leaving_with_unsent_work_only_locks(page: Page) -> None:
    steps.turn_to(page, "Nhật ký gửi")
    page.get_by_role("button", name="Rời khỏi máy này").click()
    page.get_by_role("dialog").get_by_role("button", name="Đã rõ").click()
    expect(page.locator(".someone")).to_contain_text("chưa gửi")
    page.get_by_label("Mã PIN").fill("000000")
    expect(page.get_by_role("alert")).to_contain_text("Mã PIN chưa đúng")


def test_a_changed_answer_shows_that_the_signed_minutes_no_longer_match(
    kind: BrowserType, server: str, demonstration: Demonstration, visit: tuple[int, str], tmp_path: Path
) -> None:
    _id, commune = visit
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        sign_in(page, "kiemtra1", demonstration.password)
        steps.enrol(page)
        page.context.set_offline(True)
        steps.open_visit(page, commune)
        page.get_by_role("button", name="Biên bản và chữ ký").click()
        steps.settle_minutes(page)
        page.get_by_role("button", name="Ký", exact=True).first.click()
        steps.sign_on_the_glass(page)
        page.get_by_role("button", name="Xác nhận chữ ký").click()
        expect(page.locator(".signer").get_by_text("Đã ký")).to_have_count(1)
        expect(page.get_by_text("không còn khớp")).to_have_count(0)
        steps.open_sheet(page, commune)
        was = page.locator(f"#muc-{YES_NO}").get_by_label("Không", exact=True).is_checked()
        steps.choose(page, YES_NO, "Có" if was else "Không")
        steps.open_visit(page, commune)
        page.get_by_role("button", name="Biên bản và chữ ký").click()
        expect(page.get_by_text("Biên bản đã ký không còn khớp với phiếu")).to_be_visible()


def test_minutes_close_at_the_hour_that_is_signed_in_the_words_of_the_server(
    kind: BrowserType, server: str, demonstration: Demonstration, visit: tuple[int, str], tmp_path: Path
) -> None:
    visit_id, commune = visit
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        sign_in(page, "kiemtra1", demonstration.password)
        steps.enrol(page)
        steps.open_visit(page, commune)
        page.get_by_role("button", name="Biên bản và chữ ký").click()
        hour = page.get_by_label("Giờ kết thúc")
        for wrong in ("", "00:00"):
            hour.fill(wrong)
            page.get_by_role("button", name="Chốt biên bản để ký").click()
            expect(page.get_by_role("alert")).to_contain_text("Nhập giờ kết thúc buổi kiểm tra")
        hour.fill("23:58")
        expect(page.locator(".minutes")).to_contain_text("kết thúc hồi 23 giờ 58 phút, ngày")
        page.get_by_role("button", name="Chốt biên bản để ký").click()
        page.get_by_role("button", name="Ký", exact=True).first.wait_for()
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
        page.reload()
        page.get_by_label("Mã PIN").fill(steps.PIN)
        code = page.locator("[data-hash]").inner_text()
        expect(page.get_by_text("không còn khớp")).to_have_count(0)
        page.get_by_text("Sửa giờ kết thúc").click()
        hour.fill("23:59")
        page.get_by_role("button", name="Lập biên bản mới để ký").click()
        expect(page.locator("[data-hash]")).not_to_have_text(code)
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
    db.session.rollback()
    latest, first = minutes_of(visit_id)
    for minutes, clock in ((first, "23 giờ 58"), (latest, "23 giờ 59")):
        assert minutes.ended_at is not None
        words = minutes_moment(minutes.ended_at)
        assert words.startswith(clock)
        assert minutes.blocks[-1].text == signed_by_all(closing_sentence(words, 2))


def test_two_tablets_that_disagree_show_both_answers(
    kind: BrowserType, server: str, demonstration: Demonstration, visit: tuple[int, str], tmp_path: Path
) -> None:
    visit_id, commune = visit
    words = {"good": "Tốt", "fair": "Đạt", "poor": "Chưa đạt"}
    words.pop(str(held(visit_id, RATED).value), None)
    first, second = list(words.values())[:2]
    with (
        steps.tablet(kind, server, tmp_path / "one") as one,
        steps.tablet(kind, server, tmp_path / "two") as two,
    ):
        for page, person, said in ((one, "kiemtra1", first), (two, "kiemtra2", second)):
            sign_in(page, person, demonstration.password)
            steps.enrol(page)
            page.context.set_offline(True)
            steps.open_sheet(page, commune)
            steps.choose(page, RATED, said)
        one.context.set_offline(False)
        expect(one.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
        two.context.set_offline(False)
        box = two.locator(f"#muc-{RATED} [data-conflict-box]")
        expect(box).to_contain_text("Phạm Kiểm Tra")
        expect(box).to_contain_text("Hoàng Khảo Sát")
        expect(box.get_by_role("listitem")).to_have_count(2)
        steps.turn_to(one, "Sẵn sàng")
        steps.take_along(one)
        steps.open_sheet(one, commune)
        expect(one.locator(f"#muc-{RATED} [data-conflict-box]").get_by_role("listitem")).to_have_count(2)
    assert held(visit_id, RATED).conflict


def test_work_that_only_goes_when_asked_leaves_in_a_sealed_packet_and_a_refusal_stands_at_its_item(
    kind: BrowserType, server: str, demonstration: Demonstration, visit: tuple[int, str], tmp_path: Path
) -> None:
    visit_id, commune = visit
    before = held(visit_id, RATED).note
    with steps.tablet(kind, server, tmp_path / "tablet") as page:
        sign_in(page, "kiemtra1", demonstration.password)
        steps.enrol(page)
        steps.turn_to(page, "Nhật ký gửi")
        page.get_by_label("Chỉ khi tôi bấm").check()
        steps.open_sheet(page, commune)
        steps.choose(page, YES_NO, "Không áp dụng")
        card = page.locator(f"#muc-{RATED}")
        if not card.get_by_role("textbox", name="Ghi chú").is_visible():
            card.get_by_text("Ghi chú", exact=True).first.tap()
        card.get_by_role("textbox", name="Ghi chú").fill("Gọi số 0912 345 678 để hỏi thêm")
        card.get_by_role("textbox", name="Ghi chú").blur()
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "2")
        steps.turn_to(page, "Nhật ký gửi")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Xuất gói niêm phong").click()
        packet = Path(waiting.value.path())
        assert b"0912" not in packet.read_bytes()
        assert received(visit_id) == [], "nothing goes unless it is asked to"
        token = page.context.request.get("/tablet/api/session").json()["csrf_token"]
        answer = page.context.request.post(
            "/tablet/api/packet",
            data=packet.read_bytes(),
            headers={"X-CSRFToken": token, "Content-Type": "application/octet-stream"},
        )
        assert [one["outcome"] for one in answer.json()["results"]] == ["accepted", "refused"]
        page.get_by_role("button", name="Gửi ngay").click()
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
        problem = page.get_by_role("listitem").filter(has_text="thông tin cá nhân")
        problem.get_by_role("button", name="Ghi phiếu kiểm tra").click()
        expect(card.locator("[data-state]")).to_contain_text("thông tin cá nhân")
        assert held(visit_id, RATED).note == before
        card.get_by_role("button", name="Không phải thông tin cá nhân, vẫn lưu").click()
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "1")
        steps.turn_to(page, "Nhật ký gửi")
        page.get_by_role("button", name="Gửi ngay").click()
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
    assert held(visit_id, YES_NO).status == "not_applicable"
    assert held(visit_id, RATED).note == "Gọi số 0912 345 678 để hỏi thêm"

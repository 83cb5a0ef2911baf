"""Canned phrases in a real browser: two keystrokes insert one, by touch too, and nothing typed ever runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from audit.findings.domain.phrases import PhraseValues
from audit.findings.models import Finding, FindingPhrase
from audit.findings.services.phrases import add_phrase
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Role
from audit.kernel.database import db, transaction
from tests.browser.conftest import DESK, TABLET, Demonstration, serving, sign_in
from tests.conftest import make_actor

OpenPage = Callable[..., Page]
HOSTILE = "{{7*7}} <b onclick=zq()>đậm</b>"


@pytest.fixture
def server(demonstration_copy: Flask) -> Iterator[str]:
    values = PhraseValues(kind="shortcoming", name="Ẩn mã lạ", text=HOSTILE, valid_from=clock.today())
    with transaction():
        add_phrase(actor=make_actor(Role.ADMINISTRATOR), province_code="20", values=values)
    with serving(demonstration_copy) as address:
        yield address


def new_finding(open_page: OpenPage, demonstration: Demonstration, **options: object) -> Page:
    page = open_page(**options)
    sign_in(page, "truongdoan", demonstration.password)
    visit = db.session.scalars(
        select(Visit.id).where(Visit.state == "in_progress").order_by(Visit.id)
    ).first()
    page.goto(f"/visits/{visit}/findings/new")
    return page


def first_text(kind: str) -> str:
    """The phrase a new finding is offered first: those for every item, by name."""
    statement = select(FindingPhrase).where(FindingPhrase.kind == kind, FindingPhrase.item_code == "")
    return db.session.scalars(statement.order_by(FindingPhrase.name)).first().text  # type: ignore[union-attr]


def test_a_slash_and_enter_insert_the_first_phrase(open_page: OpenPage, demonstration: Demonstration) -> None:
    page = new_finding(open_page, demonstration)
    cause = page.get_by_label("Nguyên nhân")
    cause.focus()
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    expect(cause).to_have_value(first_text("cause"))
    expect(cause).to_be_focused()
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert page.url.endswith("/findings/new")


def test_words_without_marks_find_a_phrase_which_is_inserted_as_plain_text(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    page = new_finding(open_page, demonstration)
    condition = page.get_by_label("Nội dung", exact=True)
    condition.fill("Qua kiểm tra:")
    condition.press("Alt+/")
    search = page.get_by_role("combobox", name="Tìm câu mẫu")
    expect(search).to_be_focused()
    page.keyboard.type("an ma la")
    option = page.get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_contain_text(HOSTILE)
    expect(option).to_have_attribute("aria-selected", "true")
    expect(search).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "-")
    page.keyboard.press("Enter")
    expect(condition).to_have_value(f"Qua kiểm tra: {HOSTILE}")
    page.get_by_role("radio", name="Nhẹ").check()
    page.get_by_role("button", name="Lưu nhận xét").click()
    expect(page.locator("main")).to_contain_text(HOSTILE)


def test_the_list_follows_the_kind_of_finding_and_escape_closes_it(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    page = new_finding(open_page, demonstration)
    page.get_by_role("radio", name="Ưu điểm").check()
    condition = page.get_by_label("Nội dung", exact=True)
    condition.focus()
    page.keyboard.press("/")
    expect(page.get_by_role("option").first).to_contain_text(first_text("strength"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(condition).to_be_focused()
    expect(condition).to_have_value("")
    page.keyboard.press("/")
    page.keyboard.press("/")
    expect(condition).to_have_value("/")


@pytest.mark.parametrize("viewport", [DESK, TABLET], ids=["desk", "tablet"])
def test_the_button_and_a_tap_insert_a_phrase(
    open_page: OpenPage, demonstration: Demonstration, viewport: object
) -> None:
    page = new_finding(open_page, demonstration, viewport=viewport)
    effect = page.get_by_label("Hệ quả, tác động")
    place = page.locator(".field", has=effect)
    place.get_by_role("button", name="Câu mẫu").click()
    place.get_by_role("option").first.click()
    expect(effect).to_have_value(first_text("effect"))


def test_a_recommendation_is_offered_the_phrases_of_its_finding_first(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    page = open_page()
    sign_in(page, "truongdoan", demonstration.password)
    findings = (
        select(Finding)
        .join(Visit, Visit.id == Finding.visit_id)
        .where(Finding.kind == "shortcoming", Finding.state == "confirmed", Visit.state != "reviewed")
    )
    finding = next(one for one in db.session.scalars(findings) if one.item is not None)
    with transaction():
        values = PhraseValues(
            kind="recommendation",
            item_code=finding.item.code,
            name="Zz riêng của nội dung",
            text="Câu riêng.",
            valid_from=clock.today(),
        )
        add_phrase(actor=make_actor(Role.ADMINISTRATOR), province_code="20", values=values)
    page.goto(f"/visits/{finding.visit_id}/recommendations/new?finding={finding.id}")
    asked = page.get_by_label("Nội dung kiến nghị")
    asked.fill("")
    page.keyboard.press("/")
    expect(page.get_by_role("option").first).to_contain_text("Câu riêng.")

"""The lead's pages about tablets with something on them: sound for everybody, at the desk and on a tablet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests.browser.conftest import Demonstration, serving, sign_in
from tests.browser.test_accessibility import OpenPage, faults_of
from tests.integration.offline.board_world import (
    Sent,
    answer_body,
    differ,
    enrolled,
    kept,
    said,
    under_way,
    yes_no_items,
)


@pytest.fixture
def server(demonstration_copy: Flask) -> Iterator[str]:
    with serving(demonstration_copy) as address:
        yield address


def test_filled_pages_about_tablets_are_sound_and_a_decision_is_two_clicks(
    open_page: OpenPage, demonstration_copy: Flask, demonstration: Demonstration
) -> None:
    visit = under_way()
    visit_id, items = visit.id, [item.code for item in yes_no_items(visit)]
    one = enrolled("kiemtra1", label="Máy số 1", said=said(visit_id, 42, 6))
    two = enrolled(
        "kiemtra2", seen=timedelta(days=6), said=said(visit_id, 17, 3, persisted=False), skew_ms=13 * 60_000
    )
    kept(Sent(two, visit_id, body=answer_body(items[0], False)), outcome="parked", code="visit_not_yours")
    kept(Sent(two, visit_id, body=answer_body(items[0], "abc")), outcome="refused", code="yes_no_expected")
    for item in items[1:3]:
        differ(visit_id, item, devices=(one, two))
    page = open_page()
    sign_in(page, "truongdoan", demonstration.password)
    found = {}
    for address in (
        "/",
        "/tablets/",
        f"/tablets/{two}",
        f"/tablets/{two}/revoke",
        "/tablets/records/",
        "/tablets/records/?state=refused",
        "/tablets/conflicts/",
        "/tablets/conflicts/print",
        f"/visits/{visit_id}",
    ):
        page.goto(address)
        if faults := faults_of(page):
            found[address] = faults
    assert found == {}
    page.goto("/")
    page.get_by_role("link", name="2 câu trả lời khác nhau cần quyết định").click()
    page.get_by_role("button", name="Chọn câu này").first.click()
    page.get_by_text("Đã ghi quyết định").wait_for()
    assert page.get_by_role("button", name="Chọn câu này").count() == 2
    page.goto("/tablets/conflicts/history")
    assert faults_of(page) == []

"""The pages of instruments and indicators, and the checklist as a page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask import Flask, render_template_string
from sheet_world import answer, write

from audit.kernel.access import Actor, Role
from audit.kernel.spreadsheets import read_table, write_csv
from checklists.domain.annex import COLUMNS
from checklists.models.submissions import Submission
from checklists.queries.indicators import current_set
from checklists.queries.instruments import current_version
from checklists.queries.sheets import sheet_of, submission_by_id
from tests.integration.accounts.people import Browser, make_user

SHEET = """{% import "checklists/sheet.html" as checklist %}{{ checklist.assets() }}
{{ checklist.sheet(sheet, "/answers", "/photos", 1, readonly=readonly) }}"""


@pytest.fixture
def browser(app: Flask) -> Browser:
    make_user("quan.tri", Role.ADMINISTRATOR)
    found = Browser(app.test_client())
    found.sign_in("quan.tri")
    return found


def test_the_list_shows_every_instrument_and_set(browser: Browser) -> None:
    page = browser.get("/instruments/")
    assert page.status_code == 200
    for words in ("Bảng kiểm công tác quản lý", "Cần rà soát pháp lý", "Phụ lục IIA", "thong_ke_ii3_2023"):
        assert words in page.text


def test_a_version_is_readable_with_its_legal_basis_and_warning(browser: Browser) -> None:
    page = browser.get(f"/instruments/versions/{current_version('kiem_tra_co_so').id}")
    assert "Cần rà soát pháp lý trước khi sử dụng" in page.text
    assert page.text.count("Căn cứ và hướng dẫn") == 22
    assert browser.get("/instruments/versions/999").status_code == 404


@pytest.mark.parametrize(
    ("query", "words", "absent"),
    [
        ("q=ban+dam+ngheo", None, "Số vụ"),
        ("q=khoi+to", "có quyết định khởi tố", "Số bị can"),
        ("q=KHỞI+TỐ", "có quyết định khởi tố", "Số bị can"),
        ("agency=Sở+Tư+pháp", "Số người được tuyên truyền", "Tòa án"),
        ("q=%25", None, "Số vụ án"),
    ],
)
def test_indicators_are_found_with_and_without_marks(
    browser: Browser, query: str, words: str | None, absent: str
) -> None:
    page = browser.get(f"/instruments/indicators?{query}")
    assert page.status_code == 200
    rows = "".join(re.findall(r'<th scope="row".*?</th>', page.text, re.DOTALL))
    assert absent not in rows
    assert words in rows if words else "Không có chỉ số nào" in page.text


def test_a_set_shows_its_rates_and_rules(browser: Browser) -> None:
    page = browser.get(f"/instruments/indicators?set={current_set('bieu_iia').id}")
    assert "Tổng kinh phí phải bằng tổng ba nguồn" in page.text
    assert "Tỷ lệ người có nhu cầu được hỗ trợ" in page.text
    assert browser.get("/instruments/indicators?set=999").status_code == 404


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_an_exported_set_can_be_imported_again(browser: Browser, suffix: str) -> None:
    data = browser.get(f"/instruments/indicators.{suffix}?set={current_set('bieu_iia').id}").data
    assert read_table(data, f"a.{suffix}").header == COLUMNS
    upload = {
        "file": (io.BytesIO(data), f"a.{suffix}"),
        "code": "lai", "version": "1", "valid_from": "2025-01-01",
    }  # fmt: skip
    page = browser.post("/instruments/indicators/import", upload)  # type: ignore[arg-type]
    assert page.status_code == 302, re.findall(r"<td data-label=\"Lý do\">.*?</td>", page.text)
    assert "lai" in browser.get("/instruments/").text


def test_a_wrong_file_is_answered_with_its_wrong_lines(browser: Browser) -> None:
    data = write_csv(COLUMNS, [["1", "<b>Số</b>", None, None, "5"], ["2", None, "Vụ"]])
    upload = {"file": (io.BytesIO(data), "a.csv"), "code": "qd29", "version": "1", "valid_from": "2025-01-01"}
    page = browser.post("/instruments/indicators/import", upload)  # type: ignore[arg-type]
    assert page.status_code == 422
    assert "thiếu đơn vị tính" in page.text and "thiếu tên chỉ số" in page.text
    assert "<b>Số</b>" not in page.text
    assert browser.post("/instruments/indicators/import", {"code": "x"}).status_code == 422


def test_only_those_who_may_edit_instruments_import(app: Flask) -> None:
    make_user("doan.vien", Role.INSPECTOR)
    inspector = Browser(app.test_client())
    inspector.sign_in("doan.vien")
    assert inspector.get("/instruments/").status_code == 200
    assert inspector.get("/instruments/indicators/import").status_code == 403


class Reader(HTMLParser):
    """Collects what a page must not have, and what it must have once."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("for", "form", "aria-describedby", "aria-labelledby") and value:
                self.references += value.split()
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")


def rendered(app: Flask, submission: Submission, *, readonly: bool = False) -> str:
    with app.test_request_context():
        return render_template_string(
            SHEET, sheet=sheet_of(submission_by_id(submission.id)), readonly=readonly
        )


@pytest.mark.parametrize("code", ["kiem_tra_quan_ly", "kiem_tra_co_so", "bieu_iia"])
def test_the_sheet_has_no_inline_code_and_every_reference_has_its_target(
    app: Flask, open_sheet: Callable[..., Submission], code: str
) -> None:
    page = rendered(app, open_sheet(code))
    reader = Reader()
    reader.feed(page)
    assert reader.inline == []
    assert len(reader.ids) == len(set(reader.ids))
    assert set(reader.references) <= set(reader.ids)
    assert re.findall(r"<script(?![^>]*src=)", page) == []


def test_answers_are_shown_escaped_and_conflicts_with_both_sides(
    app: Flask, submission: Submission, an: Actor, binh: Actor
) -> None:
    write(submission, an, answer("ls1_02", True, note="</textarea><script>alert(1)</script>"))
    write(submission, binh, answer("ls1_02", False))
    write(submission, an, answer("ls2_03", "'\"><img src=x>{{ 7*7 }}"))
    for readonly in (False, True):
        page = rendered(app, submission, readonly=readonly)
        assert "<script>alert" not in page and "<img src=x" not in page and "{{ 7*7 }}" in page
        assert an.full_name in page and binh.full_name in page


def test_a_sheet_that_is_only_read_has_no_forms(app: Flask, submission: Submission, an: Actor) -> None:
    write(submission, an, answer("ls1_02", True))
    page = rendered(app, submission, readonly=True)
    assert "<form" not in page and "csrf" not in page.replace('data-csrf=""', "")
    assert "Có kế hoạch thực hiện cả giai đoạn không?" in page

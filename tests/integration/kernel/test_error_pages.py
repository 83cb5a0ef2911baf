"""Errors say in plain words what happened and what to do, to people and to programs, and nothing more."""

from __future__ import annotations

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from audit.kernel.errors import Conflict, Invalid
from audit.kernel.guards import public


@pytest.fixture
def faulty(app: Flask) -> FlaskClient:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/test/rule")
    @public
    def rule() -> str:
        raise Invalid("plan_not_draft", "Kế hoạch đã phê duyệt, không sửa được.", "title")

    @app.get("/test/race")
    @public
    def race() -> str:
        raise Conflict("slot_taken", "Giờ này đã có người đặt.")

    @app.get("/test/crash")
    @public
    def crash() -> str:
        raise RuntimeError("secret words of the machine room")

    @app.get("/test/<int:status>")
    @public
    def status(status: int) -> str:
        abort(status)

    return app.test_client()


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (400, "Yêu cầu không hợp lệ"),
        (403, "Không có quyền truy cập"),
        (404, "Không tìm thấy trang"),
        (413, "Tệp quá lớn"),
        (429, "Thao tác quá nhiều lần"),
        (500, "Hệ thống gặp lỗi"),
    ],
)
def test_each_error_has_a_page_that_says_what_to_do(faulty: FlaskClient, status: int, title: str) -> None:
    answer = faulty.get(f"/test/{status}")
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert "Việc nên làm" in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_a_rule_that_says_no_is_a_page_for_people_and_json_for_programs(faulty: FlaskClient) -> None:
    page = faulty.get("/test/rule", headers={"Accept": "text/html"})
    assert page.status_code == 422
    assert "Kế hoạch đã phê duyệt, không sửa được." in page.text
    data = faulty.get("/test/rule", headers={"Accept": "application/json"})
    assert (data.status_code, data.get_json()) == (
        422,
        {"code": "plan_not_draft", "message": "Kế hoạch đã phê duyệt, không sửa được.", "field": "title"},
    )
    assert faulty.get("/test/race").status_code == 409


def test_a_crash_tells_nothing_of_the_machine(faulty: FlaskClient) -> None:
    for accept in ("text/html", "application/json"):
        answer = faulty.get("/test/crash", headers={"Accept": accept})
        assert answer.status_code == 500
        assert "secret words" not in answer.text
        assert "Traceback" not in answer.text


def test_an_unknown_address_and_a_wrong_method_are_answered_in_vietnamese(client: FlaskClient) -> None:
    assert "Không tìm thấy trang" in client.get("/không-có").text
    wrong = client.get("/sign-out")
    assert wrong.status_code == 405
    assert "POST" in wrong.headers["Allow"]
    assert "Thao tác không được hỗ trợ" in wrong.text


def test_words_of_an_address_are_printed_as_words(client: FlaskClient) -> None:
    answer = client.get("/<script>alert(1)</script>?next={{'q'*9}}")
    assert "<script>alert" not in answer.text
    assert "q" * 9 not in answer.text

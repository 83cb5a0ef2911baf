"""The pages of a programme, filled in as a person would: begun, a table pasted, a row written, a review."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from audit.kernel.database import db
from audit.programme.models import ClosingReview, Programme, ProgrammeTask
from tests.integration.page_reading import read
from tests.integration.told_world import Guest

SignIn = Callable[[str], Guest]


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the first form of the page in which somebody may type."""
    form = next(form for form in read(page).forms if form.texts)
    return {name: values[-1] for name, values in form.values.items() if values and name != "csrf_token"}


def test_a_programme_is_begun_and_its_table_pasted(told_app: Flask, guest: SignIn) -> None:
    lead = guest("truongdoan")
    form = fields(lead.get("/programmes/new").text)
    assert form["agency"] == "Ủy ban nhân dân tỉnh Lạng Sơn"
    answer = lead.post("/programmes/new", form | {"title": "", "last_year": "2000"})
    assert answer.status_code == 422 and answer.text.count("field--wrong") == 1
    answer = lead.post("/programmes/new", form | {"title": "Kế hoạch <b>mới</b>"})
    assert answer.status_code == 303
    number = db.session.scalars(select(Programme.id).order_by(Programme.id.desc())).first()
    page = lead.get(f"/programmes/{number}").text
    assert "Kế hoạch &lt;b&gt;mới&lt;/b&gt;" in page and "Chưa có nhiệm vụ" in page
    paste = f"/programmes/{number}/tasks/paste"
    form = fields(lead.get(paste).text)
    wrong = lead.post(paste, form | {"table": "1\tNhóm\nx\tSai số\tSở Y tế"})
    assert wrong.status_code == 422 and "Dòng 2" in wrong.text and "Sai số" in wrong.text
    assert (
        lead.post(paste, form | {"table": "1\tNhóm\n1.1\tViệc\tSở Y tế\n\tMột phần\tSở"}).status_code == 303
    )
    tasks = select(ProgrammeTask).where(ProgrammeTask.programme_id == number).order_by(ProgrammeTask.position)
    assert [task.number for task in db.session.scalars(tasks)] == ["1", "1.1", "-"]


def test_a_row_is_written_behind_another(told_app: Flask, guest: SignIn) -> None:
    lead = guest("truongdoan")
    task = db.session.scalars(select(ProgrammeTask).where(ProgrammeTask.number == "2.1")).one()
    programme, task_id = task.programme_id, task.id
    place = f"/programmes/{programme}/tasks/new?after={task_id}"
    form = fields(lead.get(place).text)
    filled = form | {"kind": "task", "number": "2.1a", "text": "Việc chen vào", "lead": "Sở Y tế"}
    assert lead.post(place, filled).status_code == 303
    page = lead.get(f"/programmes/{programme}").text
    assert page.index(">2.1<") < page.index(">2.1a<") < page.index(">2.2<")
    old = lead.post(place, filled)
    assert old.status_code == 422 and "người khác thay đổi" in old.text
    edit = f"/programmes/{programme}/tasks/{task_id}/edit"
    form = fields(lead.get(edit).text)
    assert lead.post(edit, form | {"kind": "group"}).status_code == 422
    assert lead.post(edit, form | {"product": "Hội nghị"}).status_code == 303
    answer = lead.post(f"/programmes/{programme}/tasks/{task_id}/delete", {"revision": "0"})
    assert "người khác thay đổi" in lead.get(answer.headers["Location"]).text


def test_a_review_is_begun_changed_and_drafted(told_app: Flask, guest: SignIn) -> None:
    lead = guest("truongdoan")
    review = db.session.scalars(select(ClosingReview)).one()
    review_id, programme = review.id, review.programme_id
    place = f"/reviews/{review_id}/edit"
    form = fields(lead.get(place).text)
    assert form["milestones-0-lead"] == "Sở Y tế" and form["duties-1-title"].startswith("Các sở, ban")
    assert lead.post(place, form | {"purpose": ""}).status_code == 422
    more = form | {
        "milestones-4-title": "Họp tổng kết",
        "milestones-4-until": "tháng 10",
        "add_milestones": "1",
    }
    answer = lead.post(place, more)
    assert answer.headers["Location"].endswith("#milestones")
    assert fields(lead.get(place).text)["milestones-4-title"] == "Họp tổng kết"
    old = lead.post(place, form)
    assert old.status_code == 422 and "người khác thay đổi" in old.text
    page = lead.get(f"/programmes/{programme}").text
    assert 'value="review_plan"' in page
    answer = lead.post("/documents/", {"kind": "review_plan", "review_id": str(review_id)})
    document = answer.headers["Location"]
    assert lead.get(document).status_code == 200
    for ending in ("pdf", "docx", "xlsx"):
        assert lead.get(f"{document}/{ending}").status_code == 200, ending


def test_who_only_reads_is_offered_nothing_to_write(told_app: Flask, guest: SignIn) -> None:
    programme = db.session.scalars(select(ProgrammeTask.programme_id)).first()
    reader = guest("kiemtra1")
    page = reader.get(f"/programmes/{programme}").text
    assert "Biểu phân công nhiệm vụ" in page
    assert "/tasks/new" not in page and "/edit" not in page and 'value="task_table"' not in page
    assert guest("canboxa").get("/programmes/").status_code == 403

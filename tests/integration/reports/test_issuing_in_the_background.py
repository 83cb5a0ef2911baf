"""A long report is issued in the background: seen on its way, found again, with the rights of that moment."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from audit.accounts.models import User
from audit.accounts.queries import person_now
from audit.kernel import clock
from audit.kernel.database import db, transaction
from audit.kernel.jobs import worker
from audit.kernel.jobs.models import Job
from audit.kernel.jobs.services import still_alive, take_up
from reports import jobs
from reports.domain.findings_report import FindingsReport
from reports.domain.steps import Step
from reports.models import Document
from reports.services.issuing import prepare_issue
from reports.services.verification import verify
from tests.integration.told_world import Guest


@pytest.fixture
def draft(told_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Document:
    """The draft of a report that counts as long."""
    monkeypatch.setattr(jobs, "LONG", 1)
    draft = db.session.scalars(
        select(Document)
        .where(Document.kind == "findings_report", Document.state == "draft")
        .order_by(Document.id)
    ).first()
    assert draft is not None
    return draft


def asked(person: Guest, draft: Document) -> str:
    """Ask for it on the page; the address of the job."""
    page = f"/documents/{draft.id}/issue"
    form = {
        "number": "77",
        "issued_on": clock.today().isoformat(),
        "revision": str(draft.revision),
        "understood": "y",
    }
    answer = person.post(page, form)
    assert answer.status_code == 302, answer.text
    place = answer.headers["Location"]
    assert "/jobs/" in place
    return place


def test_it_is_issued_by_the_worker_and_found_again(draft: Document, guest: object) -> None:
    person: Guest = guest("lanhdao")  # type: ignore[operator]
    place = asked(person, draft)
    waiting = person.get(place)
    assert "Đang chờ" in waiting.text and waiting.headers["Refresh"] == "2"
    assert "Xem tiến độ" in person.get(f"/documents/{draft.id}").text
    assert person.post(f"/documents/{draft.id}/issue", {}).status_code in (409, 422)
    assert worker.work_once("w")
    done = person.get(place)
    assert "Đã xong" in done.text and "Refresh" not in done.headers
    assert place.rsplit("/", 1)[1] in person.get("/jobs/").text
    db.session.expire_all()
    issued = db.session.get_one(Document, draft.id)
    assert (issued.state, issued.number) == ("issued", "77")
    assert verify(issued).sound
    stranger: Guest = guest("truongdoan")  # type: ignore[operator]
    assert stranger.get(place).status_code == 404


def test_the_page_says_how_many_annexes_are_drawn(draft: Document, guest: object) -> None:
    person: Guest = guest("lanhdao")  # type: ignore[operator]
    place = asked(person, draft)
    job_id = place.rsplit("/", 1)[1]
    with transaction():
        assert take_up("w") is not None
    said = {}
    for step, done, total in ((Step.READ, 3, 7), (Step.DRAW, 62, 100), (Step.FINISH, 543, 543)):
        with transaction():
            assert still_alive(job_id, "w", done=done, total=total, step=step)
        said[step] = person.get(place).text
    assert "Đã tổng hợp số liệu 3 trên 7 buổi kiểm tra." in said[Step.READ]
    assert "Đã vẽ 62 trên 100 phụ lục." in said[Step.DRAW] and 'value="62" max="100"' in said[Step.DRAW]
    assert "Đã vẽ xong 543 trang" in said[Step.FINISH]
    with transaction():
        db.session.get_one(Job, job_id).alive_at = clock.now().replace(year=2020)
        assert take_up("next") is not None
    assert "Đang chuẩn bị số liệu" in person.get(place).text


def test_every_unit_read_and_every_annex_drawn_is_told_and_changes_no_byte(
    draft: Document, guest: object
) -> None:
    asked(guest("lanhdao"), draft)  # type: ignore[operator]
    actor = person_now(db.session.scalars(select(User.id).where(User.username == "lanhdao")).one())
    assert actor is not None
    heard: list[tuple[str, int, int]] = []
    told = prepare_issue(
        actor=actor,
        document_id=draft.id,
        revision=draft.revision,
        listener=lambda step, done, total: heard.append((step, done, total)),
    )
    silent = prepare_issue(actor=actor, document_id=draft.id, revision=draft.revision)
    assert told.pdf_sha256 == silent.pdf_sha256
    assert isinstance(told.content, FindingsReport)
    units = len(told.content.annexes)
    assert units > 1
    assert heard == [
        *((Step.READ, number, units) for number in range(1, units + 1)),
        (Step.DRAW, 0, units),
        *((Step.DRAW, number, units) for number in range(units + 1)),
    ]


def test_a_process_that_died_on_the_way_leaves_a_draft_and_the_next_issues_it(
    draft: Document, guest: object
) -> None:
    place = asked(guest("lanhdao"), draft)  # type: ignore[operator]
    with transaction():
        assert take_up("dead") is not None
    with transaction():
        job = db.session.get_one(Job, place.rsplit("/", 1)[1])
        job.alive_at = clock.now().replace(year=2020)
    assert db.session.get_one(Document, draft.id).state == "draft"
    assert worker.work_once("next")
    db.session.expire_all()
    assert db.session.get_one(Document, draft.id).state == "issued"


def test_who_lost_the_right_meanwhile_issues_nothing(draft: Document, guest: object) -> None:
    person: Guest = guest("lanhdao")  # type: ignore[operator]
    asked(person, draft)
    with transaction():
        db.session.scalars(select(User).where(User.username == "lanhdao")).one().role = "viewer"
    assert worker.work_once("w")
    db.session.expire_all()
    assert db.session.get_one(Document, draft.id).state == "draft"
    job = db.session.scalars(select(Job)).one()
    assert job.state == "failed" and job.message


def test_what_changed_meanwhile_is_told_on_the_page(draft: Document, guest: object) -> None:
    person: Guest = guest("lanhdao")  # type: ignore[operator]
    asked(person, draft)
    with transaction():
        db.session.get_one(Document, draft.id).revision += 1
    assert worker.work_once("w")
    page = person.get(f"/documents/{draft.id}").text
    assert "Lần ban hành trước không thành công" in page and "vừa thay đổi" in page

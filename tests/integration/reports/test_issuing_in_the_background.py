"""A long report is issued in the background: seen on its way, found again, with the rights of that moment."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from audit.accounts.models import User
from audit.kernel import clock
from audit.kernel.database import db, transaction
from audit.kernel.jobs import worker
from audit.kernel.jobs.models import Job
from audit.kernel.jobs.services import take_up
from reports import jobs
from reports.models import Document
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

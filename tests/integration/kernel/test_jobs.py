"""Long work is done once, by one worker, and taken up again when its process dies."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from audit.kernel import clock
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, NotFound
from audit.kernel.jobs import queries, services, worker
from audit.kernel.jobs.models import Job

ASKER = Actor(7, "an", "An", Role.DEPARTMENT_HEAD, ScopeKind.PROVINCE, "20", "20")
OTHER = Actor(8, "binh", "Bình", Role.DEPARTMENT_HEAD, ScopeKind.PROVINCE, "20", "20")


def asked(subject: str = "document 1", kind: str = "test", **payload: Any) -> str:
    with transaction():
        job = services.ask_for(
            actor=ASKER, kind=kind, subject=subject, title="In báo cáo", page="/documents/1", payload=payload
        )
        return job.id


def held(id: str) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, id)


def aged(id: str) -> None:
    """As if its process had not been heard of for long."""
    with transaction():
        db.session.get_one(Job, id).alive_at = clock.now() - 2 * services.SILENCE


def test_work_is_done_and_its_result_kept(app: Flask) -> None:
    def twice(user_id: int, payload: Mapping[str, Any], progress: worker.Progress) -> Mapping[str, Any]:
        progress(1, 2)
        return {"of": user_id, "made": payload["number"] * 2}

    worker.register(app, "test", twice)
    id = asked(number=21)
    assert held(id).state == "waiting"
    assert worker.work_once("w")
    assert (held(id).state, held(id).result) == ("done", {"of": ASKER.id, "made": 42})
    assert held(id).finished_at is not None
    assert not worker.work_once("w")


def test_progress_is_seen_while_the_work_goes_on(app: Flask) -> None:
    seen = threading.Event()

    def slow(_user: int, _payload: Mapping[str, Any], progress: worker.Progress) -> Mapping[str, Any]:
        progress(3, 8)
        assert seen.wait(20)
        return {}

    worker.register(app, "test", slow)
    id = asked()

    def work() -> None:
        with app.app_context():
            worker.work_once("w")
            db.session.remove()

    thread = threading.Thread(target=work)
    thread.start()
    until = time.monotonic() + 15
    while (held(id).done, held(id).total) != (3, 8) and time.monotonic() < until:
        time.sleep(0.05)
    assert (held(id).state, held(id).done, held(id).total) == ("running", 3, 8)
    seen.set()
    thread.join()
    assert held(id).state == "done"


def test_one_job_of_a_subject_is_open_at_a_time(app: Flask) -> None:
    id = asked()
    with pytest.raises(Conflict, match="job_open"):
        asked()
    assert asked("document 2") != id
    worker.register(app, "test", lambda *_told: {})
    while worker.work_once("w"):
        pass
    assert asked() != id


def test_two_workers_never_do_the_same_job(app: Flask) -> None:
    done: list[int] = []

    def note(_user: int, payload: Mapping[str, Any], _progress: worker.Progress) -> Mapping[str, Any]:
        done.append(payload["n"])
        return {}

    worker.register(app, "test", note)
    for number in range(12):
        asked(f"document {number}", n=number)

    def work(name: str) -> None:
        with app.app_context():
            while worker.work_once(name):
                pass
            db.session.remove()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(12))


def test_what_a_dead_process_left_is_done_by_the_next(app: Flask) -> None:
    worker.register(app, "test", lambda *_told: {"made": True})
    id = asked()
    with transaction():
        assert services.take_up("dead") is not None
    assert not worker.work_once("w"), "it was heard of a moment ago"
    aged(id)
    assert worker.work_once("w")
    assert (held(id).state, held(id).result, held(id).attempts) == ("done", {"made": True}, 2)
    with transaction():
        services.finish(id, "dead", result={"made": "too late"})
        assert not services.still_alive(id, "dead", done=1, total=1)
    assert held(id).result == {"made": True}


def test_work_that_kills_every_process_is_given_up(app: Flask) -> None:
    id = asked()
    for _attempt in range(services.ATTEMPTS):
        with transaction():
            assert services.take_up("dying") is not None
        aged(id)
    with transaction():
        assert services.take_up("next") is None
    assert held(id).state == "failed"
    assert "ngắt giữa chừng" in held(id).message


def test_why_work_failed_is_told_in_words_and_surprises_are_not_shown(app: Flask) -> None:
    def refuse(_user: int, _payload: Mapping[str, Any], _progress: worker.Progress) -> Mapping[str, Any]:
        raise Conflict("changed", "Văn bản vừa thay đổi.")

    def break_(_user: int, _payload: Mapping[str, Any], _progress: worker.Progress) -> Mapping[str, Any]:
        raise RuntimeError("secret of the server")

    worker.register(app, "refuse", refuse)
    worker.register(app, "break", break_)
    refused, broken = asked("a", "refuse"), asked("b", "break")
    while worker.work_once("w"):
        pass
    assert (held(refused).state, held(refused).message) == ("failed", "Văn bản vừa thay đổi.")
    assert held(broken).state == "failed" and "secret" not in held(broken).message
    assert asked("a", "refuse") != refused


def test_a_person_sees_their_own_jobs_alone(app: Flask) -> None:
    id = asked()
    assert queries.job(ASKER, id).id == id
    with pytest.raises(NotFound):
        queries.job(OTHER, id)
    assert list(db.session.scalars(queries.mine(OTHER))) == []


def test_what_was_finished_long_ago_is_cleared_away(app: Flask) -> None:
    worker.register(app, "test", lambda *_told: {})
    old = asked()
    worker.work_once("w")
    with transaction():
        db.session.get_one(Job, old).finished_at = clock.now() - services.KEPT - timedelta(days=1)
    asked("document 2")
    db.session.rollback()
    assert db.session.get(Job, old) is None

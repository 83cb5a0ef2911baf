"""Asking for long work, taking it up, saying how far it is, ending it; concurrency is the database's."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from audit.kernel.jobs.models import Job

# Work whose process has not been heard of for so long is taken up by another one.
SILENCE: Final = timedelta(seconds=60)
ATTEMPTS: Final = 3
KEPT: Final = timedelta(days=30)


def ask_for(
    *, actor: Actor, kind: str, subject: str, title: str, page: str, payload: Mapping[str, Any]
) -> Job:
    """Queue work about ``subject``; raises :class:`Conflict` ``job_open`` while there is some already.

    What was finished long ago is cleared away on this occasion.
    """
    if actor.id is None:
        raise ValueError("a job is for a person")
    now = clock.now()
    db.session.execute(delete(Job).where(Job.finished_at < now - KEPT))
    job = Job(
        id=secrets.token_hex(16),
        kind=kind,
        subject=subject,
        title=title[:300],
        page=page,
        payload=dict(payload),
        user_id=actor.id,
        created_at=now,
        result={},
    )
    db.session.add(job)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict("job_open", _("Việc này đang được thực hiện; hãy chờ xong.")) from error
    return job


def take_up(worker: str) -> Job | None:
    """The oldest job nobody works on, now this worker's; None when there is none.

    A job that took its process down again and again is ended as failed instead.
    """
    now = clock.now()
    free = or_(Job.state == "waiting", (Job.state == "running") & (Job.alive_at < now - SILENCE))
    oldest = select(Job).where(free).order_by(Job.created_at, Job.id).limit(1)
    job = db.session.scalars(oldest.with_for_update(skip_locked=True)).first()
    if job is None:
        return None
    if job.attempts >= ATTEMPTS:
        _end(job, "failed", str(_("Việc bị ngắt giữa chừng nhiều lần; hãy báo quản trị viên.")))
        return None
    job.state, job.worker, job.alive_at = "running", worker, now
    job.attempts += 1
    job.done = job.total = 0
    job.message = ""
    return job


def still_alive(job_id: str, worker: str, *, done: int, total: int, step: str = "") -> bool:
    """Say how far the work is, and in which step; False when another worker has taken it up meanwhile."""
    changed = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.worker == worker, Job.state == "running")
        .values(alive_at=clock.now(), done=done, total=total, message=step)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def finish(job_id: str, worker: str, *, result: Mapping[str, Any]) -> None:
    """The work is done."""
    job = _own(job_id, worker)
    if job is not None:
        job.result = dict(result)
        job.done = job.total
        _end(job, "done", "")


def fail(job_id: str, worker: str, *, message: str) -> None:
    """The work could not be done; ``message`` tells the person why."""
    job = _own(job_id, worker)
    if job is not None:
        _end(job, "failed", message)


def _own(job_id: str, worker: str) -> Job | None:
    statement = select(Job).where(Job.id == job_id, Job.worker == worker, Job.state == "running")
    return db.session.scalars(statement.with_for_update()).first()


def _end(job: Job, state: str, message: str) -> None:
    job.state, job.message, job.finished_at = state, message, clock.now()

"""The process that does jobs, one after the other, and the handlers that know how."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final, Protocol

from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from audit.kernel.database import db, transaction
from audit.kernel.errors import DomainError
from audit.kernel.i18n import _
from audit.kernel.jobs import services


class Progress(Protocol):
    """Says how far the work is: so many done of so many, in the step of this name. May be called as often as
    there is something to say: only what stands when the heart beats is written."""

    def __call__(self, done: int, total: int, step: str = "") -> None: ...


# Is told who asked and what, and how to say how far it is (done, of how much); opens its own transactions.
Handler = Callable[[int, Mapping[str, Any], Progress], Mapping[str, Any]]

LOG: Final = logging.getLogger(__name__)
PAUSE: Final = 0.5
LOOK: Final = 0.5  # progress is written twice a second at most
BEAT: Final = 5.0


class TakenAway(Exception):
    """Another worker goes on with the job: this one was thought dead."""


def register(app: Flask, kind: str, handler: Handler, steps: Mapping[str, Any] | None = None) -> None:
    """Let ``handler`` do jobs of this kind; ``steps`` are the words for its steps by their name, with
    ``%(done)s`` and ``%(total)s`` in them."""
    app.extensions.setdefault("jobs", {})[kind] = handler
    app.extensions.setdefault("job_steps", {})[kind] = dict(steps or {})


def step_words(kind: str, step: str) -> Any:
    """What the page says of a step of work of this kind; None when there are no words for it."""
    return current_app.extensions.get("job_steps", {}).get(kind, {}).get(step)


def work(*, until: Callable[[], bool]) -> None:
    """Do jobs as they come, until told to stop."""
    worker = secrets.token_hex(8)
    while not until():
        if not work_once(worker):
            time.sleep(PAUSE)


def work_once(worker: str) -> bool:
    """Do the oldest job that waits; False when there is none. Whatever goes wrong is told to who asked."""
    with transaction():
        job = services.take_up(worker)
        told = (job.id, job.kind, job.user_id, dict(job.payload)) if job else None
    if told is None:
        return False
    id, kind, user_id, payload = told
    try:
        result = _done(id, kind, worker, user_id, payload)
    except TakenAway:
        return True
    except DomainError as error:
        _failed(id, worker, str(error.message))
    except Exception:
        LOG.exception("job %s of kind %s", id, kind)
        _failed(id, worker, str(_("Có lỗi khi thực hiện; hãy thử lại, nếu vẫn lỗi hãy báo quản trị viên.")))
    else:
        with transaction():
            services.finish(id, worker, result=result)
    return True


def _done(id: str, kind: str, worker: str, user_id: int, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    handler: Handler = current_app.extensions["jobs"][kind]
    heart = _Heart(current_app._get_current_object(), id, worker)  # type: ignore[attr-defined]
    heart.start()
    try:
        result = handler(user_id, payload, heart.progress)
    finally:
        heart.over.set()
        heart.join()
    if heart.lost.is_set():
        raise TakenAway
    return result


class _Heart(threading.Thread):
    """Says that the work is alive and how far it is, in a connection of its own: the work may be in the
    middle of something."""

    def __init__(self, app: Flask, job_id: str, worker: str) -> None:
        super().__init__(daemon=True)
        self.app, self.job_id, self.worker = app, job_id, worker
        self.reached = (0, 0, "")
        self.over, self.lost = threading.Event(), threading.Event()

    def progress(self, done: int, total: int, step: str = "") -> None:
        """What the handler calls as it goes on."""
        self.reached = done, total, step
        if self.lost.is_set():
            raise TakenAway

    def run(self) -> None:
        told, at = (0, 0, ""), time.monotonic()
        with self.app.app_context():
            while not self.over.wait(LOOK):
                if self.reached == told and time.monotonic() - at < BEAT:
                    continue
                told, at = self.reached, time.monotonic()
                # A busy database is no reason to stop: the next beat comes.
                with suppress(OperationalError), transaction():
                    done, total, step = told
                    if not services.still_alive(self.job_id, self.worker, done=done, total=total, step=step):
                        self.lost.set()
                db.session.remove()


def _failed(id: str, worker: str, message: str) -> None:
    db.session.rollback()
    with transaction():
        services.fail(id, worker, message=message)

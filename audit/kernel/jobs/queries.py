"""Reads of jobs: a person sees their own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.kernel.jobs.models import Job


def mine(actor: Actor) -> Select[Job]:
    """The person's jobs, in no order."""
    return select(Job).where(Job.user_id == (actor.id or 0))


def job(actor: Actor, job_id: str) -> Job:
    """One of the person's jobs; :class:`NotFound` else."""
    found = db.session.scalar(mine(actor).where(Job.id == job_id))
    if found is None:
        raise NotFound("job_not_found", _("Không có việc này."))
    return found


def of_subject(subject: str) -> Sequence[Job]:
    """Jobs about something, newest first; at most five. For who may see the subject itself."""
    statement = select(Job).where(Job.subject == subject).order_by(Job.created_at.desc(), Job.id).limit(5)
    return db.session.scalars(statement).all()

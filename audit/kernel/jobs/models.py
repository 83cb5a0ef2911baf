"""Jobs: long work that a person asked for, and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from audit.kernel.database import Model, UtcDateTime

_OPEN = text("state IN ('waiting', 'running')")


class Job(Model):
    """A piece of long work about ``subject`` (such as ``document 12``), for one person.

    ``payload`` is what its handler was told, ``result`` what it gives back. ``page`` is the address where the
    person finds the outcome. Who works on it writes ``alive_at`` now and then: work whose process died is
    taken up again. ``message`` is the name of the step while the work goes on, and
    why it failed when it did. Of one kind and subject one job is open at a time; the database sees to it.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
        CheckConstraint("done >= 0 AND total >= 0", name="progress"),
        Index("uq_job_open", "kind", "subject", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "state", "created_at"),
        Index(None, "user_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    page: Mapped[str] = mapped_column(String(200))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    # No key of the accounts' table: the accounts stand above.
    user_id: Mapped[int]
    worker: Mapped[str] = mapped_column(String(32), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    alive_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    message: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any]] = mapped_column(JSON)

    @property
    def open(self) -> bool:
        return self.state in ("waiting", "running")

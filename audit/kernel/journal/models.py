"""Journal entries and the head of their chain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from audit.kernel.database import Model, UtcDateTime


class JournalEntry(Model):
    """One change; ``position`` counts from 1 without gaps, ``details`` is canonical JSON."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index(None, "subject", "subject_id", "position"),
        Index(None, "actor", "position"),
        Index(None, "province_code", "position"),
    )

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(80))
    actor_name: Mapped[str] = mapped_column(String(200))
    province_code: Mapped[str] = mapped_column(String(8))
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str] = mapped_column(String(80))
    details: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class JournalHead(Model):
    """The one row whose update serialises all writers, so that the chain never forks."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))

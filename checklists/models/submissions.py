"""Filled-in sheets: append-only answer events, their projection, and photos."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.kernel.database import Model, UtcDateTime
from checklists.domain.kinds import AnswerStatus, SubmissionState
from checklists.models.instruments import InstrumentVersion, Item, one_of


class Submission(Model):
    """An instrument version being filled in, whatever for; `period` is "" when there is only one."""

    __tablename__ = "submission"
    __table_args__ = (CheckConstraint(one_of("state", SubmissionState), name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"), index=True)
    subject_type_code: Mapped[str | None] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(20), default=SubmissionState.DRAFT)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    version: Mapped[InstrumentVersion] = relationship()


class ResponseEvent(Model):
    """One act of answering, as it was made; never changed, never deleted.

    `id` is made by the device. `base_ids` are the events its author saw when answering.
    `content_hash` tells an identical resend from another event under the same id.
    """

    __tablename__ = "response_event"
    __table_args__ = (
        CheckConstraint(one_of("status", AnswerStatus), name="status"),
        Index("ix_response_event_key", "submission_id", "item_id", "period"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    period: Mapped[str] = mapped_column(String(20), default="")
    status: Mapped[str] = mapped_column(String(20))
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    note: Mapped[str] = mapped_column(Text, default="")
    base_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    content_hash: Mapped[str] = mapped_column(String(64))
    personal_data_confirmed: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(200))
    device_id: Mapped[str] = mapped_column(String(64))
    device_sequence: Mapped[int] = mapped_column(BigInteger)
    device_time: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    item: Mapped[Item] = relationship()


class Response(Model):
    """What holds now for an item and period: the projection of its events.

    `event_id` is the head that is shown; `head_ids` are all heads, more than one when two people
    answered without seeing each other; `conflict` says that those differ.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("submission_id", "item_id", "period"),
        CheckConstraint(one_of("status", AnswerStatus), name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    period: Mapped[str] = mapped_column(String(20), default="")
    event_id: Mapped[str] = mapped_column(ForeignKey("response_event.id"))
    head_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    status: Mapped[str] = mapped_column(String(20))
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    note: Mapped[str] = mapped_column(Text, default="")
    conflict: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    item: Mapped[Item] = relationship()


class Attachment(Model):
    """A photo on an item; the bytes lie in the file store under `published_sha256`."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_key", "submission_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    original_sha256: Mapped[str | None] = mapped_column(String(64))
    published_sha256: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    caption: Mapped[str] = mapped_column(Text, default="")
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy: Mapped[float | None]  # of the place, in metres, as the device said
    added_by_id: Mapped[int | None]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

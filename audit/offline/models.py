"""Tablets, the ledger of what they sent, the bytes of their photos, and minutes signed on their glass."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.accounts.models import User
from audit.inspections.models.visits import Visit
from audit.kernel.database import Model, UtcDateTime
from audit.offline.domain.outcomes import Outcome, Side
from checklists.models.submissions import Attachment


def _one_of(column: str, values: type[Outcome] | type[Side]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Device(Model):
    """One person on one tablet (an enrolment). ``secret`` are 32 bytes both sides know; ``tablet`` is what
    the browser calls itself; ``said`` is the state it last told of itself, ``skew_ms`` how far its clock was
    ahead of the server's then. ``over_from`` and ``over_until`` bound the last time in which it had been away
    for longer than a tablet may. ``spare`` are 32 bytes that the tablet wraps its work with beside the PIN,
    ``spare_given_at`` when they were last given to somebody who had forgotten it."""

    __tablename__ = "tablet_device"
    __table_args__ = (Index(None, "user_id", "enrolled_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    tablet: Mapped[str] = mapped_column(String(36), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    label: Mapped[str] = mapped_column(String(120), default="")
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
    app_version: Mapped[str] = mapped_column(String(40), default="")
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_name: Mapped[str] = mapped_column(String(200), default="")
    revoke_reason: Mapped[str] = mapped_column(Text, default="")
    wiped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)
    said: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    over_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    over_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    spare: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    spare_given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()


class LedgerRecord(Model):
    """One record as it came, and what became of it. Rows are never deleted, the text never changes.

    ``text`` is empty for accepted answers only: their event holds all that they say. ``visit_id`` may name a
    visit there is not (0 when the record names none). ``message`` are the words of ``code``. ``about`` is the
    record that this one speaks of: a caption's photo, a signature's minutes. ``media`` is the SHA-256 of a
    photo record's bytes (``media_size`` of them), ``attachment_id`` the photo once it appeared. ``decision``
    is what a lead decided on a parked record: ``applied`` or ``set_aside``, for ``decision_reason``.
    """

    __tablename__ = "tablet_record"
    __table_args__ = (
        UniqueConstraint("record_id", "digest"),
        CheckConstraint(_one_of("outcome", Outcome), name="outcome"),
        CheckConstraint("decision IN ('', 'applied', 'set_aside')", name="decision"),
        Index(None, "device_id", "visit_id"),
        Index(None, "visit_id", "outcome"),
        Index("ix_tablet_record_media", "device_id", "media"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(36))
    digest: Mapped[str] = mapped_column(String(64))
    device_id: Mapped[str] = mapped_column(ForeignKey("tablet_device.id"))
    visit_id: Mapped[int]
    sequence: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(60), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    item_code: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str | None] = mapped_column(String(36), index=True)
    media: Mapped[str | None] = mapped_column(String(64))
    media_size: Mapped[int | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    device_time: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    decision: Mapped[str] = mapped_column(String(20), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")

    device: Mapped[Device] = relationship()
    attachment: Mapped[Attachment | None] = relationship()


class Upload(Model):
    """Bytes of a photo on their way: ``offset`` of ``size`` bytes are on the server's disk."""

    __tablename__ = "tablet_media"
    __table_args__ = (CheckConstraint('0 <= "offset" AND "offset" <= size', name="offset"),)

    device_id: Mapped[str] = mapped_column(ForeignKey("tablet_device.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    offset: Mapped[int] = mapped_column(default=0)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignedMinutes(Model):
    """Minutes as the screen showed them when they were signed; ``digest`` is that of the whole record."""

    __tablename__ = "signed_minutes"
    __table_args__ = (Index(None, "visit_id", "made_at"),)

    record_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(300))
    blocks: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(200))
    device_id: Mapped[str] = mapped_column(ForeignKey("tablet_device.id"))

    visit: Mapped[Visit] = relationship()


class MinutesSignature(Model):
    """One signature, or refusal to sign, under minutes (``minutes_id`` may arrive later than this).

    ``signed`` is the digest the signer saw; ``strokes`` are ``[[[x, y, ms], …], …]`` in a box of
    10,000 by 4,000.
    """

    __tablename__ = "minutes_signature"
    __table_args__ = (
        CheckConstraint(_one_of("side", Side), name="side"),
        Index(None, "minutes_id"),
        Index(None, "visit_id", "signed_at"),
    )

    record_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    minutes_id: Mapped[str] = mapped_column(String(36))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    signed: Mapped[str] = mapped_column(String(64))
    side: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200), default="")
    function: Mapped[str] = mapped_column(String(200), default="")
    strokes: Mapped[list[list[list[int]]]] = mapped_column(JSON)
    refused: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_name: Mapped[str] = mapped_column(String(200))

    visit: Mapped[Visit] = relationship()


class Generation(Model):
    """The one row that names this life of the database; a database restored from a backup gets a new one."""

    __tablename__ = "server_generation"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    generation: Mapped[str] = mapped_column(String(36))
    since: Mapped[datetime] = mapped_column(UtcDateTime)

"""Instruments: what is asked, in numbered versions that never change once published."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.kernel.database import Model, UtcDateTime
from checklists.domain.kinds import AnswerType, InstrumentKind, SubjectKind, VersionState


def one_of(column: str, kinds: type[StrEnum]) -> str:
    """SQL text that allows only the values of an enumeration in a column."""
    return f"{column} IN ({', '.join(repr(kind.value) for kind in kinds)})"


class Instrument(Model):
    """A checklist or a statistical form; `code` is its lasting name."""

    __tablename__ = "instrument"
    __table_args__ = (
        CheckConstraint(one_of("kind", InstrumentKind), name="kind"),
        CheckConstraint(one_of("subject", SubjectKind), name="subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(20))

    versions: Mapped[list[InstrumentVersion]] = relationship(
        back_populates="instrument", order_by="InstrumentVersion.number"
    )


class InstrumentVersion(Model):
    """One wording of an instrument; `content_hash` is the SHA-256 of its canonical content."""

    __tablename__ = "instrument_version"
    __table_args__ = (
        UniqueConstraint("instrument_id", "number"),
        CheckConstraint(one_of("state", VersionState), name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default=VersionState.DRAFT)
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    method: Mapped[str | None] = mapped_column(Text)
    needs_legal_review: Mapped[bool] = mapped_column(default=False)
    review_note: Mapped[str | None] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    instrument: Mapped[Instrument] = relationship(back_populates="versions")
    sections: Mapped[list[Section]] = relationship(back_populates="version", order_by="Section.position")
    items: Mapped[list[Item]] = relationship(back_populates="version", order_by="Item.position")


class Section(Model):
    """A titled part of a version."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("version_id", "code"), UniqueConstraint("version_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text)
    position: Mapped[int]

    version: Mapped[InstrumentVersion] = relationship(back_populates="sections")


class Item(Model):
    """One thing that is asked; the JSON columns follow `checklists.domain.items`."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("version_id", "code"),
        UniqueConstraint("version_id", "position"),
        CheckConstraint(one_of("answer_type", AnswerType), name="answer_type"),
        CheckConstraint("weight >= 0", name="weight"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    marker: Mapped[str] = mapped_column(String(4), default="")
    text: Mapped[str] = mapped_column(Text)
    answer_type: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str | None] = mapped_column(String(60))
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    guidance: Mapped[str | None] = mapped_column(Text)
    legal_basis: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[list[str]] = mapped_column(JSON, default=list)
    indicator_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    applies_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    skip_rule: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    required: Mapped[bool] = mapped_column(default=True)
    note_prompt: Mapped[str | None] = mapped_column(Text)
    sensitivity: Mapped[str] = mapped_column(String(20), default="aggregate")
    weight: Mapped[float] = mapped_column(default=0.0)
    scoring: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    finding_polarity: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    inferred: Mapped[list[str]] = mapped_column(JSON, default=list)

    version: Mapped[InstrumentVersion] = relationship(back_populates="items")
    section: Mapped[Section] = relationship()

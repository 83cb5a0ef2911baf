"""Findings of a visit and the recommendations that answer them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.inspections.models.visits import Visit
from audit.kernel.database import Model, UtcDateTime
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from checklists.models.instruments import Item
from checklists.models.submissions import Attachment

finding_evidence = Table(
    "finding_evidence",
    Model.metadata,
    Column("finding_id", ForeignKey("finding.id", ondelete="CASCADE"), primary_key=True),
    Column("attachment_id", ForeignKey("attachment.id"), primary_key=True, index=True),
)
recommendation_finding = Table(
    "recommendation_finding",
    Model.metadata,
    Column("recommendation_id", ForeignKey("recommendation.id", ondelete="CASCADE"), primary_key=True),
    Column("finding_id", ForeignKey("finding.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Finding(Model):
    """A finding (nhận xét): strengths are findings too. Parts after document "Kế hoạch kiểm tra 2023" II.5
    and the auditor's condition, criterion, cause, effect.

    ``severity`` is for shortcomings only. ``suggestion_key`` is the item and kind a suggestion came from, so
    that completing the visit again never suggests the same thing twice; it is NULL for what people added.
    ``explanation`` is what the visited side answered to the draft conclusion, as it came in writing.
    ``recommendation_draft`` is what the checklist proposes to ask for. ``search_key`` is the folded text.
    """

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint("kind IN ('strength', 'shortcoming')", name="kind"),
        CheckConstraint("severity IS NULL OR severity IN ('low', 'medium', 'high')", name="severity"),
        CheckConstraint("(kind = 'shortcoming') = (severity IS NOT NULL)", name="severity_of_shortcoming"),
        CheckConstraint("state IN ('suggested', 'confirmed', 'dropped')", name="state"),
        Index("uq_finding_suggestion", "visit_id", "suggestion_key", unique=True),
        Index(None, "province_code", "id"),
        Index(None, "province_code", "unit_id", "kind", "state"),
        Index(None, "province_code", "state", "kind", "severity"),
        Index("ix_finding_year", "province_code", "state", "created_at", "kind", "severity"),
        Index(
            "ix_finding_place", "province_code", "state", "unit_id", "establishment_id", "kind", "severity"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"))
    establishment_id: Mapped[int | None] = mapped_column(ForeignKey("establishment.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    suggestion_key: Mapped[str | None] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    severity: Mapped[str | None] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), default="suggested")
    condition: Mapped[str] = mapped_column(Text)
    criterion: Mapped[str] = mapped_column(Text, default="")
    legal_basis: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    effect: Mapped[str] = mapped_column(Text, default="")
    explanation: Mapped[str] = mapped_column(Text, default="")
    recommendation_draft: Mapped[str] = mapped_column(Text, default="")
    search_key: Mapped[str] = mapped_column(Text, default="")
    dropped_reason: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    visit: Mapped[Visit] = relationship()
    unit: Mapped[AdministrativeUnit] = relationship()
    establishment: Mapped[Establishment | None] = relationship()
    item: Mapped[Item | None] = relationship()
    evidence: Mapped[list[Attachment]] = relationship(secondary=finding_evidence, order_by=Attachment.id)
    recommendations: Mapped[list[Recommendation]] = relationship(
        secondary=recommendation_finding, back_populates="findings", order_by="Recommendation.id"
    )


class Recommendation(Model):
    """A recommendation (kiến nghị) to a named addressee with a due date, open until verified.

    ``addressee`` is the name as printed; ``addressee_kind`` says what it is, and ``addressee_code`` is the
    agency's code. The people of a commune answer what is addressed to their commune (kind ``unit``).
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'in_progress', 'done', 'verified', 'withdrawn')", name="state"),
        CheckConstraint(
            "addressee_kind IN ('unit', 'establishment', 'agency', 'other')", name="addressee_kind"
        ),
        CheckConstraint("(addressee_kind = 'agency') = (addressee_code IS NOT NULL)", name="addressee_code"),
        Index(None, "province_code", "due_on", "id"),
        Index(None, "province_code", "state", "due_on"),
        Index(None, "province_code", "unit_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"))
    text: Mapped[str] = mapped_column(Text)
    addressee_kind: Mapped[str] = mapped_column(String(20))
    addressee_code: Mapped[str | None] = mapped_column(String(40))
    addressee: Mapped[str] = mapped_column(String(300))
    search_key: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20), default="open")
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    visit: Mapped[Visit] = relationship()
    unit: Mapped[AdministrativeUnit] = relationship()
    findings: Mapped[list[Finding]] = relationship(
        secondary=recommendation_finding, back_populates="recommendations", order_by="Finding.id"
    )
    steps: Mapped[list[FollowUp]] = relationship(
        back_populates="recommendation", cascade="all, delete-orphan", order_by="FollowUp.id"
    )


class FollowUp(Model):
    """One step in carrying a recommendation out (theo dõi thực hiện): what was done, said by whom."""

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'in_progress', 'done', 'verified', 'withdrawn')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    author_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    recommendation: Mapped[Recommendation] = relationship(back_populates="steps")


class FindingPhrase(Model):
    """A canned phrase (câu mẫu) for findings and recommendations, in force between two days, both included.

    ``item_code`` is the item of the checklist it belongs to, "" for every item. ``search_key`` is the folded
    name and text, with a space before each word.
    """

    __tablename__ = "finding_phrase"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('strength', 'shortcoming', 'cause', 'effect', 'recommendation')", name="kind"
        ),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        Index(None, "province_code", "kind", "item_code", "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(20))
    item_code: Mapped[str] = mapped_column(String(60), default="")
    name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    search_key: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)

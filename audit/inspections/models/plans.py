"""Inspection plans with everything the yearly plan document says, and the units they choose."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.kernel.database import Model, UtcDateTime
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from checklists.models.instruments import InstrumentVersion


class InspectionPlan(Model):
    """A plan (kế hoạch kiểm tra); the parts follow "Kế hoạch kiểm tra công tác quản lý nhà nước" of 2023.

    ``kind`` keeps the two inspections apart: ``management`` (kiểm tra công tác quản lý nhà nước) and
    ``establishment`` (kiểm tra liên ngành tại cơ sở, Đội 178). ``number`` is blank until the registry
    of the office gives one. Long texts hold one paragraph or dash item a line.
    """

    __tablename__ = "inspection_plan"
    __table_args__ = (
        CheckConstraint("kind IN ('management', 'establishment')", name="kind"),
        CheckConstraint("state IN ('draft', 'approved', 'closed')", name="state"),
        CheckConstraint("period_from <= period_to", name="period"),
        Index(None, "province_code", "year", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(500))
    parent_agency: Mapped[str] = mapped_column(String(300))
    agency: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(20), default="")
    symbol: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(120))
    issued_on: Mapped[date | None]
    legal_bases: Mapped[list[str]] = mapped_column(JSON)
    introduction: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text)
    requirements: Mapped[str] = mapped_column(Text)
    content: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    inspected: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(Text)
    composition: Mapped[str] = mapped_column(Text)
    time_text: Mapped[str] = mapped_column(Text)
    period_from: Mapped[date]
    period_to: Mapped[date]
    request: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(300), default="")
    recipients: Mapped[list[str]] = mapped_column(JSON)
    signer_authority: Mapped[str] = mapped_column(String(120), default="")
    signer_position: Mapped[str] = mapped_column(String(120), default="")
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    instrument_version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    created_by_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by_name: Mapped[str] = mapped_column(String(200), default="")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    instrument_version: Mapped[InstrumentVersion] = relationship()
    units: Mapped[list[PlanUnit]] = relationship(
        back_populates="plan", cascade="all, delete-orphan", order_by="PlanUnit.position"
    )


class PlanUnit(Model):
    """A commune, or an establishment in it, that the plan will inspect, and why it was chosen."""

    __tablename__ = "plan_unit"
    __table_args__ = (
        UniqueConstraint("plan_id", "unit_id", "establishment_id"),
        # NULL is distinct in a unique constraint: a commune without an establishment needs its own.
        Index(
            "uq_plan_unit_commune",
            "plan_id",
            "unit_id",
            unique=True,
            sqlite_where=text("establishment_id IS NULL"),
            postgresql_where=text("establishment_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"), index=True)
    establishment_id: Mapped[int | None] = mapped_column(ForeignKey("establishment.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    position: Mapped[int]

    plan: Mapped[InspectionPlan] = relationship(back_populates="units")
    unit: Mapped[AdministrativeUnit] = relationship()
    establishment: Mapped[Establishment | None] = relationship()

"""Visits, who takes part, and the booking slots by which the database refuses a clash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team, TeamMember
from audit.kernel.database import Model, UtcDateTime
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from checklists.models.submissions import Submission


class Visit(Model):
    """A visit (buổi kiểm tra) of a team to a commune, or to one establishment in it."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint(
            "state IN ('planned', 'announced', 'in_progress', 'completed', 'reviewed', 'cancelled')",
            name="state",
        ),
        CheckConstraint("starts_at < ends_at", name="times"),
        Index(None, "plan_id", "starts_at", "id"),
        Index(None, "province_code", "starts_at", "id"),
        Index(None, "province_code", "unit_id", "starts_at"),
        Index(None, "province_code", "state", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2))
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"))
    establishment_id: Mapped[int | None] = mapped_column(ForeignKey("establishment.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), unique=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(20), default="planned")
    place: Mapped[str] = mapped_column(String(300), default="")
    unit_representative: Mapped[str] = mapped_column(String(200), default="")
    unit_representative_position: Mapped[str] = mapped_column(String(200), default="")
    unit_opinion: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")
    score: Mapped[float | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    plan: Mapped[InspectionPlan] = relationship()
    team: Mapped[Team] = relationship()
    unit: Mapped[AdministrativeUnit] = relationship()
    establishment: Mapped[Establishment | None] = relationship()
    submission: Mapped[Submission | None] = relationship()
    attendees: Mapped[list[VisitMember]] = relationship(back_populates="visit", cascade="all, delete-orphan")


class VisitMember(Model):
    """A member of the team who takes part in this visit."""

    __tablename__ = "visit_member"
    __table_args__ = (UniqueConstraint("visit_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("team_member.id"), index=True)

    visit: Mapped[Visit] = relationship(back_populates="attendees")
    member: Mapped[TeamMember] = relationship()


class BookingSlot(Model):
    """Half an hour of one person's time. The unique constraint decides who booked first, also when two
    leads book in the same second; a cancelled visit frees its slots."""

    __tablename__ = "booking_slot"
    __table_args__ = (UniqueConstraint("person_key", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    person_key: Mapped[str] = mapped_column(String(260))
    slot: Mapped[datetime] = mapped_column(UtcDateTime)

"""Inspection teams and their members."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.accounts.models import User
from audit.inspections.models.plans import InspectionPlan
from audit.kernel.database import Model


class Team(Model):
    """A team (đoàn/đội kiểm tra) set up for one plan, with the decision that sets it up."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("plan_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    decision_number: Mapped[str] = mapped_column(String(60), default="")
    decision_date: Mapped[date | None]

    plan: Mapped[InspectionPlan] = relationship()
    members: Mapped[list[TeamMember]] = relationship(
        back_populates="team", cascade="all, delete-orphan", order_by="TeamMember.position_in_team"
    )


class TeamMember(Model):
    """A member of a team: a person with an account, or an official of another agency without one.

    ``person_key`` is who the person is for bookings: ``user:12``, or ``card:…`` / ``name:…`` for people
    without an account. ``card_number`` is the inspector's card (Thẻ kiểm tra, TT 05/2006).
    """

    __tablename__ = "team_member"
    __table_args__ = (
        CheckConstraint("role IN ('lead', 'deputy', 'secretary', 'member')", name="role"),
        UniqueConstraint("team_id", "person_key"),
        Index(
            "uq_team_member_lead",
            "team_id",
            unique=True,
            sqlite_where=text("role = 'lead'"),
            postgresql_where=text("role = 'lead'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    person_key: Mapped[str] = mapped_column(String(260), index=True)
    full_name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str] = mapped_column(String(200), default="")
    agency: Mapped[str] = mapped_column(String(300), default="")
    role: Mapped[str] = mapped_column(String(20))
    card_number: Mapped[str] = mapped_column(String(60), default="")
    position_in_team: Mapped[int]

    team: Mapped[Team] = relationship(back_populates="members")
    user: Mapped[User | None] = relationship()

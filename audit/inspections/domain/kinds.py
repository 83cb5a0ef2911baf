"""Kinds, states and roles of plans, teams and visits."""

from __future__ import annotations

from enum import StrEnum


class PlanKind(StrEnum):
    """The two inspections that must never be mixed.

    ``MANAGEMENT``: kiểm tra công tác quản lý nhà nước, how communes carry the programme out.
    ``ESTABLISHMENT``: kiểm tra liên ngành tại cơ sở (Đội 178; NĐ 178/2004/NĐ-CP, TT 05/2006/TT-BLĐTBXH).
    """

    MANAGEMENT = "management"
    ESTABLISHMENT = "establishment"


class PlanState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    CLOSED = "closed"


class VisitState(StrEnum):
    PLANNED = "planned"
    ANNOUNCED = "announced"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    REVIEWED = "reviewed"
    CANCELLED = "cancelled"


class TeamRole(StrEnum):
    LEAD = "lead"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"


# What the inspected unit may see: a visit that is only planned is the team's own business.
SHOWN_TO_UNIT = (VisitState.ANNOUNCED, VisitState.IN_PROGRESS, VisitState.COMPLETED, VisitState.REVIEWED)
# What an inspection found counts from here on.
DONE = (VisitState.COMPLETED, VisitState.REVIEWED)
# Work that is still to be finished before a plan can be closed.
OPEN = (VisitState.PLANNED, VisitState.ANNOUNCED, VisitState.IN_PROGRESS)

"""People who can be members of a team: the accounts of the province."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from audit.accounts.models import User
from audit.kernel.access import Role, ScopeKind
from audit.kernel.database import db

_INSPECTING = (Role.DEPARTMENT_HEAD, Role.TEAM_LEAD, Role.INSPECTOR)


def possible_members(province_code: str) -> Sequence[User]:
    """Active accounts of the province whose role goes on inspections, by name."""
    statement = select(User).where(
        User.province_code == province_code,
        User.active,
        User.role.in_(_INSPECTING),
        User.scope_kind != ScopeKind.COMMUNE,
    )
    return db.session.scalars(statement.order_by(User.full_name, User.id)).all()

"""People who write programmes, and those who may not."""

from __future__ import annotations

import pytest

from audit.kernel.access import Actor, Role, ScopeKind


@pytest.fixture
def lead() -> Actor:
    """A team lead of Lạng Sơn."""
    return Actor(1, "truongdoan", "Trưởng Đoàn", Role.TEAM_LEAD, ScopeKind.PROVINCE, "20", "20")


@pytest.fixture
def neighbour() -> Actor:
    """A team lead of another province."""
    return Actor(2, "khac", "Người Tỉnh Khác", Role.TEAM_LEAD, ScopeKind.PROVINCE, "12", "12")

"""People who read and issue the documents of the tests' small world."""

from __future__ import annotations

import pytest

from audit.kernel.access import Actor, Role, ScopeKind


@pytest.fixture
def head() -> Actor:
    """The head of the department of the world's province."""
    return Actor(1, "truong", "Trưởng Sở Thử Nghiệm", Role.DEPARTMENT_HEAD, ScopeKind.PROVINCE, "20", "20")


@pytest.fixture
def neighbour() -> Actor:
    """A head of another province."""
    return Actor(2, "khac", "Người Tỉnh Khác", Role.DEPARTMENT_HEAD, ScopeKind.PROVINCE, "12", "12")

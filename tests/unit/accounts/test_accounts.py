"""User names, and the areas that go with a role."""

from __future__ import annotations

import pytest

from audit.accounts.domain.accounts import ROLE_SCOPES, is_username, scope_fits
from audit.kernel.access import Role, ScopeKind


@pytest.mark.parametrize("text", ["nguyen.a", "abc", "tran_b-2", "x" * 50])
def test_plain_user_names_are_accepted(text: str) -> None:
    assert is_username(text)


@pytest.mark.parametrize(
    "text", ["", "ab", "Nguyen", "nguyễn", "1abc", "a b c", ".abc", "abc.", "a..b", "x" * 51, "abc\n"]
)
def test_other_user_names_are_refused(text: str) -> None:
    assert not is_username(text)


def test_every_role_has_at_least_one_area() -> None:
    assert all(ROLE_SCOPES[role] for role in Role)


def test_who_answers_for_a_unit_has_that_unit_as_area() -> None:
    assert scope_fits(Role.UNIT_OFFICER, ScopeKind.COMMUNE)
    assert not scope_fits(Role.UNIT_OFFICER, ScopeKind.PROVINCE)
    assert not scope_fits(Role.DEPARTMENT_HEAD, ScopeKind.COMMUNE)

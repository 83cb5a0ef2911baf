"""Which accounts make sense: user names, and the areas that go with a role."""

from __future__ import annotations

import re

from audit.kernel.access import Role, ScopeKind

USERNAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*", re.ASCII)
USERNAME_SHORTEST = 3
USERNAME_LONGEST = 50

ROLE_SCOPES: dict[Role, frozenset[ScopeKind]] = {
    Role.ADMINISTRATOR: frozenset({ScopeKind.PROVINCE}),
    Role.DEPARTMENT_HEAD: frozenset({ScopeKind.PROVINCE}),
    Role.TEAM_LEAD: frozenset({ScopeKind.PROVINCE, ScopeKind.AGENCY}),
    Role.INSPECTOR: frozenset({ScopeKind.PROVINCE, ScopeKind.AGENCY}),
    Role.UNIT_OFFICER: frozenset({ScopeKind.AGENCY, ScopeKind.COMMUNE}),
    Role.VIEWER: frozenset(ScopeKind),
}


def is_username(text: str) -> bool:
    """Lower-case letters and digits, starting with a letter, single dots, dashes or underscores inside."""
    return USERNAME_SHORTEST <= len(text) <= USERNAME_LONGEST and USERNAME.fullmatch(text) is not None


def scope_fits(role: Role, kind: ScopeKind) -> bool:
    """Whether an account of this role may have an area of this kind."""
    return kind in ROLE_SCOPES[role]

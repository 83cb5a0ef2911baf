"""Who may do what, and where: roles, permissions and scopes, without Flask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    DEPARTMENT_HEAD = "department_head"
    TEAM_LEAD = "team_lead"
    INSPECTOR = "inspector"
    UNIT_OFFICER = "unit_officer"
    VIEWER = "viewer"


class ScopeKind(StrEnum):
    PROVINCE = "province"
    AGENCY = "agency"
    COMMUNE = "commune"


class Permission(StrEnum):
    VIEW_HOME = "view_home"
    MANAGE_USERS = "manage_users"
    VIEW_JOURNAL = "view_journal"
    VIEW_REGISTERS = "view_registers"
    EDIT_REGISTERS = "edit_registers"
    IMPORT_REGISTERS = "import_registers"
    VIEW_INSTRUMENTS = "view_instruments"
    EDIT_INSTRUMENTS = "edit_instruments"
    EDIT_TEXTS = "edit_texts"
    VIEW_PLANS = "view_plans"
    EDIT_PLANS = "edit_plans"
    APPROVE_PLANS = "approve_plans"
    VIEW_VISITS = "view_visits"
    BOOK_VISITS = "book_visits"
    FILL_CHECKLISTS = "fill_checklists"
    VIEW_FINDINGS = "view_findings"
    EDIT_FINDINGS = "edit_findings"
    FOLLOW_UP = "follow_up"
    VIEW_MAP = "view_map"
    VIEW_REPORTS = "view_reports"
    DRAFT_REPORTS = "draft_reports"
    ISSUE_REPORTS = "issue_reports"
    ANSWER_FOR_UNIT = "answer_for_unit"
    VIEW_FIGURES = "view_figures"
    REPORT_FIGURES = "report_figures"
    ACCEPT_FIGURES = "accept_figures"


_P = Permission
_READ = frozenset(
    {
        _P.VIEW_HOME,
        _P.VIEW_REGISTERS,
        _P.VIEW_INSTRUMENTS,
        _P.VIEW_PLANS,
        _P.VIEW_VISITS,
        _P.VIEW_FINDINGS,
        _P.VIEW_MAP,
        _P.VIEW_REPORTS,
    }
)
# Exact figures of communes are for the unit itself and those who inspect or answer for it.
_INSPECT = _READ | {_P.FILL_CHECKLISTS, _P.EDIT_FINDINGS, _P.VIEW_FIGURES}
_LEAD = (
    _INSPECT
    | {_P.EDIT_REGISTERS, _P.EDIT_PLANS, _P.BOOK_VISITS, _P.FOLLOW_UP, _P.DRAFT_REPORTS}
    | {_P.REPORT_FIGURES, _P.ACCEPT_FIGURES}
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _READ
    | {_P.MANAGE_USERS, _P.VIEW_JOURNAL, _P.EDIT_REGISTERS, _P.IMPORT_REGISTERS, _P.EDIT_INSTRUMENTS}
    | {_P.EDIT_TEXTS},
    Role.DEPARTMENT_HEAD: _LEAD | {_P.APPROVE_PLANS, _P.ISSUE_REPORTS, _P.VIEW_JOURNAL, _P.IMPORT_REGISTERS},
    Role.TEAM_LEAD: _LEAD | {_P.IMPORT_REGISTERS},
    Role.INSPECTOR: frozenset(_INSPECT),
    Role.UNIT_OFFICER: frozenset(
        {_P.VIEW_HOME, _P.VIEW_REGISTERS, _P.VIEW_INSTRUMENTS, _P.VIEW_VISITS, _P.VIEW_FINDINGS}
        | {_P.ANSWER_FOR_UNIT, _P.VIEW_FIGURES, _P.REPORT_FIGURES}
    ),
    Role.VIEWER: _READ,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or command) on whose behalf something is read or written.

    ``scope_code`` is the code of the province, agency or commune, by ``scope_kind``;
    ``province_code`` is the province the scope lies in, empty for the whole system.
    """

    id: int | None
    username: str
    full_name: str
    role: Role
    scope_kind: ScopeKind
    scope_code: str
    province_code: str

    def may(self, permission: Permission) -> bool:
        return permission in ROLE_PERMISSIONS[self.role]

    @property
    def commune_code(self) -> str | None:
        """The commune this person is confined to, if any."""
        return self.scope_code if self.scope_kind is ScopeKind.COMMUNE else None


SYSTEM = Actor(None, "system", "Hệ thống", Role.ADMINISTRATOR, ScopeKind.PROVINCE, "", "")

"""The demonstration's accounts: one a role, named after what they do, with passwords made anew each time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from audit.accounts.services.users import create_user
from audit.kernel.access import SYSTEM, Actor, Role, ScopeKind


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demonstration; ``password`` is shown once and written to ``var/``."""

    username: str
    full_name: str
    position: str
    role: Role
    actor: Actor
    password: str


_PEOPLE = (
    ("quantri", "Nguyễn Quản Trị", "Quản trị hệ thống", Role.ADMINISTRATOR),
    ("lanhdao", "Trần Lãnh Đạo", "Phó Giám đốc Sở Y tế", Role.DEPARTMENT_HEAD),
    ("truongdoan", "Lê Trưởng Đoàn", "Trưởng phòng", Role.TEAM_LEAD),
    ("kiemtra1", "Phạm Kiểm Tra", "Chuyên viên", Role.INSPECTOR),
    ("kiemtra2", "Hoàng Khảo Sát", "Chuyên viên", Role.INSPECTOR),
    ("canboxa", "Nông Cán Bộ", "Công chức văn hóa - xã hội", Role.UNIT_OFFICER),
    ("theodoi", "Vi Theo Dõi", "Chuyên viên Văn phòng", Role.VIEWER),
)


_SYLLABLES = ("suoi", "nui", "rung", "doi", "song", "que", "hoi", "dao", "mai", "thong", "nang", "may")


def invented_password() -> str:
    """Easy to type on a tablet, different on every machine: three syllables and four digits."""
    words = [secrets.choice(_SYLLABLES) for _n in range(3)]
    return "-".join([*words, f"{secrets.randbelow(9000) + 1000}"])


def create_people(province_code: str, commune_code: str) -> dict[str, Person]:
    """Create the accounts through the accounts' own service, all with one password; keyed by user name."""
    people = {}
    password = invented_password()
    for username, full_name, position, role in _PEOPLE:
        officer = role is Role.UNIT_OFFICER
        scope = (ScopeKind.COMMUNE, commune_code) if officer else (ScopeKind.PROVINCE, province_code)
        user, _temporary = create_user(
            actor=SYSTEM,
            username=username,
            full_name=full_name,
            position=position,
            password=password,
            role=role,
            scope_kind=scope[0],
            scope_code=scope[1],
            province_code=province_code,
        )
        actor = Actor(user.id, username, full_name, role, *scope, province_code)
        people[username] = Person(username, full_name, position, role, actor, password)
    return people

"""Rules of a team: who leads, how many, who carries an inspector's card, and who a person is for bookings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from audit.inspections.domain.kinds import PlanKind, TeamRole
from audit.kernel.text import search_key

# TT 05/2006/TT-BLĐTBXH: Đội 178 inspects with at least 03 members, each showing the inspector's card.
ESTABLISHMENT_QUORUM = 3
# The same circular: 01 head and 01 to 02 deputies.
MOST_DEPUTIES = 2
_KEY_LENGTH = 250


class TeamProblem(StrEnum):
    """Why a team does not meet the rules of its plan's kind."""

    NO_LEAD = "no_lead"
    TOO_FEW = "too_few"
    CARD_MISSING = "card_missing"
    NOBODY_LEADS = "nobody_leads"


@dataclass(frozen=True, slots=True)
class Person:
    """A member as the rules see one."""

    full_name: str
    role: str
    card_number: str = ""


def team_problems(kind: str, members: Iterable[Person]) -> list[TeamProblem]:
    """What a team of a plan of this kind lacks, in the order a person would mend it."""
    people = list(members)
    found: list[TeamProblem] = []
    if not any(person.role == TeamRole.LEAD for person in people):
        found.append(TeamProblem.NO_LEAD)
    if PlanKind(kind) is PlanKind.ESTABLISHMENT:
        found += _quorum_problems(people)
    return found


def attendance_problems(kind: str, attendees: Iterable[Person]) -> list[TeamProblem]:
    """What the people who go to one visit lack: a lead or a deputy among them, and the quorum of Đội 178."""
    people = list(attendees)
    found: list[TeamProblem] = []
    if not any(person.role in (TeamRole.LEAD, TeamRole.DEPUTY) for person in people):
        found.append(TeamProblem.NOBODY_LEADS)
    if PlanKind(kind) is PlanKind.ESTABLISHMENT:
        found += _quorum_problems(people)
    return found


def _quorum_problems(people: list[Person]) -> list[TeamProblem]:
    found: list[TeamProblem] = []
    if len(people) < ESTABLISHMENT_QUORUM:
        found.append(TeamProblem.TOO_FEW)
    if any(not person.card_number.strip() for person in people):
        found.append(TeamProblem.CARD_MISSING)
    return found


def person_key(
    *, user_id: int | None, province_code: str, card_number: str = "", full_name: str = "", agency: str = ""
) -> str:
    """Who a member is for bookings: the account; without one the card; without that name and agency.

    Cards are numbered and names repeat by province, so the province is part of those keys. At most 250
    characters.
    """
    if user_id is not None:
        return f"user:{user_id}"
    if card_number.strip():
        key = f"card:{province_code}:{search_key(card_number)}"
    else:
        key = f"name:{province_code}:{search_key(full_name)}|{search_key(agency)}"
    if len(key) > _KEY_LENGTH:
        key = f"{key[:180]}#{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    return key

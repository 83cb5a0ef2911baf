"""What minutes say of a visit before anything was found: when and where it was, who was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from audit.inspections.domain.minutes import ROLE_ORDER, TEAM_ROLES, lowered
from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.registers.adapters.data_files import establishment_types
from audit.registers.domain.establishments import LICENCE_NAMES, LicenceState

_COMMON_PLACES = ("trụ sở", "hội trường", "phòng họp", "nhà văn hóa", "trung tâm")


@dataclass(frozen=True, slots=True)
class Party:
    """The visited side as printed; the last three are empty for a commune."""

    name: str
    address: str = ""
    business: str = ""
    licence: str = ""


def place_of(visit: Visit) -> str:
    """Where the visit was, as it continues a sentence: what was typed, else the usual place."""
    if typed := visit.place.strip():
        return typed[:1].lower() + typed[1:] if typed.casefold().startswith(_COMMON_PLACES) else typed
    if visit.establishment is not None:
        return ", ".join(part for part in (visit.establishment.address, visit.unit.name) if part)
    return f"trụ sở Ủy ban nhân dân {lowered(visit.unit.name)}"


def office_of(visit: Visit) -> str:
    """The office that administers the commune of the visit."""
    return f"Ủy ban nhân dân {lowered(visit.unit.name)}"


def on_its_day(recorded: datetime | None, booked: datetime) -> datetime:
    """The recorded moment if it lies on the booked day, else the booked one: a visit entered afterwards is
    recorded when it is typed in."""
    if recorded is not None and clock.local(recorded).date() == clock.local(booked).date():
        return recorded
    return booked


def present(visit: Visit) -> list[TeamMember]:
    """Who took part: the members named for the visit, or the whole team when nobody was named."""
    members = [attendee.member for attendee in visit.attendees] or list(visit.team.members)
    return sorted(members, key=lambda m: (ROLE_ORDER.index(m.role), m.position_in_team, m.id))


def office(member: TeamMember) -> str:
    """A member's position and agency in one line."""
    return ", ".join(part for part in (member.position.strip(), member.agency.strip()) if part)


def role(member: TeamMember, plan_kind: str) -> str:
    """The part a member plays, as documents call it in a plan of this kind."""
    return TEAM_ROLES[plan_kind][member.role]


def party_of(visit: Visit) -> Party:
    """The commune's committee, or the establishment with its address, trade and licence."""
    place = visit.establishment
    if place is None:
        return Party(office_of(visit))
    licence = (
        f"số {place.licence_number}" if place.licence_number else "",
        lowered(str(LICENCE_NAMES[LicenceState(place.licence_state)]))
        if place.licence_state != LicenceState.UNKNOWN
        else "",
    )
    return Party(
        name=place.name,
        address=", ".join(part for part in (place.address, visit.unit.name) if part),
        business=next((t.name for t in establishment_types() if t.code == place.type_code), ""),
        licence=", ".join(part for part in licence if part),
    )

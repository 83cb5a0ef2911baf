"""Members of teams as documents name them: in order of rank, with position, agency and card."""

from __future__ import annotations

from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.queries.minutes import office, role
from reports.domain.dates import short_date
from reports.domain.minutes_document import Participant
from reports.domain.wording import team_in_text


def participant(member: TeamMember, plan_kind: str) -> Participant:
    return Participant(
        name=member.full_name,
        position=office(member),
        role=role(member, plan_kind),
        card=member.card_number,
    )


def member_line(member: TeamMember, plan_kind: str) -> str:
    """``Trần Văn Bình, Phó Trưởng phòng, Sở Y tế - Trưởng đoàn``."""
    person = participant(member, plan_kind)
    known = ", ".join(part for part in (person.name, person.position) if part)
    return f"{known} - {person.role}"


def team_line(team: Team) -> str:
    day = short_date(team.decision_date) if team.decision_date else ""
    return team_in_text(team.name, team.decision_number, day)

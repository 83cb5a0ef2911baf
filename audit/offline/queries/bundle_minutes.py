"""The fixed parts of minutes made on the spot, in the words of the PDF: who meets, where, how they end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from audit.inspections.domain import minutes as words
from audit.inspections.domain.minutes import lowered
from audit.inspections.domain.official_dates import clock_words, local, minutes_moment, moment_words
from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit
from audit.inspections.queries.minutes import office, on_its_day, party_of, place_of, present, role

COPIES = 2
HOUR, MINUTE = "{hour}", "{minute}"  # places that the tablet fills, two digits each


def fixed_parts(visit: Visit) -> dict[str, Any]:
    """``title``, ``opening``, ``closing`` (blocks as in the record ``minutes``) and who may sign for whom.

    What was checked and found stands between opening and closing; the tablet writes it from the answers.
    """
    kind = visit.plan.kind
    subject = visit.establishment.name if visit.establishment else lowered(visit.unit.name)
    team = present(visit)
    begin = _begin(visit)
    return {
        "title": f"{words.TYPE_NAME} {words.summary_of(visit.plan.title, subject)}",
        "opening": [
            _text(words.opening_sentence(minutes_moment(begin), place_of(visit))),
            _heading(words.PARTICIPANTS),
            _heading(words.inspecting_side(kind)),
            *map(_text, words.ended_lines([_person(member, kind) for member in team])),
            _heading(words.inspected_side(kind)),
            *map(_text, _inspected(visit)),
        ],
        "closing": [
            _heading(words.opinion_heading(kind)),
            _text(visit.unit_opinion.strip() or words.DOTS * 6),
            _text(words.signed_by_all(words.closing_sentence(None, COPIES))),
        ],
        "ending": _ending(begin),
        "sides": {
            "team": [{"name": member.full_name, "function": role(member, kind)} for member in team],
            "unit": [
                {
                    "name": visit.unit_representative,
                    "function": visit.unit_representative_position,
                }
            ]
            if visit.unit_representative
            else [],
        },
    }


def _begin(visit: Visit) -> datetime:
    """When the minutes say that the visit began, on a Vietnamese clock."""
    return local(on_its_day(visit.started_at, visit.starts_at))


def _ending(begin: datetime) -> dict[str, str]:
    """The last block of the closing with its hour: ``text`` and the moment ``at`` with places to fill, and
    ``from``, the earliest hour. Vietnam has one offset all year."""
    end = moment_words(clock_words(HOUR, MINUTE), begin.date())
    return {
        "from": f"{begin:%H:%M}",
        "at": f"{begin:%Y-%m-%d}T{HOUR}:{MINUTE}:00+07:00",
        "text": words.signed_by_all(words.closing_sentence(end, COPIES)),
    }


def _person(member: TeamMember, kind: str) -> str:
    return words.person_line(member.full_name, office(member), role(member, kind), member.card_number)


def _inspected(visit: Visit) -> tuple[str, ...]:
    party = party_of(visit)
    speaker = words.person_line(visit.unit_representative, visit.unit_representative_position)
    return words.party_lines(
        party.name,
        address=party.address,
        business=party.business,
        licence=party.licence,
        representatives=[speaker] if visit.unit_representative else [],
    )


def _heading(text: str) -> dict[str, str]:
    return {"style": "heading", "text": text, "value": ""}


def _text(text: str) -> dict[str, str]:
    return {"style": "text", "text": text, "value": ""}

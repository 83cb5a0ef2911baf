"""Members of teams as the rules of the domain see them."""

from __future__ import annotations

from collections.abc import Iterable

from audit.inspections.domain.teams import Person
from audit.inspections.models.teams import TeamMember


def persons(members: Iterable[TeamMember]) -> list[Person]:
    """The members as :class:`Person`, in the same order."""
    return [Person(m.full_name, m.role, m.card_number) for m in members]

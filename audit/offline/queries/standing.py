"""How a person stands to the visits that records name: attended and open, or why they are parked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from audit.inspections.domain.kinds import VisitState
from audit.inspections.domain.visits import accepts_answers
from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.inspections.queries.scope import visits_of
from audit.kernel.access import Actor, Permission
from audit.kernel.database import db
from checklists.models.submissions import Submission

_BOOKED = (VisitState.PLANNED, VisitState.ANNOUNCED)


@dataclass(slots=True)
class Standing:
    """A visit that the person attends, with its sheet; or ``code`` says why nothing is applied to it."""

    visit: Visit | None
    submission: Submission | None
    code: str

    @property
    def booked(self) -> bool:
        """The first record starts the visit."""
        return self.visit is not None and self.visit.state in _BOOKED


def standings(person: Actor, visit_ids: Collection[int]) -> dict[int, Standing]:
    """By visit id, for all of them; the visits stay locked until the transaction ends. One statement.

    What lies outside the person's area is unknown, unless they still are among those who attend it.
    """
    found = {id: Standing(None, None, "visit_unknown") for id in visit_ids}
    if not found:
        return found
    seen = Visit.id.in_(visits_of(person).with_only_columns(Visit.id))
    attended = Visit.id.in_(
        select(VisitMember.visit_id).join(VisitMember.member).where(TeamMember.user_id == person.id)
    )
    rows = db.session.execute(
        select(Visit, Submission, seen, attended)
        .outerjoin(Submission, Submission.id == Visit.submission_id)
        .where(Visit.id.in_(found))
        .order_by(Visit.id)
        .with_for_update(of=Visit)
        .execution_options(populate_existing=True)
    )
    for visit, submission, visible, mine in rows:
        found[visit.id] = _standing(person, visit, submission, visible=visible, attended=mine)
    return found


def _standing(
    person: Actor, visit: Visit, submission: Submission | None, *, visible: bool, attended: bool
) -> Standing:
    if not (visible or attended):
        return Standing(None, None, "visit_unknown")
    if not (visible and attended and person.may(Permission.FILL_CHECKLISTS)):
        return Standing(None, None, "visit_not_yours")
    if visit.state in _BOOKED or accepts_answers(visit.state):
        return Standing(visit, submission, "")
    return Standing(visit, submission, "visit_closed")

"""The bundle: everything an inspector takes along, and nothing else; a fixed number of queries.

Shapes of the resources: docs/offline-bundle.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from sqlalchemy import or_
from sqlalchemy.orm import joinedload, selectinload

from audit.accounts.models import User
from audit.inspections.domain.kinds import OPEN, VisitState
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit, VisitMember
from audit.inspections.queries.reported import figures_for
from audit.inspections.queries.scope import attended_by, visits_of
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.offline.domain.resources import Resource
from audit.offline.queries.bundle_forms import form_name, form_resources
from audit.offline.queries.bundle_places import place_resources
from audit.offline.queries.bundle_visits import open_at_units, visit_body
from audit.registers.queries.offices import offices_of
from checklists.models.instruments import InstrumentVersion
from checklists.models.submissions import Submission
from checklists.queries.instruments import VersionView, version_views
from checklists.queries.sheets import Sheet, blank_sheet, sheets_of

KEPT_AFTER_CLOSING = timedelta(days=7)
VALID = timedelta(days=30)

# Turns a sheet without answers into the HTML of the page's own macros.
Render = Callable[[Sheet], str]


def visits_to_carry(actor: Actor) -> Sequence[Visit]:
    """Visits the person attends that are booked or in progress, and those closed within seven days."""
    closed = (VisitState.COMPLETED, VisitState.REVIEWED)
    statement = attended_by(actor, visits_of(actor)).where(
        or_(
            Visit.state.in_(OPEN),
            Visit.state.in_(closed) & (Visit.completed_at >= clock.now() - KEPT_AFTER_CLOSING),
        )
    )
    return db.session.scalars(
        statement.options(
            joinedload(Visit.plan),
            joinedload(Visit.unit),
            joinedload(Visit.establishment),
            joinedload(Visit.submission)
            .joinedload(Submission.version)
            .joinedload(InstrumentVersion.instrument),
            selectinload(Visit.team).selectinload(Team.members),
            selectinload(Visit.attendees).joinedload(VisitMember.member),
        ).order_by(Visit.starts_at, Visit.id)
    ).all()


def bundle(actor: Actor, render: Render) -> list[Resource]:
    """All resources this person should have, in the order in which they are of use."""
    visits = visits_to_carry(actor)
    views = version_views({_version_of(visit) for visit in visits})
    return [
        _person(actor),
        *_visits(actor, visits, views),
        *place_resources(actor, visits),
        *form_resources(_kinds_of_forms(visits), views, render),
    ]


def _person(actor: Actor) -> Resource:
    user = db.session.get_one(User, actor.id)
    return Resource(
        "person",
        {
            "id": user.id,
            "full_name": user.full_name,
            "username": user.username,
            "position": user.position,
            "role": str(actor.role),
            "province": actor.province_code,
        },
    )


def _visits(actor: Actor, visits: Sequence[Visit], views: dict[int, VersionView]) -> Iterator[Resource]:
    sheets = sheets_of([visit.submission for visit in visits if visit.submission is not None])
    blank = {kind: blank_sheet(views[kind[0]], kind[1]) for kind in _kinds_of_forms(visits)}
    unit_ids = {visit.unit_id for visit in visits}
    asked_for, offices = open_at_units(actor, unit_ids), offices_of(unit_ids)
    reported = figures_for(visits)
    for visit in visits:
        kind = _kind_of_form(visit)
        sheet = sheets[visit.submission_id] if visit.submission_id is not None else blank[kind]
        body = visit_body(
            visit,
            sheet,
            form_name(*kind),
            asked_for.get(visit.unit_id, ()),
            offices.get(visit.unit_id),
            reported[visit.id],
            actor,
        )
        yield Resource(f"visit:{visit.id}", body)


def _version_of(visit: Visit) -> int:
    """A begun visit keeps the wording it was begun with; one that is only booked will get the plan's."""
    return visit.submission.version_id if visit.submission else visit.plan.instrument_version_id


def _kind_of_form(visit: Visit) -> tuple[int, str | None]:
    if visit.submission is not None:
        return visit.submission.version_id, visit.submission.subject_type_code
    return _version_of(visit), visit.establishment.type_code if visit.establishment else None


def _kinds_of_forms(visits: Sequence[Visit]) -> list[tuple[int, str | None]]:
    return sorted({_kind_of_form(visit) for visit in visits}, key=lambda kind: (kind[0], kind[1] or ""))

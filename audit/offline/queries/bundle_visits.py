"""Visits of the bundle: what the inspector needs to know before and while standing there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from audit.findings.domain.states import UNSETTLED, RecommendationState
from audit.findings.domain.wording import RECOMMENDATION_STATES
from audit.findings.models import Recommendation
from audit.findings.queries.scope import visible_recommendations
from audit.inspections.domain.kinds import VisitState
from audit.inspections.models.visits import Visit
from audit.inspections.queries.minutes import office, office_of, place_of, present, role
from audit.inspections.services.words import VISIT_STATES
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.offline.queries.bundle_minutes import fixed_parts
from audit.offline.queries.bundle_places import place_name
from audit.registers.domain.offices import dialled
from audit.registers.models.units import UnitOffice
from checklists.queries.held import held_entry, progress_reply
from checklists.queries.reported import Figures, by_item
from checklists.queries.sheets import Sheet

_TELEPHONE = "Điện thoại cơ quan"


def open_at_units(actor: Actor, unit_ids: Collection[int]) -> dict[int, list[Recommendation]]:
    """Recommendations the person may see that are not settled, by commune, the soonest due first."""
    statement = (
        select(Recommendation)
        .where(
            Recommendation.unit_id.in_(unit_ids),
            Recommendation.state.in_(UNSETTLED),
            *visible_recommendations(actor),
        )
        .order_by(Recommendation.unit_id, Recommendation.due_on, Recommendation.id)
    )
    found: dict[int, list[Recommendation]] = {}
    for recommendation in db.session.scalars(statement):
        found.setdefault(recommendation.unit_id, []).append(recommendation)
    return found


def visit_body(
    visit: Visit,
    sheet: Sheet,
    form: str,
    asked_for: Sequence[Recommendation],
    reached: UnitOffice | None,
    reported: Figures,
    actor: Actor,
) -> dict[str, Any]:
    """The body of ``visit:<id>``; moments are ISO 8601 in UTC, days ISO dates."""
    plan = visit.plan
    return {
        "id": visit.id,
        "plan": {
            "id": plan.id,
            "title": plan.title,
            "kind": plan.kind,
            "number": f"{plan.number}/{plan.symbol}" if plan.number else "",
        },
        "unit": {"id": visit.unit.id, "code": visit.unit.code, "name": visit.unit.name},
        "establishment": _establishment(visit),
        "starts_at": visit.starts_at.isoformat(),
        "ends_at": visit.ends_at.isoformat(),
        "state": visit.state,
        "state_text": str(VISIT_STATES[VisitState(visit.state)]),
        "where": place_of(visit),
        "team": _team(visit, actor),
        "form": form,
        "place": place_name(visit.unit_id),
        "sheet": _held(visit, sheet),
        "recommendations": [_recommendation(one) for one in asked_for],
        "reported": _reported(sheet, reported),
        "contacts": _contacts(visit, reached),
        "minutes": fixed_parts(visit),
    }


def _establishment(visit: Visit) -> dict[str, Any] | None:
    place = visit.establishment
    if place is None:
        return None
    return {
        "id": place.id,
        "name": place.name,
        "type": place.type_code,
        "address": place.address,
        "point": [place.longitude, place.latitude] if place.latitude is not None else None,
    }


def _team(visit: Visit, actor: Actor) -> dict[str, Any]:
    return {
        "name": visit.team.name,
        "members": [
            {
                "name": member.full_name,
                "role": role(member, visit.plan.kind),
                "office": office(member),
                "me": member.user_id == actor.id,
            }
            for member in present(visit)
        ],
    }


def _held(visit: Visit, sheet: Sheet) -> dict[str, Any]:
    """Held answers of every item that has events; photos by number and caption, their bytes stay here."""
    items = sheet.items()
    return {
        "submission": visit.submission_id,
        "completed": sheet.completed,
        "items": {entry.item.code: held_entry(entry) for entry in items if entry.head_ids},
        "photos": [
            {"id": photo.id, "item": entry.item.code, "caption": photo.caption}
            for entry in items
            for photo in entry.photos
        ],
        "progress": progress_reply(sheet.progress),
    }


def _reported(sheet: Sheet, figures: Figures) -> list[dict[str, Any]]:
    """The figures that items of the sheet are to verify, in the order of the sheet."""
    found = by_item(figures, (entry.item for entry in sheet.items()))
    return [
        {"item": code, "label": one.label, "value": one.text, "year": one.year}
        for code, reported in found.items()
        for one in reported
    ]


def _recommendation(one: Recommendation) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "addressee": one.addressee,
        "due_on": one.due_on.isoformat(),
        "state_text": str(RECOMMENDATION_STATES[RecommendationState(one.state)]),
    }


def _contacts(visit: Visit, reached: UnitOffice | None) -> list[dict[str, str]]:
    """The unit's office and how it is reached, and who speaks for the unit as the visit names them."""
    speaker = ", ".join(
        part for part in (visit.unit_representative, visit.unit_representative_position) if part
    )
    known = (
        ("Đơn vị", office_of(visit)),
        ("Địa chỉ trụ sở", reached.address if reached else ""),
        (_TELEPHONE, reached.telephone if reached else ""),
        ("Thư điện tử công vụ", reached.email if reached else ""),
        ("Đại diện đơn vị", speaker),
        ("Đầu mối của kế hoạch", visit.plan.contact),
    )
    return [
        {"label": label, "text": text} | ({"tel": dialled(text)} if label == _TELEPHONE else {})
        for label, text in known
        if text
    ]

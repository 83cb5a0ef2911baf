"""Whose findings a person may see, and on whose visits they may work: conditions for every other query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.orm import joinedload

from audit.findings.domain.states import FindingState, RecommendationState
from audit.findings.models import Finding, Recommendation, recommendation_finding
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import attends
from audit.kernel.access import Actor, Permission, Role
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.registers.models.units import AdministrativeUnit


def own_units(actor: Actor) -> Select[int]:
    """Ids of the commune a person is confined to, as it is today: codes were given to other units in 2025."""
    return select(AdministrativeUnit.id).where(
        AdministrativeUnit.code == actor.commune_code,
        AdministrativeUnit.level == "commune",
        AdministrativeUnit.valid_to.is_(None),
    )


def _visible(
    actor: Actor, table: type[Finding] | type[Recommendation] | type[Visit]
) -> list[ColumnElement[bool]]:
    if actor.commune_code is not None:
        return [table.province_code == actor.province_code, table.unit_id.in_(own_units(actor))]
    if actor.role is Role.UNIT_OFFICER:
        return [false()]  # no agency is visited
    if actor.province_code:
        return [table.province_code == actor.province_code]
    return [] if actor.role is Role.ADMINISTRATOR else [false()]


def visible_findings(actor: Actor) -> list[ColumnElement[bool]]:
    """What a finding must be for this person to see it.

    Nobody sees another province; the people of a commune see what was confirmed about it once the visit has
    been reviewed.
    """
    conditions = _visible(actor, Finding)
    if actor.commune_code is not None:
        conditions += [Finding.visit_id.in_(_reviewed()), Finding.state == FindingState.CONFIRMED]
    return conditions


def visible_recommendations(actor: Actor) -> list[ColumnElement[bool]]:
    """The same for recommendations; a commune never sees one that was withdrawn."""
    conditions = _visible(actor, Recommendation)
    if actor.commune_code is not None:
        confirmed = (
            select(recommendation_finding.c.recommendation_id)
            .join(Finding, Finding.id == recommendation_finding.c.finding_id)
            .where(Finding.state == FindingState.CONFIRMED)
        )
        conditions += [
            Recommendation.visit_id.in_(_reviewed()),
            Recommendation.state != RecommendationState.WITHDRAWN,
            Recommendation.id.in_(confirmed),
        ]
    return conditions


def visible_visits(actor: Actor) -> list[ColumnElement[bool]]:
    """What a visit must be for this person to open its findings."""
    conditions = _visible(actor, Visit)
    if actor.commune_code is not None:
        conditions.append(Visit.state == "reviewed")
    return conditions


def _reviewed() -> Select[int]:
    return select(Visit.id).where(Visit.state == "reviewed")


def may_work_on(actor: Actor, visit: Visit) -> bool:
    """Whether the person may write findings of this visible visit: inspectors only where they take part."""
    if not actor.may(Permission.EDIT_FINDINGS):
        return False
    return actor.role is not Role.INSPECTOR or attends(actor, visit)


def visit_for(actor: Actor, visit_id: int) -> Visit:
    """A visit whose findings this person may see, with its commune, establishment and plan; else NotFound."""
    statement = (
        select(Visit)
        .where(Visit.id == visit_id, *visible_visits(actor))
        .options(joinedload(Visit.unit), joinedload(Visit.establishment), joinedload(Visit.plan))
    )
    visit = db.session.scalar(statement)
    if visit is None:
        raise NotFound("visit_not_found", _("Không tìm thấy buổi kiểm tra."))
    return visit


def finding_for(actor: Actor, finding_id: int, *, lock: bool = False) -> Finding:
    """A finding this person may see, with where it was made; else NotFound.

    With ``lock`` nobody else changes it until the transaction ends.
    """
    statement: Select[Any] = (
        select(Finding)
        .where(Finding.id == finding_id, *visible_findings(actor))
        .options(
            joinedload(Finding.unit),
            joinedload(Finding.establishment),
            joinedload(Finding.item),
            joinedload(Finding.visit).joinedload(Visit.plan),
        )
    )
    if lock:
        statement = statement.with_for_update(of=Finding).execution_options(populate_existing=True)
    finding: Finding | None = db.session.scalar(statement)
    if finding is None:
        raise NotFound("finding_not_found", _("Không tìm thấy nhận xét."))
    return finding


def recommendation_for(actor: Actor, recommendation_id: int, *, lock: bool = False) -> Recommendation:
    """A recommendation this person may see, with its commune and visit; else NotFound.

    With ``lock`` nobody else changes it until the transaction ends.
    """
    statement: Select[Any] = (
        select(Recommendation)
        .where(Recommendation.id == recommendation_id, *visible_recommendations(actor))
        .options(
            joinedload(Recommendation.unit),
            joinedload(Recommendation.visit).joinedload(Visit.plan),
            joinedload(Recommendation.visit).joinedload(Visit.establishment),
        )
    )
    if lock:
        statement = statement.with_for_update(of=Recommendation).execution_options(populate_existing=True)
    recommendation: Recommendation | None = db.session.scalar(statement)
    if recommendation is None:
        raise NotFound("recommendation_not_found", _("Không tìm thấy kiến nghị."))
    return recommendation


def only_answers(actor: Actor) -> bool:
    """Whether the person speaks for an inspected commune and not for the inspection."""
    return actor.may(Permission.ANSWER_FOR_UNIT) and not actor.may(Permission.EDIT_FINDINGS)


def may_answer(actor: Actor, recommendation: Recommendation) -> bool:
    """Whether the person may report on carrying this visible recommendation out."""
    if actor.may(Permission.FOLLOW_UP) or may_work_on(actor, recommendation.visit):
        return True
    return actor.may(Permission.ANSWER_FOR_UNIT) and recommendation.addressee_kind == "unit"

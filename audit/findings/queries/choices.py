"""What filters and forms offer: communes, plans, agencies, photos of a visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from audit.findings.domain.addressees import Addressee, proposals
from audit.findings.models import Finding, finding_evidence
from audit.findings.queries.scope import visible_findings
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.registers.models.agencies import Agency
from audit.registers.models.units import AdministrativeUnit
from checklists.models.submissions import Attachment

_NOT_ADDRESSED = ("ministry", "district_office", "inspection_team")


def units(actor: Actor) -> list[tuple[int, str]]:
    """Communes with findings the person may see, by name; whatever day they existed on."""
    # One probe of an index a commune: the time does not grow with the number of findings.
    any_finding = (
        select(Finding.id).where(Finding.unit_id == AdministrativeUnit.id, *visible_findings(actor)).exists()
    )
    statement = (
        select(AdministrativeUnit.id, AdministrativeUnit.name)
        .where(AdministrativeUnit.level == "commune", any_finding)
        .order_by(AdministrativeUnit.sort_key, AdministrativeUnit.id)
    )
    if actor.province_code:
        statement = statement.where(AdministrativeUnit.province_code == actor.province_code)
    return [(unit_id, name) for unit_id, name in db.session.execute(statement)]


def plans(actor: Actor, limit: int = 200) -> list[tuple[int, str]]:
    """Plans of the person's province, the newest first."""
    statement = select(InspectionPlan.id, InspectionPlan.title).order_by(
        InspectionPlan.year.desc(), InspectionPlan.id.desc()
    )
    if actor.province_code:
        statement = statement.where(InspectionPlan.province_code == actor.province_code)
    return [(plan_id, title) for plan_id, title in db.session.execute(statement.limit(limit))]


def agencies(province_code: str, on: date) -> list[tuple[str, str]]:
    """Agencies of a province that existed on a day, in the order of the register: (code, name)."""
    statement = (
        select(Agency.code, Agency.name)
        .where(
            Agency.province_code == province_code,
            Agency.kind.not_in(_NOT_ADDRESSED),
            Agency.valid_from <= on,
            or_(Agency.valid_to.is_(None), Agency.valid_to > on),
        )
        .order_by(Agency.position, Agency.id)
    )
    return [(code, name) for code, name in db.session.execute(statement)]


def addressees(visit: Visit, on: date) -> tuple[Addressee, ...]:
    """Who a recommendation of this visit may be addressed to on a day, the likeliest first."""
    establishment = visit.establishment.name if visit.establishment else None
    return proposals(visit.unit.name, establishment, agencies(visit.province_code, on))


def photos(visit: Visit) -> Sequence[Attachment]:
    """Photos taken at a visit and not removed, in the order they were added."""
    if visit.submission_id is None:
        return []
    statement = (
        select(Attachment)
        .where(Attachment.submission_id == visit.submission_id, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    return db.session.scalars(statement).all()


def is_visible_evidence(actor: Actor, attachment_id: int, visit_id: int) -> bool:
    """Whether a photo was chosen for a finding of this visit that the person may see."""
    statement = (
        select(Finding.id)
        .join(finding_evidence, finding_evidence.c.finding_id == Finding.id)
        .where(
            finding_evidence.c.attachment_id == attachment_id,
            Finding.visit_id == visit_id,
            *visible_findings(actor),
        )
        .limit(1)
    )
    return db.session.scalar(statement) is not None

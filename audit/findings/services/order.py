"""The order in which the findings of a visit are read and printed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from audit.findings.domain.states import FindingState
from audit.findings.models import Finding
from audit.findings.services.guards import workable_finding, workable_visit
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record


def move_finding(*, actor: Actor, finding_id: int, revision: int, up: bool) -> Finding:
    """Change places with the finding of the same kind before or after it; at the end nothing happens."""
    finding = workable_finding(actor, finding_id, revision)
    statement = select(Finding.id).where(
        Finding.visit_id == finding.visit_id,
        Finding.kind == finding.kind,
        or_(Finding.state != FindingState.DROPPED, Finding.id == finding.id),
    )
    order = list(db.session.scalars(statement.order_by(Finding.position, Finding.id)))
    at = order.index(finding.id)
    to = max(0, at - 1) if up else min(len(order) - 1, at + 1)
    order.insert(to, order.pop(at))
    _arrange(actor, finding.visit_id, order)
    return finding


def reorder_findings(*, actor: Actor, visit_id: int, finding_ids: Sequence[int]) -> None:
    """Put the findings of a visit in the order given; those not named keep their order behind them."""
    visit = workable_visit(actor, visit_id)
    known = select(Finding.id).where(Finding.visit_id == visit.id).order_by(Finding.position, Finding.id)
    present = list(db.session.scalars(known))
    if len(set(finding_ids)) != len(finding_ids) or not set(finding_ids) <= set(present):
        raise Invalid(
            "findings_of_another_visit", _("Danh sách sắp xếp có nhận xét không thuộc buổi kiểm tra.")
        )
    named = set(finding_ids)
    _arrange(actor, visit.id, [*finding_ids, *(id for id in present if id not in named)])


def _arrange(actor: Actor, visit_id: int, order: Sequence[int]) -> None:
    places = {finding_id: place for place, finding_id in enumerate(order, start=1)}
    for finding in db.session.scalars(select(Finding).where(Finding.id.in_(order))):
        finding.position = places[finding.id]
    record(
        actor=actor,
        action="findings.reordered",
        subject="visit",
        subject_id=visit_id,
        details={"order": list(order)},
    )

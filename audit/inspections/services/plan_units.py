"""Choosing who is inspected: communes for a management plan, establishments for the other kind."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from audit.inspections.domain.kinds import PlanState, VisitState
from audit.inspections.domain.plans import needs_establishments
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import get_plan
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.registers.models.establishments import Establishment
from audit.registers.queries.units import commune_choices


def add_units(*, actor: Actor, plan_id: int, reasons: Mapping[int, str]) -> list[PlanUnit]:
    """Choose communes: ``reasons`` holds, by commune id, why. Those chosen already are left as they are.

    :class:`Invalid` for an establishment plan or a blank reason, :class:`NotFound` for a unit that is no
    commune of the province today.
    """
    plan = _open_plan(actor, plan_id)
    if needs_establishments(plan.kind):
        raise Invalid("wants_establishments", _("Kế hoạch này chỉ chọn cơ sở kinh doanh dịch vụ."))
    known = {commune.id for commune in commune_choices(plan.province_code, clock.today())}
    if not set(reasons) <= known:
        raise NotFound("unit_not_found", _("Không tìm thấy xã, phường được chọn."))
    chosen = set(db.session.scalars(select(PlanUnit.unit_id).where(PlanUnit.plan_id == plan.id)))
    return _add(
        actor, plan, [(unit_id, None, why) for unit_id, why in reasons.items() if unit_id not in chosen]
    )


def add_establishments(*, actor: Actor, plan_id: int, reasons: Mapping[int, str]) -> list[PlanUnit]:
    """Choose establishments: ``reasons`` holds, by establishment id, why. Refuses like :func:`add_units`."""
    plan = _open_plan(actor, plan_id)
    if not needs_establishments(plan.kind):
        raise Invalid("wants_units", _("Kế hoạch này chỉ chọn xã, phường, không chọn cơ sở."))
    found = {
        establishment_id: unit_id
        for establishment_id, unit_id in db.session.execute(
            select(Establishment.id, Establishment.unit_id).where(
                Establishment.id.in_(list(reasons)),
                Establishment.province_code == plan.province_code,
                Establishment.state == "active",
            )
        )
    }
    if set(found) != set(reasons):
        raise NotFound("establishment_not_found", _("Không tìm thấy cơ sở được chọn."))
    chosen = set(db.session.scalars(select(PlanUnit.establishment_id).where(PlanUnit.plan_id == plan.id)))
    return _add(actor, plan, [(found[key], key, why) for key, why in reasons.items() if key not in chosen])


def change_reason(*, actor: Actor, plan_id: int, plan_unit_id: int, reason: str) -> PlanUnit:
    """Say better why this one was chosen."""
    plan = _open_plan(actor, plan_id)
    chosen = _chosen(plan, plan_unit_id)
    chosen.reason = _reason(reason)
    record(
        actor=actor,
        action="plan.unit_reason_changed",
        subject="inspection_plan",
        subject_id=plan.id,
        details={"unit_id": chosen.unit_id, "establishment_id": chosen.establishment_id, "reason": reason},
    )
    return chosen


def remove_unit(*, actor: Actor, plan_id: int, plan_unit_id: int, reason: str = "") -> None:
    """Take one out again; from an approved plan only with a reason, never while a visit is booked there."""
    plan = _open_plan(actor, plan_id)
    chosen = _chosen(plan, plan_unit_id)
    if plan.state == PlanState.APPROVED:
        _reason(reason)
    booked = select(Visit.id).where(
        Visit.plan_id == plan.id,
        Visit.unit_id == chosen.unit_id,
        Visit.state != VisitState.CANCELLED,
        Visit.establishment_id == chosen.establishment_id
        if chosen.establishment_id is not None
        else Visit.establishment_id.is_(None),
    )
    if db.session.scalar(booked.limit(1)) is not None:
        raise Conflict("unit_has_visits", _("Đơn vị này đã có buổi kiểm tra; hãy hủy buổi kiểm tra trước."))
    details = {"unit_id": chosen.unit_id, "establishment_id": chosen.establishment_id, "reason": reason}
    db.session.delete(chosen)
    record(
        actor=actor,
        action="plan.unit_removed",
        subject="inspection_plan",
        subject_id=plan.id,
        details=details,
    )


def _open_plan(actor: Actor, plan_id: int) -> InspectionPlan:
    plan = get_plan(actor, plan_id, lock=True)
    if plan.state == PlanState.CLOSED:
        raise Conflict("plan_closed", _("Kế hoạch đã kết thúc."))
    return plan


def _chosen(plan: InspectionPlan, plan_unit_id: int) -> PlanUnit:
    chosen = db.session.get(PlanUnit, plan_unit_id)
    if chosen is None or chosen.plan_id != plan.id:
        raise NotFound("plan_unit_not_found", _("Đơn vị này không có trong kế hoạch."))
    return chosen


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("reason_missing", _("Hãy ghi lý do."), "reason")
    if len(reason) > 2000:
        raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=2000), "reason")
    return reason.strip()


def _add(actor: Actor, plan: InspectionPlan, wanted: list[tuple[int, int | None, str]]) -> list[PlanUnit]:
    last = db.session.scalar(select(func.max(PlanUnit.position)).where(PlanUnit.plan_id == plan.id)) or 0
    added = [
        PlanUnit(
            plan_id=plan.id,
            unit_id=unit_id,
            establishment_id=establishment_id,
            reason=_reason(why),
            position=last + index,
        )
        for index, (unit_id, establishment_id, why) in enumerate(wanted, start=1)
    ]
    if not added:
        raise Invalid("nothing_chosen", _("Chưa chọn đơn vị, cơ sở nào, hoặc đã có trong kế hoạch."))
    db.session.add_all(added)
    db.session.flush()
    record(
        actor=actor,
        action="plan.units_added",
        subject="inspection_plan",
        subject_id=plan.id,
        details={
            "chosen": [
                {"unit_id": u.unit_id, "establishment_id": u.establishment_id, "reason": u.reason}
                for u in added
            ],
            "plan_state": plan.state,
        },
    )
    return added

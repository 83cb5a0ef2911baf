"""How an office is reached is written here: scope kept, the former values in the journal."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, NotFound
from audit.kernel.i18n import _
from audit.kernel.journal import services as journal
from audit.registers.domain.offices import OfficeData, check
from audit.registers.domain.units import Level
from audit.registers.models.units import AdministrativeUnit, UnitOffice


def may_set_office(actor: Actor, unit: AdministrativeUnit) -> bool:
    """Whether the unit is a commune in force that lies in the person's area."""
    return (
        unit.level == Level.COMMUNE
        and unit.valid_to is None
        and actor.province_code in ("", unit.province_code)
        and actor.commune_code in (None, unit.code)
    )


def set_office(*, actor: Actor, unit: AdministrativeUnit, data: OfficeData, revision: int) -> None:
    """Write how the office of a commune in force is reached; nothing changed writes nothing.

    ``revision`` is the one the person saw, 0 when nothing was known. Raises :class:`NotFound` outside the
    person's area, :class:`Invalid` for a wrong field, :class:`Conflict` ``changed_by_another``.
    """
    if not may_set_office(actor, unit):
        raise NotFound("unit_not_found", _("Không tìm thấy đơn vị hành chính này vào ngày đã chọn."))
    check(data)
    # The unit's row is the lock: two who write for the first time meet there.
    db.session.execute(
        select(AdministrativeUnit.id).where(AdministrativeUnit.id == unit.id).with_for_update()
    )
    office = db.session.get(UnitOffice, unit.id, populate_existing=True)
    if (office.revision if office else 0) != revision:
        raise Conflict(
            "changed_by_another",
            _("Thông tin liên hệ vừa được người khác sửa. Hãy tải lại trang rồi sửa tiếp."),
        )
    values = asdict(data)
    held = {name: getattr(office, name) if office else "" for name in values}
    before = {name: held[name] for name, value in values.items() if held[name] != value}
    if not before:
        return
    if office is None:
        office = UnitOffice(unit_id=unit.id, revision=0)
        db.session.add(office)
    for name, value in values.items():
        setattr(office, name, value)
    office.revision += 1
    office.updated_at = clock.now()
    db.session.flush()
    journal.record(
        actor=actor,
        action="unit_office.updated",
        subject="administrative_unit",
        subject_id=unit.code,
        province_code=unit.province_code,
        details={"before": before},
    )

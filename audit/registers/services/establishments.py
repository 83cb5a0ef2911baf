"""Establishments are created, changed and closed here: rules checked, scope kept, journal written."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.i18n import _
from audit.kernel.journal import services as journal
from audit.kernel.privacy import personal_data_warnings
from audit.kernel.text import search_key
from audit.registers.adapters import data_files
from audit.registers.domain.establishments import EstablishmentData, EstablishmentState, faults
from audit.registers.domain.ordering import sort_key
from audit.registers.domain.units import Level
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from audit.registers.queries.units import unit_on

CHECKED_FOR_PERSONS = ("name", "address", "licence_number", "note")


def create_establishment(
    *, actor: Actor, province_code: str, data: EstablishmentData, confirmed: bool = False
) -> Establishment:
    """Add an establishment to a province's register.

    Raises :class:`Invalid` for the first rule broken; code ``personal_data`` asks a person to look again
    (``confirmed`` says they did); :class:`Conflict` when the register code is taken.
    """
    _within(actor, province_code)
    unit = _check(actor, province_code, data, confirmed)
    _code_free(province_code, data.register_code, besides=None)
    now = clock.now()
    record = Establishment(
        province_code=province_code, unit_id=unit.id, created_at=now, updated_at=now, **columns(data)
    )
    db.session.add(record)
    db.session.flush()
    journal.record(
        actor=actor,
        action="establishment.created",
        subject="establishment",
        subject_id=record.id,
        details={"register_code": record.register_code, "name": record.name, "commune": unit.code},
    )
    return record


def update_establishment(
    *, actor: Actor, record: Establishment, data: EstablishmentData, confirmed: bool = False
) -> Establishment:
    """Change an establishment to ``data``; the journal keeps what each changed field was before."""
    _within(actor, record.province_code)
    unit = _check(actor, record.province_code, data, confirmed)
    _code_free(record.province_code, data.register_code, besides=record.id)
    changed = apply(record, unit.id, data)
    if changed:
        record.updated_at = clock.now()
        db.session.flush()
        journal.record(
            actor=actor,
            action="establishment.updated",
            subject="establishment",
            subject_id=record.id,
            details={"before": changed},
        )
    return record


def close_establishment(*, actor: Actor, record: Establishment) -> None:
    """Mark as no longer operating; nothing is deleted, visits and findings keep their subject."""
    _set_state(actor, record, EstablishmentState.CLOSED, "establishment.closed")


def reopen_establishment(*, actor: Actor, record: Establishment) -> None:
    """Mark as operating again."""
    _set_state(actor, record, EstablishmentState.ACTIVE, "establishment.reopened")


def _set_state(actor: Actor, record: Establishment, state: EstablishmentState, action: str) -> None:
    _within(actor, record.province_code)
    if record.state == state:
        raise Conflict("establishment_state", _("Cơ sở đã ở tình trạng này từ trước."))
    record.state = state
    record.updated_at = clock.now()
    journal.record(actor=actor, action=action, subject="establishment", subject_id=record.id)


def columns(data: EstablishmentData) -> dict[str, Any]:
    """``data`` as column values of :class:`Establishment`, without unit and times."""
    values = asdict(data)
    del values["commune_code"]
    values |= {name: getattr(data, name).value for name in ("licence_state", "commitment_state", "state")}
    values["licence_number"] = data.licence_number or None
    words = f"{data.name} {data.register_code} {data.address}"
    # Short enough that both keys fit an entry of an index of PostgreSQL (2,704 bytes) in any script.
    values["search_key"] = f" {search_key(words)}"[:480]
    values["sort_key"] = sort_key(data.name, width=600)
    return values


def apply(record: Establishment, unit_id: int, data: EstablishmentData) -> dict[str, Any]:
    """Write ``data`` into ``record``; the former values of the fields that changed."""
    before: dict[str, Any] = {}
    for name, value in {**columns(data), "unit_id": unit_id}.items():
        if (old := getattr(record, name)) != value:
            setattr(record, name, value)
            if name not in ("search_key", "sort_key"):
                before[name] = old
    return before


def warnings(data: EstablishmentData) -> list[tuple[str, str]]:
    """(field, words) for each text that looks like personal data."""
    found: list[tuple[str, str]] = []
    for field in CHECKED_FOR_PERSONS:
        listed = personal_data_warnings(getattr(data, field) or "")
        if listed:
            words = _("Có vẻ có thông tin cá nhân (%(what)s); hệ thống không lưu.", what=", ".join(listed))
            found.append((field, str(words)))
    return found


def _within(actor: Actor, province_code: str) -> None:
    if actor.province_code and actor.province_code != province_code:
        raise NotFound("establishment_not_found", _("Không tìm thấy cơ sở."))


def _check(actor: Actor, province_code: str, data: EstablishmentData, confirmed: bool) -> AdministrativeUnit:
    today = clock.today()
    if data.type_code not in {t.code for t in data_files.types_on(today)}:
        raise Invalid("unknown_type", _("Hãy chọn loại hình có trong danh mục."), "type_code")
    unit = unit_on(data.commune_code, today) if data.commune_code else None
    if unit is None or unit.level != Level.COMMUNE or unit.province_code != province_code:
        raise Invalid("unknown_commune", _("Hãy chọn xã, phường, đặc khu của tỉnh."), "commune_code")
    if actor.commune_code is not None and actor.commune_code != unit.code:
        raise Invalid("unknown_commune", _("Chỉ ghi được cơ sở của đơn vị mình."), "commune_code")
    broken = faults(data, today=today)
    if broken:
        raise Invalid(broken[0].code, broken[0].message, broken[0].field)
    if not confirmed and (questions := warnings(data)):
        raise Invalid("personal_data", questions[0][1], questions[0][0])
    return unit


def _code_free(province_code: str, register_code: str, *, besides: int | None) -> None:
    taken = db.session.scalar(
        select(Establishment.id).where(
            Establishment.province_code == province_code, Establishment.register_code == register_code
        )
    )
    if taken is not None and taken != besides:
        words = _("Mã %(code)s đã dùng cho cơ sở khác của tỉnh.", code=register_code)
        raise Conflict("register_code_taken", words, "register_code")

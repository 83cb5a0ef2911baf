"""Table of service establishments: where, what kind, papers, and staff as numbers only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.kernel.database import Model, UtcDateTime
from audit.registers.models.units import AdministrativeUnit


class Establishment(Model):
    """A service establishment that could be misused (NĐ 178/2004/NĐ-CP Điều 3 khoản 3).

    No column holds a person: owners, workers and guests appear as numbers or not at all.
    """

    __tablename__ = "establishment"
    __table_args__ = (
        UniqueConstraint("province_code", "register_code"),
        CheckConstraint("state IN ('active', 'closed')", name="state"),
        CheckConstraint(
            "licence_state IN ('unknown', 'valid', 'expired', 'revoked', 'none')", name="licence_state"
        ),
        CheckConstraint("commitment_state IN ('unknown', 'signed', 'not_signed')", name="commitment_state"),
        CheckConstraint("commitment_date IS NULL OR commitment_state = 'signed'", name="commitment_date"),
        CheckConstraint("staff_male >= 0 AND staff_female >= 0", name="staff"),
        CheckConstraint(
            "staff_with_contract IS NULL OR (staff_with_contract >= 0 AND"
            " staff_with_contract <= coalesce(staff_male, 0) + coalesce(staff_female, 0))",
            name="staff_with_contract",
        ),
        CheckConstraint(
            "staff_from_outside IS NULL OR (staff_from_outside >= 0 AND"
            " staff_from_outside <= coalesce(staff_male, 0) + coalesce(staff_female, 0))",
            name="staff_from_outside",
        ),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="coordinates"),
        CheckConstraint("latitude IS NULL OR (latitude >= -90 AND latitude <= 90)", name="latitude"),
        CheckConstraint("longitude IS NULL OR (longitude >= -180 AND longitude <= 180)", name="longitude"),
        # With the words, so that a search for what is not there reads this index and no row.
        Index("ix_establishment_province_name", "province_code", "state", "sort_key", "id", "search_key"),
        Index("ix_establishment_province_code", "province_code", "register_code", "id"),
        Index("ix_establishment_province_updated", "province_code", "updated_at", "id"),
        Index("ix_establishment_province_unit", "province_code", "state", "unit_id"),
        Index("ix_establishment_unit_name", "unit_id", "state", "sort_key", "id"),
        Index("ix_establishment_province_type", "province_code", "type_code", "sort_key", "id"),
        Index("ix_establishment_province_commitment", "province_code", "commitment_state", "sort_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(8))
    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"))
    register_code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    type_code: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(300))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    licence_number: Mapped[str | None] = mapped_column(String(80))
    licence_state: Mapped[str] = mapped_column(String(20))
    commitment_state: Mapped[str] = mapped_column(String(20))
    commitment_date: Mapped[date | None]
    staff_male: Mapped[int | None]
    staff_female: Mapped[int | None]
    staff_with_contract: Mapped[int | None]
    staff_from_outside: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(String(600))
    sort_key: Mapped[str] = mapped_column(String(600))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[AdministrativeUnit] = relationship(lazy="raise")

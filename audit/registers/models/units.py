"""Tables of administrative units: dated rows, what became of each, and their outlines."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.kernel.database import Model, UtcDateTime


class AdministrativeUnit(Model):
    """A province, district or commune as it was from ``valid_from`` until the day before ``valid_to``.

    The key is (code, valid_from): codes were given to other units in 2025, so a code alone names nothing.
    Areas are in km², coordinates in degrees (WGS 84).
    """

    __tablename__ = "administrative_unit"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("level IN ('province', 'district', 'commune')", name="level"),
        CheckConstraint(
            "kind IN ('tinh', 'thanh_pho', 'huyen', 'quan', 'thi_xa', 'xa', 'phuong', 'thi_tran', 'dac_khu')",
            name="kind",
        ),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="validity"),
        CheckConstraint("latitude IS NULL OR (latitude >= -90 AND latitude <= 90)", name="latitude"),
        CheckConstraint("longitude IS NULL OR (longitude >= -180 AND longitude <= 180)", name="longitude"),
        CheckConstraint("area_km2 IS NULL OR area_km2 > 0", name="area"),
        Index("ix_administrative_unit_province_level_name", "province_code", "level", "sort_key", "id"),
        Index("ix_administrative_unit_parent", "parent_code", "level"),
        Index("ix_administrative_unit_search", "level", "search_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    level: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(120))
    parent_code: Mapped[str | None] = mapped_column(String(8))
    province_code: Mapped[str] = mapped_column(String(8))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    area_km2: Mapped[float | None]
    search_key: Mapped[str] = mapped_column(String(160))
    sort_key: Mapped[str] = mapped_column(String(400))
    source: Mapped[str] = mapped_column(String(300))

    boundary: Mapped[UnitBoundary | None] = relationship(back_populates="unit", lazy="raise")


class UnitLineage(Model):
    """One old unit's whole or a part of it went into one new unit, by a resolution."""

    __tablename__ = "unit_lineage"
    __table_args__ = (
        UniqueConstraint("old_unit_id", "new_unit_id"),
        CheckConstraint("share IN ('whole', 'part')", name="share"),
        CheckConstraint("old_unit_id <> new_unit_id", name="distinct"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    old_unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"), index=True)
    new_unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"), index=True)
    share: Mapped[str] = mapped_column(String(20))
    citation: Mapped[str] = mapped_column(String(300))

    old_unit: Mapped[AdministrativeUnit] = relationship(foreign_keys=[old_unit_id], lazy="raise")
    new_unit: Mapped[AdministrativeUnit] = relationship(foreign_keys=[new_unit_id], lazy="raise")


class UnitBoundary(Model):
    """The simplified outline of one dated unit, as GeoJSON geometry text (longitude before latitude)."""

    __tablename__ = "unit_boundary"

    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"), primary_key=True)
    geometry: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[AdministrativeUnit] = relationship(back_populates="boundary", lazy="raise")


class UnitOffice(Model):
    """How the office of one dated commune is reached; ``revision`` tells two editors apart."""

    __tablename__ = "unit_office"

    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    telephone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

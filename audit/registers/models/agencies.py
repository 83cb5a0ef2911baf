"""Table of agencies: who leads, takes part, reports or is addressed, with dates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from audit.kernel.database import Model


class Agency(Model):
    """An agency under the name it had from ``valid_from`` until the day before ``valid_to``.

    ``province_code`` is empty for central agencies; ``symbol`` is the tail of its document numbers
    (``SYT`` in ``12/BC-SYT``).
    """

    __tablename__ = "agency"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint(
            "kind IN ('ministry', 'people_committee', 'department', 'police', 'military', 'court',"
            " 'procuracy', 'union', 'media', 'steering_committee', 'unit_of_department',"
            " 'district_office', 'inspection_team')",
            name="kind",
        ),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to > valid_from", name="validity"),
        Index("ix_agency_province_position", "province_code", "position", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(30))
    symbol: Mapped[str | None] = mapped_column(String(40))
    province_code: Mapped[str] = mapped_column(String(8))
    position: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor_code: Mapped[str | None] = mapped_column(String(40))
    search_key: Mapped[str] = mapped_column(String(360))
    source: Mapped[str] = mapped_column(String(300))

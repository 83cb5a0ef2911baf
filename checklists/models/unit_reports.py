"""The yearly figures of a commune: one filled-in statistical form a unit, form and year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.kernel.database import Model, UtcDateTime
from audit.registers.models.units import AdministrativeUnit
from checklists.domain.unit_reports import FIRST_YEAR, ReportState
from checklists.models.instruments import Instrument, one_of
from checklists.models.submissions import Submission


class UnitReport(Model):
    """Báo cáo số liệu of one unit for one year; the figures are the answers of ``submission``.

    The unit is the dated one that reported, so what was reported stays with the commune as it then was.
    ``reason`` is why it was returned; ``revision`` counts its changes.
    """

    __tablename__ = "unit_report"
    __table_args__ = (
        UniqueConstraint("unit_id", "instrument_id", "year"),
        CheckConstraint(one_of("state", ReportState), name="state"),
        CheckConstraint(f"year >= {FIRST_YEAR} AND year < 2200", name="year"),
        Index(None, "instrument_id", "year", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"))
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"))
    year: Mapped[int]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default=ReportState.DRAFT)
    reason: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by_name: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    unit: Mapped[AdministrativeUnit] = relationship()
    instrument: Mapped[Instrument] = relationship()
    submission: Mapped[Submission] = relationship()

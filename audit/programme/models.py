"""Programmes of several years, the tasks they assign, and the reviews that close them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.kernel.database import Model, UtcDateTime


class Programme(Model):
    """A plan of a province for several years (Kế hoạch phòng, chống mại dâm giai đoạn …).

    The People's Committee issues it; ``number``, ``symbol`` and ``issued_on`` are those of that plan, blank
    while it is being drafted. ``revision`` counts changes of the programme and of its tasks.
    """

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("first_year <= last_year", name="years"),
        Index(None, "province_code", "first_year", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(String(500))
    first_year: Mapped[int]
    last_year: Mapped[int]
    parent_agency: Mapped[str] = mapped_column(String(300), default="")
    agency: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(20), default="")
    symbol: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(120))
    issued_on: Mapped[date | None]
    created_by_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    tasks: Mapped[list[ProgrammeTask]] = relationship(
        back_populates="programme", cascade="all, delete-orphan", order_by="ProgrammeTask.position"
    )
    reviews: Mapped[list[ClosingReview]] = relationship(
        back_populates="programme", cascade="all, delete-orphan", order_by="ClosingReview.id"
    )


class ProgrammeTask(Model):
    """A row of the table of tasks (biểu phân công thực hiện các nhiệm vụ, giải pháp chủ yếu).

    ``kind`` is ``group`` for a heading ("2 Truyền thông …"), ``task`` for "2.1", ``part`` for a row under a
    task that is led by a dash. ``number`` is as printed; ``timeframe`` as well ("Hằng năm", "2026-2030").
    """

    __tablename__ = "programme_task"
    __table_args__ = (
        CheckConstraint("kind IN ('group', 'task', 'part')", name="kind"),
        UniqueConstraint("programme_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    lead: Mapped[str] = mapped_column(String(500), default="")
    coordinating: Mapped[str] = mapped_column(String(500), default="")
    timeframe: Mapped[str] = mapped_column(String(200), default="")
    product: Mapped[str] = mapped_column(String(500), default="")

    programme: Mapped[Programme] = relationship(back_populates="tasks")


class ClosingReview(Model):
    """The review that closes a programme (tổng kết): every text of its plan, in the order of print.

    Long texts hold one point a line. ``milestones`` are steps with ``title``, ``lead``, ``paragraphs`` and
    ``until`` ("trước ngày 20/9/2025"); ``duties`` name an agency as ``title`` and what falls to it as
    ``paragraphs``. The figures count from ``data_from`` through ``data_to``. The outlines of reports (đề
    cương báo cáo) of agencies and of communes are annexes, printed as they are typed; with them go the
    statistical forms of the province.
    """

    __tablename__ = "closing_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(500))
    data_from: Mapped[date]
    data_to: Mapped[date]
    introduction: Mapped[str] = mapped_column(Text, default="")
    legal_bases: Mapped[list[str]] = mapped_column(JSON)
    purpose: Mapped[str] = mapped_column(Text)
    requirements: Mapped[str] = mapped_column(Text)
    objects: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(Text)
    contents: Mapped[str] = mapped_column(Text)
    methods: Mapped[str] = mapped_column(Text)
    milestones: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    funding: Mapped[str] = mapped_column(Text)
    duties: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    request: Mapped[str] = mapped_column(Text, default="")
    agency_outline: Mapped[str] = mapped_column(Text, default="")
    commune_outline: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    programme: Mapped[Programme] = relationship(back_populates="reviews")

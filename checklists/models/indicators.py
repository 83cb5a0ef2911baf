"""Indicator sets: dated tables of what is counted, how it adds up and who answers for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.kernel.database import Model, UtcDateTime
from checklists.domain.kinds import VersionState
from checklists.models.instruments import one_of


class IndicatorSet(Model):
    """One version of a table of indicators; `valid_to` is exclusive."""

    __tablename__ = "indicator_set"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint(one_of("state", VersionState), name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(30))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default=VersionState.PUBLISHED)
    content_hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    indicators: Mapped[list[Indicator]] = relationship(
        back_populates="indicator_set", order_by="Indicator.position"
    )
    derived: Mapped[list[DerivedIndicator]] = relationship(
        back_populates="indicator_set", order_by="DerivedIndicator.position"
    )
    rules: Mapped[list[ValidationRule]] = relationship(
        back_populates="indicator_set", order_by="ValidationRule.position"
    )


class Indicator(Model):
    """One row of a set; `inferred` names the fields that its source does not print."""

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("set_id", "code"),
        UniqueConstraint("set_id", "position"),
        Index("ix_indicator_code", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("indicator_set.id"))
    code: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    marker: Mapped[str] = mapped_column(String(20), default="")
    name: Mapped[str] = mapped_column(Text)
    display_name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(String(80))
    section_code: Mapped[str] = mapped_column(String(40), default="")
    section_title: Mapped[str] = mapped_column(Text, default="")
    parent_code: Mapped[str | None] = mapped_column(String(80))
    parent_relation: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    value_type: Mapped[str] = mapped_column(String(20))
    measure: Mapped[str] = mapped_column(String(20))
    agg_years: Mapped[str] = mapped_column(String(40))
    agg_units: Mapped[str] = mapped_column(String(40))
    sum_caveat: Mapped[str | None] = mapped_column(String(40))
    sensitivity: Mapped[str] = mapped_column(String(20))
    responsible_agency: Mapped[str] = mapped_column(Text, default="")
    frequency: Mapped[str | None] = mapped_column(Text)
    information_source: Mapped[str | None] = mapped_column(Text)
    cross_check: Mapped[list[str]] = mapped_column(JSON, default=list)
    companion_prompt: Mapped[str | None] = mapped_column(Text)
    disaggregation: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    alternatives: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    inferred: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)

    indicator_set: Mapped[IndicatorSet] = relationship(back_populates="indicators")


class IndicatorTarget(Model):
    """What was planned for an indicator in a period ("2025", "2021-2025"), as printed."""

    __tablename__ = "indicator_target"
    __table_args__ = (UniqueConstraint("indicator_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    period: Mapped[str] = mapped_column(String(20))
    target: Mapped[str] = mapped_column(String(200))

    indicator: Mapped[Indicator] = relationship()


class DerivedIndicator(Model):
    """A rate computed from indicators; numerator and denominator follow `checklists.domain.derived`."""

    __tablename__ = "derived_indicator"
    __table_args__ = (UniqueConstraint("set_id", "code"), UniqueConstraint("set_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("indicator_set.id"))
    code: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(20))
    numerator: Mapped[dict[str, Any]] = mapped_column(JSON)
    denominator: Mapped[dict[str, Any]] = mapped_column(JSON)
    target: Mapped[str | None] = mapped_column(String(200))
    target_source: Mapped[str | None] = mapped_column(Text)

    indicator_set: Mapped[IndicatorSet] = relationship(back_populates="derived")


class ValidationRule(Model):
    """sum(left) op sum(right) within one form, one reporting unit and one year.

    Sides are lists of indicator codes or one integer; a rule with an empty cell is not judged.
    """

    __tablename__ = "validation_rule"
    __table_args__ = (
        UniqueConstraint("set_id", "code"),
        UniqueConstraint("set_id", "position"),
        CheckConstraint("op IN ('<=', '==')", name="op"),
        CheckConstraint("severity IN ('info', 'warning')", name="severity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("indicator_set.id"))
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    left: Mapped[list[str | int]] = mapped_column(JSON)
    op: Mapped[str] = mapped_column(String(4))
    right: Mapped[list[str | int]] = mapped_column(JSON)
    severity: Mapped[str] = mapped_column(String(20))
    message: Mapped[str] = mapped_column(Text)

    indicator_set: Mapped[IndicatorSet] = relationship(back_populates="rules")

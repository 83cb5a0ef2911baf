"""Reads of indicator sets and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.kernel.paging import Page, paginate
from audit.kernel.text import search_key
from checklists.domain.kinds import VersionState
from checklists.models.indicators import (
    DerivedIndicator,
    Indicator,
    IndicatorSet,
    IndicatorTarget,
    ValidationRule,
)


@dataclass(frozen=True, slots=True)
class IndicatorFilter:
    """What the reader looks for; empty texts do not restrict."""

    set_id: int | None = None
    section: str = ""
    agency: str = ""
    words: str = ""


def sets() -> list[tuple[IndicatorSet, int]]:
    """All sets with their number of rows, in force first, then by code and version."""
    counts = select(Indicator.set_id, func.count().label("rows")).group_by(Indicator.set_id).subquery()
    rows = db.session.execute(
        select(IndicatorSet, func.coalesce(counts.c.rows, 0))
        .outerjoin(counts, counts.c.set_id == IndicatorSet.id)
        .order_by(
            IndicatorSet.state != VersionState.PUBLISHED, IndicatorSet.code, IndicatorSet.valid_from.desc()
        )
    )
    return [(found, count) for found, count in rows]


def set_by_id(set_id: int) -> IndicatorSet:
    found = db.session.get(IndicatorSet, set_id)
    if found is None:
        raise NotFound("indicator_set_not_found", _("Không tìm thấy bộ chỉ số."))
    return found


def current_set(code: str) -> IndicatorSet:
    """The published set of this code that began last; NotFound when there is none."""
    found = db.session.scalar(
        select(IndicatorSet)
        .where(IndicatorSet.code == code, IndicatorSet.state == VersionState.PUBLISHED)
        .order_by(IndicatorSet.valid_from.desc(), IndicatorSet.id.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound("indicator_set_not_found", _("Không tìm thấy bộ chỉ số."))
    return found


def _matching(wanted: IndicatorFilter) -> Select[Any]:
    statement = select(Indicator)
    if wanted.set_id is not None:
        statement = statement.where(Indicator.set_id == wanted.set_id)
    else:
        in_force = select(IndicatorSet.id).where(IndicatorSet.state == VersionState.PUBLISHED)
        statement = statement.where(Indicator.set_id.in_(in_force))
    if wanted.section:
        statement = statement.where(Indicator.section_title == wanted.section)
    if wanted.agency:
        statement = statement.where(Indicator.responsible_agency == wanted.agency)
    for word in search_key(wanted.words).split()[:8]:
        statement = statement.where(Indicator.search_key.contains(word, autoescape=True))
    return statement


def indicator_page(
    wanted: IndicatorFilter, *, cursor: str | None = None, limit: int = 100
) -> Page[Indicator]:
    """Rows that match, in the order of their forms."""
    return paginate(
        _matching(wanted), keys=(Indicator.set_id, Indicator.position), cursor=cursor, limit=limit
    )


def all_matching(wanted: IndicatorFilter) -> Sequence[Indicator]:
    """Every row that matches, for exports."""
    return db.session.scalars(_matching(wanted).order_by(Indicator.set_id, Indicator.position)).all()


def targets_of(indicators: Sequence[Indicator]) -> dict[int, list[IndicatorTarget]]:
    """Targets by indicator id, in order of period; one query."""
    found: dict[int, list[IndicatorTarget]] = {}
    ids = [indicator.id for indicator in indicators]
    for target in db.session.scalars(
        select(IndicatorTarget)
        .where(IndicatorTarget.indicator_id.in_(ids))
        .order_by(IndicatorTarget.indicator_id, IndicatorTarget.period)
    ):
        found.setdefault(target.indicator_id, []).append(target)
    return found


def choices(set_id: int | None) -> tuple[list[str], list[str]]:
    """Sections and agencies to filter by, in the order of the forms."""
    rows = db.session.execute(
        _matching(IndicatorFilter(set_id=set_id))
        .with_only_columns(Indicator.section_title, Indicator.responsible_agency)
        .order_by(Indicator.set_id, Indicator.position)
    ).all()
    sections = dict.fromkeys(row.section_title for row in rows if row.section_title)
    agencies = dict.fromkeys(row.responsible_agency for row in rows if row.responsible_agency)
    return list(sections), list(agencies)


def derived_of(set_id: int) -> Sequence[DerivedIndicator]:
    return db.session.scalars(
        select(DerivedIndicator).where(DerivedIndicator.set_id == set_id).order_by(DerivedIndicator.position)
    ).all()


def rules_of(set_id: int) -> Sequence[ValidationRule]:
    return db.session.scalars(
        select(ValidationRule).where(ValidationRule.set_id == set_id).order_by(ValidationRule.position)
    ).all()

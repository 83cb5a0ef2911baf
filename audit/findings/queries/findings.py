"""The register of findings: filters, one page by key, totals in one query, and the findings of a visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from audit.findings.domain.states import FindingState
from audit.findings.models import Finding
from audit.findings.queries.scope import visible_findings
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.paging import Page, paginate
from audit.kernel.text import search_key
from checklists.domain.kinds import FindingKind, Severity


@dataclass(frozen=True, slots=True)
class FindingFilters:
    """What a list of findings is narrowed to; empty means all, but dropped ones only when asked for."""

    unit_id: int | None = None
    plan_id: int | None = None
    visit_id: int | None = None
    kind: str = ""
    severity: str = ""
    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers above a list: strengths, and shortcomings by severity."""

    strengths: int = 0
    low: int = 0
    medium: int = 0
    high: int = 0

    @property
    def shortcomings(self) -> int:
        return self.low + self.medium + self.high

    @property
    def all(self) -> int:
        return self.strengths + self.shortcomings


def containing(column: Any, text: str) -> list[ColumnElement[bool]]:
    """Every word of ``text``, typed with or without marks, somewhere in a folded column."""
    return [column.contains(word, autoescape=True) for word in search_key(text).split()[:8]]


def _conditions(actor: Actor, filters: FindingFilters) -> list[ColumnElement[bool]]:
    conditions = visible_findings(actor)
    if filters.state:
        conditions.append(Finding.state == filters.state)
    else:
        conditions.append(Finding.state.in_((FindingState.SUGGESTED, FindingState.CONFIRMED)))
    if filters.unit_id is not None:
        conditions.append(Finding.unit_id == filters.unit_id)
    if filters.visit_id is not None:
        conditions.append(Finding.visit_id == filters.visit_id)
    if filters.plan_id is not None:
        conditions.append(Finding.visit_id.in_(select(Visit.id).where(Visit.plan_id == filters.plan_id)))
    if filters.kind:
        conditions.append(Finding.kind == filters.kind)
    if filters.severity:
        conditions.append(Finding.severity == filters.severity)
    return conditions + containing(Finding.search_key, filters.text)


def register(
    actor: Actor, filters: FindingFilters, *, cursor: str | None = None, limit: int = 50
) -> Page[Finding]:
    """One page of the findings a person may see, the newest first, each with its unit and visit."""
    statement = (
        select(Finding)
        .where(*_conditions(actor, filters))
        .options(
            joinedload(Finding.unit),
            joinedload(Finding.establishment),
            joinedload(Finding.visit),
            selectinload(Finding.recommendations),
        )
    )
    return paginate(statement, keys=(Finding.id.desc(),), cursor=cursor, limit=limit)


def totals(actor: Actor, filters: FindingFilters) -> Totals:
    """Totals of all that :func:`register` would list, in one query."""
    statement = (
        select(Finding.kind, Finding.severity, func.count())
        .where(*_conditions(actor, filters))
        .group_by(Finding.kind, Finding.severity)
    )
    return as_totals((kind, severity, number) for kind, severity, number in db.session.execute(statement))


def as_totals(rows: Iterator[tuple[str, str | None, int]]) -> Totals:
    """Totals from (kind, severity, number) rows."""
    found = {(kind, severity): number for kind, severity, number in rows}
    return Totals(
        strengths=found.get((FindingKind.STRENGTH, None), 0),
        low=found.get((FindingKind.SHORTCOMING, Severity.LOW), 0),
        medium=found.get((FindingKind.SHORTCOMING, Severity.MEDIUM), 0),
        high=found.get((FindingKind.SHORTCOMING, Severity.HIGH), 0),
    )


def for_export(actor: Actor, filters: FindingFilters, *, limit: int = 50_000) -> Sequence[Finding]:
    """The whole filtered register in the order of the page, for a spreadsheet; at most ``limit`` rows."""
    statement = (
        select(Finding)
        .join(Finding.visit)
        .join(Visit.plan)
        .where(*_conditions(actor, filters))
        .options(
            contains_eager(Finding.visit).contains_eager(Visit.plan).load_only(InspectionPlan.title),
            joinedload(Finding.unit),
            joinedload(Finding.establishment),
            joinedload(Finding.item),
            selectinload(Finding.evidence),
            selectinload(Finding.recommendations),
        )
        .order_by(Finding.id.desc())
        .limit(limit)
    )
    return db.session.scalars(statement).unique().all()


_SEVERITY_RANK = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


def of_visit(
    actor: Actor, visit_id: int, *, states: Sequence[FindingState] = tuple(FindingState)
) -> dict[FindingKind, list[Finding]]:
    """The findings of a visit by kind, in the order people gave them, with evidence and recommendations."""
    statement = _full(
        select(Finding).where(
            Finding.visit_id == visit_id, Finding.state.in_(states), *visible_findings(actor)
        )
    ).order_by(Finding.position, Finding.id)
    grouped: dict[FindingKind, list[Finding]] = {kind: [] for kind in FindingKind}
    for finding in db.session.scalars(statement):
        grouped[FindingKind(finding.kind)].append(finding)
    return grouped


def confirmed_of_visits(actor: Actor, visit_ids: Sequence[int]) -> dict[int, list[Finding]]:
    """Confirmed findings of several visits, by visit: strengths first, then the severest shortcomings."""
    statement = _full(
        select(Finding).where(
            Finding.visit_id.in_(visit_ids),
            Finding.state == FindingState.CONFIRMED,
            *visible_findings(actor),
        )
    ).order_by(Finding.visit_id, Finding.position, Finding.id)
    found: dict[int, list[Finding]] = {visit_id: [] for visit_id in visit_ids}
    for finding in db.session.scalars(statement):
        found[finding.visit_id].append(finding)
    for findings in found.values():
        findings.sort(key=lambda f: (f.kind != FindingKind.STRENGTH, _rank(f)))
    return found


def _rank(finding: Finding) -> int:
    return 0 if finding.severity is None else _SEVERITY_RANK[Severity(finding.severity)]


def _full(statement: Select[Finding]) -> Select[Finding]:
    return statement.options(
        joinedload(Finding.unit),
        joinedload(Finding.establishment),
        joinedload(Finding.item),
        selectinload(Finding.evidence),
        selectinload(Finding.recommendations),
    )

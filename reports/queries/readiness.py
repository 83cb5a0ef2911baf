"""What a draft will contain, what it leaves out, and what a person should settle before it is issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from audit.findings.models import Finding
from audit.inspections.models.visits import Visit
from audit.kernel.database import db
from checklists.models.submissions import Response
from reports.models import Document
from reports.queries.announcement_content import TO_COME
from reports.queries.visit_facts import DONE

_WITHOUT_VISITS = (
    "plan",
    "decision",
    "follow_up",
    "invitation",
    "periodic_report",
    "review_plan",
    "task_table",
)
# The states of the visits a document tells of, where they are not all that have begun.
_SHOWN = {"findings_report": DONE, "announcement": TO_COME, "conclusion": DONE}


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit as the page of a document lists it; the counts are what is still undecided."""

    id: int
    name: str
    starts_at: datetime
    state: str
    confirmed: int
    suggested: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """``included`` are the finished visits, ``outstanding`` those still to come, ``cancelled`` a count; not
    ``kept`` when the document is not made of visits."""

    included: tuple[VisitLine, ...]
    outstanding: tuple[VisitLine, ...]
    cancelled: int
    kept: bool = True

    @property
    def suggested(self) -> int:
        return sum(line.suggested for line in self.included)

    @property
    def conflicts(self) -> int:
        return sum(line.conflicts for line in self.included)


def readiness(document: Document) -> Readiness:
    """For a report or an announcement visits of its plan, for minutes the one visit, for others none; three
    queries."""
    if document.kind in _WITHOUT_VISITS:
        return Readiness((), (), 0, kept=False)
    condition = _subject(document)
    visits = db.session.scalars(
        select(Visit)
        .where(condition)
        .options(joinedload(Visit.unit), joinedload(Visit.establishment))
        .order_by(Visit.starts_at, Visit.id)
    ).all()
    findings = {
        (row.visit_id, row.state): row.number
        for row in db.session.execute(
            select(Finding.visit_id, Finding.state, func.count().label("number"))
            .where(Finding.visit_id.in_([visit.id for visit in visits]))
            .group_by(Finding.visit_id, Finding.state)
        )
    }
    conflicts = {
        row.submission_id: row.number
        for row in db.session.execute(
            select(Response.submission_id, func.count().label("number"))
            .where(
                Response.submission_id.in_([v.submission_id for v in visits if v.submission_id is not None]),
                Response.conflict,
            )
            .group_by(Response.submission_id)
        )
    }
    lines = [
        VisitLine(
            id=visit.id,
            name=f"{visit.establishment.name} ({visit.unit.name})"
            if visit.establishment
            else visit.unit.name,
            starts_at=visit.starts_at,
            state=visit.state,
            confirmed=findings.get((visit.id, "confirmed"), 0),
            suggested=findings.get((visit.id, "suggested"), 0),
            conflicts=conflicts.get(visit.submission_id or 0, 0),
        )
        for visit in visits
    ]
    shown = _SHOWN.get(document.kind, (*DONE, "in_progress"))
    return Readiness(
        included=tuple(line for line in lines if line.state in shown),
        outstanding=tuple(line for line in lines if line.state not in (*shown, "cancelled"))
        if document.kind != "announcement"
        else (),
        cancelled=sum(1 for line in lines if line.state == "cancelled"),
    )


def _subject(document: Document) -> ColumnElement[bool]:
    """The visits a document may be made of."""
    if document.visit_id is not None:
        return Visit.id == document.visit_id
    if document.kind in ("announcement", "findings_report") and document.team_id is not None:
        return and_(Visit.plan_id == document.plan_id, Visit.team_id == document.team_id)
    return Visit.plan_id == document.plan_id


def number_of_finished(document: Document) -> int:
    """How many visits a report tells of: finished ones of its plan, of its one team, or the one visit."""
    statement = select(func.count()).select_from(Visit).where(_subject(document), Visit.state.in_(DONE))
    return db.session.scalar(statement) or 0

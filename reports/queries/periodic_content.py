"""The content of a report on a period: finished visits of the province's plans of one kind, counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from audit.findings.models import Finding, Recommendation
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.database import db
from reports.domain.dates import VIETNAM, short_date
from reports.domain.periodic_document import ComparedFigure, PeriodicReport, WorkLine
from reports.domain.periods import Period
from reports.domain.wording import agency_in_text, lines_of, lowered
from reports.models import Document
from reports.queries.heads import letterhead
from reports.queries.visit_facts import DONE

_REPORTED = ("done", "verified")


@dataclass(frozen=True)
class _Work:
    """Finished visits of a period with their confirmed findings and recommendations in force."""

    visits: Sequence[Visit]
    findings: Sequence[Finding]
    recommendations: Sequence[Recommendation]

    def of(self, ids: Collection[int]) -> _Work:
        """The same of these visits alone."""
        return _Work(
            [visit for visit in self.visits if visit.id in ids],
            [finding for finding in self.findings if finding.visit_id in ids],
            [item for item in self.recommendations if item.visit_id in ids],
        )

    @property
    def establishments(self) -> int:
        return len({visit.establishment_id for visit in self.visits if visit.establishment_id is not None})


def period_of(document: Document) -> Period:
    """The period a report is about."""
    return Period(document.period_kind, document.period_number, document.period_year)


def already_reported(document: Document) -> bool:
    """Whether another report of the plan on the same period is in force, but for the one it replaces."""
    statement = select(Document.id).where(
        Document.plan_id == document.plan_id,
        Document.kind == "periodic_report",
        Document.state == "issued",
        Document.id.not_in((document.id, document.replaces_id or 0)),
        Document.period_kind == document.period_kind,
        Document.period_number == document.period_number,
        Document.period_year == document.period_year,
    )
    return db.session.scalar(statement.limit(1)) is not None


def periodic_report(document: Document, *, frozen: bool) -> PeriodicReport:
    """Báo cáo quý, 6 tháng, năm of the teams of the province that inspect what the document's plan inspects;
    the number of queries does not grow with the visits. Nothing recorded of the year before is None."""
    plan, period = document.plan, period_of(document)
    until = min(period.last, document.issued_on or clock.today())
    now, before = _work(plan, period), _work(plan, period.before)
    agency = agency_in_text(plan.agency, plan.place)
    tail = ", kính trình xem xét, chỉ đạo" if document.addressee.strip() else ""
    return PeriodicReport(
        letterhead=letterhead(document, frozen=frozen),
        opening=(
            f"{agency} báo cáo kết quả kiểm tra {period.words} (từ ngày {short_date(period.first)} đến ngày "
            f"{short_date(until)}) như sau:"
        ),
        period=period.words,
        before=period.before.words,
        figures=_compared(_figures(now, until), before, period.before.last),
        situation=lines_of(document.general_remarks),
        teams=_teams(now),
        communes=_communes(now),
        difficulties=lines_of(document.difficulties),
        proposals=lines_of(document.proposals),
        closing=f"Trên đây là Báo cáo {lowered(document.title)}{tail}./.",
    )


def _work(plan: InspectionPlan, period: Period) -> _Work:
    starts = datetime.combine(period.first, time(), VIETNAM)
    ends = datetime.combine(period.last + timedelta(days=1), time(), VIETNAM)
    visits = db.session.scalars(
        select(Visit)
        .join(Visit.plan)
        .where(
            Visit.province_code == plan.province_code,
            InspectionPlan.kind == plan.kind,
            Visit.state.in_(DONE),
            Visit.starts_at >= starts,
            Visit.starts_at < ends,
        )
        .options(joinedload(Visit.team), joinedload(Visit.unit))
        .order_by(Visit.starts_at, Visit.id)
    ).all()
    ids = [visit.id for visit in visits]
    findings = select(Finding).where(Finding.visit_id.in_(ids), Finding.state == "confirmed")
    items = select(Recommendation).where(
        Recommendation.visit_id.in_(ids), Recommendation.state != "withdrawn"
    )
    return _Work(
        visits,
        db.session.scalars(findings).all(),
        db.session.scalars(items.options(selectinload(Recommendation.steps))).all(),
    )


def _figures(work: _Work, until: date) -> list[tuple[str, str, int]]:
    severities = [finding.severity for finding in work.findings if finding.kind == "shortcoming"]
    items = work.recommendations
    late = sum(item.due_on < until and not _reached(item, _REPORTED, until) for item in items)
    return [
        ("Buổi kiểm tra đã hoàn thành", "buổi", len(work.visits)),
        ("Xã, phường được kiểm tra", "đơn vị", len({visit.unit_id for visit in work.visits})),
        ("Cơ sở được kiểm tra", "cơ sở", work.establishments),
        ("Ưu điểm ghi nhận", "nhận xét", len(work.findings) - len(severities)),
        ("Tồn tại, hạn chế mức nghiêm trọng", "nhận xét", severities.count("high")),
        ("Tồn tại, hạn chế mức trung bình", "nhận xét", severities.count("medium")),
        ("Tồn tại, hạn chế mức nhẹ", "nhận xét", severities.count("low")),
        ("Kiến nghị đã đưa ra", "kiến nghị", len(items)),
        (
            "Kiến nghị đã thực hiện, đã xác minh đến cuối kỳ",
            "kiến nghị",
            sum(_reached(item, ("verified",), until) for item in items),
        ),
        ("Kiến nghị quá hạn đến cuối kỳ", "kiến nghị", late),
    ]


def _reached(item: Recommendation, states: Sequence[str], until: date) -> bool:
    """Whether the last step up to that day says that the recommendation stands in one of these states."""
    steps = [step.state for step in item.steps if clock.local(step.at).date() <= until]
    return bool(steps) and steps[-1] in states


def _compared(now: list[tuple[str, str, int]], before: _Work, until: date) -> tuple[ComparedFigure, ...]:
    """Beside each figure that of the year before, unknown where no visit of that period is recorded."""
    known = [number for _name, _unit, number in _figures(before, until)] if before.visits else []
    return tuple(
        ComparedFigure(name, unit, number, known[position] if known else None)
        for position, (name, unit, number) in enumerate(now)
    )


def _line(name: str, work: _Work) -> WorkLine:
    return WorkLine(
        name,
        len(work.visits),
        work.establishments,
        sum(finding.kind == "shortcoming" for finding in work.findings),
        len(work.recommendations),
    )


def _teams(work: _Work) -> tuple[WorkLine, ...]:
    teams = {visit.team_id: visit.team.name for visit in work.visits}
    return tuple(
        _line(name, work.of({visit.id for visit in work.visits if visit.team_id == team}))
        for team, name in teams.items()
    )


def _communes(work: _Work) -> tuple[WorkLine, ...]:
    units = {visit.unit_id: visit.unit.name for visit in work.visits}
    return tuple(
        _line(name, work.of({visit.id for visit in work.visits if visit.unit_id == unit}))
        for unit, name in units.items()
    )

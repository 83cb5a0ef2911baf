"""Everything documents say about visits, read in a constant number of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from audit.findings.models import Finding, Recommendation, recommendation_finding
from audit.inspections.models.plans import PlanUnit
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit, VisitMember
from audit.inspections.queries.minutes import on_its_day
from audit.inspections.queries.reported import figures_for
from audit.kernel import clock
from audit.kernel.database import db
from checklists.domain.items import Answer, ItemSpec
from checklists.domain.kinds import AnswerStatus
from checklists.domain.scores import Scores, scores
from checklists.domain.visibility import asked
from checklists.models.instruments import Item
from checklists.models.submissions import Attachment, Response
from checklists.queries.instruments import item_spec
from checklists.queries.reported import Reported, by_item
from reports.domain.answer_text import answer_text, without_small_numbers

DONE = ("completed", "reviewed")


@dataclass(frozen=True)
class AskedItem:
    """An item of the frozen checklist that was asked at a visit, with the answer that holds."""

    row: Item
    spec: ItemSpec
    answer: Answer | None
    reported: tuple[Reported, ...] = ()

    @property
    def restricted(self) -> bool:
        return self.row.sensitivity == "restricted"

    @property
    def reported_text(self) -> str:
        """What the unit reported of it, a figure a line with its year; small restricted numbers left out."""
        return "\n".join(f"{self._figure_text(one)} ({one.year})" for one in self.reported)

    @property
    def reported_figure(self) -> str:
        """The first figure, which is the one a number is held against; its unit of measure left out."""
        for one in self.reported:
            text = self._figure_text(one)
            return f"{text.replace(f' {one.spec.unit}', '', 1) if one.spec.unit else text} ({one.year})"
        return ""

    def _figure_text(self, one: Reported) -> str:
        return answer_text(one.spec, one.answer, restricted=one.restricted or self.restricted)


@dataclass
class VisitFacts:
    """A visit with its checklist, confirmed findings, recommendations in force and photos."""

    visit: Visit
    items: list[AskedItem] = field(default_factory=list)
    scores: Scores | None = None
    findings: list[Finding] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    photos: list[Attachment] = field(default_factory=list)

    @property
    def name(self) -> str:
        return subject_name(self.visit)

    @property
    def short_name(self) -> str:
        """The commune, or the establishment alone."""
        place = self.visit.establishment
        return place.name if place is not None else self.visit.unit.name

    @property
    def started_at(self) -> datetime:
        """When it began: the recorded moment if it lies on the booked day, else the booked one, because a
        visit entered afterwards is recorded when it is typed in."""
        return on_its_day(self.visit.started_at, self.visit.starts_at)

    @property
    def ended_at(self) -> datetime:
        """When it ended, by the same rule; never before it began."""
        return max(on_its_day(self.visit.completed_at, self.visit.ends_at), self.started_at)

    @property
    def day(self) -> date:
        return clock.local(self.started_at).date()


def subject_name(visit: Visit | PlanUnit) -> str:
    """The commune, or the establishment with its commune."""
    if visit.establishment is None:
        return visit.unit.name
    return f"{visit.establishment.name} ({visit.unit.name})"


def condition_text(finding: Finding) -> str:
    """The condition of a finding as printed: small numbers of a restricted item are not."""
    restricted = finding.item is not None and finding.item.sensitivity == "restricted"
    return without_small_numbers(finding.condition) if restricted else finding.condition


def of_plan(plan_id: int) -> list[Visit]:
    """All visits of a plan in order of time, with what documents name of them."""
    return _visits(Visit.plan_id == plan_id)


def of_visit(visit_id: int) -> list[Visit]:
    """The one visit, loaded like those of a plan."""
    return _visits(Visit.id == visit_id)


def _visits(condition: object) -> list[Visit]:
    statement = (
        select(Visit)
        .where(condition)  # type: ignore[arg-type]
        .options(
            joinedload(Visit.plan),
            joinedload(Visit.unit),
            joinedload(Visit.establishment),
            joinedload(Visit.submission),
            selectinload(Visit.team).selectinload(Team.members),
            selectinload(Visit.attendees).joinedload(VisitMember.member),
        )
        .order_by(Visit.starts_at, Visit.id)
    )
    return list(db.session.scalars(statement))


def gather(visits: Sequence[Visit]) -> list[VisitFacts]:
    """The facts of these visits, in their order; eight queries, whatever their number."""
    facts = [VisitFacts(visit) for visit in visits]
    _read_answers(facts)
    _read_reported(facts)
    by_id = {fact.visit.id: fact for fact in facts}
    for finding in _confirmed(by_id):
        by_id[finding.visit_id].findings.append(finding)
    for recommendation in _in_force(by_id):
        by_id[recommendation.visit_id].recommendations.append(recommendation)
    return facts


def _read_answers(facts: list[VisitFacts]) -> None:
    submissions = {fact.visit.submission_id: fact for fact in facts if fact.visit.submission_id is not None}
    versions = {
        fact.visit.submission.version_id for fact in submissions.values() if fact.visit.submission is not None
    }
    rows: dict[int, list[tuple[Item, ItemSpec]]] = defaultdict(list)
    statement = select(Item).where(Item.version_id.in_(versions)).options(joinedload(Item.section))
    for item in db.session.scalars(statement.order_by(Item.version_id, Item.position)):
        rows[item.version_id].append((item, item_spec(item, item.section.code)))
    answers: dict[int, dict[int, Answer]] = defaultdict(dict)
    statement_of_answers = select(Response).where(Response.submission_id.in_(submissions))
    for response in db.session.scalars(statement_of_answers.order_by(Response.period)):
        answers[response.submission_id][response.item_id] = Answer(
            AnswerStatus(response.status), response.value, response.note, response.conflict
        )
    for submission_id, fact in submissions.items():
        assert fact.visit.submission is not None
        _fill(fact, rows[fact.visit.submission.version_id], answers[submission_id])
    photos = select(Attachment).where(
        Attachment.submission_id.in_(submissions), Attachment.removed_at.is_(None)
    )
    for photo in db.session.scalars(photos.order_by(Attachment.item_id, Attachment.id)):
        submissions[photo.submission_id].photos.append(photo)


def _read_reported(facts: list[VisitFacts]) -> None:
    figures = figures_for([fact.visit for fact in facts])
    for fact in facts:
        found = by_item(figures[fact.visit.id], (item.row for item in fact.items))
        fact.items = [replace(item, reported=tuple(found.get(item.row.code, ()))) for item in fact.items]


def _fill(fact: VisitFacts, rows: list[tuple[Item, ItemSpec]], answers: dict[int, Answer]) -> None:
    assert fact.visit.submission is not None
    subject = fact.visit.submission.subject_type_code
    specs = [spec for _row, spec in rows]
    by_code = {spec.code: answers[row.id] for row, spec in rows if row.id in answers}
    shown = {spec.code for spec in asked(specs, by_code, subject)}
    fact.items = [AskedItem(row, spec, by_code.get(spec.code)) for row, spec in rows if spec.code in shown]
    fact.scores = scores(specs, by_code, subject)


def _confirmed(visit_ids: Iterable[int]) -> Iterable[Finding]:
    statement = (
        select(Finding)
        .where(Finding.visit_id.in_(list(visit_ids)), Finding.state == "confirmed")
        .options(
            joinedload(Finding.item).joinedload(Item.section),
            selectinload(Finding.evidence),
        )
        .order_by(Finding.visit_id, Finding.position, Finding.id)
    )
    return db.session.scalars(statement)


def _in_force(visit_ids: Iterable[int]) -> Iterable[Recommendation]:
    """Recommendations not withdrawn; one that answers findings needs a confirmed one among them."""
    links = select(recommendation_finding.c.recommendation_id)
    confirmed = links.join(Finding, Finding.id == recommendation_finding.c.finding_id).where(
        Finding.state == "confirmed"
    )
    statement = (
        select(Recommendation)
        .where(
            Recommendation.visit_id.in_(list(visit_ids)),
            Recommendation.state != "withdrawn",
            Recommendation.id.in_(confirmed) | Recommendation.id.not_in(links),
        )
        .order_by(Recommendation.visit_id, Recommendation.due_on, Recommendation.id)
    )
    return db.session.scalars(statement)

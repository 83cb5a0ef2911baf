"""The contents of documents of a programme: the plan of its closing review, the table of its tasks."""

from __future__ import annotations

from typing import Any

from audit.kernel.errors import NotFound
from audit.programme.domain.programmes import years_text
from audit.programme.domain.tasks import TaskKind
from audit.programme.models import ClosingReview, Programme
from checklists.queries.instruments import current_version, sections_of
from reports.domain.letterhead import Clause
from reports.domain.review_plan_document import FormPart, FormRow, Milestone, ReviewPlan
from reports.domain.task_table_document import AssignedTask, TaskTable
from reports.domain.wording import kept_together, lines_of
from reports.models import Document
from reports.queries.heads import basis_text, letterhead

# The statistical forms of agencies and of communes, as instruments.
AGENCY_FORM = "bieu_ia"
COMMUNE_FORM = "bieu_iia"


def review_plan(document: Document, *, frozen: bool) -> ReviewPlan:
    """Kế hoạch tổng kết from the texts of the review; the forms are those published now."""
    programme, review = _programme(document), _review(document)
    return ReviewPlan(
        letterhead=letterhead(
            document, frozen=frozen, legal_bases=tuple(basis_text(text) for text in review.legal_bases)
        ),
        opening=_lines(review.introduction),
        purposes=_lines(review.purpose),
        requirements=_lines(review.requirements),
        objects=_lines(review.objects),
        form=_lines(review.form),
        contents=_lines(review.contents),
        methods=_lines(review.methods),
        milestones=tuple(_milestone(step) for step in review.milestones),
        funding=_lines(review.funding),
        duties=tuple(_duty(duty) for duty in review.duties),
        requests=_lines(review.request),
        period=years_text(programme.first_year, programme.last_year),
        years=tuple(range(programme.first_year, programme.last_year + 1)),
        agency_outline=_typed(review.agency_outline),
        agency_form=_form(AGENCY_FORM) if review.agency_outline.strip() else (),
        commune_outline=_typed(review.commune_outline),
        commune_form=_form(COMMUNE_FORM) if review.commune_outline.strip() else (),
    )


def task_table(document: Document, *, frozen: bool) -> TaskTable:
    """Biểu phân công from the tasks of the programme as they stand."""
    return TaskTable(
        letterhead=letterhead(document, frozen=frozen),
        tasks=tuple(
            AssignedTask(
                number=task.number,
                text=task.text,
                lead=task.lead,
                coordinating=task.coordinating,
                timeframe=task.timeframe,
                product=task.product,
                group=task.kind == TaskKind.GROUP,
            )
            for task in _programme(document).tasks
        ),
    )


def _lines(text: str) -> tuple[str, ...]:
    return lines_of(kept_together(text))


def _programme(document: Document) -> Programme:
    if document.programme is None:
        raise LookupError("not a document of a programme")
    return document.programme


def _review(document: Document) -> ClosingReview:
    if document.review is None:
        raise LookupError("not a document of a review")
    return document.review


def _milestone(step: dict[str, Any]) -> Milestone:
    return Milestone(
        title=kept_together(str(step.get("title", ""))),
        lead=str(step.get("lead", "")),
        details=tuple(map(str, step.get("paragraphs") or ())),
        until=str(step.get("until", "")),
    )


def _duty(duty: dict[str, Any]) -> Clause:
    """One paragraph stands alone, several are led by dashes."""
    paragraphs = tuple(kept_together(str(text)) for text in duty.get("paragraphs") or ())
    return Clause(str(duty.get("title", "")), paragraphs, "-" if len(paragraphs) > 1 else "")


def _typed(text: str) -> tuple[str, ...]:
    """Lines with what leads them, empty ones left out."""
    return tuple(line.strip() for line in kept_together(text).splitlines() if line.strip())


def _form(code: str) -> tuple[FormPart, ...]:
    """The rows of a form in the version of today; nothing when the province does not use it."""
    try:
        sections = sections_of(current_version(code).id)
    except NotFound:
        return ()
    return tuple(
        FormPart(
            section.section.title,
            tuple(FormRow(f"{item.marker} {item.text}".strip(), item.unit or "") for item in section.items),
        )
        for section in sections
    )

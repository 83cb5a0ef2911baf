"""One finished file of every kind of document, for what must hold of all: a new kind is added here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from reports.adapters.pdf.document import pdf_of
from reports.domain.findings_report import AnswerRow, AnswerSection
from reports.domain.minutes_document import MinutesKind
from tests.unit.reports import more_samples, programme_samples, samples
from tests.unit.reports.signing import both_sides

_MADE: Mapping[str, Callable[[], bytes]] = {
    "plan": lambda: pdf_of(samples.plan(units=True)),
    "minutes": lambda: pdf_of(samples.minutes()),
    "minutes-refused": lambda: pdf_of(samples.minutes(kind=MinutesKind.ESTABLISHMENT, refused=True)),
    "minutes-blank": lambda: pdf_of(replace(samples.minutes(), ended_at=None, opinions=(), results=())),
    "minutes-signed": lambda: pdf_of(replace(samples.minutes(), signed=both_sides())),
    "findings_report": lambda: pdf_of(samples.findings_report(), samples.photos(5)),
    "decision": lambda: pdf_of(more_samples.decision(units=8)),
    "decision-short": lambda: pdf_of(more_samples.decision()),
    "announcement": lambda: pdf_of(more_samples.announcement(teams=2, figures=30)),
    "conclusion": lambda: pdf_of(more_samples.conclusion()),
    "conclusion-draft": lambda: pdf_of(more_samples.conclusion(draft=True)),
    "checklist_annex": lambda: pdf_of(more_samples.checklist_annex(items=30)),
    "checklist_annex-site": lambda: pdf_of(more_samples.checklist_annex(site=True)),
    "periodic_report": lambda: pdf_of(more_samples.periodic()),
    "periodic_report-blank": lambda: pdf_of(more_samples.periodic(known=False)),
    "follow_up": lambda: pdf_of(more_samples.follow_up(rows=40)),
    "invitation": lambda: pdf_of(more_samples.invitation(guests=3)),
    "invitation-blank": lambda: pdf_of(more_samples.invitation(settled=False)),
    "review_plan": lambda: pdf_of(programme_samples.review_plan()),
    "review_plan-ten-years": lambda: pdf_of(programme_samples.review_plan(years=10)),
    "task_table": lambda: pdf_of(programme_samples.task_table(rows=40)),
    "task_table-draft": lambda: pdf_of(programme_samples.task_table(draft=True)),
    "findings_report-charts": lambda: pdf_of(more_samples.charted(units=36)),
    "findings_report-map": lambda: pdf_of(more_samples.mapped()),
    "findings_report-one": lambda: pdf_of(more_samples.report_on_one(), samples.photos(5)),
    "findings_report-issued": lambda: pdf_of(samples.findings_report(draft=False), {}),
}
KINDS = tuple(_MADE)


def endless() -> bytes:
    """A report whose agencies, title and addressees are single words longer than a page."""
    word = "x" * 5000
    content = samples.findings_report(annexes=1, photo_count=0)
    annex = replace(content.annexes[0], sections=(AnswerSection(word, (AnswerRow("1", word),)),))
    head = replace(
        content.letterhead,
        agency=word,
        parent_agency=word,
        summary=word,
        addressees=(word, word),
        recipients=(word,) * 3,
    )
    return pdf_of(replace(content, letterhead=head, opening=(word,), annexes=(annex,)), {})


@cache
def finished(kind: str) -> bytes:
    """The file of this kind."""
    return _MADE[kind]()

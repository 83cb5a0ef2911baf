"""One Word file of every kind of document beside its PDF: a new kind is added here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from reports.adapters.docx.outline import render_docx
from reports.adapters.pdf.document import pdf_of
from reports.domain.content import Content
from reports.domain.findings_report import FindingsReport
from reports.domain.minutes_document import MinutesKind
from reports.domain.outlines.registry import OUTLINES
from reports.domain.wording import DocumentKind
from tests.unit.reports import more_samples, programme_samples, samples
from tests.unit.reports.signing import both_sides

_MADE: Mapping[str, Callable[[], Content]] = {
    "plan": lambda: samples.plan(units=True),
    "plan-short": lambda: replace(samples.plan(), requests=()),
    "minutes": samples.minutes,
    "minutes-refused": lambda: samples.minutes(kind=MinutesKind.ESTABLISHMENT, refused=True),
    "minutes-blank": lambda: replace(samples.minutes(), ended_at=None, opinions=()),
    "minutes-signed": lambda: replace(samples.minutes(), signed=both_sides()),
    "findings_report": samples.findings_report,
    "findings_report-issued": lambda: samples.findings_report(draft=False),
    "findings_report-one": more_samples.report_on_one,
    "decision": lambda: more_samples.decision(units=8),
    "decision-short": more_samples.decision,
    "announcement": lambda: more_samples.announcement(teams=2, figures=30),
    "conclusion": more_samples.conclusion,
    "conclusion-draft": lambda: more_samples.conclusion(draft=True),
    "checklist_annex": lambda: more_samples.checklist_annex(items=30),
    "checklist_annex-site": lambda: more_samples.checklist_annex(site=True),
    "periodic_report": lambda: more_samples.periodic(),
    "periodic_report-blank": lambda: more_samples.periodic(known=False),
    "follow_up": lambda: more_samples.follow_up(rows=40),
    "invitation": lambda: more_samples.invitation(guests=3),
    "invitation-blank": lambda: more_samples.invitation(settled=False),
    "review_plan": programme_samples.review_plan,
    "review_plan-bare": lambda: programme_samples.review_plan(annexes=False, requests=False),
    "task_table": lambda: programme_samples.task_table(rows=40),
    "task_table-draft": lambda: programme_samples.task_table(draft=True),
    "findings_report-charts": lambda: more_samples.charted(units=36),
    "findings_report-map": more_samples.mapped,
    "findings_report-empty": lambda: replace(
        samples.findings_report(annexes=0), units=(), results=(), shortcomings=(), causes=(), proposals=()
    ),
}
NAMES = tuple(_MADE)


@cache
def content(name: str) -> Content:
    """The content of this name."""
    return _MADE[name]()


@cache
def word(name: str) -> bytes:
    """Its Word file."""
    return word_of(content(name))


@cache
def pdf(name: str) -> bytes:
    """Its PDF."""
    made = content(name)
    return pdf_of(made, samples.photos(5) if isinstance(made, FindingsReport) else {})


def word_of(made: Any, photos: dict[str, bytes] | None = None, **more: Any) -> bytes:
    """The Word file of any content, with the photos of the samples unless others are given."""
    outline = OUTLINES[DocumentKind(made.document)]
    return render_docx(outline(made), samples.photos(5) if photos is None else photos, **more)

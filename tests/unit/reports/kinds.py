"""One finished file of every kind of document, for what must hold of all: a new kind is added here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from reports.adapters.pdf.announcement import render_announcement
from reports.adapters.pdf.conclusion import render_conclusion
from reports.adapters.pdf.decision import render_decision
from reports.adapters.pdf.findings_report import render_findings_report
from reports.adapters.pdf.follow_up import render_follow_up
from reports.adapters.pdf.invitation import render_invitation
from reports.adapters.pdf.minutes import render_minutes
from reports.adapters.pdf.plan import render_plan
from reports.domain.findings_report import AnswerRow, AnswerSection
from reports.domain.minutes_document import MinutesKind
from tests.unit.reports import more_samples, samples
from tests.unit.reports.signing import both_sides

_MADE: Mapping[str, Callable[[], bytes]] = {
    "plan": lambda: render_plan(samples.plan(units=True)),
    "minutes": lambda: render_minutes(samples.minutes()),
    "minutes-refused": lambda: render_minutes(samples.minutes(kind=MinutesKind.ESTABLISHMENT, refused=True)),
    "minutes-blank": lambda: render_minutes(
        replace(samples.minutes(), ended_at=None, opinions=(), results=())
    ),
    "minutes-signed": lambda: render_minutes(replace(samples.minutes(), signed=both_sides())),
    "findings_report": lambda: render_findings_report(samples.findings_report(), samples.photos(5)),
    "decision": lambda: render_decision(more_samples.decision(units=8)),
    "decision-short": lambda: render_decision(more_samples.decision()),
    "announcement": lambda: render_announcement(more_samples.announcement(teams=2, figures=30)),
    "conclusion": lambda: render_conclusion(more_samples.conclusion()),
    "conclusion-draft": lambda: render_conclusion(more_samples.conclusion(draft=True)),
    "follow_up": lambda: render_follow_up(more_samples.follow_up(rows=40)),
    "invitation": lambda: render_invitation(more_samples.invitation(guests=3)),
    "invitation-blank": lambda: render_invitation(more_samples.invitation(settled=False)),
    "findings_report-issued": lambda: render_findings_report(samples.findings_report(draft=False), {}),
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
    return render_findings_report(replace(content, letterhead=head, opening=(word,), annexes=(annex,)), {})


@cache
def finished(kind: str) -> bytes:
    """The file of this kind."""
    return _MADE[kind]()

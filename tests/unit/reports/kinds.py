"""One finished file of every kind of document, for what must hold of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from reports.adapters.pdf.findings_report import render_findings_report
from reports.adapters.pdf.minutes import render_minutes
from reports.adapters.pdf.plan import render_plan
from reports.domain.minutes_document import MinutesKind
from tests.unit.reports import samples
from tests.unit.reports.signing import both_sides

_MADE: Mapping[str, Callable[[], bytes]] = {
    "plan": lambda: render_plan(samples.plan(units=True)),
    "minutes": lambda: render_minutes(samples.minutes()),
    "refused-minutes": lambda: render_minutes(samples.minutes(kind=MinutesKind.ESTABLISHMENT, refused=True)),
    "blank-minutes": lambda: render_minutes(
        replace(samples.minutes(), ended_at=None, opinions=(), results=())
    ),
    "signed-minutes": lambda: render_minutes(replace(samples.minutes(), signed=both_sides())),
    "report": lambda: render_findings_report(samples.findings_report(), samples.photos(5)),
    "issued-report": lambda: render_findings_report(samples.findings_report(draft=False), {}),
}
KINDS = tuple(_MADE)


@cache
def finished(kind: str) -> bytes:
    """The file of this kind."""
    return _MADE[kind]()

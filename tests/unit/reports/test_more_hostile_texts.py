"""Every text of these papers may be anything: it is printed as typed, inside the margins, whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from reports.adapters.pdf.document import pdf_of
from reports.domain.review_plan_document import ReviewPlan
from tests.unit.reports import more_samples as samples
from tests.unit.reports import programme_samples
from tests.unit.reports.reading import needs_poppler, reader, whole_text, words

pytestmark = needs_poppler
MARKUP = "{{7*7}} <script>alert(1)</script> (lẻ \\ **đậm** http://127.0.0.1:9/a.png"
# Not typed by anybody: they choose how a text is drawn.
CHOSEN = {"marker", "state", "type_name"}


def shortened(content: ReviewPlan) -> ReviewPlan:
    """With one row in its forms: each shall be a page long."""
    part = content.agency_form[0]
    form = (replace(part, rows=part.rows[:1]),)
    return replace(content, agency_form=form, commune_form=form)


EVERY = [
    pytest.param(samples.decision(units=2), pdf_of, id="decision"),
    pytest.param(samples.announcement(teams=2), pdf_of, id="announcement"),
    pytest.param(samples.conclusion(draft=True), pdf_of, id="conclusion"),
    pytest.param(samples.follow_up(), pdf_of, id="follow-up"),
    pytest.param(samples.invitation(guests=2), pdf_of, id="invitation"),
    pytest.param(samples.checklist_annex(items=2), pdf_of, id="checklist-annex"),
    pytest.param(samples.periodic(), pdf_of, id="periodic-report"),
    pytest.param(shortened(programme_samples.review_plan()), pdf_of, id="review-plan"),
    pytest.param(programme_samples.task_table(rows=2), pdf_of, id="task-table"),
]


def said(value: Any, text: str) -> Any:
    """The same content with ``text`` in every place somebody types into."""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: said(getattr(value, f.name), text) for f in fields(value) if f.name not in CHOSEN}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(said(item, text) for item in value)
    return text if isinstance(value, str) and value else value


@pytest.mark.parametrize(("content", "render"), EVERY)
def test_markup_is_printed_as_typed(content: Any, render: Callable[[Any], bytes]) -> None:
    squeezed = whole_text(render(said(content, MARKUP))).replace(" ", "")
    assert squeezed.casefold().count(MARKUP.replace(" ", "").casefold()) >= 3  # titles are in capitals
    assert "49<script>" not in squeezed


@pytest.mark.parametrize(("content", "render"), EVERY)
@pytest.mark.parametrize("text", ["Ữ" * 700, "từ dài " * 300, "một\nhai\n\nba"])
def test_any_length_stays_inside_the_margins(content: Any, render: Callable[[Any], bytes], text: str) -> None:
    data = render(said(content, text))
    sheets = [float(page.mediabox.width) * 25.4 / 72 for page in reader(data).pages]
    for word in words(data):
        assert word.left >= 29.8 and word.right <= sheets[word.page - 1] - 14.6, word

"""Every text of the papers around a visit may be anything: printed as typed, inside the margins, whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from reports.adapters.pdf.document import pdf_of
from tests.unit.reports import more_samples as samples
from tests.unit.reports.reading import needs_poppler, reader, whole_text, words

pytestmark = needs_poppler
MARKUP = "{{7*7}} <script>alert(1)</script> (lẻ \\ **đậm** http://127.0.0.1:9/a.png"
# Not typed by anybody: they choose how a text is drawn.
CHOSEN = {"marker", "state", "type_name"}
EVERY = [
    pytest.param(samples.decision(units=2), pdf_of, id="decision"),
    pytest.param(samples.announcement(teams=2), pdf_of, id="announcement"),
    pytest.param(samples.conclusion(draft=True), pdf_of, id="conclusion"),
    pytest.param(samples.follow_up(), pdf_of, id="follow-up"),
    pytest.param(samples.invitation(guests=2), pdf_of, id="invitation"),
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
    assert squeezed.count(MARKUP.replace(" ", "")) >= 3
    assert "49<script>" not in squeezed


@pytest.mark.parametrize(("content", "render"), EVERY)
@pytest.mark.parametrize("text", ["Ữ" * 700, "từ dài " * 300, "một\nhai\n\nba"])
def test_any_length_stays_inside_the_margins(content: Any, render: Callable[[Any], bytes], text: str) -> None:
    data = render(said(content, text))
    sheets = [float(page.mediabox.width) * 25.4 / 72 for page in reader(data).pages]
    for word in words(data):
        assert word.left >= 29.8 and word.right <= sheets[word.page - 1] - 14.6, word

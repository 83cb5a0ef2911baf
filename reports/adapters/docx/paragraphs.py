"""Paragraphs of a named style, and rules: empty paragraphs with a line above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from reports.adapters.docx.styles import BY_KEY
from reports.adapters.docx.xml import lines_of, tag, twips, words
from reports.domain.blocks import Run

EMU_PER_POINT: Final = 12_700


def paragraph(
    style: str,
    runs: Iterable[Any] = (),
    *,
    before: float | None = None,
    after: float | None = None,
    left: float | None = None,
    right: float | None = None,
    first: float | None = None,
    keep: bool = False,
    align: str = "",
    ruled: bool = False,
    tabs: Any = None,
) -> Any:
    """A paragraph; what is given differs from its style: spacing in points, indents in millimetres.

    ``keep`` holds it on a page with what follows, ``ruled`` draws a line above it.
    """
    spacing = {"w:before": _points(before), "w:after": _points(after)}
    indents = {
        "w:left": None if left is None else twips(left),
        "w:right": None if right is None else twips(right),
        "w:firstLine": None if first is None else twips(first),
    }
    properties = tag(
        "w:pPr",
        None,
        tag("w:pStyle", {"w:val": style}),
        tag("w:keepNext") if keep and not BY_KEY[style].keep else None,
        tag("w:pBdr", None, tag("w:top", {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": "auto"}))
        if ruled
        else None,
        tabs,
        _given("w:spacing", spacing),
        _given("w:ind", indents),
        tag("w:jc", {"w:val": align}) if align else None,
    )
    return tag("w:p", None, properties, *runs)


def _points(value: float | None) -> int | None:
    return None if value is None else round(value * 20)


def _given(name: str, attributes: dict[str, int | None]) -> Any:
    given = {key: value for key, value in attributes.items() if value is not None}
    return tag(name, given) if given else None


def space_after(element: Any, points: float) -> None:
    """Give a finished paragraph this much room below it."""
    element.get_or_add_pPr().get_or_add_spacing().after = round(points * EMU_PER_POINT)


def rule(wide: float, length: float, *, before: float = 3.0, after: float = 0.0, keep: bool = False) -> Any:
    """A line of this length in the middle of a column of this width, both in millimetres."""
    side = max(0.0, (wide - length) / 2)
    return paragraph("DuongKe", before=before, after=after, left=side, right=side, ruled=True, keep=keep)


def cut(runs: Sequence[Run] | str) -> list[list[Any]]:
    """Cleaned runs, cut into paragraphs where a text holds line ends; empty ones are left out."""
    given = [Run(runs)] if isinstance(runs, str) else runs
    result: list[list[Run]] = [[]]
    for run in given:
        head, *others = lines_of(run.text)
        result[-1].append(Run(head, run.style))
        result.extend([Run(other, run.style)] for other in others)
    kept = [_trimmed(line) for line in result if any(run.text.strip(" ") for run in line)]
    return [[words(run.text, run.style) for run in line] for line in kept] or [[]]


def _trimmed(line: list[Run]) -> list[Run]:
    """Without spaces at the edges of the paragraph, and none twice where two runs meet."""
    kept: list[Run] = []
    for run in line:
        text = run.text.lstrip(" ") if not kept or kept[-1].text.endswith(" ") else run.text
        if text:
            kept.append(Run(text, run.style))
    while kept and not kept[-1].text.strip(" "):
        kept.pop()
    kept[-1] = Run(kept[-1].text.rstrip(" "), kept[-1].style)
    return kept

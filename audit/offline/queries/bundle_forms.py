"""Forms of the bundle: the sheet of a version without answers, and the legal bases it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from audit.offline.domain.resources import Resource
from checklists.queries.instruments import VersionView
from checklists.queries.sheets import Sheet, blank_sheet

# What stands for the type of an establishment in the name of a form that is about a commune.
UNIT = "unit"


def form_name(version_id: int, subject_type_code: str | None) -> str:
    return f"form:{version_id}:{subject_type_code or UNIT}"


def form_resources(
    kinds: Sequence[tuple[int, str | None]],
    views: Mapping[int, VersionView],
    render: Callable[[Sheet], str],
) -> Iterator[Resource]:
    """One resource for each version and type of establishment, rendered as the page renders it."""
    for version_id, type_code in kinds:
        sheet = blank_sheet(views[version_id], type_code)
        yield Resource(
            form_name(version_id, type_code),
            {
                "title": sheet.version.instrument.title,
                "version": sheet.version.number,
                "html": render(sheet),
                "legal_bases": legal_bases(sheet),
            },
        )


def legal_bases(sheet: Sheet) -> list[dict[str, Any]]:
    """Each basis once, in the order of the form, with the codes of the items that rest on it."""
    found: dict[str, list[str]] = {}
    for entry in sheet.items():
        if entry.item.legal_basis:
            found.setdefault(entry.item.legal_basis.strip(), []).append(entry.item.code)
    return [{"text": text, "items": codes} for text, codes in found.items()]

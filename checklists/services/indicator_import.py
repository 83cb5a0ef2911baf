"""Taking over an indicator table from a spreadsheet: whole, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from audit.kernel.access import Actor
from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.spreadsheets import Table, read_table
from audit.kernel.text import tidy
from checklists.domain.annex import COLUMNS, columns_of, read_annex
from checklists.domain.indicator_sets import SetContent
from checklists.domain.problems import Problem
from checklists.models.indicators import IndicatorSet
from checklists.queries.wording import problem_text
from checklists.services.indicator_sets import publish_indicator_set

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}\Z")
_TITLE_LINES = 15
_MAX_LISTED = 200


@dataclass(frozen=True, slots=True)
class ImportedSet:
    """The set, whether it is new, and how many figures of the file were left out of it."""

    indicator_set: IndicatorSet
    created: bool
    indicators: int
    figures_ignored: int


def import_indicators(
    *,
    data: bytes,
    filename: str,
    code: str,
    version: str,
    valid_from: date,
    actor: Actor,
    name: str = "",
    source: str = "",
) -> ImportedSet:
    """Publish a set from an XLSX or CSV file with the nine columns of QĐ 29's annex 1.

    Lines of title above the heading are passed over. When a row is wrong nothing is written and Invalid
    ``indicator_rows_wrong`` carries ``rows``, pairs of line and reason; a heading that lacks columns is
    ``indicator_columns_missing``.
    """
    if not _CODE.match(code):
        raise Invalid("code_invalid", _("Mã gồm chữ thường không dấu, chữ số và dấu gạch dưới."), "code")
    if not version.strip() or len(version) > 30:
        raise Invalid("version_invalid", _("Nhập số phiên bản, tối đa 30 ký tự."), "version")
    header, rows = _heading(read_table(data, filename))
    name = name.strip() or str(_("Bộ chỉ số giám sát, đánh giá (%(code)s)", code=code))
    source = source.strip() or str(_("Nhập từ tệp %(file)s", file=tidy(filename)[:200]))
    try:
        annex = read_annex(header, rows, code=code, source=source)
    except Problem as problem:
        missing = ", ".join(f"“{column}”" for column in problem.params["columns"])
        raise Invalid(
            "indicator_columns_missing", _("Tệp thiếu cột: %(columns)s.", columns=missing), "file"
        ) from None
    if annex.wrong:
        raise Invalid(
            "indicator_rows_wrong",
            _("Tệp có %(n)s dòng sai; chưa nhập dòng nào.", n=len(annex.wrong)),
            "file",
            rows=[(wrong.line, problem_text(wrong.problem)) for wrong in annex.wrong[:_MAX_LISTED]],
        )
    if not annex.indicators:
        raise Invalid("indicator_rows_none", _("Tệp không có chỉ số nào."), "file")
    head = {
        "code": code,
        "name": name,
        "version": version.strip(),
        "valid_from": valid_from,
        "valid_to": None,
        "period_from": None,
        "period_to": None,
        "source": source,
        "note": None,
    }
    content = SetContent(head, tuple(annex.indicators), targets=annex.targets)
    published, created = publish_indicator_set(content=content, actor=actor)
    return ImportedSet(published, created, len(annex.indicators), annex.figures_ignored)


def _heading(table: Table) -> tuple[tuple[object, ...], list[tuple[int, tuple[object, ...]]]]:
    """The row that holds the nine headings, and what follows it."""
    best: tuple[int, int] = (len(columns_of(table.header)), -1)
    for place, (_line, cells) in enumerate(table.rows[:_TITLE_LINES]):
        best = max(best, (len(columns_of(cells)), place), key=lambda pair: pair[0])
    found, place = best
    if place >= 0 and found > len(COLUMNS) // 2:
        return table.rows[place][1], list(table.rows[place + 1 :])
    return table.header, list(table.rows)

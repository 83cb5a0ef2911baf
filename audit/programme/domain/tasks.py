"""Rows of a table of tasks: what each kind needs, and a table copied from Word or Excel read into rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.text import search_key, tidy

MOST_TASKS = 300
COLUMNS = ("number", "text", "lead", "coordinating", "timeframe", "product")
LENGTHS = {"number": 20, "text": 2000, "lead": 500, "coordinating": 500, "timeframe": 200, "product": 500}
_TASK_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?")
_GROUP_NUMBER = re.compile(r"(?:\d{1,3}|[IVX]{1,6})\.?")
_DASHES = frozenset("-–—+•")


class TaskKind(StrEnum):
    GROUP = "group"
    TASK = "task"
    PART = "part"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row as it is printed; a group has a number and words alone."""

    kind: TaskKind
    number: str
    text: str
    lead: str = ""
    coordinating: str = ""
    timeframe: str = ""
    product: str = ""

    def cleaned(self) -> TaskRow:
        """The same, tidied to single lines; :class:`Invalid` names the field that is missing or too long."""
        words = {name: " ".join(tidy(getattr(self, name)).split()) for name in LENGTHS}
        if self.kind is TaskKind.PART:
            words["number"] = words["number"] or "-"
        for name in ("number", "text"):
            if not words[name]:
                raise Invalid("field_missing", _("Chưa nhập nội dung này."), name)
        for name, longest in LENGTHS.items():
            if len(words[name]) > longest:
                raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=longest), name)
        if self.kind is TaskKind.GROUP and any(words[name] for name in COLUMNS[2:]):
            raise Invalid(
                "group_with_work",
                _("Nhóm nhiệm vụ chỉ có số thứ tự và tên; cơ quan, thời gian, sản phẩm ghi ở từng nhiệm vụ."),
                "kind",
            )
        return TaskRow(kind=self.kind, **words)


def kind_of(number: str) -> TaskKind:
    """What a row is by its number as printed: "2" and "II" a group, "2.1" a task, a dash a part of a task.

    :class:`Invalid` ``bad_number`` for any other.
    """
    number = number.strip()
    if not number or set(number) <= _DASHES:
        return TaskKind.PART
    if _TASK_NUMBER.fullmatch(number):
        return TaskKind.TASK
    if _GROUP_NUMBER.fullmatch(number):
        return TaskKind.GROUP
    raise Invalid("bad_number", _("Số thứ tự phải có dạng 2, II, 2.1 hoặc dấu gạch."), "number")


def read_table(text: str) -> list[TaskRow]:
    """The rows of a table of six columns, as Word, Excel or LibreOffice put it on the clipboard: cells parted
    by tabs, rows by lines, a cell of several lines in quotes. A heading row is passed over.

    :class:`Invalid` says which line is wrong; nothing is guessed.
    """
    if "\t" not in text:
        raise Invalid(
            "no_table",
            _("Không thấy các cột. Hãy chọn cả bảng trong Word hoặc Excel, chép rồi dán vào ô này."),
            "table",
        )
    rows: list[TaskRow] = []
    try:
        for line, cells in enumerate(csv.reader(io.StringIO(text), dialect="excel-tab"), start=1):
            if not any(cell.strip() for cell in cells) or (not rows and _is_heading(cells)):
                continue
            rows.append(_row(line, cells))
            if len(rows) > MOST_TASKS:
                raise Invalid("too_many", _("Bảng có quá %(n)s dòng.", n=MOST_TASKS), "table")
    except csv.Error as error:
        raise Invalid(
            "no_table", _("Không đọc được bảng đã dán; hãy chép lại từ Word hoặc Excel."), "table"
        ) from error
    if not rows:
        raise Invalid("no_table", _("Bảng đã dán không có nhiệm vụ nào."), "table")
    _check_order(rows)
    return rows


def _is_heading(cells: Sequence[str]) -> bool:
    return search_key(cells[0]) in ("stt", "tt", "so tt")


def _row(line: int, cells: Sequence[str]) -> TaskRow:
    filled = [*cells[: len(COLUMNS)], *[""] * (len(COLUMNS) - len(cells))]
    if any(cell.strip() for cell in cells[len(COLUMNS) :]):
        raise Invalid("bad_row", _("Dòng %(n)s có nhiều hơn 6 cột.", n=line), "table")
    try:
        return TaskRow(kind_of(filled[0]), *filled).cleaned()
    except Invalid as error:
        raise Invalid(error.code, _("Dòng %(n)s: %(why)s", n=line, why=error.message), "table") from error


def _check_order(rows: Sequence[TaskRow]) -> None:
    """A part of a task stands under a task."""
    before: TaskKind | None = None
    for position, row in enumerate(rows, start=1):
        if row.kind is TaskKind.PART and before not in (TaskKind.TASK, TaskKind.PART):
            raise Invalid(
                "part_alone",
                _("Nhiệm vụ thứ %(n)s là gạch đầu dòng nhưng không nằm dưới nhiệm vụ nào.", n=position),
                "table",
            )
        before = row.kind

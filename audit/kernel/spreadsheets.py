"""Spreadsheets in and out: hostile files refused unopened, formulas never run, dangerous cells guarded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.text import tidy
from audit.kernel.xlsx_guard import Limits, not_a_spreadsheet, rebuilt, too_big

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """The first sheet: its heading and its rows, each with its line number in the file (from 1).

    Rows are as long as the heading, or longer where a row has more cells than there are headings.
    Empty rows are left out, empty cells are None, texts are tidy. CSV cells are texts.
    """

    header: tuple[str, ...]
    rows: list[tuple[int, tuple[Cell, ...]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: ``widths`` in characters, ``notes`` are lines put above the heading."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()
    notes: Sequence[str] = field(default=())


def read_table(data: bytes, filename: str, *, limits: Limits | None = None) -> Table:
    """The first visible sheet of an XLSX file, or a CSV file.

    Raises :class:`Invalid`, with advice, when the file cannot be trusted or read.
    """
    limits = limits or Limits()
    if len(data) > limits.size:
        most = limits.size // (1024 * 1024)
        raise Invalid("file_too_large", _("Tệp lớn quá %(n)s MB.", n=most), "file")
    if not data.strip():
        raise Invalid("file_empty", _("Tệp trống."), "file")
    if data[:4] == b"PK\x03\x04":
        lines = _read_xlsx(data, limits)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Invalid(
            "old_or_locked_workbook",
            _("Tệp là Excel đời cũ (.xls) hoặc có mật khẩu. Hãy lưu lại thành .xlsx, không đặt mật khẩu."),
            "file",
        )
    elif filename.lower().endswith((".xlsx", ".xlsm")):
        raise not_a_spreadsheet()
    else:
        lines = _read_csv(data, limits)
    return _table(lines, limits)


def _table(lines: Iterable[tuple[int, list[Any]]], limits: Limits) -> Table:
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    sample: list[str] = []
    for number, cells in lines:
        values = [_clean(cell, number, limits) for cell in cells]
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        if len(values) > limits.columns or len(rows) >= limits.rows:
            raise too_big(limits)
        sample.extend(value for value in values if isinstance(value, str))
        if not header:
            header = tuple("" if value is None else re.sub(r"\s+", " ", str(value)) for value in values)
        else:
            rows.append((number, tuple(values) + (None,) * (len(header) - len(values))))
    if not header:
        raise Invalid("file_empty", _("Tệp trống."), "file")
    _refuse_legacy_fonts("\n".join(sample))
    return Table(header, rows)


def _clean(cell: Any, number: int, limits: Limits) -> Cell:
    if isinstance(cell, str):
        if len(cell) > limits.cell:
            words = _("Dòng %(line)s có ô dài quá %(n)s ký tự.", line=number, n=limits.cell)
            raise Invalid("cell_too_long", words, "file")
        text = tidy(cell)
        if len(text) > 1 and text[0] == "'" and text[1] in _DANGEROUS:
            text = text[1:]  # the guard that write_csv puts before such cells
        return text or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if cell is None or isinstance(cell, int | float | date):
        return cell
    return str(cell)


# Vietnamese typed in fonts of before Unicode (TCVN3 .VnTime, VNI): letters that Vietnamese never uses.
_TCVN3 = re.compile(r"[A-Za-z][µ¶·¸¹¨»¾¼½Æ©ª«¬®]")
_VNI = re.compile(r"[AEOUYDaeouyd][øØûÛïÏåÅäÄöÖüÜëËñÑ]")


def _refuse_legacy_fonts(text: str) -> None:
    sample = text[:200_000]
    if len(_TCVN3.findall(sample)) >= 3 or len(_VNI.findall(sample)) >= 3:
        raise _wrong_encoding()


def _wrong_encoding() -> Invalid:
    return Invalid(
        "wrong_encoding",
        _(
            "Chữ tiếng Việt trong tệp không phải Unicode (có thể là TCVN3, VNI hoặc ANSI). "
            "Hãy chuyển sang Unicode rồi lưu thành .xlsx hoặc CSV UTF-8."
        ),
        "file",
    )


# --- CSV


def _read_csv(data: bytes, limits: Limits) -> Iterable[tuple[int, list[Any]]]:
    text = _decode(data)
    first = text.splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin = 1
    try:
        for cells in reader:
            yield begin, list(cells)
            begin = reader.line_num + 1
    except csv.Error as error:
        if "limit" in str(error):
            words = _("Dòng %(line)s có ô dài quá %(n)s ký tự.", line=begin, n=limits.cell)
            raise Invalid("cell_too_long", words, "file") from error
        words = _("Dòng %(line)s: dấu ngoặc kép trong tệp CSV không khớp.", line=begin)
        raise Invalid("bad_csv", words, "file") from error


def _decode(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding() from error
    if "\x00" in text or not text.strip():
        raise not_a_spreadsheet()
    controls = sum(1 for char in text[:5000] if ord(char) < 32 and char not in "\t\n\r")
    if controls or re.match(r"\s*(?:<\?xml|<!doctype|<html|%PDF|\{\\rtf)", text, re.IGNORECASE):
        raise not_a_spreadsheet()
    return text


# --- XLSX


def _read_xlsx(data: bytes, limits: Limits) -> Iterable[tuple[int, list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    cleaned = rebuilt(data, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(cleaned)
        visible = [s.name for s in workbook.sheets_metadata if s.visible is SheetVisibleEnum.Visible]
        sheet = workbook.get_sheet_by_name(visible[0] if visible else workbook.sheet_names[0])
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise not_a_spreadsheet() from error
    for number, row in enumerate(rows, start=1):
        yield number, [None if cell == "" else cell for cell in row]


# --- writing

_DANGEROUS = "=+-@\t\r\n＝＋－＠"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*\Z")


def _is_dangerous(text: str) -> bool:
    return text[:1] in _DANGEROUS and bool(text) and not _NUMBER.match(text)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV for Excel: UTF-8 with BOM, RFC 4180; a text that a program could run gets a leading apostrophe."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([_csv_text(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def _csv_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, str):
        return f"'{cell}" if _is_dangerous(cell) else cell
    return str(cell)


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook whose texts stay texts (no formula, no link); the same input gives the same bytes."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        head = base | {"bold": True, "border": 1, "bg_color": "#E8EEF4", "text_wrap": True}
        formats = {
            "head": book.add_format(head | {"valign": "vcenter", "align": "center"}),
            "text": book.add_format(base | {"text_wrap": True}),
            "guarded": book.add_format(base | {"text_wrap": True, "quote_prefix": True}),
            "number": book.add_format(base),
            "date": book.add_format(base | {"num_format": "dd/mm/yyyy"}),
        }
        for sheet in sheets:
            _write_sheet(book, sheet, formats)
    return target.getvalue()


def _write_sheet(book: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet.name)[:31])
    for line, note in enumerate(sheet.notes):
        page.write_string(line, 0, note)
    top = len(sheet.notes)
    for column, title in enumerate(sheet.header):
        page.write_string(top, column, title, formats["head"])
        width = sheet.widths[column] if column < len(sheet.widths) else max(12, min(40, len(title) + 2))
        page.set_column(column, column, width)
    line = top
    for line, row in enumerate(sheet.rows, start=top + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                text = cell if len(cell) <= 32_000 else f"{cell[:32_000]} […]"
                page.write_string(line, column, text, formats["guarded" if _is_dangerous(cell) else "text"])
            elif isinstance(cell, date):
                page.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), formats["date"])
            elif cell is not None:
                page.write_number(line, column, cell, formats["number"])
    page.freeze_panes(top + 1, 0)
    if line > top and sheet.header:
        page.autofilter(top, 0, line, len(sheet.header) - 1)

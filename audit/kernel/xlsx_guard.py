"""Takes an untrusted XLSX apart under limits and puts a harmless one together, before any reader sees it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a spreadsheet may have: bytes, zip entries, unpacked bytes, rows, columns, letters a cell."""

    size: int = 10 * 1024 * 1024
    entries: int = 500
    unpacked: int = 120 * 1024 * 1024
    rows: int = 20_000
    columns: int = 200
    cell: int = 20_000


def not_a_spreadsheet() -> Invalid:
    words = _("Tệp không phải bảng tính XLSX hoặc CSV, hoặc đã bị hỏng.")
    return Invalid("not_a_spreadsheet", words, "file")


def too_big(limits: Limits) -> Invalid:
    words = _("Bảng có quá %(rows)s dòng hoặc %(columns)s cột.", rows=limits.rows, columns=limits.columns)
    return Invalid("table_too_big", words, "file")


# What the zip reader raises for damaged, encrypted, overlapping or oddly packed entries.
_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)


def rebuilt(data: bytes, limits: Limits) -> io.BytesIO:
    """A new zip of the XML parts alone, each unpacked under the limits and looked through first.

    What the reader opens is therefore never the sender's zip: no bomb, no overlapping or doubled entries,
    no macros or media, no document type or entity, no cell beyond the allowed rows and columns.
    """
    _check_directory(data, limits)
    target = io.BytesIO()
    left = limits.unpacked
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as kept:
            infos = source.infolist()
            if len({info.filename for info in infos}) != len(infos) or len(infos) > limits.entries:
                raise not_a_spreadsheet()
            if sum(info.file_size for info in infos) > limits.unpacked:
                raise _bomb()
            if "[Content_Types].xml" not in source.namelist():
                raise not_a_spreadsheet()
            for info in infos:
                if not info.filename.lower().endswith((".xml", ".rels")) or ".." in info.filename:
                    continue
                with source.open(info) as part:
                    content = part.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise _bomb()
                _check_part(content, limits)
                kept.writestr(info.filename, content)
    except _UNREADABLE as error:
        raise not_a_spreadsheet() from error
    target.seek(0)
    return target


def _bomb() -> Invalid:
    return Invalid("unpacks_too_large", _("Tệp nén giải ra quá lớn nên bị từ chối."), "file")


def _check_directory(data: bytes, limits: Limits) -> None:
    """Refuse a zip whose directory is long before anything parses it (its size is written at the end)."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if at < 0 or len(data) < at + 22:
        raise not_a_spreadsheet()
    entries = int.from_bytes(data[at + 10 : at + 12], "little")
    size = int.from_bytes(data[at + 12 : at + 16], "little")
    if entries > limits.entries or size > limits.entries * 400:
        raise Invalid("too_many_entries", _("Tệp nén chứa quá nhiều mục nên bị từ chối."), "file")


def _check_part(content: bytes, limits: Limits) -> None:
    """Walk through one XML part: no document type (so no entity), every filled cell within the limits."""
    from xml.parsers import expat

    row = column = 0
    parser = expat.ParserCreate()

    def doctype(*_details: object) -> None:
        raise Invalid("unsafe_xml", _("Tệp chứa khai báo XML không an toàn nên bị từ chối."), "file")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        local = name.rpartition(":")[2]
        if local == "row":
            row, column = int(attributes.get("r") or row + 1), 0
        elif local == "c":
            match = re.fullmatch(r"([A-Z]{1,7})([0-9]{1,9})", attributes.get("r", ""))
            if match:
                row, column = int(match[2]), _column_number(match[1])
            else:
                column += 1
        elif local in ("v", "is") and (row > limits.rows + 100 or column > limits.columns):
            raise too_big(limits)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise not_a_spreadsheet() from error


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number

"""The file itself: a bare package to write into, and the finished bytes, the same for the same content."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any, Final

from reports.adapters.docx.styles import LANGUAGE, write_styles
from reports.adapters.docx.xml import one_line, tag

MAKER: Final = "Thực Địa"
_APPLICATION: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{MAKER}</Application></Properties>"
)
# What the library's own template brings along and no document of ours needs.
_LEFT_OUT: Final = (
    "thumbnail",
    "stylesWithEffects",
    "webSettings",
    "customXml",
    "numbering",
    "theme",
    "fontTable",
)
_WORD: Final = "http://schemas.microsoft.com/office/word"


def bare_document(*, title: str, author: str, subject: str, dated: date) -> Any:
    """An empty document with our styles and properties."""
    from docx import Document

    document = Document()
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _LEFT_OUT:
                del holder.rels[key]
            elif relation.reltype.endswith("/extended-properties"):
                relation.target_part._blob = _APPLICATION.encode()
    write_styles(document.styles.element)
    _settings(document.settings.element)
    known = document.core_properties
    known.title, known.author, known.subject = (
        one_line(title)[:255],
        one_line(author)[:255],
        one_line(subject),
    )
    known.last_modified_by, known.language, known.comments = MAKER, LANGUAGE, ""
    known.created = known.modified = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    known.revision = 1
    return document


def _settings(root: Any) -> None:
    for child in list(root):
        root.remove(child)
    modern = {"w:name": "compatibilityMode", "w:uri": _WORD, "w:val": 15}
    root.extend(
        (
            tag("w:zoom", {"w:percent": 100}),
            tag("w:defaultTabStop", {"w:val": 720}),
            tag("w:characterSpacingControl", {"w:val": "doNotCompress"}),
            tag(
                "w:compat",
                None,
                tag("w:doNotUseHTMLParagraphAutoSpacing"),  # room below and above adds up
                tag("w:compatSetting", modern),
            ),
            tag("w:themeFontLang", {"w:val": LANGUAGE}),
            tag("w:decimalSymbol", {"w:val": ","}),
            tag("w:listSeparator", {"w:val": ";"}),
        )
    )


def finished(document: Any) -> bytes:
    """The bytes: the moment of saving, which the library writes on every entry, is taken off."""
    saved, target = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            plain = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            plain.compress_type = zipfile.ZIP_DEFLATED
            plain.external_attr = 0o600 << 16
            made.writestr(plain, given.read(entry.filename))
    return target.getvalue()

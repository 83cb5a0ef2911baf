"""Reads Word files back with python-docx: texts in reading order, styles, sections, the package."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from docx import Document
from docx.oxml.ns import qn

RECIPIENTS = ("Nơi nhận", "Danh sách nơi nhận")


def opened(data: bytes) -> Any:
    """python-docx's view of the file."""
    return Document(io.BytesIO(data))


def text_of(element: Any) -> str:
    """The text of a paragraph element."""
    return "".join(leaf.text or "" for leaf in element.iter(qn("w:t")))


def style_of(document: Any, element: Any) -> str:
    """The name of a paragraph's style."""
    found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    keys = {style.style_id: style.name for style in document.styles}
    return keys[found.get(qn("w:val"))] if found is not None else "Normal"


def paragraphs(data: bytes, style: str) -> list[str]:
    """Texts of all paragraphs of a style, in cells too."""
    document = opened(data)
    body = document.element.body
    return [text_of(p) for p in body.iter(qn("w:p")) if style_of(document, p) == style and text_of(p)]


def in_reading_order(data: bytes) -> list[str]:
    """The texts of the file as they are read: a table with a header row by row, one that only sets things
    side by side column by column, who gets a copy last of all."""
    document = opened(data)
    found: list[str] = []
    for block in document.element.body:
        if block.tag == qn("w:p"):
            found.append(text_of(block))
        elif block.tag == qn("w:tbl"):
            found += _table(document, block)
    return [text for text in found if text.strip()]


def _table(document: Any, table: Any) -> Iterator[str]:
    rows = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]
    if table.find(f".//{qn('w:tblHeader')}") is not None:
        cells = [cell for row in rows for cell in row]
    elif len(rows) > 2 and len(rows) % 3 == 0:  # places to sign: what is above, the hand, what is below
        cells = [
            row[side]
            for start in range(0, len(rows), 3)
            for side in (0, 1)
            for row in rows[start : start + 3]
        ]
    else:
        cells = [row[column] for column in range(len(rows[0])) for row in rows]
    every = [paragraph for cell in cells for paragraph in cell.findall(qn("w:p"))]
    copies = [p for p in every if style_of(document, p) in RECIPIENTS]
    yield from (text_of(p) for p in every if p not in copies)
    yield from (text_of(p) for p in copies)


def data_tables(data: bytes) -> list[Any]:
    """The tables with a header, as elements."""
    tables = opened(data).element.body.iter(qn("w:tbl"))
    return [table for table in tables if table.find(f".//{qn('w:tblHeader')}") is not None]


def parts(data: bytes) -> dict[str, bytes]:
    """The files of the package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def assert_harmless(data: bytes) -> None:
    """Relations within the package only, one kind of field, no link, no macro, no foreign object."""
    package = parts(data)
    for name, blob in package.items():
        if name.endswith(".rels"):
            assert b"TargetMode" not in blob, name
            targets = [relation.get("Target", "") for relation in ElementTree.fromstring(blob)]
            assert not [target for target in targets if ":" in target or ".." in target], name
        if name.endswith((".xml", ".svg")):
            root = ElementTree.fromstring(blob)
            for forbidden in (b"<w:hyperlink", b"<w:fldSimple", b"<w:object", b"<w:altChunk", b"<!DOCTYPE"):
                assert forbidden not in blob, (name, forbidden)
        if name.endswith(".svg"):
            assert {node.tag.rsplit("}", 1)[-1] for node in root.iter()} <= {"svg", "path", "text"}, name
            marks = [key for node in root.iter() for key in node.attrib]
            assert not [key for key in marks if "href" in key or key.startswith("on")], name
    names = set(package)
    assert not [name for name in names if re.search(r"vba|macro|\.bin|embeddings|customXml", name, re.I)]
    assert {name.rsplit(".", 1)[-1] for name in names} <= {"xml", "rels", "jpg", "png", "svg"}
    assert b"macroEnabled" not in package["[Content_Types].xml"]
    assert b"<w:instrText" not in package["word/document.xml"]

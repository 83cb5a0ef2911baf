"""Reads finished PDFs back with poppler and pypdf: words with their places, fonts, pages of text."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import tempfile
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pypdf import PdfReader

POINTS = 72 / 25.4
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None or shutil.which("pdffonts") is None,
    reason="poppler (pdftotext, pdffonts) is not installed",
)


class Word(NamedTuple):
    """A word on a page, millimetres from the page's left and top edge."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


class Piece(NamedTuple):
    """A drawn stretch of text with its face and size in points."""

    page: int
    text: str
    face: str
    size: float


def _poppler(command: str, data: bytes, *options: str, output: str | None = None) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "read.pdf"
        path.write_bytes(data)
        arguments = [command, *options, str(path), *([output] if output else [])]
        return subprocess.run(arguments, capture_output=True, check=True).stdout.decode("utf-8")


@cache
def words(data: bytes) -> list[Word]:
    """Every word with its box."""
    found = []
    pages = _poppler("pdftotext", data, "-bbox", output="-").split("<page ")[1:]
    pattern = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    for number, page in enumerate(pages, start=1):
        for left, top, right, bottom, text in pattern.findall(page):
            box = (float(value) / POINTS for value in (left, top, right, bottom))
            found.append(Word(number, html.unescape(text), *box))
    return found


def pages_of_text(data: bytes) -> list[str]:
    """The text of each page, NFC, with single spaces."""
    pages = _poppler("pdftotext", data, "-layout", output="-").split("\f")[:-1]
    return [" ".join(unicodedata.normalize("NFC", page).split()) for page in pages]


def whole_text(data: bytes) -> str:
    """The text of all pages."""
    return " ".join(pages_of_text(data))


def fonts(data: bytes) -> list[list[str]]:
    """Rows of pdffonts: name, type …, embedded, subset, unicode."""
    return [line.split() for line in _poppler("pdffonts", data).splitlines()[2:]]


@cache
def pieces(data: bytes) -> list[Piece]:
    """Every drawn stretch with its face ("TinosBold") and size."""
    found: list[Piece] = []
    for number, page in enumerate(reader(data).pages, start=1):

        def visit(text: str, _cm: Any, _tm: Any, font: Any, size: float, number: int = number) -> None:
            if text.strip() and font is not None:
                face = str(font["/BaseFont"]).split("+")[-1]
                clean = " ".join(unicodedata.normalize("NFC", text).split())
                found.append(Piece(number, clean, face, size))

        page.extract_text(visitor_text=visit)
    return found


def reader(data: bytes) -> PdfReader:
    """pypdf's view of the file."""
    return PdfReader(io.BytesIO(data))


def size_of(data: bytes, text: str) -> set[tuple[str, float]]:
    """Faces and sizes in which stretches starting with this text are drawn."""
    return {(p.face, p.size) for p in pieces(data) if p.text.startswith(text)}

"""Reading a PDF back: its text in one line, as a person selecting it would get it."""

from __future__ import annotations

import io
import re
import unicodedata

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """All text of a PDF in NFC with single spaces."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def letters_of(text: str) -> str:
    """The text without any space: line ends in a PDF fall anywhere."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))

"""A document of any kind as PDF."""

from __future__ import annotations

from collections.abc import Mapping

from reports.adapters.pdf.outline import drawn, drawn_with_place
from reports.domain.content import Content
from reports.domain.outlines.registry import OUTLINES
from reports.domain.signatures import Place
from reports.domain.steps import Listener, nobody
from reports.domain.wording import DocumentKind


def pdf_of(
    content: Content, photos: Mapping[str, bytes] | None = None, *, listener: Listener = nobody
) -> bytes:
    """The document as the bytes of a PDF; ``photos`` maps the SHA-256 of JPEG bytes to those bytes.

    The same content and photos always give the same bytes, whoever listens. A photo without bytes leaves a
    frame.
    """
    return drawn(OUTLINES[DocumentKind(content.document)](content), photos, listener=listener)


def pdf_and_place(content: Content, photos: Mapping[str, bytes] | None = None) -> tuple[bytes, Place | None]:
    """The same, and where on it the officer signs; None where several sides sign."""
    return drawn_with_place(OUTLINES[DocumentKind(content.document)](content), photos)

"""Thông báo kết luận kiểm tra as PDF."""

from __future__ import annotations

from reports.adapters.pdf.outline import drawn
from reports.domain.conclusion_document import ConclusionDocument
from reports.domain.outlines.conclusion import conclusion_outline


def render_conclusion(content: ConclusionDocument) -> bytes:
    """The conclusion as the bytes of a PDF; the same content always gives the same bytes."""
    return drawn(content.letterhead, conclusion_outline(content))

"""Biên bản kiểm tra as PDF."""

from __future__ import annotations

from reports.adapters.pdf.outline import drawn
from reports.domain.minutes_document import MinutesDocument
from reports.domain.outlines.minutes import minutes_outline


def render_minutes(content: MinutesDocument) -> bytes:
    """The minutes as the bytes of a PDF; the same content always gives the same bytes."""
    return drawn(content.letterhead, minutes_outline(content))

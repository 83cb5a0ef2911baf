"""Thông báo lịch kiểm tra as PDF."""

from __future__ import annotations

from reports.adapters.pdf.outline import drawn
from reports.domain.announcement_document import AnnouncementDocument
from reports.domain.outlines.announcement import announcement_outline


def render_announcement(content: AnnouncementDocument) -> bytes:
    """The announcement as the bytes of a PDF; the same content always gives the same bytes."""
    return drawn(content.letterhead, announcement_outline(content))

"""Báo cáo tình hình thực hiện kiến nghị as PDF."""

from __future__ import annotations

from reports.adapters.pdf.outline import drawn
from reports.domain.follow_up_document import FollowUpDocument
from reports.domain.outlines.follow_up import follow_up_outline


def render_follow_up(content: FollowUpDocument) -> bytes:
    """The report as the bytes of a PDF; the same content always gives the same bytes."""
    return drawn(content.letterhead, follow_up_outline(content))

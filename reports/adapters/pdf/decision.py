"""Quyết định thành lập Đoàn kiểm tra as PDF."""

from __future__ import annotations

from reports.adapters.pdf.outline import drawn
from reports.domain.decision_document import DecisionDocument
from reports.domain.outlines.decision import decision_outline


def render_decision(content: DecisionDocument) -> bytes:
    """The decision as the bytes of a PDF; the same content always gives the same bytes."""
    return drawn(content.letterhead, decision_outline(content))

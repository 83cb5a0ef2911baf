"""Kế hoạch kiểm tra as PDF."""

from __future__ import annotations

from reports.adapters.pdf.outline import drawn
from reports.domain.outlines.plan import plan_outline
from reports.domain.plan_document import PlanDocument


def render_plan(content: PlanDocument) -> bytes:
    """The plan as the bytes of a PDF; the same content always gives the same bytes."""
    return drawn(content.letterhead, plan_outline(content))

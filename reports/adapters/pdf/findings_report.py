"""Báo cáo kết quả kiểm tra as PDF."""

from __future__ import annotations

from collections.abc import Mapping

from reports.adapters.pdf.outline import drawn
from reports.domain.findings_report import FindingsReport
from reports.domain.outlines.findings_report import findings_report_outline


def render_findings_report(content: FindingsReport, photos: Mapping[str, bytes]) -> bytes:
    """The report as the bytes of a PDF; ``photos`` maps the SHA-256 of JPEG bytes to those bytes.

    The same content and photos always give the same bytes. A photo without bytes leaves a frame.
    """
    return drawn(content.letterhead, findings_report_outline(content), photos)

"""Which kinds of documents are told in blocks, so that they have a Word file and a workbook of their tables.

A new kind is added here with its outline; a test names those that are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from reports.domain.blocks import Block
from reports.domain.outlines.announcement import announcement_outline
from reports.domain.outlines.checklist_annex import checklist_annex_outline
from reports.domain.outlines.conclusion import conclusion_outline
from reports.domain.outlines.decision import decision_outline
from reports.domain.outlines.findings_report import findings_report_outline
from reports.domain.outlines.follow_up import follow_up_outline
from reports.domain.outlines.invitation import invitation_outline
from reports.domain.outlines.minutes import minutes_outline
from reports.domain.outlines.periodic import periodic_outline
from reports.domain.outlines.plan import plan_outline
from reports.domain.outlines.review_plan import review_plan_outline
from reports.domain.outlines.task_table import task_table_outline
from reports.domain.wording import DocumentKind

Outline = Callable[[Any], Iterator[Block]]
OUTLINES: Final[Mapping[DocumentKind, Outline]] = {
    DocumentKind.PLAN: plan_outline,
    DocumentKind.MINUTES: minutes_outline,
    DocumentKind.FINDINGS_REPORT: findings_report_outline,
    DocumentKind.DECISION: decision_outline,
    DocumentKind.ANNOUNCEMENT: announcement_outline,
    DocumentKind.CONCLUSION: conclusion_outline,
    DocumentKind.FOLLOW_UP: follow_up_outline,
    DocumentKind.INVITATION: invitation_outline,
    DocumentKind.CHECKLIST_ANNEX: checklist_annex_outline,
    DocumentKind.PERIODIC_REPORT: periodic_outline,
    DocumentKind.REVIEW_PLAN: review_plan_outline,
    DocumentKind.TASK_TABLE: task_table_outline,
}

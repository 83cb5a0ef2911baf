"""The outline of the report a unit is asked for: the plan's content, in the order of its checklist."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from audit.inspections.models.plans import InspectionPlan
from audit.kernel.database import db
from checklists.domain.kinds import AnswerType
from checklists.models.instruments import Item
from reports.domain.announcement_document import AskedFigure, Outline
from reports.domain.answer_text import NUMERIC
from reports.domain.consolidation import plain_title
from reports.domain.letterhead import Clause
from reports.domain.merging import same
from reports.domain.wording import lowered

# What inspectors write for themselves; a section of nothing else is not the unit's to report on.
_FREE = frozenset({AnswerType.TEXT, AnswerType.CHOICES, AnswerType.HEADING})
# Plan of 2023, part II.3: figures only, no lists of people.
NOTE = "Chỉ nêu số liệu tổng hợp; không lập, không gửi kèm danh sách người."


def outline_of(plan: InspectionPlan) -> Outline:
    """Sections of the plan's checklist: what the plan says of each, else what the checklist asks; figures in
    a table; papers to keep ready. One query."""
    statement = (
        select(Item)
        .where(Item.version_id == plan.instrument_version_id)
        .options(joinedload(Item.section))
        .order_by(Item.position)
    )
    sections: dict[str, list[Item]] = {}
    for item in db.session.scalars(statement):
        sections.setdefault(plain_title(item.section.title), []).append(item)
    asked = {
        title: items
        for title, items in sections.items()
        if any(AnswerType(item.answer_type) not in _FREE for item in items)
    }
    said = {
        same(plain_title(str(entry.get("title", "")))): entry.get("paragraphs") or ()
        for entry in plan.content
    }
    establishment = plan.kind == "establishment"
    return Outline(
        title="Danh mục nội dung cơ sở chuẩn bị" if establishment else "Đề cương báo cáo phục vụ kiểm tra",
        sections=tuple(
            Clause(title, _points(items, [str(text) for text in said.get(same(title), ())]))
            for title, items in asked.items()
        ),
        figures=tuple(
            figure for title, items in asked.items() for item in items for figure in _figures(title, item)
        ),
        papers=tuple(line for title, items in asked.items() if (line := _papers(title, items))),
        note=NOTE,
    )


def _points(items: Sequence[Item], said: Sequence[str]) -> tuple[str, ...]:
    if said:
        return tuple(text.strip() for text in said if text.strip())
    return tuple(
        item.text.strip()
        for item in items
        if AnswerType(item.answer_type) not in NUMERIC and AnswerType(item.answer_type) not in _FREE
    )


def _papers(title: str, items: Sequence[Item]) -> str:
    """``Việc quản lý …: danh mục văn bản; kế hoạch năm``, each paper once; "" when none is named."""
    named = dict.fromkeys(lowered(paper.strip().rstrip(".;")) for item in items for paper in item.evidence)
    return f"{title.rstrip(' :')}: {'; '.join(named)}" if named else ""


def _asked(text: str) -> str:
    """The name of a figure from the question of the checklist: what stands before the question mark."""
    return text.partition("?")[0].replace(" là bao nhiêu", "").strip()


def _figures(section: str, item: Item) -> list[AskedFigure]:
    """The rows a numeric item gives: one, one a part ("nam", "nữ"), or one with the measures it may have."""
    kind, name = AnswerType(item.answer_type), _asked(item.text)
    if kind not in NUMERIC:
        return []
    unit = item.unit or ""
    if kind is AnswerType.COUNT_PAIR:
        return [
            AskedFigure(f"{name}: {str(part['label']).lower()}", unit, section)
            for part in item.options["parts"]
        ]
    if kind is AnswerType.COUNT_CHOICE:
        measures = " hoặc ".join(str(entry["label"]).lower() for entry in item.options["measures"])
        return [AskedFigure(f"{name} ({measures})", unit, section)]
    return [AskedFigure(name, unit, section)]

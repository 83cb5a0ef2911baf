"""Báo cáo kết quả kiểm tra: general part, the four parts of a conclusion, annexes of the units."""

from __future__ import annotations

from collections.abc import Iterator

from reports.domain.blocks import (
    TABLE_START,
    Block,
    Closing,
    Front,
    Gap,
    Heading,
    Numbered,
    Paragraph,
    Points,
    Proof,
    Run,
    ended,
    text,
)
from reports.domain.findings_report import SEVERITY_NAMES, FindingsReport, RecommendationRow, Shortcoming
from reports.domain.letterhead import Clause
from reports.domain.numbering import annex_label, padded
from reports.domain.outlines.charts import charts
from reports.domain.outlines.proof import content_digest
from reports.domain.outlines.unit_annex import unit_annex
from reports.domain.outlines.visited_units import visited_units
from reports.domain.tables import Column, Table, one_row


def findings_report_outline(content: FindingsReport) -> Iterator[Block]:
    """The report from its head to the last annex."""
    head = content.letterhead
    yield Front(head)
    yield from map(text, content.opening)
    yield from _general(content)
    yield Heading("II. KẾT QUẢ ĐẠT ĐƯỢC", 0)
    for position, part in enumerate(content.results, start=1):
        yield Numbered(f"{position}.", part)
    if not content.results:
        yield text("Không có nội dung.")
    yield from _shortcomings(content.shortcomings)
    yield Heading("IV. NGUYÊN NHÂN", 0)
    yield Points(content.causes or ("Không có nội dung.",), "-" if content.causes else "")
    yield from _recommendations(content)
    closing = content.closing or f"Trên đây là {head.type_name.capitalize()} {_lowered(head.summary)}."
    yield text(ended(closing), before_foot=True)
    yield Closing(head)
    journal = (f"Mã nhật ký hệ thống: {content.journal_hash}",) if content.journal_hash else ()
    yield Proof((content_digest(content), *journal))
    for position, annex in enumerate(content.annexes, start=1):
        yield from unit_annex(annex_label(position, len(content.annexes)), annex, head)


def _lowered(summary: str) -> str:
    """A title as it continues a sentence: its first letter small, unless it starts an abbreviation."""
    summary = " ".join(summary.split())
    return summary if summary[:2].isupper() else summary[:1].lower() + summary[1:]


def _general(content: FindingsReport) -> Iterator[Block]:
    yield Heading("I. KHÁI QUÁT CHUNG", 0)
    yield Numbered("1.", Clause("Thời gian kiểm tra", (content.period,), "", run_in=True))
    yield Numbered("2.", Clause("Thành phần đoàn kiểm tra", content.composition))
    total = padded(len(content.units))
    said = f"Đoàn đã kiểm tra {total} đơn vị (Bảng 1)." if content.units else "Chưa có đơn vị được kiểm tra."
    yield Numbered("3.", Clause("Đơn vị được kiểm tra", (said,), "", run_in=True))
    yield from visited_units(content.units, content.score_titles)
    if content.charts:
        yield from charts(content.units, content.map_svg)
    for position, part in enumerate((*content.general, *_of_one_visit(content)), start=4):
        yield Numbered(f"{position}.", part)


def _of_one_visit(content: FindingsReport) -> Iterator[Clause]:
    """What a report on one visit tells beside what every report does."""
    if content.per_content:
        yield Clause("Kết quả theo từng nội dung kiểm tra", content.per_content)
    if content.opinions:
        yield Clause("Ý kiến của đơn vị được kiểm tra", content.opinions)


def _shortcomings(shortcomings: tuple[Shortcoming, ...]) -> Iterator[Block]:
    yield Heading("III. TỒN TẠI, HẠN CHẾ", 0)
    if not shortcomings:
        yield text("Qua kiểm tra, chưa ghi nhận tồn tại, hạn chế.")
    for position, item in enumerate(shortcomings, start=1):
        yield Paragraph((Run(f"{position}. {item.text}"), *_details(item)))


def _details(item: Shortcoming) -> list[Run]:
    """What is known beside the condition, in one bracket: severity, rule, effect, units."""
    known = []
    if item.severity is not None:
        known.append(f"Mức độ: {SEVERITY_NAMES[item.severity].lower()}")
    if item.legal_basis:
        known.append(f"Căn cứ: {item.legal_basis.rstrip('.')}")
    if item.effect:
        known.append(f"Ảnh hưởng: {item.effect.rstrip('.')}")
    if item.units:
        known.append(f"Đơn vị: {', '.join(item.units)}")
    return [Run(" (" + "; ".join(known) + ").", "I")] if known else []


def _recommendations(content: FindingsReport) -> Iterator[Block]:
    rows = content.recommendations
    yield Heading("V. KIẾN NGHỊ, ĐỀ XUẤT", 0, TABLE_START if rows else None)
    if not rows and not content.proposals:
        yield text("Không có nội dung.")
    if rows:
        yield Heading("1. Kiến nghị đối với đơn vị được kiểm tra", 1, TABLE_START)
        yield Gap()
        yield _table(rows)
        yield Gap()
    if content.proposals:
        yield Numbered("2." if rows else "1.", Clause("Đề xuất", content.proposals))


def _table(rows: tuple[RecommendationRow, ...]) -> Table:
    return Table(
        "Kiến nghị",
        (Column(13, "C"), Column(76), Column(42), Column(24, "C"), Column(22)),
        one_row("STT", "Nội dung kiến nghị", "Đơn vị thực hiện", "Thời hạn", "Ghi chú"),
        tuple(
            (position, row.text, row.addressee, row.due_on, row.note)
            for position, row in enumerate(rows, start=1)
        ),
    )

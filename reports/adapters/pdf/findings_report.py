"""Báo cáo kết quả kiểm tra as PDF: general part, the four parts of a conclusion, annexes of the units."""

from __future__ import annotations

from collections.abc import Mapping

from reports.adapters.pdf.annex import unit_annex
from reports.adapters.pdf.blocks import (
    BODY,
    LINE,
    SPACING,
    TABLE_START,
    clause,
    ended,
    heading,
    paragraph,
    points,
)
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.foot import closing, closing_height
from reports.adapters.pdf.head import letterhead
from reports.adapters.pdf.lines import Run
from reports.adapters.pdf.table import table
from reports.adapters.pdf.table_shape import Column, Head
from reports.adapters.pdf.units_tables import units_tables
from reports.domain.dates import short_date
from reports.domain.findings_report import SEVERITY_NAMES, FindingsReport, RecommendationRow, Shortcoming
from reports.domain.letterhead import Clause
from reports.domain.numbering import annex_label, padded


def render_findings_report(content: FindingsReport, photos: Mapping[str, bytes]) -> bytes:
    """The report as the bytes of a PDF; ``photos`` maps the SHA-256 of JPEG bytes to those bytes.

    The same content and photos always give the same bytes. A photo without bytes leaves a frame.
    """
    head = content.letterhead
    canvas = Canvas(
        title=f"{head.type_name} {head.summary}",
        author=head.agency_in_text,
        subject=head.number_line,
        created=head.dated,
    )
    canvas.start_part()
    letterhead(canvas, head)
    for text in content.opening:
        paragraph(canvas, text)
    _general(canvas, content)
    heading(canvas, "II. KẾT QUẢ ĐẠT ĐƯỢC", level=0)
    for position, part in enumerate(content.results, start=1):
        clause(canvas, f"{position}.", part)
    if not content.results:
        paragraph(canvas, "Không có nội dung.")
    _shortcomings(canvas, content.shortcomings)
    heading(canvas, "IV. NGUYÊN NHÂN", level=0)
    points(canvas, content.causes or ("Không có nội dung.",), marker="-" if content.causes else "")
    _recommendations(canvas, content)
    closing_text = content.closing or f"Trên đây là {head.type_name.capitalize()} {_lowered(head.summary)}."
    paragraph(canvas, ended(closing_text), keep=closing_height(canvas, head))
    closing(canvas, head)
    hashes = [f"Mã kiểm tra nội dung (SHA-256): {content.snapshot_sha256}"]
    if content.journal_hash:
        hashes.append(f"Mã nhật ký hệ thống: {content.journal_hash}")
    canvas.small_print(hashes)
    for position, annex in enumerate(content.annexes, start=1):
        unit_annex(canvas, annex_label(position, len(content.annexes)), annex, head, photos)
    return canvas.output()


def _lowered(summary: str) -> str:
    """A title as it continues a sentence: its first letter small, unless it starts an abbreviation."""
    summary = " ".join(summary.split())
    return summary if summary[:2].isupper() else summary[:1].lower() + summary[1:]


def _general(canvas: Canvas, content: FindingsReport) -> None:
    heading(canvas, "I. KHÁI QUÁT CHUNG", level=0)
    clause(canvas, "1.", Clause("Thời gian kiểm tra", (content.period,), "", run_in=True))
    clause(canvas, "2.", Clause("Thành phần đoàn kiểm tra", content.composition))
    total = padded(len(content.units))
    said = f"Đoàn đã kiểm tra {total} đơn vị (Bảng 1)." if content.units else "Chưa có đơn vị được kiểm tra."
    clause(canvas, "3.", Clause("Đơn vị được kiểm tra", (said,), "", run_in=True))
    units_tables(canvas, content.units, content.score_titles)
    for position, part in enumerate(content.general, start=4):
        clause(canvas, f"{position}.", part)


def _shortcomings(canvas: Canvas, shortcomings: tuple[Shortcoming, ...]) -> None:
    heading(canvas, "III. TỒN TẠI, HẠN CHẾ", level=0)
    if not shortcomings:
        paragraph(canvas, "Qua kiểm tra, chưa ghi nhận tồn tại, hạn chế.")
    for position, item in enumerate(shortcomings, start=1):
        paragraph(canvas, [Run(f"{position}. {item.text}"), *_details(item)])


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


def _recommendations(canvas: Canvas, content: FindingsReport) -> None:
    heading(
        canvas, "V. KIẾN NGHỊ, ĐỀ XUẤT", level=0, keep=TABLE_START if content.recommendations else 2 * LINE
    )
    if not content.recommendations and not content.proposals:
        paragraph(canvas, "Không có nội dung.")
    if content.recommendations:
        heading(canvas, "1. Kiến nghị đối với đơn vị được kiểm tra", level=1, keep=TABLE_START)
        canvas.y += SPACING
        columns = (Column(13, "C"), Column(76), Column(42), Column(24, "C"), Column(22))
        titles = ("STT", "Nội dung kiến nghị", "Đơn vị thực hiện", "Thời hạn", "Ghi chú")
        rows = (_recommendation(n, row) for n, row in enumerate(content.recommendations, start=1))
        table(canvas, columns, [[Head(title) for title in titles]], rows, size=BODY - 2)
        canvas.y += SPACING
    if content.proposals:
        number = 2 if content.recommendations else 1
        clause(canvas, f"{number}.", Clause("Đề xuất", content.proposals))


def _recommendation(number: int, row: RecommendationRow) -> tuple[str, ...]:
    due = short_date(row.due_on) if row.due_on else ""
    return (str(number), row.text, row.addressee, due, row.note)

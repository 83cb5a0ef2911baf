"""Báo cáo quý, 6 tháng, năm: situation, work done beside the year before, difficulties, proposals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reports.domain.blocks import (
    TABLE_START,
    Block,
    Caption,
    Closing,
    Front,
    Gap,
    Heading,
    Points,
    Proof,
    Remark,
    ended,
    text,
)
from reports.domain.letterhead import Letterhead
from reports.domain.outlines.proof import content_digest
from reports.domain.periodic_document import ComparedFigure, PeriodicReport, WorkLine
from reports.domain.tables import Column, Row, Table, Total, one_row

# What is left to be written by hand, and what nothing is recorded of.
DOTS: Final = "." * 90
UNKNOWN: Final = "…"


def periodic_outline(content: PeriodicReport) -> Iterator[Block]:
    """The report from its head to its foot."""
    head: Letterhead = content.letterhead
    yield Front(head)
    yield text(content.opening)
    yield Heading("I. TÌNH HÌNH CHUNG", 0)
    yield Points(content.situation or (DOTS,), "-" if content.situation else "")
    yield Heading("II. KẾT QUẢ THỰC HIỆN", 0, TABLE_START)
    yield Caption("Bảng 1. Kết quả trong kỳ và so với cùng kỳ năm trước")
    yield _figures(content)
    if any(figure.before is None for figure in content.figures):
        yield Remark(f"Ghi chú: “{UNKNOWN}” là chưa có số liệu {content.before} trong hệ thống.")
    if content.teams:
        yield Caption("Bảng 2. Kết quả theo đoàn (đội) kiểm tra")
        yield _work("Theo đoàn (đội)", "Đoàn (đội) kiểm tra", content.teams)
    if content.communes:
        yield Caption("Bảng 3. Kết quả theo xã, phường")
        yield _work("Theo xã, phường", "Xã, phường", content.communes)
    if not content.teams:
        yield Gap()
        yield text("Trong kỳ chưa có buổi kiểm tra nào hoàn thành.")
    yield Gap()
    yield Heading("III. KHÓ KHĂN, VƯỚNG MẮC", 0)
    yield Points(content.difficulties or (DOTS,), "-" if content.difficulties else "")
    yield Heading("IV. ĐỀ XUẤT, KIẾN NGHỊ", 0)
    yield Points(content.proposals or (DOTS,), "-" if content.proposals else "")
    yield text(ended(content.closing), before_foot=True)
    yield Closing(head)
    yield Proof((content_digest(content),))


def _figures(content: PeriodicReport) -> Table:
    return Table(
        "So với cùng kỳ",
        (Column(12, "C"), Column(69), Column(20, "C"), Column(22, "C"), Column(22, "C"), Column(20, "C")),
        one_row("STT", "Nội dung", "Đơn vị tính", "Trong kỳ", "Cùng kỳ năm trước", "Tăng, giảm"),
        tuple(_figure(position, figure) for position, figure in enumerate(content.figures, start=1)),
    )


def _figure(position: int, figure: ComparedFigure) -> Row:
    if figure.before is None:
        return (position, figure.name, figure.unit, figure.now, UNKNOWN, UNKNOWN)
    change = figure.now - figure.before
    sign = "+" if change > 0 else ""
    return (position, figure.name, figure.unit, figure.now, figure.before, f"{sign}{change}")


def _work(name: str, title: str, lines: Sequence[WorkLine]) -> Table:
    rows: list[Row] = [
        (position, line.name, line.visits, line.establishments, line.shortcomings, line.recommendations)
        for position, line in enumerate(lines, start=1)
    ]
    sums = (
        sum(line.visits for line in lines),
        sum(line.establishments for line in lines),
        sum(line.shortcomings for line in lines),
        sum(line.recommendations for line in lines),
    )
    return Table(
        name,
        (Column(12, "C"), Column(65), Column(22, "C"), Column(22, "C"), Column(22, "C"), Column(22, "C")),
        one_row("STT", title, "Buổi kiểm tra", "Cơ sở", "Tồn tại, hạn chế", "Kiến nghị"),
        (*rows, Total(("", "Tổng cộng", *sums))),
    )

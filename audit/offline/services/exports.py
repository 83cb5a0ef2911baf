"""Conflicts and their decisions as a spreadsheet; each export leaves a journal entry."""

from __future__ import annotations

from collections.abc import Iterator

from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.formats import vn_moment
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.spreadsheets import Cell, Sheet, write_csv, write_xlsx
from audit.offline.queries.conflicts import Side, all_decisions, all_open
from checklists.models.instruments import Item

_COLUMNS: tuple[tuple[str, int], ...] = (
    (_("Buổi kiểm tra"), 8),
    (_("Ngày kiểm tra"), 13),
    (_("Đơn vị"), 24),
    (_("Cơ sở"), 28),
    (_("Mã mục"), 12),
    (_("Nội dung"), 60),
    (_("Câu trả lời"), 40),
    (_("Ghi chú"), 40),
    (_("Người trả lời"), 24),
    (_("Ghi lúc (giờ của máy)"), 20),
    (_("Máy chủ nhận lúc"), 20),
    (_("Đồng hồ máy lệch (phút)"), 14),
    (_("Kết quả"), 18),
    (_("Người quyết định"), 24),
    (_("Quyết định lúc"), 20),
)


def export_conflicts(*, actor: Actor, kind: str) -> bytes:
    """A row for each answer that stands or stood against another, as ``xlsx`` or ``csv``."""
    rows = list(_rows(actor))
    details = {"format": kind, "rows": len(rows)}
    record(actor=actor, action="conflicts.exported", subject="visit", subject_id="*", details=details)
    header = [str(title) for title, _width in _COLUMNS]
    if kind == "csv":
        return write_csv(header, rows)
    widths = [width for _title, width in _COLUMNS]
    return write_xlsx([Sheet(name=str(_("Trả lời khác nhau")), header=header, rows=rows, widths=widths)])


def _rows(actor: Actor) -> Iterator[tuple[Cell, ...]]:
    for conflict in all_open(actor):
        for side in conflict.sides:
            yield (*_side(conflict.visit, conflict.item, side), str(_("Chờ quyết định")), None, None)
    for decision in all_decisions(actor):
        made = decision.event
        for side in decision.sides:
            same = (side.event.status, side.event.value, side.event.note) == (
                made.status,
                made.value,
                made.note,
            )
            outcome = str(_("Được chọn") if same else _("Không chọn"))
            who = (outcome, made.author_name, vn_moment(made.received_at))
            yield (*_side(decision.visit, decision.item, side), *who)


def _side(visit: Visit, item: Item, side: Side) -> tuple[Cell, ...]:
    return (
        visit.id,
        clock.local(visit.starts_at).date(),
        visit.unit.name,
        visit.establishment.name if visit.establishment else None,
        item.code,
        item.text,
        side.text,
        side.event.note,
        side.event.author_name,
        vn_moment(side.event.device_time),
        vn_moment(side.event.received_at),
        side.skew_minutes,
    )

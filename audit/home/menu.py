"""The main menu, in the order of the work: to do, plan, inspect, find, print, registers below."""

from __future__ import annotations

from flask import Flask

from audit.kernel.access import Permission as P
from audit.kernel.i18n import _
from audit.kernel.navigation import NavItem, register

_WORK, _RESULT, _DATA, _SYSTEM = _("Kiểm tra"), _("Kết quả"), _("Danh mục"), _("Hệ thống")

ITEMS = (
    NavItem(_("Việc cần làm"), "home.index", "house-door", P.VIEW_HOME),
    NavItem(
        _("Kế hoạch, đoàn kiểm tra"),
        "inspections_plans.index",
        "journal-check",
        P.VIEW_PLANS,
        _WORK,
        ("inspections_plans", "inspections_units", "inspections_teams"),
    ),
    NavItem(
        _("Kế hoạch giai đoạn"),
        "programmes.index",
        "diagram-3",
        P.VIEW_PLANS,
        _WORK,
        ("programmes", "programme_tasks", "closing_reviews"),
    ),
    NavItem(_("Lịch kiểm tra"), "inspections_visits.calendar", "calendar3", P.VIEW_VISITS, _WORK),
    NavItem(
        _("Buổi kiểm tra"),
        "inspections_visits.index",
        "clipboard-check",
        P.VIEW_VISITS,
        _WORK,
        ("inspections_visits", "inspections_booking", "inspections_steps", "inspections_checklist"),
    ),
    NavItem(
        _("Máy tính bảng"),
        "tablets.index",
        "tablet",
        P.BOOK_VISITS,
        _WORK,
        ("tablets", "tablet_conflicts", "tablet_records"),
    ),
    NavItem(
        _("Ưu điểm, tồn tại"),
        "findings.index",
        "flag",
        P.VIEW_FINDINGS,
        _RESULT,
        ("findings", "findings_work"),
    ),
    NavItem(
        _("Kiến nghị"),
        "recommendations.index",
        "list-check",
        P.VIEW_FINDINGS,
        _RESULT,
        ("recommendations", "recommendations_work"),
    ),
    NavItem(_("Báo cáo số liệu"), "unit_reports.index", "clipboard-data", P.VIEW_FIGURES, _RESULT),
    NavItem(_("Bản đồ"), "maps.index", "map", P.VIEW_MAP, _RESULT),
    NavItem(
        _("Văn bản, báo cáo"),
        "reports.index",
        "file-earmark-text",
        P.VIEW_REPORTS,
        _RESULT,
        ("reports", "document_steps", "document_replacing", "document_signatures", "document_register"),
    ),
    NavItem(_("Cơ sở kinh doanh dịch vụ"), "registers_establishments.index", "shop", P.VIEW_REGISTERS, _DATA),
    NavItem(_("Đơn vị hành chính"), "registers_units.index", "bank", P.VIEW_REGISTERS, _DATA),
    NavItem(_("Sở, ngành, đơn vị"), "registers_agencies.index", "buildings", P.VIEW_REGISTERS, _DATA),
    NavItem(
        _("Biểu mẫu, chỉ số"), "checklists_instruments.index", "clipboard-data", P.VIEW_INSTRUMENTS, _DATA
    ),
    NavItem(_("Nội dung sẵn của văn bản"), "standing_texts.index", "file-earmark-check", P.EDIT_TEXTS, _DATA),
    NavItem(_("Câu mẫu"), "finding_phrases.index", "chat-left-text", P.EDIT_TEXTS, _DATA),
    NavItem(_("Người dùng"), "accounts_users.index", "people", P.MANAGE_USERS, _SYSTEM),
    NavItem(_("Nhật ký"), "journal.index", "journal-text", P.VIEW_JOURNAL, _SYSTEM),
)


def init_app(app: Flask) -> None:
    register(app, ITEMS)

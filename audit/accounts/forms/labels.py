"""Roles and areas in the words of the screen."""

from __future__ import annotations

from audit.kernel.access import Role, ScopeKind
from audit.kernel.i18n import _

ROLE_LABELS: dict[Role, str] = {
    Role.ADMINISTRATOR: _("Quản trị hệ thống"),
    Role.DEPARTMENT_HEAD: _("Lãnh đạo sở"),
    Role.TEAM_LEAD: _("Trưởng đoàn kiểm tra"),
    Role.INSPECTOR: _("Thành viên đoàn kiểm tra"),
    Role.UNIT_OFFICER: _("Cán bộ đơn vị được kiểm tra"),
    Role.VIEWER: _("Người xem"),
}

ROLE_NOTES: dict[Role, str] = {
    Role.ADMINISTRATOR: _("Quản lý tài khoản, danh mục, biểu mẫu; xem nhật ký. Không sửa kết quả kiểm tra."),
    Role.DEPARTMENT_HEAD: _("Phê duyệt kế hoạch, ban hành báo cáo; xem toàn bộ kết quả."),
    Role.TEAM_LEAD: _("Lập kế hoạch, xếp lịch, chỉ đạo đoàn, soạn báo cáo, theo dõi kiến nghị."),
    Role.INSPECTOR: _("Ghi phiếu kiểm tra và nhận xét tại các buổi kiểm tra."),
    Role.UNIT_OFFICER: _("Báo cáo, giải trình và thực hiện kiến nghị của đơn vị mình."),
    Role.VIEWER: _("Chỉ xem, không nhập hoặc sửa."),
}

SCOPE_LABELS: dict[ScopeKind, str] = {
    ScopeKind.PROVINCE: _("Toàn tỉnh"),
    ScopeKind.AGENCY: _("Một sở, ngành, đơn vị"),
    ScopeKind.COMMUNE: _("Một xã, phường, đặc khu"),
}

USER_STATES: dict[str, str] = {
    "active": _("Đang hoạt động"),
    "locked": _("Đang tạm khóa"),
    "inactive": _("Đã ngừng"),
}

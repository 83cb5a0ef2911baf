"""Words of the screen for kinds, states, roles and for what a rule found wrong."""

from __future__ import annotations

from collections.abc import Iterable

from audit.inspections.domain.calendars import DayPart
from audit.inspections.domain.kinds import PlanKind, PlanState, TeamRole, VisitState
from audit.inspections.domain.plans import PlanProblem
from audit.inspections.domain.slots import SpanProblem
from audit.inspections.domain.teams import TeamProblem
from audit.kernel.i18n import _

PLAN_KINDS = {
    PlanKind.MANAGEMENT: _("Kiểm tra công tác quản lý nhà nước"),
    PlanKind.ESTABLISHMENT: _("Kiểm tra liên ngành tại cơ sở"),
}
PLAN_STATES = {
    PlanState.DRAFT: _("Dự thảo"),
    PlanState.APPROVED: _("Đã phê duyệt"),
    PlanState.CLOSED: _("Đã kết thúc"),
}
PLAN_TONES = {PlanState.DRAFT: "neutral", PlanState.APPROVED: "good", PlanState.CLOSED: "muted"}
VISIT_STATES = {
    VisitState.PLANNED: _("Dự kiến"),
    VisitState.ANNOUNCED: _("Đã thông báo"),
    VisitState.IN_PROGRESS: _("Đang kiểm tra"),
    VisitState.COMPLETED: _("Đã kiểm tra xong"),
    VisitState.REVIEWED: _("Đã rà soát"),
    VisitState.CANCELLED: _("Đã hủy"),
}
VISIT_TONES = {
    VisitState.PLANNED: "neutral",
    VisitState.ANNOUNCED: "info",
    VisitState.IN_PROGRESS: "progress",
    VisitState.COMPLETED: "good",
    VisitState.REVIEWED: "good",
    VisitState.CANCELLED: "muted",
}
TEAM_ROLES = {
    TeamRole.LEAD: _("Trưởng đoàn"),
    TeamRole.DEPUTY: _("Phó trưởng đoàn"),
    TeamRole.SECRETARY: _("Thư ký"),
    TeamRole.MEMBER: _("Thành viên"),
}
SQUAD_ROLES = {
    TeamRole.LEAD: _("Đội trưởng"),
    TeamRole.DEPUTY: _("Đội phó"),
    TeamRole.SECRETARY: _("Thư ký"),
    TeamRole.MEMBER: _("Thành viên"),
}
DAY_PARTS = {DayPart.MORNING: _("Sáng"), DayPart.AFTERNOON: _("Chiều"), DayPart.EVENING: _("Tối")}
WEEKDAYS = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
)
TEAM_PROBLEMS = {
    TeamProblem.NO_LEAD: _("chưa có người phụ trách (Trưởng đoàn, Đội trưởng)"),
    TeamProblem.NOBODY_LEADS: _("chưa có Trưởng đoàn (Đội trưởng) hoặc cấp phó tham gia"),
    TeamProblem.TOO_FEW: _("kiểm tra liên ngành tại cơ sở phải có ít nhất 03 thành viên"),
    TeamProblem.CARD_MISSING: _("mỗi thành viên phải có số Thẻ kiểm tra"),
}
PLAN_PROBLEMS = {
    PlanProblem.PART_MISSING: _("Còn phần bắt buộc của kế hoạch chưa có nội dung."),
    PlanProblem.NO_LEGAL_BASES: _("Chưa ghi căn cứ pháp lý."),
    PlanProblem.NO_UNITS: _("Chưa chọn đơn vị, cơ sở được kiểm tra."),
    PlanProblem.NO_TEAM: _("Chưa thành lập đoàn (đội) kiểm tra."),
    PlanProblem.TEAM_UNFIT: _("Có đoàn (đội) kiểm tra chưa đủ thành phần theo quy định."),
}
PARTS = {
    "title": _("Trích yếu"),
    "agency": _("Cơ quan ban hành"),
    "symbol": _("Ký hiệu"),
    "place": _("Địa danh"),
    "purpose": _("Mục đích"),
    "requirements": _("Yêu cầu"),
    "content": _("Nội dung kiểm tra"),
    "inspected": _("Đối tượng kiểm tra"),
    "method": _("Phương pháp kiểm tra"),
    "composition": _("Thành phần"),
    "time_text": _("Thời gian kiểm tra"),
    "signer_position": _("Chức vụ người ký"),
}
SPAN_PROBLEMS = {
    SpanProblem.ENDS_BEFORE_START: _("Giờ kết thúc phải sau giờ bắt đầu."),
    SpanProblem.NOT_HALF_HOUR: _("Giờ bắt đầu, kết thúc phải là giờ chẵn hoặc nửa giờ (08:00, 08:30…)."),
    SpanProblem.MORE_THAN_ONE_DAY: _("Buổi kiểm tra phải nằm trong một ngày; hãy tách thành nhiều buổi."),
    SpanProblem.TOO_LONG: _("Buổi kiểm tra không quá 12 giờ."),
}


def roles_of(kind: str) -> dict[TeamRole, str]:
    """Titles in a team by the kind of its plan: an inter-agency squad has a Đội trưởng, not a Trưởng đoàn."""
    return SQUAD_ROLES if kind == PlanKind.ESTABLISHMENT else TEAM_ROLES


def sentence(problems: Iterable[TeamProblem]) -> str:
    """What a team lacks, as the end of a sentence."""
    return "; ".join(str(TEAM_PROBLEMS[problem]) for problem in problems)

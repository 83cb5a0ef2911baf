"""What every change of a finding or recommendation must pass: revision, place in time, personal data."""

from __future__ import annotations

from collections.abc import Mapping

from audit.findings.domain.states import check_visit_open
from audit.findings.models import Finding, Recommendation
from audit.findings.queries.scope import finding_for, may_work_on, recommendation_for, visit_for
from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor, Permission
from audit.kernel.errors import Conflict, Forbidden, Invalid
from audit.kernel.i18n import _
from audit.kernel.privacy import personal_data_warnings

# Long enough for any paragraph of a report, short enough for a cell of a spreadsheet (32 767 characters).
LONGEST = 20_000


def must(actor: Actor, permission: Permission) -> None:
    """Refuse a person whose role does not carry ``permission``."""
    if not actor.may(permission):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))


def _must_work_on(actor: Actor, visit: Visit) -> None:
    must(actor, Permission.EDIT_FINDINGS)
    if not may_work_on(actor, visit):
        raise Forbidden(
            "not_attending",
            _("Chỉ thành viên tham gia buổi kiểm tra được lập nhận xét, kiến nghị của buổi đó."),
        )


def workable_visit(actor: Actor, visit_id: int, *, by_hand: bool = True) -> Visit:
    """A visit on whose findings this person may work now."""
    visit = visit_for(actor, visit_id)
    _must_work_on(actor, visit)
    check_visit_open(visit.state, by_hand=by_hand)
    return visit


def workable_finding(actor: Actor, finding_id: int, revision: int) -> Finding:
    """A finding this person may change now, as long as it is still the one that was seen."""
    finding = finding_for(actor, finding_id, lock=True)
    _must_work_on(actor, finding.visit)
    check_visit_open(finding.visit.state, by_hand=finding.suggestion_key is None)
    check_revision(finding, revision)
    return finding


def workable_recommendation(
    actor: Actor, recommendation_id: int, revision: int, *, edit: bool = False
) -> Recommendation:
    """A recommendation this person may see, as long as it is still the one that was seen.

    With ``edit`` the person must also be one who may write what is asked.
    """
    recommendation = recommendation_for(actor, recommendation_id, lock=True)
    if edit:
        _must_work_on(actor, recommendation.visit)
    check_revision(recommendation, revision)
    return recommendation


def check_revision(row: Finding | Recommendation, revision: int) -> None:
    """Refuse to write over what somebody else has changed meanwhile."""
    if row.revision != revision:
        raise Conflict(
            "changed_by_another",
            _("Người khác vừa sửa nội dung này. Đề nghị xem lại nội dung mới rồi lưu lại."),
        )


def check_texts(texts: Mapping[str, str], *, confirmed: bool) -> list[str]:
    """Refuse texts that are too long, or that look like personal data unless a person has confirmed them.

    Keys are names of form fields. Returns the warnings that were confirmed, for the journal; they name
    the kind of data, never the data.
    """
    for field, text in texts.items():
        if len(text) > LONGEST:
            raise Invalid("text_too_long", _("Nội dung không được dài quá %(n)s ký tự.", n="20.000"), field)
    warned: list[str] = []
    for field, text in texts.items():
        found = personal_data_warnings(text)
        if found and not confirmed:
            raise Invalid(
                "personal_data_suspected",
                _(
                    "Nội dung có thể chứa dữ liệu cá nhân: %(what)s. Hệ thống chỉ lưu số liệu tổng hợp; "
                    "hãy bỏ thông tin này, hoặc xác nhận đây không phải dữ liệu cá nhân rồi lưu lại.",
                    what="; ".join(found),
                ),
                field,
            )
        warned += [what for what in found if what not in warned]
    return warned

"""What new drafts about one visit say at head and foot: minutes, conclusion, invitation."""

from __future__ import annotations

from audit.inspections.domain.minutes import summary_of
from audit.inspections.models.visits import Visit
from audit.inspections.queries.minutes import party_of, place_of
from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from reports.domain.invitation_document import USUAL_CONTENTS
from reports.domain.wording import DocumentKind, lowered, without_type
from reports.models import Document
from reports.queries.visit_facts import DONE
from reports.services.first_values import common, signed_as_plan

_PRINTABLE_VISITS = ("in_progress", "completed", "reviewed")


def minutes(visit: Visit) -> Document:
    """Minutes of a visit that has begun."""
    if visit.state not in _PRINTABLE_VISITS:
        raise Conflict("visit_not_started", _("Buổi kiểm tra chưa bắt đầu nên chưa lập được biên bản."))
    return Document(
        **common(visit.plan, DocumentKind.MINUTES),
        visit_id=visit.id,
        title=summary_of(visit.plan.title, _where(visit)),
        recipients=["Đơn vị được kiểm tra", "Lưu: VT, Hồ sơ kiểm tra"],
    )


def _where(visit: Visit) -> str:
    return visit.establishment.name if visit.establishment else lowered(visit.unit.name)


def conclusion(visit: Visit) -> Document:
    """The conclusion of a finished visit, addressed to the unit."""
    if visit.state not in DONE:
        raise Conflict("visit_not_finished", _("Buổi kiểm tra chưa hoàn thành nên chưa lập được kết luận."))
    plan = visit.plan
    return Document(
        **common(plan, DocumentKind.CONCLUSION),
        **signed_as_plan(plan),
        visit_id=visit.id,
        title=f"Kết luận {without_type(plan.title)} tại {_where(visit)}"[:500],
        addressee=party_of(visit).name[:300],
        recipients=["Như trên", *plan.recipients],
    )


def invitation(visit: Visit) -> Document:
    """An invitation of the unit to hear the conclusion, at the place of the visit."""
    if visit.state not in _PRINTABLE_VISITS:
        raise Conflict("visit_not_started", _("Buổi kiểm tra chưa bắt đầu nên chưa lập được giấy mời."))
    plan = visit.plan
    subject = f"Dự họp công bố kết luận {without_type(plan.title)} tại {_where(visit)}"
    return Document(
        **common(plan, DocumentKind.INVITATION),
        **signed_as_plan(plan),
        visit_id=visit.id,
        title=subject[:500],
        addressee=party_of(visit).name[:300],
        general_remarks="\n".join(USUAL_CONTENTS),
        meeting_place=_meeting_place(visit),
        recipients=["Như trên", "Lưu: VT"],
    )


def _meeting_place(visit: Visit) -> str:
    place = place_of(visit)
    return f"{place[:1].upper()}{place[1:]}"[:300]

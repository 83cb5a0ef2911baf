"""What new drafts about one visit say at head and foot: minutes, annex, report, conclusion, invitation."""

from __future__ import annotations

from audit.inspections.domain.minutes import summary_of
from audit.inspections.models.visits import Visit
from audit.inspections.queries.minutes import party_of, place_of
from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from reports.domain.wording import DocumentKind, agency_in_text, lowered, without_type
from reports.models import Document
from reports.queries.visit_facts import DONE
from reports.services.first_values import first_values

_PRINTABLE_VISITS = ("in_progress", "completed", "reviewed")


def minutes(visit: Visit) -> Document:
    """Minutes of a visit that has begun."""
    if visit.state not in _PRINTABLE_VISITS:
        raise Conflict("visit_not_started", _("Buổi kiểm tra chưa bắt đầu nên chưa lập được biên bản."))
    return Document(
        **first_values(visit.plan, DocumentKind.MINUTES).common(),
        visit_id=visit.id,
        title=summary_of(visit.plan.title, _where(visit)),
    )


def checklist_annex(visit: Visit) -> Document:
    """The annex to the minutes of a visit that has begun and has a checklist."""
    if visit.state not in _PRINTABLE_VISITS or visit.submission_id is None:
        raise Conflict(
            "visit_not_started", _("Buổi kiểm tra chưa có bảng kiểm đã ghi nên chưa lập được phụ lục.")
        )
    return Document(
        **first_values(visit.plan, DocumentKind.CHECKLIST_ANNEX).common(),
        visit_id=visit.id,
        title=f"Phiếu kiểm tra đã ghi tại {_where(visit)}"[:500],
    )


def _where(visit: Visit) -> str:
    return visit.establishment.name if visit.establishment else lowered(visit.unit.name)


def report(visit: Visit) -> Document:
    """The report on a finished visit, to whom reports of its plan go."""
    if visit.state not in DONE:
        raise Conflict("visit_not_finished", _("Buổi kiểm tra chưa hoàn thành nên chưa lập được báo cáo."))
    plan = visit.plan
    first = first_values(plan, DocumentKind.FINDINGS_REPORT)
    return Document(
        **first.common(),
        **first.signer(),
        visit_id=visit.id,
        title=f"Kết quả {without_type(plan.title)} tại {_where(visit)}"[:500],
        addressee=agency_in_text(plan.parent_agency, plan.place)[:300],
    )


def conclusion(visit: Visit) -> Document:
    """The conclusion of a finished visit, addressed to the unit."""
    if visit.state not in DONE:
        raise Conflict("visit_not_finished", _("Buổi kiểm tra chưa hoàn thành nên chưa lập được kết luận."))
    plan = visit.plan
    first = first_values(plan, DocumentKind.CONCLUSION)
    return Document(
        **first.common(),
        **first.signer(),
        visit_id=visit.id,
        title=f"Kết luận {without_type(plan.title)} tại {_where(visit)}"[:500],
        addressee=party_of(visit).name[:300],
    )


def invitation(visit: Visit) -> Document:
    """An invitation of the unit to hear the conclusion, at the place of the visit."""
    if visit.state not in _PRINTABLE_VISITS:
        raise Conflict("visit_not_started", _("Buổi kiểm tra chưa bắt đầu nên chưa lập được giấy mời."))
    plan = visit.plan
    first = first_values(plan, DocumentKind.INVITATION)
    subject = f"Dự họp công bố kết luận {without_type(plan.title)} tại {_where(visit)}"
    return Document(
        **first.common(),
        **first.signer(),
        visit_id=visit.id,
        title=subject[:500],
        addressee=party_of(visit).name[:300],
        meeting_place=_meeting_place(visit),
    )


def _meeting_place(visit: Visit) -> str:
    place = place_of(visit)
    return f"{place[:1].upper()}{place[1:]}"[:300]

"""What a new draft says at head and foot, kind by kind, before anybody has edited it."""

from __future__ import annotations

from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.queries.minutes import party_of
from audit.kernel.access import Actor
from audit.kernel.errors import Conflict, NotFound
from audit.kernel.i18n import _
from reports.domain.announcement_words import addressed
from reports.domain.decision_words import decision_title
from reports.domain.heads import plain_number
from reports.domain.wording import DocumentKind, agency_in_text, authority_lines, without_type
from reports.models import Document
from reports.queries import documents, subjects
from reports.queries.announcement_content import visits_to_come
from reports.queries.follow_up_content import in_force
from reports.queries.readiness import number_of_finished
from reports.services.checks import check_number
from reports.services.first_heads_of_periods import periodic
from reports.services.first_heads_of_programmes import review_plan, task_table
from reports.services.first_heads_of_visits import checklist_annex, conclusion, invitation, minutes, report
from reports.services.first_values import first_values


def first_head(
    actor: Actor,
    kind: DocumentKind,
    *,
    plan_id: int | None = None,
    team_id: int | None = None,
    visit_id: int | None = None,
    programme_id: int | None = None,
    review_id: int | None = None,
) -> Document:
    """A document that is not stored yet, of the subject its kind needs.

    :class:`NotFound` outside the actor's province, :class:`Conflict` when there is nothing to write about.
    """
    match kind:
        case DocumentKind.PLAN:
            return _plan(documents.plan(actor, plan_id or 0))
        case DocumentKind.FINDINGS_REPORT:
            if visit_id:
                return report(documents.visit(actor, visit_id))
            return _report(
                documents.plan(actor, plan_id or 0), subjects.team(actor, team_id) if team_id else None
            )
        case DocumentKind.DECISION:
            return _decision(subjects.team(actor, team_id or 0))
        case DocumentKind.ANNOUNCEMENT:
            plan = documents.plan(actor, plan_id or 0)
            return _announcement(plan, subjects.team(actor, team_id) if team_id else None)
        case DocumentKind.FOLLOW_UP:
            return _follow_up(documents.plan(actor, plan_id or 0))
        case DocumentKind.CONCLUSION:
            return conclusion(documents.visit(actor, visit_id or 0))
        case DocumentKind.INVITATION:
            return invitation(documents.visit(actor, visit_id or 0))
        case DocumentKind.PERIODIC_REPORT:
            return periodic(documents.plan(actor, plan_id or 0))
        case DocumentKind.CHECKLIST_ANNEX:
            return checklist_annex(documents.visit(actor, visit_id or 0))
        case DocumentKind.MINUTES:
            return minutes(documents.visit(actor, visit_id or 0))
        case DocumentKind.REVIEW_PLAN:
            return review_plan(actor, review_id or 0)
        case DocumentKind.TASK_TABLE:
            return task_table(actor, programme_id or 0)


def _plan(plan: InspectionPlan) -> Document:
    first = first_values(plan, DocumentKind.PLAN, plan.issued_on)
    document = Document(
        **first.common(),
        **first.signer(),
        title=plan.title,
        issued_on=plan.issued_on,
    )
    if plan.issued_on is not None:
        document.year = plan.issued_on.year
    _take_number(document, plan.number)
    return document


def _take_number(document: Document, number: str) -> None:
    """The number known from elsewhere, as long as the series has not given it to another document."""
    if not number.isdecimal():
        return
    document.number = plain_number(number)
    try:
        check_number(document)
    except Conflict:
        document.number = ""


def _report(plan: InspectionPlan, team: Team | None) -> Document:
    if team is not None and team.plan_id != plan.id:
        raise NotFound("team_not_found", _("Không tìm thấy đoàn (đội) kiểm tra."))
    of_team = f" của {team.name.strip()}" if team else ""
    first = first_values(plan, DocumentKind.FINDINGS_REPORT)
    document = Document(
        **first.common(),
        **first.signer(),
        team_id=team.id if team else None,
        title=f"Kết quả {without_type(plan.title)}{of_team}"[:500],
        addressee=agency_in_text(plan.parent_agency, plan.place)[:300],
    )
    if not number_of_finished(document):
        raise Conflict(
            "no_finished_visit",
            _("Chưa có buổi kiểm tra nào hoàn thành nên chưa lập được báo cáo kết quả."),
        )
    return document


def _decision(team: Team) -> Document:
    plan = team.plan
    several = subjects.number_of_teams(plan.id) > 1
    first = first_values(plan, DocumentKind.DECISION, team.decision_date)
    document = Document(
        **first.common(),
        **first.signer(),
        team_id=team.id,
        title=decision_title(plan.kind, without_type(plan.title), team.name.strip() if several else ""),
    )
    if first.signs_as_plan():
        # The head of the agency decides, not the committee (Decree 30/2020/NĐ-CP, form 1.2).
        lines = authority_lines(plan.signer_authority)
        document.signer_authority = " / ".join(line for line in lines if not line.upper().startswith("TM."))
    number, _slash, symbol = team.decision_number.partition("/")
    if symbol.strip() == document.symbol:
        document.issued_on = team.decision_date
        if team.decision_date is not None:
            document.year = team.decision_date.year
        _take_number(document, number.strip())
    return document


def _announcement(plan: InspectionPlan, team: Team | None) -> Document:
    if team is not None and team.plan_id != plan.id:
        raise NotFound("team_not_found", _("Không tìm thấy đoàn (đội) kiểm tra."))
    visits = visits_to_come(plan.id, team.id if team else None)
    if not visits:
        raise Conflict(
            "nothing_booked", _("Chưa có buổi kiểm tra nào được đặt lịch nên chưa lập được thông báo.")
        )
    first = first_values(plan, DocumentKind.ANNOUNCEMENT)
    return Document(
        **first.common(),
        **first.signer(),
        team_id=team.id if team else None,
        title=f"Lịch {without_type(plan.title)}"[:500],
        addressee=addressed(plan.kind, [party_of(visit).name for visit in visits]),
    )


def _follow_up(plan: InspectionPlan) -> Document:
    if not in_force(plan.id):
        raise Conflict("nothing_recommended", _("Kế hoạch chưa có kiến nghị nào để theo dõi."))
    first = first_values(plan, DocumentKind.FOLLOW_UP)
    return Document(
        **first.common(),
        **first.signer(),
        title=f"Tình hình thực hiện kiến nghị sau {without_type(plan.title)}"[:500],
        addressee=agency_in_text(plan.parent_agency, plan.place)[:300],
    )

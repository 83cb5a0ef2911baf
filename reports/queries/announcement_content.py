"""The content of an announcement of visits: what is booked, what the plan asks, what the unit prepares."""

from __future__ import annotations

from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.inspections.queries.minutes import party_of, place_of
from reports.domain.announcement_document import AnnouncementDocument, ScheduledVisit
from reports.domain.dates import short_date
from reports.domain.wording import agency_in_text, lines_of, without_type
from reports.models import Document
from reports.queries.documents import plan_reference
from reports.queries.heads import letterhead
from reports.queries.outlines import outline_of
from reports.queries.people import team_line
from reports.queries.visit_facts import of_plan, subject_name

TO_COME = ("planned", "announced")


def announcement_document(document: Document, *, frozen: bool) -> AnnouncementDocument:
    """Thông báo lịch kiểm tra: the visits of the plan, or of one team of it, that have not begun; the number
    of queries does not grow with them."""
    plan = document.plan
    visits = visits_to_come(plan.id, document.team_id)
    teams = list(dict.fromkeys(team_line(visit.team) for visit in visits))
    outline = outline_of(plan)
    return AnnouncementDocument(
        letterhead=letterhead(document, frozen=frozen),
        opening=_opening(plan),
        schedule=tuple(_row(visit, named=len(teams) > 1) for visit in visits),
        team_line=teams[0] if len(teams) == 1 else "",
        composition=lines_of(plan.composition),
        contents=tuple(
            str(entry.get("title", "")).strip().rstrip(".:") for entry in plan.content if entry.get("title")
        ),
        preparations=lines_of(document.general_remarks),
        report_line=_report_line(document, plan),
        closing=_closing(plan),
        outline=outline if outline.sections or outline.figures else None,
    )


def visits_to_come(plan_id: int, team_id: int | None) -> list[Visit]:
    """Visits that are booked and have not begun, in order of time."""
    return [
        visit
        for visit in of_plan(plan_id)
        if visit.state in TO_COME and (team_id is None or visit.team_id == team_id)
    ]


def _row(visit: Visit, *, named: bool) -> ScheduledVisit:
    place = place_of(visit)
    unit = party_of(visit).name if visit.establishment is None else subject_name(visit)
    return ScheduledVisit(
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        unit=unit,
        place=place[:1].upper() + place[1:],
        team=visit.team.name if named else "",
    )


def _opening(plan: InspectionPlan) -> str:
    agency = agency_in_text(plan.agency, plan.place)
    number, day = plan_reference(plan)
    reference = f" số {number}" if number else ""
    dated = f" ngày {short_date(day)}" if day else ""
    noun = "cơ sở" if plan.kind == "establishment" else "đơn vị"
    return (
        f"Thực hiện Kế hoạch{reference}{dated} của {agency} về {without_type(plan.title)}, {agency} thông "
        f"báo lịch kiểm tra đối với các {noun} như sau:"
    )


def _report_line(document: Document, plan: InspectionPlan) -> str:
    if document.report_by is None:
        return ""
    agency = agency_in_text(plan.agency, plan.place)
    return f"Gửi báo cáo về {agency} chậm nhất ngày {short_date(document.report_by)}."


def _closing(plan: InspectionPlan) -> str:
    """Whom to ask (plan of 2023, part V); the contact is the plan's."""
    agency = agency_in_text(plan.agency, plan.place)
    contact = f" ({plan.contact.strip().rstrip('.')})" if plan.contact.strip() else ""
    return (
        f"Trong quá trình thực hiện nếu có vướng mắc, đề nghị các đơn vị liên hệ với {agency}{contact} để "
        "được giải đáp./."
    )

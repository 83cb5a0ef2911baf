"""What must be so in plan, team or visit before a document of each kind may become official."""

from __future__ import annotations

from audit.inspections.domain.teams import team_problems
from audit.inspections.services import words as inspection_words
from audit.inspections.services.people import persons
from audit.kernel import clock
from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from reports.domain.wording import DocumentKind
from reports.models import Document
from reports.queries.announcement_content import visits_to_come
from reports.queries.documents import table_in_force
from reports.queries.follow_up_content import in_force
from reports.queries.periodic_content import already_reported, period_of
from reports.queries.readiness import number_of_finished
from reports.queries.visit_facts import DONE
from reports.services.checks import period_reported, table_already_in_force


def check_subject(document: Document) -> None:
    """:class:`Conflict` when what the document is about is not ready for it, in words that say what to do."""
    match DocumentKind(document.kind):
        case DocumentKind.PLAN if document.plan.state == "draft":
            raise Conflict("plan_not_approved", _("Kế hoạch chưa được phê duyệt nên chưa ban hành được."))
        case DocumentKind.FINDINGS_REPORT if not number_of_finished(document):
            raise Conflict("no_finished_visit", _("Chưa có buổi kiểm tra nào hoàn thành."))
        case DocumentKind.MINUTES if document.visit is None or document.visit.state not in DONE:
            raise Conflict(
                "visit_not_finished", _("Buổi kiểm tra chưa hoàn thành nên chưa ban hành được biên bản.")
            )
        case DocumentKind.CHECKLIST_ANNEX if document.visit is None or document.visit.state not in DONE:
            raise Conflict(
                "visit_not_finished", _("Buổi kiểm tra chưa hoàn thành nên chưa ban hành được phụ lục.")
            )
        case DocumentKind.PERIODIC_REPORT:
            _check_period(document)
        case DocumentKind.DECISION:
            _check_decision(document)
        case DocumentKind.ANNOUNCEMENT:
            _check_announcement(document)
        case DocumentKind.CONCLUSION if document.visit is None or document.visit.state not in DONE:
            raise Conflict(
                "visit_not_finished", _("Buổi kiểm tra chưa hoàn thành nên chưa ban hành được kết luận.")
            )
        case DocumentKind.FOLLOW_UP if not in_force(document.plan.id):
            raise Conflict("nothing_recommended", _("Kế hoạch chưa có kiến nghị nào để theo dõi."))
        case DocumentKind.INVITATION:
            _check_invitation(document)
        case DocumentKind.TASK_TABLE if table_in_force(document):
            raise table_already_in_force()
        case _:
            return


def _check_period(document: Document) -> None:
    """A period is reported once it has begun, and once."""
    period = period_of(document)
    if not period.valid or period.first > clock.today():
        raise Conflict("period_not_begun", _("Kỳ báo cáo chưa bắt đầu nên chưa ban hành được."))
    if already_reported(document):
        raise period_reported()


def _check_announcement(document: Document) -> None:
    """A schedule is announced under an approved plan, and there must be a visit in it."""
    if document.plan.state == "draft":
        raise Conflict("plan_not_approved", _("Kế hoạch chưa được phê duyệt nên chưa ban hành được."))
    if not visits_to_come(document.plan.id, document.team_id):
        raise Conflict("nothing_booked", _("Không còn buổi kiểm tra nào chưa bắt đầu để thông báo."))


def _check_invitation(document: Document) -> None:
    """Guests must learn who is invited, when and where."""
    if not (document.addressee.strip() and document.meets_at and document.meeting_place.strip()):
        raise Conflict(
            "meeting_not_settled",
            _("Chưa ghi đủ người được mời, thời gian, địa điểm họp; hãy bổ sung ở dự thảo."),
        )


def _check_decision(document: Document) -> None:
    """A decision names whoever proposed it, and sets up a team that meets the rules of its inspection."""
    if document.team is None:
        raise Conflict("team_not_found", _("Đoàn (đội) của văn bản này đã bị xóa."))
    if problems := team_problems(document.plan.kind, persons(document.team.members)):
        raise Conflict(
            "team_unfit",
            _(
                "Đoàn (đội) chưa đủ thành phần: %(why)s.",
                why=inspection_words.sentence(problems),
            ),
        )
    if not document.proposer.strip():
        raise Conflict(
            "proposer_missing", _("Chưa ghi quyết định theo đề nghị của ai; hãy bổ sung ở dự thảo.")
        )

"""What both inspections have in common: approval, visits from booking to review, follow-up, documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from audit.demo import answers, pictures
from audit.demo.timeline import Story
from audit.findings.domain.addressees import people_committee
from audit.findings.domain.states import RecommendationState
from audit.findings.models import Finding, Recommendation
from audit.findings.services.findings import FindingContent, confirm_finding, drop_finding, edit_finding
from audit.findings.services.follow_up import change_state
from audit.findings.services.recommendations import add_drafted_recommendation
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.inspections.services.booking import book_visit
from audit.inspections.services.plan_states import approve_plan
from audit.inspections.services.plans import create_plan, set_number
from audit.inspections.services.sheets import add_photo, record_answers
from audit.inspections.services.visits import (
    announce_visit,
    complete_visit,
    describe_visit,
    review_visit,
    start_visit,
)
from audit.kernel import clock
from audit.kernel.database import db, transaction
from checklists.domain.batches import IncomingEvent
from checklists.domain.identifiers import uuid7
from checklists.domain.kinds import AnswerStatus, FindingKind, Severity
from checklists.services.events import Outcome
from reports.models import Document
from reports.services.drafts import draft_document, head_of, update_draft
from reports.services.issuing import issue_document, prepare_issue

_CAUSES = (
    "Đơn vị mới được sắp xếp lại, cán bộ phụ trách thay đổi và kiêm nhiệm nhiều lĩnh vực.",
    "Kinh phí bố trí cho công tác phòng, chống mại dâm còn hạn chế, chưa có dòng dự toán riêng.",
    "Công tác phối hợp giữa các bộ phận chuyên môn chưa thường xuyên.",
    "Chưa kịp thời cập nhật các văn bản hướng dẫn mới.",
)
_EFFECTS = (
    "Số liệu báo cáo thiếu căn cứ đối chiếu, khó đánh giá kết quả thực hiện.",
    "Người lao động và chủ cơ sở chưa nắm đầy đủ quy định, nguy cơ phát sinh vi phạm.",
    "Nhiệm vụ năm chậm tiến độ so với kế hoạch.",
)
# Items that are not asked because of an earlier answer or the type of the establishment.
_NOT_ASKED = ("item_not_applicable", "item_not_asked", "item_hidden", "item_not_for_type")
_R = RecommendationState
_PATH = (_R.IN_PROGRESS, _R.DONE, _R.VERIFIED)
# What becomes of recommendations, in turn: most are carried out and verified.
_OUTCOMES = (_R.VERIFIED, _R.DONE, _R.VERIFIED, _R.VERIFIED, _R.IN_PROGRESS)
_NOTES = {
    _R.IN_PROGRESS: "Đơn vị đã giao công chức phụ trách thực hiện.",
    _R.DONE: "Đơn vị báo cáo đã thực hiện xong, gửi văn bản kèm theo.",
    _R.VERIFIED: "Đã đối chiếu văn bản của đơn vị, nội dung đạt yêu cầu.",
}


class PlanCourse:
    """What both plans have in common: approval, visits from booking to review, documents."""

    kind = ""
    attendees: tuple[str, ...] = ()

    def __init__(self, story: Story) -> None:
        self.story = story
        self.plan_id = 0
        self.team_id = 0
        self.decided = 0

    # --- the plan itself

    def draft(self, first: int, last: int) -> InspectionPlan:
        story = self.story
        changes = {
            "period_from": story.today + timedelta(days=first),
            "period_to": story.today + timedelta(days=last),
        }
        plan = create_plan(
            actor=story.actor("truongdoan"),
            kind=self.kind,
            year=story.today.year,
            department_name=story.department_name,
            changes=changes,
        )
        self.plan_id = plan.id
        return plan

    def approve(self, number: str) -> None:
        head = self.story.actor("lanhdao")
        with transaction():
            plan = db.session.get_one(InspectionPlan, self.plan_id)
            approve_plan(actor=head, plan_id=plan.id, revision=plan.revision)
            set_number(
                actor=head, plan_id=plan.id, revision=plan.revision, number=number, issued_on=clock.today()
            )

    def members(self, names: tuple[str, ...]) -> list[int]:
        team = db.session.get_one(Team, self.team_id)
        return [member.id for member in team.members if not names or member.full_name in names]

    # --- a visit

    def book(self, plan_unit_id: int, day: date, span: tuple[time, time]) -> int:
        with transaction():
            visit = book_visit(
                actor=self.story.actor("truongdoan"),
                plan_id=self.plan_id,
                plan_unit_id=plan_unit_id,
                team_id=self.team_id,
                member_ids=self.members(self.attendees),
                starts_at=clock.from_local(datetime.combine(day, span[0])),
                ends_at=clock.from_local(datetime.combine(day, span[1])),
            )
            return visit.id

    def announce(self, visit_id: int) -> None:
        with transaction():
            visit = db.session.get_one(Visit, visit_id)
            announce_visit(actor=self.story.actor("truongdoan"), visit_id=visit_id, revision=visit.revision)

    def inspect(self, visit_id: int, given: answers.Answers, *, part: float = 1.0) -> None:
        """Start the visit and answer; ``part`` of the items only, while it is still going on."""
        inspector = self.story.actor("kiemtra1")
        with transaction():
            visit = start_visit(actor=inspector, visit_id=visit_id)
            place = (
                f"Trụ sở {people_committee(visit.unit.name)}"
                if not visit.establishment
                else visit.establishment.address
            )
            describe_visit(
                actor=inspector,
                visit_id=visit_id,
                revision=visit.revision,
                place=place,
                unit_representative="Đại diện Minh Họa",
                unit_representative_position="Chủ cơ sở"
                if visit.establishment
                else "Phó Chủ tịch Ủy ban nhân dân",
                unit_opinion="Đơn vị nhất trí với nội dung kiểm tra, sẽ khắc phục đúng thời hạn."
                if part == 1.0
                else "",
            )
        entries = [
            IncomingEvent(
                id=uuid7(clock.now()),
                item=code,
                period="",
                status=AnswerStatus(answer.status),
                value=answer.value,
                note=answer.note,
                base_ids=(),
                device_id="may-tinh-bang-minh-hoa",
                device_sequence=number,
                device_time=clock.now(),
            )
            for number, (code, answer) in enumerate(list(given.items())[: round(len(given) * part)], start=1)
        ]
        with transaction():
            results = record_answers(actor=inspector, visit_id=visit_id, entries=entries)
        refused = [r for r in results if r.outcome not in (Outcome.ACCEPTED,) and r.code not in _NOT_ASKED]
        if refused:
            raise RuntimeError(f"the demonstration's answers were refused: {refused}")

    def photo(self, visit_id: int, item_code: str, title: str, lines: list[str], caption: str) -> None:
        with transaction():
            add_photo(
                actor=self.story.actor("kiemtra1"),
                visit_id=visit_id,
                item_code=item_code,
                data=pictures.notice_board(title, lines, visit_id),
                caption=caption,
            )

    def complete(self, visit_id: int) -> None:
        with transaction():
            complete_visit(actor=self.story.actor("kiemtra1"), visit_id=visit_id)

    def decide(self, visit_id: int) -> None:
        """The inspector confirms what was suggested, gives causes, drops what is minor, asks for remedies."""
        inspector, pick = self.story.actor("kiemtra1"), self.story.pick
        findings = db.session.scalars(
            select(Finding).where(Finding.visit_id == visit_id).order_by(Finding.position, Finding.id)
        ).all()
        ids = [finding.id for finding in findings]
        dropped = next((f.id for f in findings if f.severity == Severity.LOW), None)
        for finding_id in ids:
            with transaction():
                finding = db.session.get_one(Finding, finding_id)
                if finding_id == dropped and pick.random() < 0.5:
                    drop_finding(
                        actor=inspector,
                        finding_id=finding.id,
                        revision=finding.revision,
                        reason="Đơn vị đã khắc phục ngay trong buổi kiểm tra.",
                    )
                    continue
                if finding.kind == FindingKind.SHORTCOMING:
                    self.decided += 1
                    finding = edit_finding(
                        actor=inspector,
                        finding_id=finding.id,
                        revision=finding.revision,
                        content=FindingContent(
                            kind=FindingKind.SHORTCOMING,
                            condition=finding.condition,
                            severity=Severity(str(finding.severity)),
                            criterion=finding.criterion,
                            legal_basis=finding.legal_basis,
                            cause=_CAUSES[self.decided % len(_CAUSES)],
                            effect=_EFFECTS[self.decided % len(_EFFECTS)],
                            evidence=[photo.id for photo in finding.evidence],
                        ),
                    )
                confirm_finding(actor=inspector, finding_id=finding.id, revision=finding.revision)
                if finding.kind == FindingKind.SHORTCOMING:
                    add_drafted_recommendation(actor=inspector, finding=finding, today=clock.today())

    def explain(self, visit_id: int, words: str) -> None:
        """The unit's answer to the draft conclusion, written on the first shortcoming."""
        inspector = self.story.actor("kiemtra1")
        with transaction():
            finding = db.session.scalars(
                select(Finding)
                .where(
                    Finding.visit_id == visit_id,
                    Finding.kind == FindingKind.SHORTCOMING,
                    Finding.state == "confirmed",
                )
                .order_by(Finding.position, Finding.id)
                .limit(1)
            ).first()
            if finding is None:
                return
            content = FindingContent(
                kind=FindingKind.SHORTCOMING,
                condition=finding.condition,
                severity=Severity(str(finding.severity)),
                criterion=finding.criterion,
                legal_basis=finding.legal_basis,
                cause=finding.cause,
                effect=finding.effect,
                explanation=words,
                evidence=[photo.id for photo in finding.evidence],
            )
            edit_finding(actor=inspector, finding_id=finding.id, revision=finding.revision, content=content)

    def review(self, visit_id: int) -> None:
        with transaction():
            review_visit(actor=self.story.actor("truongdoan"), visit_id=visit_id)

    def follow_up(self, visit_id: int, every: int) -> None:
        """Carry the recommendations of a visit on; each ``every``-th is forgotten and becomes overdue."""
        ids = db.session.scalars(
            select(Recommendation.id).where(Recommendation.visit_id == visit_id).order_by(Recommendation.id)
        ).all()
        for number, recommendation_id in enumerate(ids, start=1):
            if number % every == 0:
                continue
            last = _OUTCOMES[(number + visit_id) % len(_OUTCOMES)]
            for state in _PATH[: _PATH.index(last) + 1]:
                with transaction():
                    recommendation = db.session.get_one(Recommendation, recommendation_id)
                    change_state(
                        actor=self.story.actor("truongdoan"),
                        recommendation_id=recommendation_id,
                        revision=recommendation.revision,
                        state=state,
                        note=_NOTES[state],
                    )

    # --- documents

    def document(
        self, kind: str, *, number: str | None, visit_id: int | None = None, remarks: str = "", **more: Any
    ) -> int:
        """Draft a document and, with a number, issue it; ``more`` are further fields of its head."""
        lead, head = self.story.actor("truongdoan"), self.story.actor("lanhdao")
        with transaction():
            document = draft_document(
                actor=lead,
                kind=kind,
                plan_id=None if visit_id else self.plan_id,
                team_id=self.team_id if kind == "decision" else None,
                visit_id=visit_id,
            )
            values = head_of(document)
            changed = replace(
                values,
                number=number or "",
                issued_on=clock.today() if number else None,
                general_remarks=remarks or values.general_remarks,
                signer_authority=values.signer_authority or "KT. GIÁM ĐỐC",
                signer_position=values.signer_position or "PHÓ GIÁM ĐỐC",
                signer_name=values.signer_name or self.story.people["lanhdao"].full_name,
                **more,
            )
            update_draft(actor=lead, document_id=document.id, revision=document.revision, head=changed)
            document_id = document.id
        if number:
            document = db.session.get_one(Document, document_id)
            prepared = prepare_issue(actor=head, document_id=document_id, revision=document.revision)
            with transaction():
                issue_document(actor=head, prepared=prepared)
        return document_id

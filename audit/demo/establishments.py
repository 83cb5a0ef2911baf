"""The inter-agency inspection of establishments in the demonstration (Đội 178)."""

from __future__ import annotations

from datetime import time

from audit.demo import answers
from audit.demo.course import PlanCourse
from audit.demo.timeline import AFTERNOON, MORNING
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.services.plan_states import close_plan
from audit.inspections.services.plan_units import add_establishments
from audit.inspections.services.teams import MemberValues, add_member, create_team
from audit.kernel.database import db, transaction

# Working days from today, and how well the establishment does.
_VISITS = ((-43, 0.85), (-43, 0.45), (-42, 0.65), (-41, 0.25), (-40, 0.78))
_CAUSES = (
    "Đơn vị mới được sắp xếp lại, cán bộ phụ trách thay đổi và kiêm nhiệm nhiều lĩnh vực.",
    "Kinh phí bố trí cho công tác phòng, chống mại dâm còn hạn chế, chưa có dòng dự toán riêng.",
    "Công tác phối hợp giữa các bộ phận chuyên môn chưa thường xuyên.",
    "Chưa kịp thời cập nhật các văn bản hướng dẫn mới.",
)


class EstablishmentInspection(PlanCourse):
    """Kiểm tra liên ngành tại cơ sở by Đội 178: three members, each with an inspector's card."""

    kind = "establishment"

    def begin(self) -> None:
        story = self.story
        story.at(story.day(-55), time(9), self.write)
        story.at(story.day(-53), time(10), lambda: self.approve("31"))

    def write(self) -> None:
        story = self.story
        lead = story.actor("truongdoan")
        picked = story.establishments[:: max(1, len(story.establishments) // len(_VISITS))]
        picked = picked[: len(_VISITS)]
        with transaction():
            self.draft(-85, 30)
            reasons = {
                e.id: "Loại hình dễ bị lợi dụng; giấy phép hoặc cam kết cần kiểm tra lại." for e in picked
            }
            chosen = add_establishments(actor=lead, plan_id=self.plan_id, reasons=reasons)
            team = create_team(
                actor=lead,
                plan_id=self.plan_id,
                name="Đội kiểm tra liên ngành 178",
                decision_number="215/QĐ-UBND",
                decision_date=story.day(-55),
            )
            self.team_id = team.id
            for username, role, card in (("truongdoan", "lead", "01"), ("kiemtra1", "secretary", "02")):
                person = story.people[username]
                values = MemberValues(
                    role=role,
                    user_id=person.actor.id,
                    full_name=person.full_name,
                    position=person.position,
                    agency=story.department_name,
                    card_number=f"{card}/178-MH",
                )
                add_member(actor=lead, team_id=team.id, values=values)
            others = (
                ("Đỗ Trật Tự", "Cán bộ Phòng Cảnh sát hình sự", "Công an tỉnh", "03"),
                ("Bùi Văn Hóa", "Chuyên viên", "Sở Văn hóa, Thể thao và Du lịch", "04"),
            )
            for name, position, agency, card in others:
                values = MemberValues(
                    role="member",
                    full_name=name,
                    position=position,
                    agency=agency,
                    card_number=f"{card}/178-MH",
                )
                add_member(actor=lead, team_id=team.id, values=values)
            units = [(unit.id, unit.establishment_id) for unit in chosen]
        staff = {e.id: (e.staff_male or 0, e.staff_female or 0) for e in story.establishments}
        for number, (offset, quality) in enumerate(_VISITS):
            plan_unit_id, establishment_id = units[number]
            self.schedule(plan_unit_id, staff[establishment_id or 0], offset, quality, number)
        story.at(story.day(-34), time(9), self.report)

    def schedule(
        self, plan_unit_id: int, staff: tuple[int, int], offset: int, quality: float, number: int
    ) -> None:
        story = self.story
        day, span = story.day(offset), (MORNING, AFTERNOON)[number % 2]
        visit: dict[str, int] = {}

        def book() -> None:
            visit["id"] = self.book(plan_unit_id, day, span)

        def inspect() -> None:
            given = answers.establishment(quality=quality, male=staff[0], female=staff[1], pick=story.pick)
            self.inspect(visit["id"], given)
            self.photo(
                visit["id"],
                "es_19",
                "Nội quy cơ sở",
                ["Chấp hành pháp luật về phòng, chống mại dâm", "Khách xuất trình giấy tờ khi lưu trú"],
                "Bảng nội quy niêm yết tại quầy",
            )

        story.at(story.day(-52), time(14, number), book)
        story.at(story.day(-50), time(15, number), lambda: self.announce(visit["id"]))
        story.at(day, span[0], inspect)
        story.at(day, span[1], lambda: self.complete(visit["id"]))
        story.at(day, time(16, 45), lambda: self.decide(visit["id"]))
        story.at(story.day(offset + 3), time(9, number), lambda: self.review(visit["id"]))
        story.at(
            story.day(offset + 14),
            time(10, number),
            lambda: self.follow_up(visit["id"], every=3),
        )

    def report(self) -> None:
        self.document("findings_report", number="21")
        with transaction():
            plan = db.session.get_one(InspectionPlan, self.plan_id)
            close_plan(actor=self.story.actor("lanhdao"), plan_id=plan.id, revision=plan.revision)

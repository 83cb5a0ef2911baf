"""The inspection of state management in the demonstration, after the plan of 2023."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from audit.demo import answers
from audit.demo.course import PlanCourse
from audit.demo.tablet import Signer, Tablet
from audit.demo.timeline import AFTERNOON, MORNING
from audit.inspections.models.visits import Visit
from audit.inspections.services.plan_units import add_units
from audit.inspections.services.teams import MemberValues, add_member, create_team
from audit.kernel import clock
from audit.kernel.database import db, transaction
from audit.offline.domain.outcomes import Side
from reports.services.team_numbers import write_number_on_team

# Where the visits stand: how many working days from today, how well the unit does, how far it has come.
_VISITS = (
    (-30, 0.86, "reviewed"),
    (-29, 0.55, "reviewed"),
    (-25, 0.30, "reviewed"),
    (-24, 0.72, "reviewed"),
    (-20, 0.48, "reviewed"),
    (-15, 0.93, "reviewed"),
    (-10, 0.64, "completed"),
    (-4, 0.38, "completed"),
    (0, 0.70, "in_progress"),
    (1, 0.0, "announced"),
    (5, 0.0, "announced"),
    (9, 0.0, "planned"),
)
EXPLANATION = (
    "Sau ngày kiểm tra, đơn vị đã phân công công chức phụ trách và bắt đầu thực hiện nội dung này; đề nghị "
    "Đoàn kiểm tra ghi nhận, đơn vị sẽ báo cáo kết quả đúng thời hạn."
)


class ManagementInspection(PlanCourse):
    """Kiểm tra công tác quản lý nhà nước, after the plan of 2023."""

    kind = "management"
    attendees = ("Lê Trưởng Đoàn", "Phạm Kiểm Tra", "Hoàng Khảo Sát")

    def begin(self) -> None:
        story = self.story
        story.at(story.day(-50), time(9), self.write)
        story.at(story.day(-47), time(10), lambda: self.approve("15"))
        story.at(story.day(-47), time(11), lambda: self.document("plan", number="15"))
        story.at(story.day(-46), time(9), self.set_up)
        story.at(story.day(-1), time(14), self.announce_schedule)
        story.at(story.day(-1), time(15), lambda: self.document("follow_up", number="14"))

    def write(self) -> None:
        story = self.story
        lead = story.actor("truongdoan")
        with transaction():
            self.draft(-75, 60)
            reasons = {
                commune.id: "Có nhiều cơ sở kinh doanh dịch vụ dễ bị lợi dụng; chưa được kiểm tra trong năm."
                for commune in story.communes[:14]
            }
            chosen = add_units(actor=lead, plan_id=self.plan_id, reasons=reasons)
            team = create_team(
                actor=lead,
                plan_id=self.plan_id,
                name="Đoàn kiểm tra công tác quản lý nhà nước",
            )
            self.team_id = team.id
            for username, role in (
                ("lanhdao", "lead"),
                ("truongdoan", "deputy"),
                ("kiemtra1", "secretary"),
                ("kiemtra2", "member"),
            ):
                person = story.people[username]
                values = MemberValues(
                    role=role,
                    user_id=person.actor.id,
                    full_name=person.full_name,
                    position=person.position,
                    agency=story.department_name,
                )
                add_member(actor=lead, team_id=team.id, values=values)
            units = [(unit.id, unit.unit_id) for unit in chosen]
        names = {commune.id: commune.name for commune in story.communes}
        for number, (offset, quality, state) in enumerate(_VISITS):
            plan_unit_id, unit_id = units[number]
            self.schedule(plan_unit_id, names[unit_id], offset, quality, state, number)

    def conclude(self, visit: dict[str, int], offset: int) -> None:
        """A conclusion from the unit's explanation to the meeting at which it is read out."""
        story = self.story
        story.at(story.day(offset + 12), time(9), lambda: self.explain(visit["id"], EXPLANATION))
        report_by: dict[str, Any] = {"report_by": story.day(offset + 40)}
        story.at(
            story.day(offset + 14),
            time(9),
            lambda: self.document("conclusion", number="09", visit_id=visit["id"], **report_by),
        )
        meeting: dict[str, Any] = {
            "meets_at": clock.from_local(datetime.combine(story.day(offset + 18), time(8, 30))),
            "chaired_by": "Phó Giám đốc Sở Y tế, Trưởng đoàn kiểm tra",
        }
        story.at(
            story.day(offset + 14),
            time(10),
            lambda: self.document("invitation", number="06", visit_id=visit["id"], **meeting),
        )

    def announce_schedule(self) -> None:
        """The visits still to come, told to all units at once."""
        self.document("announcement", number="12")

    def set_up(self) -> None:
        """The decision that sets the team up, its number carried over to the team."""
        number = self.document("decision", number="38", proposer="Trưởng Phòng Bảo trợ xã hội")
        with transaction():
            write_number_on_team(actor=self.story.actor("truongdoan"), document_id=number)

    def schedule(
        self, plan_unit_id: int, commune: str, offset: int, quality: float, state: str, number: int
    ) -> None:
        story = self.story
        day, span = story.day(offset), (MORNING, AFTERNOON)[number % 2]
        booked_on = story.day(min(offset - 9, -4))
        visit: dict[str, int] = {}

        def book() -> None:
            visit["id"] = self.book(plan_unit_id, day, span)

        def inspect() -> None:
            given = answers.management(
                quality=quality, year=story.today.year, commune=commune, day=day, pick=story.pick
            )
            self.inspect(visit["id"], given, part=1.0 if state != "in_progress" else 0.55)
            self.photo(
                visit["id"],
                "ls1_01",
                "Bảng niêm yết kế hoạch",
                [
                    "Kế hoạch phòng, chống mại dâm năm",
                    "Lịch phát thanh hằng tháng",
                    "Số liệu tổng hợp theo quý",
                ],
                "Bảng niêm yết kế hoạch tại trụ sở Ủy ban nhân dân",
            )

        story.at(booked_on, time(14, number), book)
        if state == "planned":
            return
        story.at(story.day(min(offset - 5, -1)), time(15, number), lambda: self.announce(visit["id"]))
        if state == "announced":
            return
        story.at(day, span[0], inspect)
        if state == "in_progress":
            return
        if number == 0:
            story.at(day, time(11, 15), lambda: self.sign(visit["id"]))
        story.at(day, span[1], lambda: self.complete(visit["id"]))
        if number != 7:
            story.at(day, time(16, 45), lambda: self.decide(visit["id"]))
        if number == 6:
            waits: dict[str, Any] = {"explain_by": story.day(5), "report_by": story.day(25)}
            story.at(
                story.day(-2),
                time(9, 30),
                lambda: self.document("conclusion", number=None, visit_id=visit["id"], **waits),
            )
        if state != "reviewed":
            return
        story.at(story.day(offset + 2), time(9, number), lambda: self.review(visit["id"]))
        if number == 0:
            story.at(
                story.day(offset + 2),
                time(15),
                lambda: self.document("minutes", number="01", visit_id=visit["id"]),
            )
        if number == 2:
            self.conclude(visit, offset)
        story.at(
            story.day(min(offset + 13, -1)),
            time(10, number),
            lambda: self.follow_up(visit["id"], every=4),
        )
        if number == 5:
            remarks = "Báo cáo sơ bộ; các buổi kiểm tra còn lại sẽ được tổng hợp khi kết thúc kế hoạch."
            story.at(
                story.day(-1),
                time(16),
                lambda: self.document("findings_report", number=None, remarks=remarks),
            )

    def sign(self, visit_id: int) -> None:
        """Both sides sign the minutes on the inspector's tablet."""
        people = self.story.people
        tablet = Tablet(self.story.actor("kiemtra1"))
        tablet.enrol()
        visit = db.session.get_one(Visit, visit_id)
        unit = Signer(Side.UNIT, visit.unit_representative, visit.unit_representative_position)
        team = [
            Signer(Side.TEAM, people[name].full_name, people[name].position)
            for name in ("truongdoan", "kiemtra1")
        ]
        tablet.sign_minutes(visit_id, (unit, *team))

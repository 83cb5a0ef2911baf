"""A small real world for the tests of documents: a plan, its team, visits with answers, findings, photos."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from PIL import Image

from audit.findings.models import Finding, Recommendation
from audit.inspections.models.plans import InspectionPlan, PlanUnit
from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel.database import db, transaction
from audit.kernel.files import store
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from checklists.models.instruments import Instrument, InstrumentVersion, Item, Section
from checklists.models.submissions import Attachment, Response, ResponseEvent, Submission

NOW = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
FIRST_DAY = datetime(2026, 9, 7, 1, 30, tzinfo=UTC)

# code, section, type, extra columns, answer
ITEMS: tuple[tuple[str, str, str, dict[str, Any], Any], ...] = (
    ("t1_plan", "T.1", "yes_no", {"weight": 2, "scoring": {"rule": "yes_no"}}, True),
    ("t1_how", "T.1", "rating", {"weight": 1, "scoring": {"rule": "rating"}}, "fair"),
    (
        "t1_papers",
        "T.1",
        "documents",
        {},
        [{"number": "12/KH-UBND", "date": "2026-01-15", "summary": "Kế hoạch phòng, chống mại dâm năm 2026"}],
    ),
    ("t2_money", "T.2", "money", {"unit": "triệu đồng"}, "12.5"),
    ("t2_workers", "T.2", "count", {"unit": "người"}, 1234),
    ("t2_known", "T.2", "count", {"unit": "người", "sensitivity": "restricted"}, 3),
    (
        "t2_groups",
        "T.2",
        "count_choice",
        {
            "sensitivity": "restricted",
            "options": {
                "measures": [{"code": "people", "label": "Số người"}, {"code": "cases", "label": "Số vụ"}]
            },
        },
        {"count": 4, "measure": "cases"},
    ),
    ("t2_words", "T.2", "text", {}, "Đã phân công cán bộ theo dõi."),
)
QUESTIONS = {
    "t1_plan": "Có kế hoạch của năm không?",
    "t1_how": "Kế hoạch có được thực hiện không?",
    "t1_papers": "Đã ban hành văn bản nào?",
    "t2_money": "Kinh phí được giao?",
    "t2_workers": "Số lao động tại các cơ sở?",
    "t2_known": "Số người thuộc diện quản lý?",
    "t2_groups": "Số vụ hoặc số người đã phát hiện?",
    "t2_words": "Việc phân công thực hiện?",
}


@dataclass
class World:
    """What was built; ids, so that a test reads the rows anew."""

    province_code: str
    plan_id: int
    visit_ids: list[int] = field(default_factory=list)
    unit_codes: list[str] = field(default_factory=list)
    photo_digests: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Wishes:
    """What the world shall look like; ``say`` turns a text before it is stored (hostile texts)."""

    visits: int = 3
    province: str = "20"
    kind: str = "management"
    states: tuple[str, ...] = ()
    findings: bool = True
    photos: bool = True
    mark: str = ""

    def say(self, text: str) -> str:
        return f"{text} {self.mark}".strip()

    def state(self, position: int) -> str:
        return self.states[position] if position < len(self.states) else "completed"


def build_world(wishes: Wishes | None = None) -> World:
    """Build and commit a world of its own; may be called again for another province."""
    wishes = wishes or Wishes()
    with transaction():
        version = _version(wishes)
        plan = _plan(wishes, version)
        team = _team(wishes, plan)
        world = World(wishes.province, plan.id)
        for position in range(wishes.visits):
            _visit(wishes, world, plan, team, version, position)
    return world


def photo(colour: int) -> bytes:
    """A small real JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (160, 120), (colour % 256, 120, 160)).save(out, "JPEG")
    return out.getvalue()


def _keep(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def _version(wishes: Wishes) -> InstrumentVersion:
    instrument = _keep(
        Instrument(
            code=f"thu_{uuid.uuid4().hex[:8]}", kind="checklist", title="Bảng kiểm thử nghiệm", subject="unit"
        )
    )
    version: InstrumentVersion = _keep(
        InstrumentVersion(
            instrument_id=instrument.id,
            number=1,
            state="published",
            valid_from=date(2026, 1, 1),
            source="Kế hoạch kiểm tra",
            content_hash="0" * 64,
            published_at=NOW,
        )
    )
    titles = {"T.1": "1. Việc quản lý thực hiện Chương trình", "T.2": "2. Số liệu và kinh phí"}
    sections = {
        code: _keep(Section(version_id=version.id, code=code, title=title, position=position))
        for position, (code, title) in enumerate(titles.items())
    }
    for position, (code, section, kind, extra, _answer) in enumerate(ITEMS):
        db.session.add(
            Item(
                version_id=version.id,
                section_id=sections[section].id,
                code=code,
                position=position,
                text=wishes.say(QUESTIONS[code]),
                answer_type=kind,
                legal_basis=wishes.say("Pháp lệnh số 10/2003/PL-UBTVQH11 Điều 15"),
                **extra,
            )
        )
    return version


def _plan(wishes: Wishes, version: InstrumentVersion) -> InspectionPlan:
    say = wishes.say
    plan: InspectionPlan = _keep(
        InspectionPlan(
            province_code=wishes.province,
            kind=wishes.kind,
            state="approved",
            year=2026,
            title=say("Kiểm tra công tác quản lý nhà nước về Chương trình phòng, chống mại dâm năm 2026"),
            parent_agency="ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN",
            agency="Sở Y tế",
            number="45",
            symbol="KH-SYT",
            place="Lạng Sơn",
            issued_on=date(2026, 8, 20),
            legal_bases=[say("Pháp lệnh Phòng, chống mại dâm số 10/2003/PL-UBTVQH11 ngày 17/3/2003")],
            introduction=say("Sở Y tế xây dựng Kế hoạch kiểm tra, cụ thể như sau:"),
            purpose=say("Đánh giá kết quả triển khai chương trình.") + "\n- Hướng dẫn văn bản mới.",
            requirements=say("Các đơn vị đánh giá đúng tình hình."),
            content=[
                {"title": say("Việc quản lý thực hiện"), "paragraphs": [say("Ban hành văn bản quản lý.")]}
            ],
            inspected=say("Ủy ban nhân dân các xã, phường được lựa chọn."),
            method=say("Kiểm tra theo bộ chỉ số giám sát."),
            composition=say("Sở Y tế: Phó Giám đốc Sở làm Trưởng đoàn."),
            time_text=say("Trong quý III, IV năm 2026."),
            period_from=date(2026, 7, 1),
            period_to=date(2026, 12, 31),
            request=say("Đề nghị các đơn vị chuẩn bị báo cáo."),
            recipients=[say("Ủy ban nhân dân các xã, phường (PHCĐ)"), "Lưu: VT"],
            signer_authority="KT. GIÁM ĐỐC",
            signer_position="PHÓ GIÁM ĐỐC",
            signer_name=say("Người Ký Mẫu"),
            instrument_version_id=version.id,
            created_at=NOW,
        )
    )
    return plan


def _team(wishes: Wishes, plan: InspectionPlan) -> Team:
    team: Team = _keep(
        Team(
            plan_id=plan.id,
            name=wishes.say("Đoàn kiểm tra số 1"),
            decision_number="77/QĐ-SYT",
            decision_date=date(2026, 8, 25),
        )
    )
    for position, role in enumerate(("lead", "secretary", "member")):
        _keep(
            TeamMember(
                team_id=team.id,
                person_key=f"card:{plan.id}:{position}",
                full_name=wishes.say(f"Thành Viên Mẫu {position + 1}"),
                position=wishes.say("Chuyên viên"),
                agency=wishes.say("Sở Y tế"),
                role=role,
                card_number=f"TKT-{position + 1:02d}",
                position_in_team=position,
            )
        )
    return team


def _visit(
    wishes: Wishes,
    world: World,
    plan: InspectionPlan,
    team: Team,
    version: InstrumentVersion,
    position: int,
) -> None:
    say, state = wishes.say, wishes.state(position)
    unit = _unit(wishes, position)
    place = _establishment(wishes, unit, position) if wishes.kind == "establishment" else None
    db.session.add(
        PlanUnit(
            plan_id=plan.id,
            unit_id=unit.id,
            establishment_id=place.id if place else None,
            reason=say("Có nhiều cơ sở kinh doanh dịch vụ"),
            position=position,
        )
    )
    starts = FIRST_DAY + timedelta(days=position)
    started = state in ("in_progress", "completed", "reviewed")
    submission = (
        _keep(Submission(version_id=version.id, state="completed", created_at=starts)) if started else None
    )
    visit: Visit = _keep(
        Visit(
            province_code=wishes.province,
            plan_id=plan.id,
            team_id=team.id,
            unit_id=unit.id,
            establishment_id=place.id if place else None,
            submission_id=submission.id if submission else None,
            starts_at=starts,
            ends_at=starts + timedelta(hours=3),
            state=state,
            place=say("trụ sở Ủy ban nhân dân xã"),
            unit_representative=say("Đại Diện Mẫu"),
            unit_representative_position=say("Phó Chủ tịch Ủy ban nhân dân"),
            unit_opinion=say("Đơn vị nhất trí với kết quả kiểm tra."),
            created_at=NOW,
        )
    )
    for member in team.members:
        db.session.add(VisitMember(visit_id=visit.id, member_id=member.id))
    world.visit_ids.append(visit.id)
    world.unit_codes.append(unit.code)
    if submission is not None:
        _fill(wishes, world, visit, submission, version, position)


# No two units of a database share one, however many worlds a test builds in it.
_codes = count(1)


def _unit(wishes: Wishes, position: int) -> AdministrativeUnit:
    name = f"Xã Thử Nghiệm {position + 1}"
    unit: AdministrativeUnit = _keep(
        AdministrativeUnit(
            code=f"9{next(_codes):06d}",
            valid_from=date(2025, 7, 1),
            level="commune",
            kind="xa",
            name=wishes.say(name),
            short_name=f"Thử Nghiệm {position + 1}",
            parent_code=wishes.province,
            province_code=wishes.province,
            search_key=f"xa thu nghiem {position + 1}",
            sort_key=f"{position:04d}",
            source="kiểm thử",
        )
    )
    return unit


def _establishment(wishes: Wishes, unit: AdministrativeUnit, position: int) -> Establishment:
    place: Establishment = _keep(
        Establishment(
            province_code=wishes.province,
            unit_id=unit.id,
            register_code=f"CS-{uuid.uuid4().hex[:8]}",
            name=wishes.say(f"Cơ sở Mẫu {position + 1}"),
            type_code="khach_san",
            address=wishes.say("Thôn Mẫu"),
            licence_number="123",
            licence_state="valid",
            commitment_state="unknown",
            state="active",
            note="",
            search_key="co so mau",
            sort_key=f"{position:04d}",
            created_at=NOW,
            updated_at=NOW,
        )
    )
    return place


def _fill(
    wishes: Wishes,
    world: World,
    visit: Visit,
    submission: Submission,
    version: InstrumentVersion,
    position: int,
) -> None:
    items = {item.code: item for item in version.items}
    for code, _section, kind, _extra, value in ITEMS:
        text = wishes.say(value) if kind == "text" else value
        _answer(submission, items[code], text, note=wishes.say("ghi chú") if code == "t2_words" else "")
    if wishes.photos:
        data = photo(10 * (world.visit_ids.index(visit.id) + 1))
        attachment = _keep(
            Attachment(
                submission_id=submission.id,
                item_id=items["t1_papers"].id,
                published_sha256=store().put(data),
                media_type="image/jpeg",
                width=160,
                height=120,
                caption=wishes.say("Trang đầu kế hoạch"),
                added_at=NOW,
            )
        )
        world.photo_digests.append(attachment.published_sha256)
    if wishes.findings:
        _findings(wishes, visit, items)


def _answer(submission: Submission, item: Item, value: Any, *, note: str) -> None:
    event = _keep(
        ResponseEvent(
            id=str(uuid.uuid4()),
            submission_id=submission.id,
            item_id=item.id,
            status="answered",
            value=value,
            note=note,
            base_ids=[],
            content_hash="0" * 64,
            author_name="Người Thử Nghiệm",
            device_id="thu",
            device_sequence=1,
            device_time=NOW,
            received_at=NOW,
        )
    )
    db.session.add(
        Response(
            submission_id=submission.id,
            item_id=item.id,
            event_id=event.id,
            head_ids=[event.id],
            status="answered",
            value=value,
            note=note,
            updated_at=NOW,
        )
    )


def _findings(wishes: Wishes, visit: Visit, items: dict[str, Item]) -> None:
    say = wishes.say
    kept: list[Finding] = []
    for position, (kind, severity, state, condition, item) in enumerate(
        (
            ("strength", None, "confirmed", "Đã ban hành kế hoạch của năm.", items["t1_plan"]),
            ("shortcoming", "high", "confirmed", "Chưa bố trí kinh phí riêng.", items["t2_money"]),
            ("shortcoming", "low", "suggested", "Nhận xét chưa được xác nhận.", items["t1_how"]),
            ("shortcoming", "medium", "dropped", "Nhận xét đã bỏ.", None),
        )
    ):
        kept.append(
            _keep(
                Finding(
                    province_code=visit.province_code,
                    visit_id=visit.id,
                    unit_id=visit.unit_id,
                    establishment_id=visit.establishment_id,
                    item_id=item.id if item else None,
                    kind=kind,
                    severity=severity,
                    state=state,
                    condition=say(condition),
                    legal_basis=say("Nghị định số 178/2004/NĐ-CP"),
                    cause=say("Chưa quan tâm đúng mức."),
                    effect=say("Hoạt động còn hình thức."),
                    position=position,
                    created_at=NOW,
                    updated_at=NOW,
                )
            )
        )
    answers = (
        (kept[1], "Bố trí kinh phí riêng cho Chương trình."),
        (kept[2], "Kiến nghị của nhận xét chưa chốt."),
    )
    for finding, text in answers:
        recommendation = Recommendation(
            province_code=visit.province_code,
            visit_id=visit.id,
            unit_id=visit.unit_id,
            text=say(text),
            addressee=say("Ủy ban nhân dân xã"),
            addressee_kind="unit",
            due_on=date(2026, 12, 31),
            created_at=NOW,
            updated_at=NOW,
        )
        recommendation.findings = [finding]
        _keep(recommendation)

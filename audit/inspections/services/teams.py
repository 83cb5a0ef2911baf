"""Setting up teams and their members."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from audit.accounts.models import User
from audit.inspections.domain.kinds import PlanState, TeamRole, VisitState
from audit.inspections.domain.teams import MOST_DEPUTIES, person_key, team_problems
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team, TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.inspections.queries.scope import get_plan, get_team
from audit.inspections.services import words
from audit.inspections.services.people import persons
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.i18n import _
from audit.kernel.journal.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberValues:
    """A member as typed: an account of the province (then its name holds), or a person of another agency."""

    role: str
    user_id: int | None = None
    full_name: str = ""
    position: str = ""
    agency: str = ""
    card_number: str = ""


def create_team(
    *, actor: Actor, plan_id: int, name: str, decision_number: str = "", decision_date: date | None = None
) -> Team:
    """A team of a plan that is not closed; its name is unique in the plan."""
    plan = _open_plan(actor, plan_id)
    team = Team(plan_id=plan.id, name=_name(plan, name), decision_number=decision_number)
    team.decision_date = decision_date
    db.session.add(team)
    db.session.flush()
    record(
        actor=actor, action="team.created", subject="team", subject_id=team.id, details={"plan_id": plan.id}
    )
    return team


def update_team(
    *, actor: Actor, team_id: int, name: str, decision_number: str, decision_date: date | None
) -> Team:
    """Rename the team or write the decision that set it up."""
    team = get_team(actor, team_id)
    plan = _open_plan(actor, team.plan_id)
    team.name = _name(plan, name, team.id)
    team.decision_number, team.decision_date = decision_number, decision_date
    record(
        actor=actor,
        action="team.updated",
        subject="team",
        subject_id=team.id,
        details={"name": name, "decision_number": decision_number},
    )
    return team


def delete_team(*, actor: Actor, team_id: int) -> None:
    """Dissolve a team that has no visits; an approved plan keeps at least one team."""
    team = get_team(actor, team_id)
    plan = _open_plan(actor, team.plan_id)
    if db.session.scalar(select(Visit.id).where(Visit.team_id == team.id).limit(1)) is not None:
        raise Conflict("team_has_visits", _("Đoàn (đội) đã có buổi kiểm tra nên không xóa được."))
    others = select(Team.id).where(Team.plan_id == plan.id, Team.id != team.id).limit(1)
    if plan.state == PlanState.APPROVED and db.session.scalar(others) is None:
        raise Conflict("last_team", _("Kế hoạch đã phê duyệt phải còn ít nhất một đoàn (đội) kiểm tra."))
    details = {"plan_id": plan.id, "name": team.name}
    db.session.delete(team)
    record(actor=actor, action="team.deleted", subject="team", subject_id=team_id, details=details)


def add_member(*, actor: Actor, team_id: int, values: MemberValues) -> TeamMember:
    """Put a person into the team. One lead a team, at most two deputies, each person once."""
    team = get_team(actor, team_id)
    plan = _open_plan(actor, team.plan_id)
    member = TeamMember(
        team_id=team.id, position_in_team=1 + max((m.position_in_team for m in team.members), default=0)
    )
    _write(actor, plan, team, member, values)
    team.members.append(member)
    db.session.flush()
    _keep_fit(plan, team)
    record(
        actor=actor,
        action="team.member_added",
        subject="team",
        subject_id=team.id,
        details={"member_id": member.id, **asdict(values)},
    )
    return member


def update_member(*, actor: Actor, team_id: int, member_id: int, values: MemberValues) -> TeamMember:
    """Change role, card or office of a member; who the person is stays as soon as a visit is booked."""
    team = get_team(actor, team_id)
    plan = _open_plan(actor, team.plan_id)
    member = _member(team, member_id)
    before = member.person_key
    _write(actor, plan, team, member, values)
    if member.person_key != before and _booked(member):
        raise Conflict(
            "member_has_visits",
            _("Thành viên đã có lịch kiểm tra nên không đổi được sang người khác; hãy thêm thành viên mới."),
        )
    db.session.flush()
    _keep_fit(plan, team)
    record(
        actor=actor,
        action="team.member_updated",
        subject="team",
        subject_id=team.id,
        details={"member_id": member.id, **asdict(values)},
    )
    return member


def remove_member(*, actor: Actor, team_id: int, member_id: int) -> None:
    """Take a person out who takes part in no visit; an approved plan's team stays fit."""
    team = get_team(actor, team_id)
    plan = _open_plan(actor, team.plan_id)
    member = _member(team, member_id)
    if _booked(member):
        raise Conflict(
            "member_has_visits", _("Thành viên đã có lịch kiểm tra nên không đưa ra khỏi đoàn được.")
        )
    details = {"member_id": member.id, "full_name": member.full_name}
    # A cancelled visit frees the person's time but remembers who was meant to come.
    for attendance in db.session.scalars(select(VisitMember).where(VisitMember.member_id == member.id)):
        db.session.delete(attendance)
    db.session.flush()
    team.members.remove(member)
    db.session.flush()
    _keep_fit(plan, team)
    record(actor=actor, action="team.member_removed", subject="team", subject_id=team.id, details=details)


def _open_plan(actor: Actor, plan_id: int) -> InspectionPlan:
    plan = get_plan(actor, plan_id, lock=True)
    if plan.state == PlanState.CLOSED:
        raise Conflict("plan_closed", _("Kế hoạch đã kết thúc."))
    return plan


def _name(plan: InspectionPlan, name: str, own_id: int | None = None) -> str:
    if not name.strip():
        raise Invalid("name_missing", _("Hãy ghi tên đoàn (đội) kiểm tra."), "name")
    if len(name) > 200:
        raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=200), "name")
    same = select(Team.id).where(Team.plan_id == plan.id, Team.name == name.strip(), Team.id != (own_id or 0))
    if db.session.scalar(same) is not None:
        raise Invalid("name_taken", _("Kế hoạch đã có đoàn (đội) mang tên này."), "name")
    return name.strip()


def _member(team: Team, member_id: int) -> TeamMember:
    member = next((m for m in team.members if m.id == member_id), None)
    if member is None:
        raise NotFound("member_not_found", _("Không tìm thấy thành viên trong đoàn (đội)."))
    return member


def _booked(member: TeamMember) -> bool:
    statement = (
        select(VisitMember.id)
        .join(VisitMember.visit)
        .where(VisitMember.member_id == member.id, Visit.state != VisitState.CANCELLED)
    )
    return db.session.scalar(statement.limit(1)) is not None


def _write(actor: Actor, plan: InspectionPlan, team: Team, member: TeamMember, values: MemberValues) -> None:
    try:
        role = TeamRole(values.role)
    except ValueError as error:
        raise Invalid("unknown_role", _("Vai trò trong đoàn không hợp lệ."), "role") from error
    user = _user(plan, values.user_id)
    full_name = user.full_name if user else values.full_name.strip()
    if not full_name:
        raise Invalid("name_missing", _("Hãy chọn người có tài khoản hoặc ghi họ và tên."), "full_name")
    position = values.position.strip() or (user.position if user else "")
    for name, text, longest in (
        ("full_name", full_name, 200),
        ("position", position, 200),
        ("agency", values.agency, 300),
        ("card_number", values.card_number, 60),
    ):
        if len(text) > longest:
            raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=longest), name)
    others = [m for m in team.members if m is not member]
    if role is TeamRole.LEAD and any(m.role == TeamRole.LEAD for m in others):
        raise Invalid("lead_taken", _("Đoàn (đội) đã có người phụ trách."), "role")
    if role is TeamRole.DEPUTY and sum(m.role == TeamRole.DEPUTY for m in others) >= MOST_DEPUTIES:
        raise Invalid("too_many_deputies", _("Đoàn (đội) có nhiều nhất 02 cấp phó."), "role")
    key = person_key(
        user_id=user.id if user else None,
        province_code=plan.province_code,
        card_number=values.card_number,
        full_name=full_name,
        agency=values.agency,
    )
    if any(m.person_key == key for m in others):
        raise Invalid(
            "already_member", _("Người này đã có trong đoàn (đội)."), "user_id" if user else "full_name"
        )
    member.user_id = user.id if user else None
    member.person_key, member.role = key, role
    member.full_name, member.position = full_name, position
    member.agency, member.card_number = values.agency.strip(), values.card_number.strip()


def _user(plan: InspectionPlan, user_id: int | None) -> User | None:
    if user_id is None:
        return None
    user = db.session.get(User, user_id)
    if user is None or user.province_code != plan.province_code or not user.active:
        raise Invalid("unknown_user", _("Không tìm thấy người này trong danh sách tài khoản."), "user_id")
    return user


def _keep_fit(plan: InspectionPlan, team: Team) -> None:
    """An approved plan's team may change, but never below what the law asks of it."""
    if plan.state != PlanState.APPROVED:
        return
    problems = team_problems(plan.kind, persons(team.members))
    has_visits = db.session.scalar(
        select(Visit.id).where(Visit.team_id == team.id, Visit.state != VisitState.CANCELLED).limit(1)
    )
    if problems and has_visits is not None:
        raise Conflict(
            "team_unfit",
            _(
                "Đoàn (đội) của kế hoạch đã phê duyệt phải đủ thành phần: %(why)s.",
                why=words.sentence(problems),
            ),
        )

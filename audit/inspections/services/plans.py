"""Writing plans: new from the template of the day or from an earlier plan, changed while they are drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from sqlalchemy import String, delete, select

from audit.inspections.adapters.plan_data import legal_bases, plan_templates
from audit.inspections.domain.kinds import PlanKind, PlanState
from audit.inspections.domain.legal_bases import bases_for
from audit.inspections.domain.plan_templates import fill, template_for
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.inspections.queries.plans import province_name
from audit.inspections.queries.scope import get_plan
from audit.inspections.services import hooks
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.revisions import unchanged_since
from checklists.queries.instruments import current_version


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanValues:
    """What a person may write in a plan; nothing else of it can be set from outside."""

    year: int
    title: str
    parent_agency: str
    agency: str
    symbol: str
    place: str
    introduction: str
    purpose: str
    requirements: str
    content: list[dict[str, Any]]
    inspected: str
    method: str
    composition: str
    time_text: str
    period_from: date
    period_to: date
    request: str
    recipients: list[str]
    legal_bases: list[str]
    signer_authority: str
    signer_position: str
    signer_name: str = ""
    contact: str = ""
    number: str = ""
    issued_on: date | None = field(default=None)


PLAN_FIELDS = tuple(f.name for f in fields(PlanValues))
# Paper that belongs to the earlier plan alone.
_NOT_COPIED = {"number", "issued_on", "legal_bases", "year", "period_from", "period_to"}


def template_values(*, actor: Actor, kind: str, year: int, department_name: str) -> dict[str, Any]:
    """The fields of a new plan as the template of today fills them; :class:`Invalid` when there is none."""
    today = clock.today()
    template = template_for(plan_templates(), kind=_kind(kind), on=today)
    if template is None:
        raise Invalid("no_template", _("Chưa có mẫu kế hoạch cho loại kiểm tra này."), "kind")
    filled = fill(
        template,
        bases=legal_bases(),
        year=_year(year),
        province_name=province_name(actor.province_code, today),
        department_name=department_name,
        on=today,
    )
    filled["legal_bases"] = list(_bases(actor.province_code, template.kind, today).now)
    filled["instrument"] = template.instrument
    return filled


def create_plan(
    *,
    actor: Actor,
    kind: str,
    year: int,
    department_name: str,
    copy_of: int | None = None,
    changes: Mapping[str, Any] | None = None,
) -> InspectionPlan:
    """A new draft from today's template, or with the words of an earlier plan of the same kind.

    ``changes`` overrides single fields of :class:`PlanValues`. A copy takes the texts with the year put
    right and keeps those legal bases that still hold. Raises :class:`Invalid` for an unknown kind, a year
    out of range, a person without a province, or when no checklist is published for this kind.
    """
    if not actor.province_code:
        raise Invalid(
            "no_province", _("Tài khoản không thuộc tỉnh, thành phố nào nên không lập được kế hoạch.")
        )
    filled = template_values(actor=actor, kind=kind, year=year, department_name=department_name)
    try:
        instrument = current_version(filled.pop("instrument"))
    except NotFound as error:
        missing = _("Chưa có bảng kiểm đã ban hành cho loại kiểm tra này.")
        raise Invalid("no_instrument", missing, "kind") from error
    if copy_of is not None:
        filled |= _copied(get_plan(actor, copy_of), kind, year, actor.province_code)
    filled |= dict(changes or {})
    values = PlanValues(**{name: filled[name] for name in PLAN_FIELDS if name in filled})
    _check(values)
    plan = InspectionPlan(
        **asdict(values),
        province_code=actor.province_code,
        kind=PlanKind(kind),
        state=PlanState.DRAFT,
        instrument_version_id=instrument.id,
        created_by_id=actor.id,
        created_at=clock.now(),
        revision=1,
    )
    db.session.add(plan)
    db.session.flush()
    details: dict[str, object] = {"kind": str(kind), "year": plan.year}
    if copy_of is not None:
        details["copy_of"] = copy_of
    record(actor=actor, action="plan.created", subject="inspection_plan", subject_id=plan.id, details=details)
    return plan


def update_plan(*, actor: Actor, plan_id: int, revision: int, values: PlanValues) -> InspectionPlan:
    """Write the texts of a draft. :class:`Conflict` when it is no draft or was changed since ``revision``."""
    plan = get_plan(actor, plan_id, lock=True)
    if plan.state != PlanState.DRAFT:
        raise Conflict("plan_not_draft", _("Kế hoạch không còn là dự thảo nên không sửa được nội dung."))
    unchanged_since(plan, revision)
    _check(values)
    changed = [name for name, value in asdict(values).items() if getattr(plan, name) != value]
    for name in changed:
        setattr(plan, name, getattr(values, name))
    plan.revision += 1
    record(
        actor=actor,
        action="plan.updated",
        subject="inspection_plan",
        subject_id=plan.id,
        details={"fields": changed},
    )
    return plan


def set_number(
    *, actor: Actor, plan_id: int, revision: int, number: str, issued_on: date | None
) -> InspectionPlan:
    """Enter the number and date that the registry office gave; also on an approved plan."""
    plan = get_plan(actor, plan_id, lock=True)
    unchanged_since(plan, revision)
    if plan.state == PlanState.CLOSED:
        raise Conflict("plan_closed", _("Kế hoạch đã kết thúc."))
    if number and not number.isdecimal():
        raise Invalid("bad_number", _("Số văn bản chỉ gồm chữ số; ký hiệu ghi ở ô riêng."), "number")
    if len(number) > 20:
        raise Invalid("too_long", _("Số văn bản quá dài."), "number")
    plan.number, plan.issued_on = number, issued_on
    plan.revision += 1
    record(
        actor=actor,
        action="plan.numbered",
        subject="inspection_plan",
        subject_id=plan.id,
        details={"number": number, "issued_on": issued_on.isoformat() if issued_on else None},
    )
    return plan


def delete_plan(*, actor: Actor, plan_id: int) -> None:
    """Throw a draft away; :class:`Conflict` once it was approved or a visit stands in it."""
    plan = get_plan(actor, plan_id, lock=True)
    if plan.state != PlanState.DRAFT or plan.approved_at is not None:
        raise Conflict("plan_not_draft", _("Chỉ xóa được dự thảo chưa từng được phê duyệt."))
    if db.session.scalar(select(Visit.id).where(Visit.plan_id == plan.id).limit(1)) is not None:
        raise Conflict("plan_has_visits", _("Kế hoạch đã có buổi kiểm tra nên không xóa được."))
    details = {"title": plan.title, "year": plan.year}
    db.session.execute(delete(Team).where(Team.plan_id == plan.id))
    db.session.delete(plan)
    record(actor=actor, action="plan.deleted", subject="inspection_plan", subject_id=plan_id, details=details)


def _bases(province_code: str, kind: str, on: date) -> hooks.KeptBases:
    """The bases the province keeps, else those of the data file."""
    kept = hooks.kept_bases(province_code, kind, on)
    if kept is not None:
        return kept
    return hooks.KeptBases(
        [basis.citation for basis in bases_for(legal_bases(), kind=kind, on=on)],
        [basis.citation for basis in legal_bases()],
    )


def _copied(source: InspectionPlan, kind: str, year: int, province_code: str) -> dict[str, Any]:
    if source.kind != kind:
        raise Invalid("other_kind", _("Chỉ sao chép được từ kế hoạch cùng loại."), "copy_of")
    copied: dict[str, Any] = {name: getattr(source, name) for name in PLAN_FIELDS if name not in _NOT_COPIED}
    for name in ("title", "introduction", "time_text"):
        copied[name] = copied[name].replace(f"năm {source.year}", f"năm {year}")
    bases = _bases(province_code, kind, clock.today())
    added = [basis for basis in source.legal_bases if basis not in set(bases.ever)]
    copied["legal_bases"] = [*bases.now, *added]
    return copied


def _kind(kind: str) -> PlanKind:
    try:
        return PlanKind(kind)
    except ValueError as error:
        raise Invalid("unknown_kind", _("Loại kiểm tra không hợp lệ."), "kind") from error


def _year(year: int) -> int:
    if not 2020 <= year <= 2100:
        raise Invalid("bad_year", _("Năm của kế hoạch không hợp lệ."), "year")
    return year


def _check(values: PlanValues) -> None:
    _year(values.year)
    if values.period_from > values.period_to:
        raise Invalid("bad_period", _("Ngày kết thúc phải sau ngày bắt đầu."), "period_to")
    if not values.title.strip():
        raise Invalid("title_missing", _("Kế hoạch phải có trích yếu."), "title")
    if values.number and not values.number.isdecimal():
        raise Invalid("bad_number", _("Số văn bản chỉ gồm chữ số; ký hiệu ghi ở ô riêng."), "number")
    for name in PLAN_FIELDS:
        kind, value = InspectionPlan.__table__.c[name].type, getattr(values, name)
        longest = kind.length if isinstance(kind, String) else None
        if longest is not None and isinstance(value, str) and len(value) > longest:
            raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=longest), name)

"""Documents a person may see: the list, one document, and the plan or visit a document is made from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel.access import SYSTEM, Actor, Role, ScopeKind
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.registers.models.units import AdministrativeUnit
from reports.models import Document

# Kinds that are written about one visit; the unit that was visited reads them once issued.
OF_VISIT = ("minutes", "checklist_annex", "conclusion", "invitation")


def visible(actor: Actor) -> Select[Document]:
    """Documents inside the actor's area, in no order.

    A province sees its own, an inspector among them issued plans and reports and the minutes of visits
    attended; an agency of the province sees what has been issued; a commune what was issued about
    visits to itself, the announcement of a plan under which its visit was announced, and of a programme,
    which has tasks for it. The system's own commands see all.
    """
    statement = select(Document)
    if actor.province_code:
        statement = statement.where(Document.province_code == actor.province_code)
    elif actor != SYSTEM:
        statement = statement.where(Document.id < 0)
    if actor.role is Role.INSPECTOR:
        mine = (
            select(VisitMember.visit_id)
            .join(TeamMember, TeamMember.id == VisitMember.member_id)
            .where(TeamMember.user_id == actor.id)
        )
        statement = statement.where(
            or_(
                Document.visit_id.in_(mine),
                (Document.state == "issued") & Document.visit_id.is_(None),
            )
        )
    if actor.scope_kind is ScopeKind.AGENCY:
        statement = statement.where(Document.state == "issued")
    if actor.scope_kind is ScopeKind.COMMUNE:
        own = (
            select(Visit.id)
            .join(AdministrativeUnit, AdministrativeUnit.id == Visit.unit_id)
            .where(AdministrativeUnit.code == actor.scope_code)
        )
        told = own.with_only_columns(Visit.plan_id).where(Visit.announced_at.is_not(None))
        statement = statement.where(
            Document.state == "issued",
            (Document.kind.in_(OF_VISIT) & Document.visit_id.in_(own))
            | ((Document.kind == "announcement") & Document.plan_id.in_(told))
            | Document.programme_id.is_not(None),
        )
    return statement


def listed(
    actor: Actor, *, kind: str = "", state: str = "", year: int | None = None, plan_id: int | None = None
) -> Select[Document]:
    """Documents for the list with their plans, to be ordered and paged by the caller."""
    statement = visible(actor).options(joinedload(Document.inspection_plan), joinedload(Document.programme))
    if kind:
        statement = statement.where(Document.kind == kind)
    if state:
        statement = statement.where(Document.state == state)
    if year is not None:
        statement = statement.where(Document.year == year)
    if plan_id is not None:
        statement = statement.where(Document.plan_id == plan_id)
    return statement


def document(actor: Actor, document_id: int) -> Document:
    """One document with its plan, team and visit; :class:`NotFound` when absent or outside the actor's
    area."""
    found = db.session.scalar(
        visible(actor)
        .where(Document.id == document_id)
        .options(
            joinedload(Document.inspection_plan),
            joinedload(Document.programme),
            joinedload(Document.team),
            joinedload(Document.visit),
        )
    )
    if found is None:
        raise NotFound("document_not_found", _("Không tìm thấy văn bản."))
    return found


def plan(actor: Actor, plan_id: int) -> InspectionPlan:
    """The plan a document is to be made from; only people of the whole province make documents."""
    found = db.session.scalar(
        select(InspectionPlan).where(
            InspectionPlan.id == plan_id, InspectionPlan.province_code == own_province(actor)
        )
    )
    if found is None:
        raise NotFound("plan_not_found", _("Không tìm thấy kế hoạch."))
    return found


def visit(actor: Actor, visit_id: int) -> Visit:
    """The visit minutes are to be made of, with its plan, team and unit; else :class:`NotFound`."""
    found = db.session.scalar(
        select(Visit)
        .where(Visit.id == visit_id, Visit.province_code == own_province(actor))
        .options(
            joinedload(Visit.plan),
            joinedload(Visit.team),
            joinedload(Visit.unit),
            joinedload(Visit.establishment),
        )
    )
    if found is None:
        raise NotFound("visit_not_found", _("Không tìm thấy buổi kiểm tra."))
    return found


def of_subject(actor: Actor, *, plan_id: int, visit_id: int | None = None) -> list[Document]:
    """The newest 20 documents of a plan, or of one visit of it, that the actor sees; newest first."""
    statement = visible(actor).where(Document.plan_id == plan_id)
    statement = statement.where(Document.visit_id == visit_id if visit_id else Document.visit_id.is_(None))
    return list(db.session.scalars(statement.order_by(Document.id.desc()).limit(20)))


def about_visit(actor: Actor, visit: Visit) -> list[Document]:
    """Documents of a visit that the actor sees, and the issued announcements of its plan; newest first."""
    statement = visible(actor).where(
        (Document.visit_id == visit.id)
        | (
            (Document.plan_id == visit.plan_id)
            & (Document.kind == "announcement")
            & (Document.state == "issued")
        )
    )
    return list(db.session.scalars(statement.order_by(Document.id.desc()).limit(20)))


def decisions_of(actor: Actor, team_id: int) -> list[Document]:
    """Decisions about a team that the actor sees, drafts or in force, newest first."""
    statement = visible(actor).where(
        Document.team_id == team_id, Document.kind == "decision", Document.state.in_(("draft", "issued"))
    )
    return list(db.session.scalars(statement.order_by(Document.id.desc()).limit(20)))


def replacement_of(document: Document) -> Document | None:
    """The document that replaces this one, or is drafted to; whoever sees the one may know of the other."""
    return db.session.scalar(select(Document).where(Document.replaces_id == document.id))


def of_programme(actor: Actor, programme_id: int) -> list[Document]:
    """The newest 20 documents of a programme that the actor sees, newest first."""
    statement = visible(actor).where(Document.programme_id == programme_id)
    return list(db.session.scalars(statement.order_by(Document.id.desc()).limit(20)))


def rests_on(programme_id: int, review_id: int | None) -> bool:
    """Whether any document was made of a programme, or of one review of it."""
    statement = select(Document.id).where(Document.programme_id == programme_id)
    if review_id is not None:
        statement = statement.where(Document.review_id == review_id)
    return db.session.scalar(statement.limit(1)) is not None


def table_in_force(document: Document) -> bool:
    """Whether another table of tasks of the programme is in force, but for the one it replaces."""
    statement = select(Document.id).where(
        Document.programme_id == document.programme_id,
        Document.kind == "task_table",
        Document.state == "issued",
        Document.id.not_in((document.id, document.replaces_id or 0)),
    )
    return db.session.scalar(statement.limit(1)) is not None


def number_of_documents(actor: Actor, *, plan_id: int) -> int:
    """How many documents of a plan and its visits the actor sees."""
    statement = visible(actor).with_only_columns(func.count()).where(Document.plan_id == plan_id)
    return db.session.scalar(statement) or 0


def plan_reference(plan: InspectionPlan) -> tuple[str, date | None]:
    """Number with symbol and day of a plan as other documents cite it ("05/KH-SYT"): those of its issued
    document, else those typed on the plan; ("", None) while there is none."""
    issued = db.session.execute(
        select(Document.number, Document.symbol, Document.issued_on)
        .where(Document.plan_id == plan.id, Document.kind == "plan", Document.state == "issued")
        .order_by(Document.id.desc())
        .limit(1)
    ).first()
    number, symbol, day = issued or (plan.number, plan.symbol, plan.issued_on)
    return (f"{number.zfill(2)}/{symbol}" if number else "", day)


def years(actor: Actor) -> list[int]:
    """Years of the documents the actor sees, newest first."""
    statement = visible(actor).with_only_columns(Document.year).distinct().order_by(Document.year.desc())
    return list(db.session.scalars(statement))


def plans_with_documents(actor: Actor) -> list[tuple[int, str]]:
    """(id, title) of the newest 100 plans that have documents the actor sees."""
    statement = (
        select(InspectionPlan.id, InspectionPlan.title)
        .where(InspectionPlan.id.in_(visible(actor).with_only_columns(Document.plan_id)))
        .order_by(InspectionPlan.year.desc(), InspectionPlan.id.desc())
        .limit(100)
    )
    return [(row.id, row.title) for row in db.session.execute(statement)]


def own_province(actor: Actor) -> str:
    return actor.province_code if actor.scope_kind is ScopeKind.PROVINCE else ""

"""Writing drafts: made from a plan or a visit, their head edited, thrown away."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.exc import IntegrityError

from audit.inspections.domain.minutes import summary_of
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.privacy import personal_data_warnings
from reports.domain.heads import HeadValues, plain_number
from reports.domain.wording import DocumentKind, agency_in_text, issuing_symbol, lowered, without_type
from reports.models import Document
from reports.queries import documents
from reports.queries.readiness import has_finished_visit
from reports.services.checks import changeable, check_number, must, number_taken

_PRINTABLE_VISITS = ("in_progress", "completed", "reviewed")


def draft_document(
    *, actor: Actor, kind: str, plan_id: int | None = None, visit_id: int | None = None
) -> Document:
    """A new draft with its head filled in from the plan.

    A plan or a report is made from ``plan_id``, minutes from ``visit_id``. :class:`NotFound` outside the
    actor's province; :class:`Conflict` when there is nothing to write about yet.
    """
    must(actor, Permission.DRAFT_REPORTS)
    wanted = _kind(kind)
    if wanted is DocumentKind.MINUTES:
        visit = documents.visit(actor, visit_id or 0)
        document = _minutes(visit)
    else:
        plan = documents.plan(actor, plan_id or 0)
        if wanted is DocumentKind.FINDINGS_REPORT and not has_finished_visit(plan.id):
            raise Conflict(
                "no_finished_visit",
                _("Chưa có buổi kiểm tra nào hoàn thành nên chưa lập được báo cáo kết quả."),
            )
        document = _plan(plan) if wanted is DocumentKind.PLAN else _report(plan)
    document.state = "draft"
    document.photo_digests = []
    document.created_by_name = actor.full_name
    document.created_at = clock.now()
    document.revision = 1
    db.session.add(document)
    db.session.flush()
    record(
        actor=actor,
        action="document.drafted",
        subject="document",
        subject_id=document.id,
        details={"kind": document.kind, "plan": document.plan_id, "visit": document.visit_id},
    )
    return document


def update_draft(
    *,
    actor: Actor,
    document_id: int,
    revision: int,
    head: HeadValues,
    personal_data_confirmed: bool = False,
) -> Document:
    """Write the head of a draft; :class:`Invalid` names the wrong field, :class:`Conflict` a taken number."""
    document = changeable(actor, document_id, revision, state="draft", permission=Permission.DRAFT_REPORTS)
    values = head.cleaned()
    warned = _check_personal_data(values, confirmed=personal_data_confirmed)
    changed = []
    for name, value in asdict(values).items():
        value = list(value) if name == "recipients" else value
        if getattr(document, name) != value:
            setattr(document, name, value)
            changed.append(name)
    document.year = (values.issued_on or clock.today()).year
    check_number(document)
    document.revision += 1
    try:
        db.session.flush()
    except IntegrityError as error:
        raise number_taken(document) from error
    record(
        actor=actor,
        action="document.edited",
        subject="document",
        subject_id=document.id,
        details={"fields": changed, "confirmed_warnings": warned},
    )
    return document


def discard_draft(*, actor: Actor, document_id: int, revision: int) -> None:
    """Throw a draft away; what it would have said stays in the plan and its visits."""
    document = changeable(actor, document_id, revision, state="draft", permission=Permission.DRAFT_REPORTS)
    details = {"kind": document.kind, "title": document.title, "plan": document.plan_id}
    db.session.delete(document)
    record(
        actor=actor, action="document.discarded", subject="document", subject_id=document_id, details=details
    )


def head_of(document: Document) -> HeadValues:
    """The head of a document as it stands, to be edited."""
    return HeadValues(
        title=document.title,
        symbol=document.symbol,
        place=document.place,
        number=document.number,
        issued_on=document.issued_on,
        addressee=document.addressee,
        general_remarks=document.general_remarks,
        signer_authority=document.signer_authority,
        signer_position=document.signer_position,
        signer_name=document.signer_name,
        recipients=tuple(document.recipients),
    )


def _kind(kind: str) -> DocumentKind:
    try:
        return DocumentKind(kind)
    except ValueError as error:
        raise Invalid("unknown_kind", _("Loại văn bản không hợp lệ."), "kind") from error


def _common(plan: InspectionPlan, kind: DocumentKind) -> dict[str, object]:
    return {
        "province_code": plan.province_code,
        "kind": kind,
        "plan_id": plan.id,
        "symbol": issuing_symbol(plan.symbol, kind, plan.kind)[:60],
        "year": clock.today().year,
        "place": plan.place,
        "number": "",
    }


def _plan(plan: InspectionPlan) -> Document:
    document = Document(
        **_common(plan, DocumentKind.PLAN),
        title=plan.title,
        issued_on=plan.issued_on,
        signer_authority=plan.signer_authority,
        signer_position=plan.signer_position,
        signer_name=plan.signer_name,
        recipients=list(plan.recipients),
    )
    if plan.issued_on is not None:
        document.year = plan.issued_on.year
    if plan.number.isdecimal():
        document.number = plain_number(plan.number)
        try:
            check_number(document)
        except Conflict:
            document.number = ""
    return document


def _report(plan: InspectionPlan) -> Document:
    return Document(
        **_common(plan, DocumentKind.FINDINGS_REPORT),
        title=f"Kết quả {without_type(plan.title)}"[:500],
        addressee=agency_in_text(plan.parent_agency, plan.place)[:300],
        signer_authority=plan.signer_authority,
        signer_position=plan.signer_position,
        signer_name=plan.signer_name,
        recipients=["Như trên", *plan.recipients],
    )


def _minutes(visit: Visit) -> Document:
    if visit.state not in _PRINTABLE_VISITS:
        raise Conflict("visit_not_started", _("Buổi kiểm tra chưa bắt đầu nên chưa lập được biên bản."))
    where = visit.establishment.name if visit.establishment else lowered(visit.unit.name)
    return Document(
        **_common(visit.plan, DocumentKind.MINUTES),
        visit_id=visit.id,
        title=summary_of(visit.plan.title, where),
        recipients=["Đơn vị được kiểm tra", "Lưu: VT, Hồ sơ kiểm tra"],
    )


def _check_personal_data(values: HeadValues, *, confirmed: bool) -> list[str]:
    found = personal_data_warnings(values.general_remarks)
    if found and not confirmed:
        raise Invalid(
            "personal_data_suspected",
            _(
                "Nội dung có thể chứa dữ liệu cá nhân: %(what)s. Hãy bỏ thông tin này, hoặc xác nhận đây "
                "không phải dữ liệu cá nhân rồi lưu lại.",
                what="; ".join(found),
            ),
            "general_remarks",
        )
    return found

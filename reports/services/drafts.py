"""Writing drafts: made from a plan or a visit, their head edited, thrown away."""

from __future__ import annotations

from dataclasses import asdict

from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.database import db
from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.privacy import personal_data_warnings
from reports.domain.heads import HeadValues
from reports.domain.periods import Period, quarter_of
from reports.domain.wording import DocumentKind
from reports.models import Document
from reports.services.checks import changeable, check_number, flush_numbered, must
from reports.services.first_heads import first_head
from reports.services.first_heads_of_periods import about


def draft_document(
    *,
    actor: Actor,
    kind: str,
    plan_id: int | None = None,
    team_id: int | None = None,
    visit_id: int | None = None,
    programme_id: int | None = None,
    review_id: int | None = None,
    period: Period | None = None,
) -> Document:
    """A new draft with its head filled in from the plan.

    A plan, a report (one on a ``period``, this quarter unless told, among them), a follow-up or an
    announcement is made from ``plan_id`` (a report or an announcement of one team with its ``team_id``), a
    decision from ``team_id``, minutes and their annex, a conclusion, an
    invitation and a report on one visit from ``visit_id``; the plan of a closing review from ``review_id``, a
    table of tasks from ``programme_id``. :class:`NotFound` outside the actor's province;
    :class:`Conflict` when there is nothing to write about yet.
    """
    must(actor, Permission.DRAFT_REPORTS)
    document = first_head(
        actor,
        _kind(kind),
        plan_id=plan_id,
        team_id=team_id,
        visit_id=visit_id,
        programme_id=programme_id,
        review_id=review_id,
    )
    if document.kind == DocumentKind.PERIODIC_REPORT:
        about(document, period or quarter_of(clock.today()))
    return begin_draft(actor, document)


def begin_draft(actor: Actor, document: Document, **details: object) -> Document:
    """Store a document as a new draft and journal it, with ``details`` beside its kind and subject."""
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
        details={
            "kind": document.kind,
            "plan": document.plan_id,
            "team": document.team_id,
            "visit": document.visit_id,
            "programme": document.programme_id,
            **details,
        },
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
    flush_numbered(document)
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
    details = {
        "kind": document.kind,
        "title": document.title,
        "plan": document.plan_id,
        "programme": document.programme_id,
    }
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
        proposer=document.proposer,
        difficulties=document.difficulties,
        proposals=document.proposals,
        explain_by=document.explain_by,
        report_by=document.report_by,
        meets_at=document.meets_at,
        meeting_place=document.meeting_place,
        chaired_by=document.chaired_by,
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


def _check_personal_data(values: HeadValues, *, confirmed: bool) -> list[str]:
    written = (values.general_remarks, values.difficulties, values.proposals)
    found = personal_data_warnings("\n".join(written))
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

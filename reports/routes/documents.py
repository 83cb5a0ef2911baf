"""Pages of documents: the list, a draft and its form, one document and its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.inspections.services.words import VISIT_STATES, VISIT_TONES
from audit.kernel import clock
from audit.kernel.access import Permission, ScopeKind
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.files import store
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.jobs.queries import of_subject
from audit.kernel.paging import paginate
from reports import jobs
from reports.adapters.signing.identities import Identity
from reports.domain.check_codes import shown_code
from reports.domain.filenames import vietnamese_name
from reports.domain.periods import Period, quarter_of
from reports.forms import HeadForm, RevisionForm, SignedFileForm
from reports.models import Document, StandingText
from reports.queries import documents as queries
from reports.queries.readiness import readiness
from reports.queries.signatures import signatures_of
from reports.queries.standing_texts import signers
from reports.queries.subjects import teams_of
from reports.routes.copies import disposition
from reports.services import words
from reports.services.copies import has_copies, has_tables
from reports.services.drafts import discard_draft, draft_document, head_of, update_draft
from reports.services.drawing import draw_draft
from reports.services.signing import kept_whole, usable_identities
from reports.services.team_numbers import decision_number

blueprint = Blueprint(
    "reports",
    __name__,
    url_prefix="/documents",
    template_folder="../templates",
    static_folder="../static",
)

# The viewer of the browser draws the PDF; the answer itself may load nothing and be framed by us alone.
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


@blueprint.get("/")
@requires(Permission.VIEW_REPORTS)
def index() -> str:
    """Documents of the person's area, newest first."""
    actor = current_actor()
    chosen = {name: request.args.get(name, "") for name in ("kind", "state", "year", "plan")}
    page = paginate(
        queries.listed(
            actor,
            kind=chosen["kind"] if chosen["kind"] in words.KINDS else "",
            state=chosen["state"] if chosen["state"] in words.STATES else "",
            year=_number(chosen["year"]),
            plan_id=_number(chosen["plan"]),
        ),
        keys=(Document.id.desc(),),
        cursor=request.args.get("cursor"),
    )
    return render_template(
        "reports/index.html",
        page=page,
        chosen=chosen,
        years=[(year, str(year)) for year in queries.years(actor)],
        plans=queries.plans_with_documents(actor),
        words=words,
    )


@blueprint.post("/")
@requires(Permission.DRAFT_REPORTS)
def create() -> AnyResponse:
    """Draft a document of a plan, a team, a visit or a programme; the buttons stand on their pages."""
    with transaction():
        document = draft_document(
            actor=current_actor(),
            kind=request.form.get("kind", ""),
            plan_id=_number(request.form.get("plan_id", "")),
            team_id=_number(request.form.get("team_id", "")),
            visit_id=_number(request.form.get("visit_id", "")),
            programme_id=_number(request.form.get("programme_id", "")),
            review_id=_number(request.form.get("review_id", "")),
            period=_period(),
        )
        number = document.id
    flash(_("Đã lập dự thảo. Hãy kiểm tra phần đầu, phần cuối văn bản rồi xem bản PDF."), "success")
    return redirect(url_for(".show", document_id=number))


@blueprint.get("/new")
@requires(Permission.DRAFT_REPORTS)
def new() -> str:
    """Ask which document to draft for a plan or a visit; opened from their pages."""
    actor = current_actor()
    plan_id, visit_id = _number(request.args.get("plan", "")), _number(request.args.get("visit", ""))
    visit = queries.visit(actor, visit_id) if visit_id else None
    plan = queries.plan(actor, visit.plan_id if visit else plan_id or 0)
    return render_template(
        "reports/new.html",
        plan=plan,
        visit=visit,
        teams=[] if visit else teams_of(plan.id),
        quarter=quarter_of(clock.today()),
        existing=queries.of_subject(actor, plan_id=plan.id, visit_id=visit.id if visit else None),
        words=words,
    )


@blueprint.get("/<int:document_id>")
@requires(Permission.VIEW_VISITS)
def show(document_id: int) -> str:
    """One document: a draft with its form and what it will contain, an issued one with its proof."""
    document = queries.document(current_actor(), document_id)
    return _page(document, _filled(document))


@blueprint.post("/<int:document_id>")
@requires(Permission.DRAFT_REPORTS)
def update(document_id: int) -> AnyResponse | tuple[str, int]:
    actor, form = current_actor(), HeadForm()
    if form.validate_on_submit():
        try:
            with transaction():
                update_draft(
                    actor=actor,
                    document_id=document_id,
                    revision=form.revision.data or 0,
                    head=form.values(),
                    personal_data_confirmed=bool(form.personal_data_confirmed.data),
                )
            flash(_("Đã lưu dự thảo."), "success")
            return redirect(url_for(".show", document_id=document_id))
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
            asks = error.code == "personal_data_suspected"
            return _page(queries.document(actor, document_id), form, ask_personal_data=asks), error.status
    return _page(queries.document(actor, document_id), form), 422


@blueprint.post("/<int:document_id>/discard")
@requires(Permission.DRAFT_REPORTS)
def discard(document_id: int) -> AnyResponse:
    with transaction():
        discard_draft(actor=current_actor(), document_id=document_id, revision=_revision())
    flash(_("Đã xóa dự thảo."), "success")
    return redirect(url_for(".index"))


@blueprint.get("/<int:document_id>/pdf")
@requires(Permission.VIEW_VISITS)
def pdf(document_id: int) -> Response:
    """The PDF: the stored file of an issued document, a draft drawn now; ``?download=1`` saves it."""
    document = queries.document(current_actor(), document_id)
    data = draw_draft(document) if document.state == "draft" else store().read(document.pdf_sha256 or "")
    name = vietnamese_name(document.kind, document.number, document.symbol, document.title, document.state)
    place = "attachment" if request.args.get("download") else "inline"
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = disposition(place, name)
    response.headers["Content-Security-Policy"] = PDF_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _filled(document: Document) -> HeadForm:
    head = head_of(document)
    form = HeadForm(formdata=None, obj=head, revision=document.revision)
    form.recipients.data = "\n".join(head.recipients)
    return form


def _page(document: Document, form: HeadForm, *, ask_personal_data: bool = False) -> str:
    actor = current_actor()
    whole = actor.scope_kind is ScopeKind.PROVINCE
    ready = readiness(document) if document.state == "draft" else None
    signatures = signatures_of(document.id) if document.state != "draft" else []
    may_edit = whole and actor.may(Permission.DRAFT_REPORTS) and document.state == "draft"
    return render_template(
        "reports/show.html",
        document=document,
        form=form,
        ready=ready,
        has_copies=has_copies(document),
        has_tables=has_tables(document, finished_visits=len(ready.included) if ready else None),
        may_edit=may_edit,
        may_issue=whole and actor.may(Permission.ISSUE_REPORTS),
        ask_personal_data=ask_personal_data,
        fields=form.fit(document.kind),
        signers=_signers(document) if may_edit else (),
        today=clock.today(),
        team_number=decision_number(document),
        may_write_team=whole
        and actor.may(Permission.EDIT_PLANS)
        and document.inspection_plan is not None
        and document.inspection_plan.state != "closed",
        replacement=queries.replacement_of(document) if document.state != "draft" else None,
        may_draft=whole and actor.may(Permission.DRAFT_REPORTS),
        signatures=signatures,
        whole=kept_whole(signatures),
        signing=_signing(document, len(signatures)),
        words=words,
        shown_code=shown_code,
        jobs=[job for job in of_subject(jobs.subject_of(document.id)) if job.user_id == actor.id],
        visit_states=VISIT_STATES,
        visit_tones=VISIT_TONES,
        button=RevisionForm(formdata=None, revision=document.revision),
    )


@dataclass(frozen=True, slots=True)
class _Signing:
    """What who may sign is offered: the keys there are, why there are none, the form to hand a file in."""

    identities: list[Identity]
    problem: str
    form: SignedFileForm


def _signing(document: Document, made: int) -> _Signing | None:
    actor = current_actor()
    if document.state != "issued" or not actor.may(Permission.ISSUE_REPORTS):
        return None
    if actor.scope_kind is not ScopeKind.PROVINCE:
        return None
    form = SignedFileForm(formdata=None, after=made)
    try:
        return _Signing(usable_identities(actor), "", form)
    except DomainError as error:
        return _Signing([], str(error.message), form)


def _signers(document: Document) -> Sequence[StandingText]:
    """Who may sign the draft on its day."""
    day = document.issued_on or clock.today()
    inspected = document.inspection_plan.kind if document.inspection_plan else ""
    return signers(document.province_code, document.kind, inspected, day)


def _period() -> Period | None:
    """The period a report is asked for about, None when the form has no such field."""
    if "period" not in request.form:
        return None
    kind, _dash, number = request.form["period"].partition("-")
    return Period(kind, _number(number) or 0, _number(request.form.get("period_year", "")) or 0)


def _number(text: str) -> int | None:
    """An id or year of the address; anything else counts as not given."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _revision() -> int:
    return _number(request.form.get("revision", "")) or 0

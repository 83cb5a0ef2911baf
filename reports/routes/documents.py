"""Pages of documents: the list, one document, its PDF, and the steps from draft to issued."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.inspections.services.words import VISIT_STATES, VISIT_TONES
from audit.kernel import clock
from audit.kernel.access import Permission, ScopeKind
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, Invalid, NotFound
from audit.kernel.files import store
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.jobs.queries import of_subject
from audit.kernel.jobs.services import ask_for
from audit.kernel.paging import paginate
from reports import jobs
from reports.domain.check_codes import shown_code
from reports.domain.filenames import vietnamese_name
from reports.forms import HeadForm, IssueForm, RevisionForm, WithdrawForm
from reports.models import Document
from reports.queries import documents as queries
from reports.queries.readiness import readiness
from reports.queries.series import next_number
from reports.queries.subjects import teams_of
from reports.routes.copies import disposition
from reports.services import words
from reports.services.copies import has_copies, has_tables
from reports.services.drafts import discard_draft, draft_document, head_of, update_draft
from reports.services.drawing import draw_draft
from reports.services.issuing import issue_document, prepare_issue, withdraw_document
from reports.services.team_numbers import decision_number, write_number_on_team
from reports.services.verification import verify_one

blueprint = Blueprint("reports", __name__, url_prefix="/documents", template_folder="../templates")

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
    """Draft a document of a plan, a team or a visit; the buttons stand on their pages."""
    with transaction():
        document = draft_document(
            actor=current_actor(),
            kind=request.form.get("kind", ""),
            plan_id=_number(request.form.get("plan_id", "")),
            team_id=_number(request.form.get("team_id", "")),
            visit_id=_number(request.form.get("visit_id", "")),
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


@blueprint.route("/<int:document_id>/issue", methods=["GET", "POST"])
@requires(Permission.ISSUE_REPORTS)
def issue(document_id: int) -> AnyResponse | str | tuple[str, int]:
    """Number and day, then the document is drawn and frozen."""
    actor = current_actor()
    document = queries.document(actor, document_id)
    if document.state != "draft":
        return redirect(url_for(".show", document_id=document_id))
    form = IssueForm()
    status = 200
    if form.validate_on_submit():
        try:
            if jobs.is_long(document):
                return redirect(url_for("jobs.show", job_id=_issue_later(document, form)))
            _issue(document, form)
            flash(_("Đã ban hành văn bản. Bản PDF đã được lưu giữ cùng mã kiểm tra."), "success")
            return redirect(url_for(".show", document_id=document_id))
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
            status = error.status
        document = queries.document(actor, document_id)
        form.revision.data = document.revision
        form.revision.raw_data = None
    elif request.method == "POST":
        status = 422
    else:
        form = IssueForm(
            number=document.number or str(next_number(document)),
            issued_on=document.issued_on or clock.today(),
            revision=document.revision,
        )
    page = render_template(
        "reports/issue.html",
        document=document,
        form=form,
        ready=readiness(document),
        next_number=next_number(document),
        today=clock.today(),
        words=words,
    )
    return page if status == 200 else (page, status)


def _issue(document: Document, form: IssueForm) -> None:
    """Write number and day on the draft, draw it with the database free, then freeze what was drawn."""
    actor, number = current_actor(), document.id
    with transaction():
        revision = _numbered(document, form)
    prepared = prepare_issue(actor=actor, document_id=number, revision=revision)
    with transaction():
        issue_document(actor=actor, prepared=prepared)


def _issue_later(document: Document, form: IssueForm) -> str:
    """Write number and day on the draft and leave the rest to the background; the id of the job."""
    number, title = document.id, document.title
    with transaction():
        revision = _numbered(document, form)
        job = ask_for(
            actor=current_actor(),
            kind=jobs.ISSUE,
            subject=jobs.subject_of(number),
            title=_("Ban hành: %(title)s", title=title),
            page=url_for(".show", document_id=number),
            payload={"document": number, "revision": revision},
        )
        return job.id


def _numbered(document: Document, form: IssueForm) -> int:
    """Write number and day on the draft; its revision then."""
    draft = update_draft(
        actor=current_actor(),
        document_id=document.id,
        revision=form.revision.data or 0,
        head=replace(head_of(document), number=form.number.data or "", issued_on=form.issued_on.data),
        # The remarks were questioned when they were written.
        personal_data_confirmed=True,
    )
    return draft.revision


@blueprint.route("/<int:document_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.ISSUE_REPORTS)
def withdraw(document_id: int) -> AnyResponse | str | tuple[str, int]:
    actor = current_actor()
    document = queries.document(actor, document_id)
    if document.state != "issued":
        return redirect(url_for(".show", document_id=document_id))
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            with transaction():
                withdraw_document(
                    actor=actor,
                    document_id=document_id,
                    revision=form.revision.data or 0,
                    reason=form.reason.data or "",
                )
            flash(_("Đã thu hồi văn bản."), "success")
            return redirect(url_for(".show", document_id=document_id))
        except Invalid as error:
            form.refuse(error)
    elif request.method == "GET":
        form = WithdrawForm(revision=document.revision)
        return render_template("reports/withdraw.html", document=document, form=form, words=words)
    return render_template("reports/withdraw.html", document=document, form=form, words=words), 422


@blueprint.post("/<int:document_id>/verify")
@requires(Permission.VIEW_REPORTS)
def verify(document_id: int) -> AnyResponse:
    """Draw an issued document again and compare it with what was issued."""
    verdict = verify_one(actor=current_actor(), document_id=document_id)
    if verdict.sound:
        flash(_("Văn bản nguyên vẹn: in lại khớp từng byte với bản đã ban hành và nhật ký."), "success")
    else:
        flash(_("Văn bản có sai lệch: %(fault)s.", fault=str(words.FAULTS[verdict.fault])), "error")
    return redirect(url_for(".show", document_id=document_id))


@blueprint.post("/<int:document_id>/team")
@requires(Permission.EDIT_PLANS)
def write_on_team(document_id: int) -> AnyResponse:
    """Carry number and day of an issued decision over to the team it sets up."""
    actor = current_actor()
    try:
        with transaction():
            write_number_on_team(actor=actor, document_id=document_id)
        flash(_("Đã ghi số, ngày quyết định vào đoàn (đội)."), "success")
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error.message), "error")
    return redirect(url_for(".show", document_id=document_id))


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
    return render_template(
        "reports/show.html",
        document=document,
        form=form,
        ready=ready,
        has_copies=has_copies(document),
        has_tables=has_tables(document, finished_visits=len(ready.included) if ready else None),
        may_edit=whole and actor.may(Permission.DRAFT_REPORTS) and document.state == "draft",
        may_issue=whole and actor.may(Permission.ISSUE_REPORTS),
        ask_personal_data=ask_personal_data,
        fields=form.fit(document.kind),
        today=clock.today(),
        team_number=decision_number(document),
        may_write_team=whole and actor.may(Permission.EDIT_PLANS) and document.plan.state != "closed",
        words=words,
        shown_code=shown_code,
        jobs=[job for job in of_subject(jobs.subject_of(document.id)) if job.user_id == actor.id],
        visit_states=VISIT_STATES,
        visit_tones=VISIT_TONES,
        button=RevisionForm(formdata=None, revision=document.revision),
    )


def _number(text: str) -> int | None:
    """An id or year of the address; anything else counts as not given."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _revision() -> int:
    return _number(request.form.get("revision", "")) or 0

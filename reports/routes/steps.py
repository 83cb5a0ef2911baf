"""The steps of a document: issued, checked, withdrawn, and its number carried over to a team."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, Invalid, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.jobs.services import ask_for
from reports import jobs
from reports.forms import IssueForm, WithdrawForm
from reports.models import Document
from reports.queries import documents as queries
from reports.queries.readiness import readiness
from reports.queries.series import next_number
from reports.services import words
from reports.services.drafts import head_of, update_draft
from reports.services.issuing import issue_document, prepare_issue, withdraw_document
from reports.services.team_numbers import write_number_on_team
from reports.services.verification import verify_one

blueprint = Blueprint("document_steps", __name__, url_prefix="/documents")


@blueprint.route("/<int:document_id>/issue", methods=["GET", "POST"])
@requires(Permission.ISSUE_REPORTS)
def issue(document_id: int) -> AnyResponse | str | tuple[str, int]:
    """Number and day, then the document is drawn and frozen."""
    actor = current_actor()
    document = queries.document(actor, document_id)
    if document.state != "draft":
        return redirect(url_for("reports.show", document_id=document_id))
    form = IssueForm()
    status = 200
    if form.validate_on_submit():
        try:
            if jobs.is_long(document):
                return redirect(url_for("jobs.show", job_id=_issue_later(document, form)))
            _issue(document, form)
            flash(_("Đã ban hành văn bản. Bản PDF đã được lưu giữ cùng mã kiểm tra."), "success")
            return redirect(url_for("reports.show", document_id=document_id))
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
            number=document.number or str(next_number(document) or ""),
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
            page=url_for("reports.show", document_id=number),
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
        return redirect(url_for("reports.show", document_id=document_id))
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
            return redirect(url_for("reports.show", document_id=document_id))
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
    return redirect(url_for("reports.show", document_id=document_id))


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
    return redirect(url_for("reports.show", document_id=document_id))

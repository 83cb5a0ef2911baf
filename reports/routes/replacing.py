"""Replacing an issued document by a corrected one, and what the two say differently."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from reports.forms import ReplaceForm
from reports.queries import documents as queries
from reports.services import words
from reports.services.replacing import changes, replace_document

blueprint = Blueprint("document_replacing", __name__, url_prefix="/documents")


@blueprint.route("/<int:document_id>/replace", methods=["GET", "POST"])
@requires(Permission.DRAFT_REPORTS)
def replace(document_id: int) -> AnyResponse | str | tuple[str, int]:
    """Ask why, then draft the document that takes the place of this one once it is issued."""
    actor = current_actor()
    document = queries.document(actor, document_id)
    if document.state != "issued":
        return redirect(url_for("reports.show", document_id=document_id))
    form = ReplaceForm()
    if form.validate_on_submit():
        try:
            with transaction():
                draft = replace_document(
                    actor=actor,
                    document_id=document_id,
                    revision=form.revision.data or 0,
                    reason=form.reason.data or "",
                )
                number = draft.id
            flash(_("Đã lập dự thảo văn bản thay thế. Văn bản cũ còn hiệu lực đến khi ban hành."), "success")
            return redirect(url_for("reports.show", document_id=number))
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
    elif request.method == "GET":
        form = ReplaceForm(revision=document.revision)
        return render_template("reports/replace.html", document=document, form=form, words=words)
    return render_template("reports/replace.html", document=document, form=form, words=words), 422


@blueprint.get("/<int:document_id>/changes")
@requires(Permission.VIEW_VISITS)
def compare(document_id: int) -> str:
    """What a document says otherwise than the one it replaces."""
    document = queries.document(current_actor(), document_id)
    if document.replaces is None:
        raise NotFound("nothing_replaced", _("Văn bản này không thay thế văn bản nào."))
    return render_template(
        "reports/changes.html",
        document=document,
        before=document.replaces,
        differences=changes(document),
        words=words,
    )

"""Digital signatures of a document: made here, handed in, and the copy that carries them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.files import store
from audit.kernel.forms import Form
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from reports.domain.filenames import vietnamese_name
from reports.forms import SignedFileForm, SignForm
from reports.queries import documents
from reports.queries.signatures import signed_copy
from reports.routes.copies import disposition
from reports.services.signing import (
    PreparedSignatures,
    add_signatures,
    prepare_signature,
    prepare_signed_file,
)

blueprint = Blueprint("document_signatures", __name__, url_prefix="/documents")


@blueprint.post("/<int:document_id>/signatures")
@requires(Permission.ISSUE_REPORTS)
def sign(document_id: int) -> AnyResponse:
    """Add a signature with a key of this installation."""
    form = SignForm()
    return _entered(
        document_id,
        form,
        lambda: prepare_signature(
            actor=current_actor(),
            document_id=document_id,
            identity=form.identity.data or "",
            after=form.after.data or 0,
        ),
        _("Đã ký số văn bản."),
    )


@blueprint.post("/<int:document_id>/signatures/file")
@requires(Permission.ISSUE_REPORTS)
def hand_in(document_id: int) -> AnyResponse:
    """Take in a copy that was signed elsewhere."""
    form = SignedFileForm()
    return _entered(
        document_id,
        form,
        lambda: prepare_signed_file(
            actor=current_actor(),
            document_id=document_id,
            data=form.file.data.read(),
            after=form.after.data or 0,
        ),
        _("Đã nhận bản đã ký số."),
    )


@blueprint.get("/<int:document_id>/signatures/<int:position>/pdf")
@requires(Permission.VIEW_VISITS)
def copy(document_id: int, position: int) -> Response:
    """The file as it stood after a signature, to be saved, for whoever may read the document."""
    document, signature = signed_copy(current_actor(), document_id, position)
    name = vietnamese_name(
        document.kind,
        document.number,
        document.symbol,
        document.title,
        document.state,
        ending=f" - đã ký số {position}.pdf",
    )
    response = Response(store().read(signature.sha256), mimetype="application/pdf")
    response.headers["Content-Disposition"] = disposition("attachment", name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _entered(
    document_id: int, form: Form, prepare: Callable[[], PreparedSignatures], done: str
) -> AnyResponse:
    """Prepare with the database free, enter in one transaction; either may refuse, in words on the page."""
    documents.document(current_actor(), document_id)  # outside the area: 404, whatever was sent
    page = redirect(url_for("reports.show", document_id=document_id) + "#signatures")
    if not form.validate_on_submit():
        faults = [fault for field in form for fault in field.errors]
        flash(str(faults[0]) if faults else _("Trang đã mở quá lâu; hãy tải lại trang rồi gửi lại."), "error")
        return page
    try:
        prepared = prepare()
        with transaction():
            add_signatures(actor=current_actor(), prepared=prepared)
        flash(done, "success")
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error.message), "error")
    return page

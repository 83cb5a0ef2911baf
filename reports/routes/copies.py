"""Downloads of a document to work with: the Word file and the workbook of its tables."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response

from audit.kernel.access import Permission
from audit.kernel.guards import current_actor, requires
from reports.domain.filenames import ascii_name, vietnamese_name
from reports.models import Document
from reports.queries import documents as queries
from reports.services.copies import word_file, workbook

blueprint = Blueprint("document_copies", __name__, url_prefix="/documents")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<int:document_id>/docx")
@requires(Permission.VIEW_VISITS)
def docx(document_id: int) -> Response:
    """The Word file of a draft or of an issued document, for whoever may read its PDF."""
    document = queries.document(current_actor(), document_id)
    return _saved(document, word_file(document), DOCX, ".docx")


@blueprint.get("/<int:document_id>/xlsx")
@requires(Permission.VIEW_VISITS)
def xlsx(document_id: int) -> Response:
    """The tables of a document as a workbook; 404 when it has none."""
    document = queries.document(current_actor(), document_id)
    return _saved(document, workbook(document), XLSX, ".xlsx")


def _saved(document: Document, data: bytes, kind: str, ending: str) -> Response:
    """The file, to be saved and never shown by the browser."""
    name = vietnamese_name(
        document.kind, document.number, document.symbol, document.title, document.state, ending=ending
    )
    response = Response(data, mimetype=kind)
    response.headers["Content-Disposition"] = disposition("attachment", name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def disposition(place: str, name: str) -> str:
    """The header that names a file in Vietnamese, and in ASCII for programs that read no more."""
    return f"{place}; filename=\"{ascii_name(name)}\"; filename*=UTF-8''{quote(name, safe='')}"

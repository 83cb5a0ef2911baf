"""Copies of a document to work with: a Word file, and a workbook of its tables."""

from __future__ import annotations

from audit.kernel.errors import Conflict, NotFound
from audit.kernel.i18n import _
from reports.adapters.docx.outline import render_docx
from reports.adapters.workbook import render_workbook
from reports.domain.blocks import Block, head_of, tables_of
from reports.domain.content import Content, UnreadableContent
from reports.domain.copies import copy_lines
from reports.domain.outlines.registry import OUTLINES
from reports.domain.wording import DocumentKind
from reports.models import Document
from reports.services.drawing import live_content, photo_digests, photo_files, stored_content


def has_copies(document: Document) -> bool:
    """Whether documents of this kind have a Word file and a workbook."""
    return DocumentKind(document.kind) in OUTLINES


def has_tables(document: Document, *, finished_visits: int | None = None) -> bool:
    """Whether there is a table in the document.

    A draft report has one as soon as it tells of a visit (``finished_visits``): its page is not made to
    wait until all of its content is gathered.
    """
    if not has_copies(document):
        return False
    if (
        document.state == "draft"
        and document.kind == DocumentKind.FINDINGS_REPORT
        and finished_visits is not None
    ):
        return finished_visits > 0
    try:
        return bool(tables_of(blocks_of(document)))
    except Conflict:
        return False


def word_file(document: Document) -> bytes:
    """The Word file: of a draft from live data, of an issued document from its frozen content, with a line
    that names the PDF as the original. :class:`Conflict` when there is none of this kind yet."""
    content = _content(document)
    blocks = _blocks(document, content)
    photos = photo_files(photo_digests(content), complete=False)
    return render_docx(blocks, photos, footer=_said(document, blocks))


def workbook(document: Document) -> bytes:
    """The workbook, a sheet a table; :class:`NotFound` when the document has none."""
    blocks = blocks_of(document)
    tables = tables_of(blocks)
    if not tables:
        raise NotFound("no_tables", _("Văn bản này không có bảng số liệu."))
    head = head_of(blocks)
    notes = (f"{head.type_name} {' '.join(head.summary.split())}", head.number_line)
    return render_workbook(tables, (*notes, *_said(document, blocks)))


def _said(document: Document, blocks: list[Block]) -> tuple[str, ...]:
    return copy_lines(document.state, document.pdf_sha256 or "", head_of(blocks).check_code)


def _content(document: Document) -> Content:
    if document.state == "draft":
        return live_content(document)
    try:
        return stored_content(document)
    except UnreadableContent as error:
        raise Conflict(
            "document_damaged", _("Nội dung lưu trữ của văn bản không đọc được; chỉ còn bản PDF đã ban hành.")
        ) from error


def _blocks(document: Document, content: Content) -> list[Block]:
    outline = OUTLINES.get(DocumentKind(document.kind))
    if outline is None:
        raise Conflict("no_copies", _("Loại văn bản này chưa có bản Word và bảng Excel; hãy dùng bản PDF."))
    return list(outline(content))


def blocks_of(document: Document) -> list[Block]:
    """What the document says, in its order: a draft as things stand now, an issued one as it was frozen.
    :class:`Conflict` when the stored text is damaged."""
    return _blocks(document, _content(document))

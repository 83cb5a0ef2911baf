"""What every change of a document must pass: the right, the state, the revision, a free number."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from audit.kernel.access import Actor, Permission, ScopeKind
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Forbidden, NotFound
from audit.kernel.i18n import _
from reports.models import Document
from reports.queries.documents import visible


def must(actor: Actor, permission: Permission) -> None:
    """Refuse a person whose role does not carry ``permission``."""
    if not actor.may(permission):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))


def changeable(
    actor: Actor, document_id: int, revision: int, *, state: str, permission: Permission
) -> Document:
    """The document, locked until the transaction ends, as long as it is the one that was seen.

    :class:`NotFound` outside the actor's area; :class:`Conflict` when its state or revision moved on.
    """
    must(actor, permission)
    document = db.session.scalar(
        visible(actor)
        .where(Document.id == document_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if document is None or actor.scope_kind is not ScopeKind.PROVINCE:
        raise NotFound("document_not_found", _("Không tìm thấy văn bản."))
    if document.state != state:
        raise Conflict(
            "document_not_draft" if state == "draft" else "document_not_issued",
            _("Văn bản đã ban hành không sửa, xóa được nữa.")
            if state == "draft"
            else _("Chỉ thu hồi được văn bản đã ban hành."),
        )
    if document.revision != revision:
        raise Conflict(
            "changed_by_another",
            _("Người khác vừa sửa văn bản này. Đề nghị mở lại để xem nội dung mới rồi thực hiện lại."),
        )
    return document


def check_number(document: Document) -> None:
    """A number is given once a year in the series of a symbol (Decree 30/2020/NĐ-CP Điều 15)."""
    if not document.number:
        return
    with db.session.no_autoflush:
        taken = db.session.scalar(
            select(Document.id)
            .where(
                Document.province_code == document.province_code,
                Document.symbol == document.symbol,
                Document.year == document.year,
                Document.number == document.number,
                Document.id != (document.id or 0),
            )
            .limit(1)
        )
    if taken is not None:
        raise number_taken(document)


def flush_numbered(document: Document) -> None:
    """Write the document; when somebody took its number a moment ago the database refuses, as
    :class:`Conflict` ``number_taken``."""
    refusal = number_taken(document)  # after the refusal nothing can be read any more
    try:
        db.session.flush()
    except IntegrityError as error:
        raise refusal from error


def number_taken(document: Document) -> Conflict:
    return Conflict(
        "number_taken",
        _(
            "Số %(number)s/%(symbol)s năm %(year)s đã cấp cho văn bản khác.",
            number=document.number.zfill(2),
            symbol=document.symbol,
            year=document.year,
        ),
        "number",
    )

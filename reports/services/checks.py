"""What every change of a document must pass: the right, the state, the revision, a free number."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from audit.kernel.access import Actor, Permission, ScopeKind
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from audit.kernel.i18n import _
from audit.kernel.text import nfc
from reports.domain.wording import DocumentKind
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
            else _("Chỉ thực hiện được với văn bản đang có hiệu lực."),
        )
    if document.revision != revision:
        raise Conflict(
            "changed_by_another",
            _("Người khác vừa sửa văn bản này. Đề nghị mở lại để xem nội dung mới rồi thực hiện lại."),
        )
    return document


def stated(reason: str, *, missing: str) -> str:
    """A reason as it is stored; :class:`Invalid` when there is none, in the words of ``missing``."""
    reason = nfc(reason).strip()
    if not reason:
        raise Invalid("reason_missing", missing, "reason")
    if len(reason) > 2000:
        raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=2000), "reason")
    return reason


def check_number(document: Document) -> None:
    """A number is given once a year in the series of a symbol (Decree 30/2020/NĐ-CP Điều 15)."""
    if not document.number or document.kind == DocumentKind.TASK_TABLE:  # an annex bears its plan's number
        return
    with db.session.no_autoflush:
        taken = db.session.scalar(
            select(Document.id)
            .where(
                Document.province_code == document.province_code,
                Document.symbol == document.symbol,
                Document.year == document.year,
                Document.number == document.number,
                Document.kind != DocumentKind.TASK_TABLE,
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
        # SQLite names the columns of an index that refuses, PostgreSQL its name and columns.
        said = str(error.orig)
        if "period_kind" in said:
            raise period_reported() from error
        raise table_already_in_force() if "programme_id" in said else refusal from error


def period_reported() -> Conflict:
    return Conflict(
        "period_reported",
        _("Đã có báo cáo của kỳ này được ban hành; hãy thu hồi trước khi ban hành lại."),
    )


def table_already_in_force() -> Conflict:
    return Conflict(
        "table_in_force",
        _("Biểu phân công của kế hoạch này đang có hiệu lực; hãy thu hồi hoặc lập văn bản thay thế."),
    )


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

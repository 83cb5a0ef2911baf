"""What a new document of a programme says at head and foot: the People's Committee issues it."""

from __future__ import annotations

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.errors import Conflict, NotFound
from audit.kernel.i18n import _
from audit.programme.models import ClosingReview, Programme
from audit.programme.queries.programmes import get_programme, get_review
from reports.domain.standing_texts import TextKind
from reports.domain.wording import DocumentKind, lowered
from reports.models import Document
from reports.queries.documents import own_province
from reports.queries.standing_texts import in_force

TASK_TABLE_TITLE = "Biểu phân công thực hiện các nhiệm vụ, giải pháp chủ yếu triển khai Kế hoạch"
# Decree 30/2020/NĐ-CP, annex I, element 7a: a committee signs through its head or the deputy.
COMMITTEE = ("TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def review_plan(actor: Actor, review_id: int) -> Document:
    """The plan of a closing review, to be numbered and signed."""
    review = get_review(actor, review_id)
    programme = review.programme
    document = _document(actor, programme, DocumentKind.REVIEW_PLAN, review)
    document.title = review.title
    return document


def task_table(actor: Actor, programme_id: int) -> Document:
    """The table of tasks, under the number and day of its programme; :class:`Conflict` without a task."""
    programme = get_programme(actor, programme_id)
    if not programme.tasks:
        raise Conflict("no_tasks", _("Kế hoạch giai đoạn chưa có nhiệm vụ nào nên chưa lập được biểu."))
    document = _document(actor, programme, DocumentKind.TASK_TABLE, None)
    bare = programme.title.removeprefix("Kế hoạch ").strip()
    document.title = f"{TASK_TABLE_TITLE} {lowered(bare)}"[:500]
    document.number, document.issued_on = programme.number, programme.issued_on
    if programme.issued_on is not None:
        document.year = programme.issued_on.year
    return document


def _document(
    actor: Actor, programme: Programme, kind: DocumentKind, review: ClosingReview | None
) -> Document:
    if programme.province_code != own_province(actor):
        raise NotFound("programme_not_found", _("Không tìm thấy kế hoạch giai đoạn."))
    today = clock.today()
    texts = in_force(programme.province_code, document_kind=kind, inspection_kind="", on=today)
    signer = next(
        (text for text in texts if text.kind == TextKind.SIGNER and text.document_kind == kind), None
    )
    authority, position = COMMITTEE
    signs = kind is DocumentKind.REVIEW_PLAN
    return Document(
        province_code=programme.province_code,
        kind=kind,
        programme_id=programme.id,
        review_id=review.id if review else None,
        symbol=programme.symbol,
        year=today.year,
        place=programme.place,
        number="",
        general_remarks="",
        recipients=[text.text for text in texts if text.kind == TextKind.RECIPIENT and text.document_kind],
        signer_authority=signer.signer_authority if signer else authority if signs else "",
        signer_position=signer.signer_position if signer else position if signs else "",
        signer_name=signer.signer_name if signer else "",
    )

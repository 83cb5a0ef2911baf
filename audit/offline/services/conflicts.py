"""Deciding between answers that differ: one more event that names them all, and an entry in the journal."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import get_visit
from audit.inspections.services.sheets import record_answers
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from checklists.domain.batches import IncomingEvent
from checklists.domain.fallback import NO_DEVICE
from checklists.domain.identifiers import uuid7
from checklists.domain.kinds import AnswerStatus
from checklists.models.submissions import Response, ResponseEvent
from checklists.services.events import Outcome


def decide_conflict(
    *, actor: Actor, visit_id: int, response_id: int, chosen: str, seen: Collection[str]
) -> Visit:
    """Let the answer of event ``chosen`` hold; ``seen`` are the heads that stood on the page.

    Every answer stays in the history. :class:`Conflict` when it was decided meanwhile or another answer has
    come in since; :class:`Invalid` when ``chosen`` is none of them; :class:`NotFound` outside the area.
    """
    visit = get_visit(actor, visit_id, lock=True)
    response = db.session.scalar(
        select(Response)
        .where(Response.id == response_id, Response.submission_id == visit.submission_id)
        .execution_options(populate_existing=True)
    )
    if response is None:
        raise NotFound("conflict_not_found", _("Không tìm thấy câu trả lời này."))
    if not response.conflict or set(response.head_ids) != set(seen):
        raise Conflict(
            "changed_by_another",
            _("Mục này vừa được quyết định hoặc có thêm câu trả lời khác; hãy xem lại rồi chọn."),
        )
    if chosen not in response.head_ids:
        raise Invalid("choice_unknown", _("Hãy chọn một trong các câu trả lời."))
    event = db.session.get_one(ResponseEvent, chosen)
    now = clock.now()
    (result,) = record_answers(
        actor=actor,
        visit_id=visit_id,
        entries=[
            IncomingEvent(
                id=uuid7(now),
                item=response.item.code,
                period=response.period,
                status=AnswerStatus(event.status),
                value=event.value,
                note=event.note,
                base_ids=tuple(sorted(response.head_ids)),
                device_id=NO_DEVICE,
                device_sequence=0,
                device_time=now,
                # The words stand on the sheet already; what was confirmed about them holds on.
                confirmed_no_personal_data=event.personal_data_confirmed,
            )
        ],
    )
    if result.outcome is Outcome.REJECTED:
        raise Conflict(str(result.code), str(result.message))
    record(
        actor=actor,
        action="conflict.decided",
        subject="visit",
        subject_id=visit_id,
        details={"item": response.item.code, "chosen": chosen, "over": sorted({*seen} - {chosen})},
    )
    return visit

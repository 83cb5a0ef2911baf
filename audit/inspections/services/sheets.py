"""Filling in the checklist of a visit: who may, in which state, and everything through checklists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from audit.inspections.domain.kinds import VisitState
from audit.inspections.queries.scope import get_visit
from audit.inspections.services.visits import must_take_part
from audit.kernel.access import Actor
from audit.kernel.errors import Conflict, NotFound
from audit.kernel.i18n import _
from checklists.domain.batches import Entry
from checklists.models.submissions import Attachment, Submission
from checklists.queries.sheets import photo_of
from checklists.services.events import EventResult, record_events
from checklists.services.exchange import record_batch, record_form
from checklists.services.photos import attach_photo, describe_photo, remove_photo


def answer_batch(*, actor: Actor, visit_id: int, body: bytes) -> dict[str, Any]:
    """Store a JSON batch of answers on the checklist of a visit; the reply says what became of each.

    Also after the visit was completed: what is known already is acknowledged again, what is new is refused
    one by one. :class:`Conflict` when the visit was cancelled: the sender keeps what it holds.
    """
    return record_batch(submission=_sheet(actor, visit_id), body=body, actor=actor)


def record_answers(*, actor: Actor, visit_id: int, entries: Sequence[Entry]) -> tuple[EventResult, ...]:
    """Store answer events that are read already; each is accepted or refused by itself."""
    return record_events(submission=_sheet(actor, visit_id), entries=entries, actor=actor)


def answer_form(*, actor: Actor, visit_id: int, fields: Mapping[str, Sequence[str]]) -> None:
    """Store the answer of one item posted by the plain form."""
    record_form(submission=_sheet(actor, visit_id), fields=fields, actor=actor)


def add_photo(
    *,
    actor: Actor,
    visit_id: int,
    item_code: str,
    data: bytes,
    caption: str = "",
    taken_at: datetime | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
) -> Attachment:
    """Attach a photo to an item; time and place are what the device says, never what the file says."""
    return attach_photo(
        submission=_sheet(actor, visit_id),
        item_code=item_code,
        data=data,
        actor=actor,
        caption=caption,
        taken_at=taken_at,
        latitude=latitude,
        longitude=longitude,
    )


def caption_photo(*, actor: Actor, visit_id: int, photo_id: int, caption: str) -> None:
    """Change the words under a photo."""
    submission = _sheet(actor, visit_id)
    photo = photo_of(submission.id, photo_id)
    describe_photo(submission=submission, attachment=photo, caption=caption, actor=actor)


def drop_photo(*, actor: Actor, visit_id: int, photo_id: int) -> None:
    """Take a photo off the checklist."""
    submission = _sheet(actor, visit_id)
    remove_photo(submission=submission, attachment=photo_of(submission.id, photo_id), actor=actor)


def _sheet(actor: Actor, visit_id: int) -> Submission:
    visit = get_visit(actor, visit_id, lock=True)
    must_take_part(actor, visit)
    if visit.submission is None:
        raise NotFound("no_checklist", _("Buổi kiểm tra chưa bắt đầu nên chưa có phiếu."))
    if visit.state == VisitState.CANCELLED:
        raise Conflict("visit_cancelled", _("Buổi kiểm tra đã hủy nên không ghi được câu trả lời."))
    return visit.submission

"""Programmes within a person's area, with their tasks and reviews."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload

from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.kernel.paging import Page, paginate
from audit.programme.models import ClosingReview, Programme, ProgrammeTask


def programmes_of(actor: Actor) -> Select[Programme]:
    """Programmes of the person's province; a commune reads the documents that were issued of them."""
    statement = select(Programme)
    if actor.scope_kind is ScopeKind.COMMUNE:
        return statement.where(false())
    if not actor.province_code:
        return statement if actor.role is Role.ADMINISTRATOR else statement.where(false())
    return statement.where(Programme.province_code == actor.province_code)


def programmes_page(actor: Actor, *, cursor: str | None = None) -> Page[Programme]:
    """Programmes the person may see, the newest period first."""
    keys = (Programme.first_year.desc(), Programme.id.desc())
    return paginate(programmes_of(actor), keys=keys, cursor=cursor)


def counts(programme_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Tasks to be done (headings left out) and reviews, by programme; two statements."""
    tasks = select(ProgrammeTask.programme_id, func.count()).where(
        ProgrammeTask.programme_id.in_(programme_ids), ProgrammeTask.kind != "group"
    )
    reviews = select(ClosingReview.programme_id, func.count()).where(
        ClosingReview.programme_id.in_(programme_ids)
    )
    number_of_tasks = dict(db.session.execute(tasks.group_by(ProgrammeTask.programme_id)).all())
    number_of_reviews = dict(db.session.execute(reviews.group_by(ClosingReview.programme_id)).all())
    return {
        number: (number_of_tasks.get(number, 0), number_of_reviews.get(number, 0)) for number in programme_ids
    }


def get_programme(actor: Actor, programme_id: int, *, lock: bool = False) -> Programme:
    """One programme; :class:`NotFound` outside the person's area. ``lock``: nobody else changes it now."""
    statement = programmes_of(actor).where(Programme.id == programme_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound("programme_not_found", _("Không tìm thấy kế hoạch giai đoạn."))
    return found


def get_task(programme: Programme, task_id: int) -> ProgrammeTask:
    """A task of a programme; :class:`NotFound` when it is not one of it."""
    found = db.session.scalar(
        select(ProgrammeTask).where(ProgrammeTask.id == task_id, ProgrammeTask.programme_id == programme.id)
    )
    if found is None:
        raise NotFound("task_not_found", _("Không tìm thấy nhiệm vụ."))
    return found


def get_review(actor: Actor, review_id: int, *, lock: bool = False) -> ClosingReview:
    """A review of a programme within the person's area, else :class:`NotFound`."""
    programmes = programmes_of(actor).with_only_columns(Programme.id)
    statement = select(ClosingReview).where(
        ClosingReview.id == review_id, ClosingReview.programme_id.in_(programmes)
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    else:
        statement = statement.options(joinedload(ClosingReview.programme))
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound("review_not_found", _("Không tìm thấy kế hoạch tổng kết."))
    return found

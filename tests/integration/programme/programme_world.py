"""A programme of Lạng Sơn with its tasks, written through the services."""

from __future__ import annotations

from datetime import date

from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.programme.models import ClosingReview, Programme
from audit.programme.services.programmes import create_programme, first_values
from audit.programme.services.reviews import begin_review
from audit.programme.services.tasks import paste_tasks

TABLE = (
    "1\tHoàn thiện thể chế\n1.1\tXây dựng kế hoạch\tSở Y tế\tCác sở\tHằng năm\tKế hoạch\n"
    "1.2\tLồng ghép:\n-\tCấp xã\tUBND cấp xã\t\tHằng năm\tNội dung"
)


def programme(actor: Actor, *, table: str = TABLE) -> Programme:
    """A programme of the years around 2026, with the tasks of ``table``."""
    with transaction():
        made = create_programme(actor=actor, values=first_values(actor, date(2026, 9, 1)))
        if table:
            paste_tasks(actor=actor, programme_id=made.id, revision=made.revision, table=table)
    return db.session.get_one(Programme, made.id)


def review(actor: Actor, of: Programme) -> ClosingReview:
    """The review of a programme, as it is begun."""
    with transaction():
        made = begin_review(actor=actor, programme_id=of.id, department_name="Sở Y tế")
    return db.session.get_one(ClosingReview, made.id)

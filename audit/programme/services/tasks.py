"""Writing tasks: a whole table pasted, one row added, changed, moved or taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.revisions import unchanged_since
from audit.programme.domain.tasks import MOST_TASKS, TaskKind, TaskRow, read_table
from audit.programme.models import Programme, ProgrammeTask
from audit.programme.queries.programmes import get_programme, get_task
from audit.programme.services.guards import must_edit


def paste_tasks(*, actor: Actor, programme_id: int, revision: int, table: str) -> int:
    """Put the pasted table in the place of all tasks; how many rows there are now.

    :class:`Invalid` names the wrong line and changes nothing.
    """
    must_edit(actor)
    rows = read_table(table)
    programme = _seen(actor, programme_id, revision)
    before = len(programme.tasks)
    db.session.execute(delete(ProgrammeTask).where(ProgrammeTask.programme_id == programme.id))
    db.session.add_all(
        ProgrammeTask(programme_id=programme.id, position=position, **asdict(row))
        for position, row in enumerate(rows, start=1)
    )
    db.session.flush()
    db.session.expire(programme, ["tasks"])
    _written(actor, programme, "tasks_pasted", {"rows": len(rows), "before": before})
    return len(rows)


def add_task(
    *, actor: Actor, programme_id: int, revision: int, row: TaskRow, after: int | None = None
) -> ProgrammeTask:
    """A new row behind the task ``after``, at the end without one."""
    must_edit(actor)
    checked = row.cleaned()
    programme = _seen(actor, programme_id, revision)
    if len(programme.tasks) >= MOST_TASKS:
        raise Invalid("too_many", _("Bảng có quá %(n)s dòng.", n=MOST_TASKS), "text")
    order = list(programme.tasks)
    place = order.index(get_task(programme, after)) + 1 if after else len(order)
    _check_part(checked, order[:place])
    # The row is added at the end and moved to its place, so that positions stay unique on the way.
    made = ProgrammeTask(programme_id=programme.id, position=_last(order) + 1, **asdict(checked))
    db.session.add(made)
    db.session.flush()
    order.insert(place, made)
    _number(order)
    db.session.expire(programme, ["tasks"])
    _written(actor, programme, "task_added", {"number": made.number, "text": made.text})
    return made


def edit_task(*, actor: Actor, programme_id: int, task_id: int, revision: int, row: TaskRow) -> ProgrammeTask:
    """Write one row anew; what it said before goes into the journal."""
    must_edit(actor)
    checked = row.cleaned()
    programme = _seen(actor, programme_id, revision)
    task = get_task(programme, task_id)
    order = list(programme.tasks)
    _check_part(checked, order[: order.index(task)])
    before = {
        name: getattr(task, name) for name, value in asdict(checked).items() if getattr(task, name) != value
    }
    for name in before:
        setattr(task, name, getattr(checked, name))
    _written(actor, programme, "task_edited", {"task": task.id, "before": before})
    return task


def remove_task(*, actor: Actor, programme_id: int, task_id: int, revision: int) -> None:
    """Take a row away; the order of the others stays."""
    must_edit(actor)
    programme = _seen(actor, programme_id, revision)
    task = get_task(programme, task_id)
    details: dict[str, object] = {"number": task.number, "text": task.text}
    db.session.delete(task)
    db.session.flush()
    db.session.expire(programme, ["tasks"])
    _written(actor, programme, "task_removed", details)


def _check_part(row: TaskRow, before: Sequence[ProgrammeTask]) -> None:
    """A row led by a dash stands under a task."""
    if row.kind is TaskKind.PART and (not before or before[-1].kind == TaskKind.GROUP):
        raise Invalid("part_alone", _("Gạch đầu dòng phải nằm dưới một nhiệm vụ."), "kind")


def _seen(actor: Actor, programme_id: int, revision: int) -> Programme:
    programme = get_programme(actor, programme_id, lock=True)
    unchanged_since(programme, revision)
    return programme


def _last(order: Sequence[ProgrammeTask]) -> int:
    return max((task.position for task in order), default=0)


def _number(order: Sequence[ProgrammeTask]) -> None:
    """Positions 1, 2, 3 … in this order; written twice because each must be unique at every moment."""
    if [task.position for task in order] == list(range(1, len(order) + 1)):
        return
    beyond = max(_last(order), len(order))
    for start in (beyond, 0):
        for position, task in enumerate(order, start=start + 1):
            task.position = position
        db.session.flush()


def _written(actor: Actor, programme: Programme, what: str, details: dict[str, object]) -> None:
    programme.revision += 1
    record(
        actor=actor,
        action=f"programme.{what}",
        subject="programme",
        subject_id=programme.id,
        details=details,
    )

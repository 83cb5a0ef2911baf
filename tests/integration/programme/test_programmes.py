"""Programmes and their tasks: one transaction a change, nobody writes over another, provinces apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from audit.kernel.journal.models import JournalEntry
from audit.programme.domain.tasks import TaskKind, TaskRow
from audit.programme.models import Programme, ProgrammeTask
from audit.programme.queries.programmes import counts, get_programme, get_task, programmes_page
from audit.programme.services.programmes import (
    create_programme,
    delete_programme,
    first_values,
    update_programme,
)
from audit.programme.services.tasks import add_task, edit_task, paste_tasks, remove_task
from tests.integration.programme.programme_world import TABLE, programme

ROW = TaskRow(TaskKind.TASK, "1.9", "Nhiệm vụ mới", "Sở Y tế")


def numbers(of: int) -> list[str]:
    tasks = select(ProgrammeTask).where(ProgrammeTask.programme_id == of).order_by(ProgrammeTask.position)
    found = db.session.scalars(tasks).all()
    assert [task.position for task in found] == sorted({task.position for task in found})
    return [task.number for task in found]


def actions(of: int) -> list[str]:
    entries = select(JournalEntry).where(JournalEntry.subject == "programme").order_by(JournalEntry.position)
    return [entry.action for entry in db.session.scalars(entries) if entry.subject_id == str(of)]


def test_a_programme_begins_with_the_committee_and_five_years(app: Flask, lead: Actor) -> None:
    made = programme(lead)
    assert (made.first_year, made.last_year) == (2026, 2030)
    assert made.agency == "Ủy ban nhân dân tỉnh Lạng Sơn" and made.place == "Lạng Sơn"
    assert numbers(made.id) == ["1", "1.1", "1.2", "-"]
    assert counts([made.id]) == {made.id: (3, 0)}
    assert actions(made.id) == ["programme.created", "programme.tasks_pasted"]


def test_a_pasted_table_takes_the_place_of_the_one_before_or_changes_nothing(app: Flask, lead: Actor) -> None:
    made = programme(lead)
    with pytest.raises(Invalid), transaction():
        paste_tasks(
            actor=lead, programme_id=made.id, revision=made.revision, table="2\tNhóm\n2.1\tA\tB\na.1\tC"
        )
    assert numbers(made.id) == ["1", "1.1", "1.2", "-"]
    with transaction():
        paste_tasks(actor=lead, programme_id=made.id, revision=made.revision, table="5\tNhóm\n5.1\tViệc\tSở")
    assert numbers(made.id) == ["5", "5.1"]


def test_rows_are_added_where_they_belong_changed_and_taken_away(app: Flask, lead: Actor) -> None:
    made = programme(lead)
    first = made.tasks[0].id

    def revision() -> int:
        return db.session.get_one(Programme, made.id).revision

    with transaction():
        added = add_task(actor=lead, programme_id=made.id, revision=revision(), row=ROW, after=first)
        added_id = added.id
    assert numbers(made.id) == ["1", "1.9", "1.1", "1.2", "-"]
    with transaction():
        add_task(actor=lead, programme_id=made.id, revision=revision(), row=replace(ROW, number="2.1"))
    assert numbers(made.id) == ["1", "1.9", "1.1", "1.2", "-", "2.1"]
    with transaction():
        edit_task(
            actor=lead,
            programme_id=made.id,
            task_id=added_id,
            revision=revision(),
            row=replace(ROW, number="1.0", product="Kế hoạch"),
        )
    with transaction():
        remove_task(actor=lead, programme_id=made.id, task_id=first, revision=revision())
    assert numbers(made.id) == ["1.0", "1.1", "1.2", "-", "2.1"]
    assert actions(made.id)[2:] == [
        "programme.task_added",
        "programme.task_added",
        "programme.task_edited",
        "programme.task_removed",
    ]


def test_a_dash_stands_under_a_task(app: Flask, lead: Actor) -> None:
    made = programme(lead)
    part = TaskRow(TaskKind.PART, "", "Một phần", "Sở Y tế")
    for after in (made.tasks[0].id,):
        with pytest.raises(Invalid), transaction():
            add_task(actor=lead, programme_id=made.id, revision=made.revision, row=part, after=after)
    with pytest.raises(Invalid), transaction():
        edit_task(
            actor=lead, programme_id=made.id, task_id=made.tasks[0].id, revision=made.revision, row=part
        )
    assert numbers(made.id) == ["1", "1.1", "1.2", "-"]


def test_whoever_saw_an_older_table_changes_nothing(app: Flask, lead: Actor) -> None:
    made = programme(lead)
    seen, task = made.revision, made.tasks[1].id
    with transaction():
        remove_task(actor=lead, programme_id=made.id, task_id=made.tasks[3].id, revision=seen)
    for change in (
        lambda: paste_tasks(actor=lead, programme_id=made.id, revision=seen, table=TABLE),
        lambda: add_task(actor=lead, programme_id=made.id, revision=seen, row=ROW),
        lambda: edit_task(actor=lead, programme_id=made.id, task_id=task, revision=seen, row=ROW),
        lambda: remove_task(actor=lead, programme_id=made.id, task_id=task, revision=seen),
        lambda: update_programme(
            actor=lead, programme_id=made.id, revision=seen, values=first_values(lead, made.created_at.date())
        ),
        lambda: delete_programme(actor=lead, programme_id=made.id, revision=seen),
    ):
        with pytest.raises(Conflict) as refused, transaction():
            change()
        assert refused.value.code == "changed_by_another"
    assert numbers(made.id) == ["1", "1.1", "1.2"]


def test_provinces_do_not_see_each_others_programmes(app: Flask, lead: Actor, neighbour: Actor) -> None:
    made = programme(lead)
    other = programme(neighbour, table="")
    with pytest.raises(NotFound):
        get_programme(neighbour, made.id)
    with pytest.raises(NotFound):
        get_task(other, made.tasks[0].id)
    with pytest.raises(NotFound), transaction():
        edit_task(
            actor=neighbour,
            programme_id=other.id,
            task_id=made.tasks[0].id,
            revision=other.revision,
            row=ROW,
        )
    with app.test_request_context():
        assert [one.id for one in programmes_page(lead).items] == [made.id]


@pytest.mark.parametrize(
    "changes",
    [
        {"role": Role.INSPECTOR},
        {"role": Role.VIEWER},
        {"scope_kind": ScopeKind.AGENCY, "scope_code": "20-SYT"},
        {"scope_code": "", "province_code": ""},
    ],
)
def test_only_people_of_the_whole_province_who_edit_plans_write(
    app: Flask, lead: Actor, changes: dict[str, object]
) -> None:
    made = programme(lead)
    person = replace(lead, **changes)  # type: ignore[arg-type]
    with pytest.raises(Forbidden), transaction():
        create_programme(actor=person, values=first_values(lead, made.created_at.date()))
    with pytest.raises(Forbidden), transaction():
        paste_tasks(actor=person, programme_id=made.id, revision=made.revision, table=TABLE)
    assert db.session.scalar(select(func.count()).select_from(Programme)) == 1


def test_a_programme_goes_with_its_tasks(app: Flask, lead: Actor) -> None:
    made = programme(lead)
    with transaction():
        delete_programme(actor=lead, programme_id=made.id, revision=made.revision)
    for table in (Programme, ProgrammeTask):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0

"""The journal is a chain: what is altered, removed or slipped in is named."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import delete, update

from audit.kernel.access import SYSTEM
from audit.kernel.database import db, transaction
from audit.kernel.journal.models import JournalEntry, JournalHead
from audit.kernel.journal.queries import ChainFault, head_hash, verify
from audit.kernel.journal.services import record


def _write(count: int) -> None:
    for number in range(count):
        with transaction():
            record(
                actor=SYSTEM, action="test.wrote", subject="test", subject_id=number, details={"số": number}
            )


def _start() -> int:
    return verify()[0]


def test_an_untouched_journal_verifies(app: Flask) -> None:
    before = _start()
    _write(5)
    assert verify() == (before + 5, None)


def test_an_altered_entry_is_named(app: Flask) -> None:
    first = _start() + 1
    _write(4)
    db.session.execute(
        update(JournalEntry).where(JournalEntry.position == first + 1).values(details='{"số":99}')
    )
    db.session.commit()
    assert verify()[1] == ChainFault(first + 1, "altered")


def test_a_removed_entry_is_named(app: Flask) -> None:
    first = _start() + 1
    _write(4)
    db.session.execute(delete(JournalEntry).where(JournalEntry.position == first + 2))
    db.session.commit()
    assert verify()[1] == ChainFault(first + 2, "missing")


def test_a_removed_last_entry_is_noticed_by_the_head(app: Flask) -> None:
    first = _start() + 1
    _write(3)
    db.session.execute(delete(JournalEntry).where(JournalEntry.position == first + 2))
    db.session.commit()
    assert verify()[1] == ChainFault(first + 2, "head")


def test_an_entry_rolled_back_with_its_change_leaves_no_gap(app: Flask) -> None:
    _write(1)
    before, head = _start(), head_hash()
    with pytest.raises(RuntimeError), transaction():
        record(actor=SYSTEM, action="test.failed", subject="test", subject_id=1)
        raise RuntimeError
    assert head_hash() == head
    _write(1)
    assert verify() == (before + 1, None)


def test_writers_in_the_same_moment_make_one_chain(app: Flask) -> None:
    _write(1)
    before = _start()
    failures: list[BaseException] = []

    def writer() -> None:
        try:
            with app.app_context():
                for number in range(10):
                    with transaction():
                        record(actor=SYSTEM, action="test.wrote", subject="test", subject_id=number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=writer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    db.session.rollback()  # end the snapshot this thread still reads
    assert verify() == (before + 40, None)
    assert db.session.get(JournalHead, 1) is not None


def test_the_command_names_the_faulty_entry_and_exits_with_1(app: Flask) -> None:
    first = _start() + 1
    _write(2)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["journal", "verify"]).exit_code == 0
    db.session.execute(update(JournalEntry).where(JournalEntry.position == first).values(actor="kẻ khác"))
    db.session.commit()
    result = runner.invoke(args=["journal", "verify"])
    assert result.exit_code == 1
    assert f"bản ghi {first}" in result.output

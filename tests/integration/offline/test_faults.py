"""A short run of the fault harness: one case of most kinds, with real processes (`make faults` runs all)."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import SERVER
from tests.faults import check
from tests.faults.rig import Bench, Case
from tests.faults.runner import case_on, tasks_of
from tests.faults.world import DATABASE, build

# Those that need a browser, or minutes, are left to the whole run.
QUICK = (
    "F01",
    "F02",
    "F03",
    "F04",
    "F05",
    "F06",
    "F07",
    "F08",
    "F11",
    "F17",
    "F21",
    "F23",
    "F24",
    "F29",
    "F31",
    "F32",
)

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed (Debian package: nodejs)"),
    pytest.mark.skipif(bool(SERVER), reason="the harness copies SQLite files"),
]


def test_one_case_of_each_fault_is_survived_and_a_planted_loss_is_noticed(tmp_path: Path) -> None:
    bench = Bench(build(tmp_path / "world"), tmp_path / "bench")
    try:
        outcomes = [case_on(bench, tasks_of(fault, 1)[0]) for fault in QUICK]
        assert [(done.task.name, done.problem) for done in outcomes if done.problem] == []
        for plant, sentence in PLANTED.items():
            assert sentence in " ".join(_problems_after(bench, PLANTED_AS[plant])), plant
    finally:
        bench.close()


def _problems_after(bench: Bench, plant: Callable[[sqlite3.Connection], object]) -> list[str]:
    """What the checks say when the server has everything, and then something of it goes wrong."""
    case = Case(bench, "planted", 0)
    tablet = case.tablet()
    tablet.answer(case.visit)
    tablet.photo(case.visit)
    case.settle()
    assert case.found.problems == []
    dump = tablet.dump()
    bench.server.kill()
    connection = sqlite3.connect(bench.data / DATABASE)
    with connection:
        plant(connection)
    connection.close()
    found = check.Findings()
    check.check_tablet(found, bench.data, tablet.device, dump)
    check.check_server(found, bench.data)
    return found.problems


PLANTED = {
    "a record that is gone": "count as sent and are not held",
    "an answer without its event": "answers without event",
    "another answer shown": "shows another answer",
    "an altered journal": "chain breaks",
}
PLANTED_AS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "a record that is gone": lambda db: db.execute("DELETE FROM tablet_record WHERE kind = 'answer'"),
    "an answer without its event": lambda db: db.execute(
        "UPDATE response_event SET device_id = 'x' WHERE id IN (SELECT record_id FROM tablet_record)"
    ),
    "another answer shown": lambda db: db.execute(
        "UPDATE response SET note = 'khác' WHERE event_id IN (SELECT record_id FROM tablet_record)"
    ),
    "an altered journal": lambda db: db.execute(
        "UPDATE journal_entry SET actor = 'x' WHERE position = (SELECT max(position) FROM journal_entry)"
    ),
}

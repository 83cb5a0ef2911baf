"""F32: the server's files are put back to what they were; tablets give again what they still hold."""

from __future__ import annotations

import shutil
import sqlite3

from tests.faults.check import open_database
from tests.faults.registry import fault
from tests.faults.rig import Case
from tests.faults.server import flask
from tests.faults.world import DATABASE

HOW = ("with the command", "without the command")
WHEN = (
    "before all work",
    "in the middle",
    "after records, before photos",
    "database only, files kept",
    "before the enrolment",
)


def _back_up(case: Case) -> None:
    """A backup as one is made of a running server: the database through SQLite, the files as they lie."""
    folder = case.bench.folder / "backup"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    source = open_database(case.bench.data)
    target = sqlite3.connect(folder / DATABASE)
    source.backup(target)
    target.close()
    source.close()
    for name in ("files", "tablet-media"):
        if (case.bench.data / name).is_dir():
            shutil.copytree(case.bench.data / name, folder / name)


def _restore(case: Case) -> None:
    case.bench.server.kill()
    data, folder = case.bench.data, case.bench.folder / "backup"
    for left in data.glob(f"{DATABASE}*"):
        left.unlink()
    shutil.copyfile(folder / DATABASE, data / DATABASE)
    if case.variant[1] != "database only, files kept":
        for name in ("files", "tablet-media"):
            shutil.rmtree(data / name, ignore_errors=True)
            if (folder / name).is_dir():
                shutil.copytree(folder / name, data / name)


@fault(
    "F32",
    "server restored from an older copy, with and without `flask offline new-generation`",
    variants=[(how, when) for when in WHEN for how in HOW],
)
def restored(case: Case) -> None:
    """The tablets notice and offer again: the final state is complete."""
    how, when = case.variant
    pair = [case.tablet("kiemtra1"), case.tablet("kiemtra2")]
    if when == "before the enrolment":
        _back_up(case)
        with sqlite3.connect(case.bench.folder / "backup" / DATABASE) as copy:
            copy.execute("DELETE FROM tablet_device WHERE id = ?", (pair[0].device,))
        copy.close()
    elif when != "in the middle":
        _back_up(case)
    for tablet in pair:
        for _n in range(case.rng.randint(2, 6)):
            tablet.answer(case.visit)
        tablet.photo(case.visit, number=6)
    if when == "after records, before photos":
        for tablet in pair:
            tablet.exchange(tablet.texts())
        _back_up(case)
    for tablet in pair:
        tablet.send()
    if when == "in the middle":
        _back_up(case)
        for tablet in pair:
            tablet.answer(case.visit)
            tablet.photo(case.world.visits[1], number=5)
            tablet.send()
    _restore(case)
    if how == "with the command":
        done = flask(case.bench.data, "offline", "new-generation")
        case.expect(done.returncode == 0, f"the command failed: {done.stderr[-500:]}")
    case.bench.server.start()
    for tablet in pair:
        result = tablet.send()
        if result["end"] == "paused":  # the session is newer than the copy
            tablet.order("signIn", username=tablet.username, password=case.world.password)
            result = tablet.send(reason="signed_in")
        case.expect(result["end"] == "done", f"after the restore it ends with {result['end']}")
    case.settle()
    verified = flask(case.bench.data, "journal", "verify")
    case.expect(verified.returncode == 0, f"flask journal verify: {verified.stdout}")

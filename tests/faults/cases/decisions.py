"""F24, F25: leads who cancel, close and reassign, and new checklists, while work is offline."""

from __future__ import annotations

from typing import Any

from tests.faults.cases.people import write
from tests.faults.check import open_database
from tests.faults.registry import fault
from tests.faults.rig import Case

CHANGES = ("cancelled", "completed", "reviewed", "taken out of the team", "cancelled while photos travel")


@fault(
    "F24",
    "the lead cancels, closes, reviews the visit or changes the team while work is offline",
    variants=CHANGES,
)
def visit_changed(case: Case) -> None:
    """The work arrives and is parked; the lead applies it or sets it aside; receipts are equal throughout."""
    tablet = case.tablet()
    for _n in range(4):
        tablet.answer(case.visit)
    tablet.photo(case.visit, number=7)
    if case.variant == "cancelled while photos travel":
        tablet.exchange(tablet.texts())
    desk = case.desk("truongdoan")
    if case.variant.startswith("cancelled"):
        desk.post(f"/visits/{case.visit}/cancel", reason="Đơn vị đề nghị hoãn")
    elif case.variant == "taken out of the team":
        user = case.world.people[tablet.username]
        members = "SELECT id FROM team_member WHERE user_id = ?"
        write(
            case,
            (f"DELETE FROM visit_member WHERE visit_id = ? AND member_id IN ({members})", (case.visit, user)),
        )
    else:  # the checklist is not filled in: the state is set as a closing in the office would
        state = case.variant
        write(case, ("UPDATE visit SET state = ? WHERE id = ?", (state, case.visit)))
    result = tablet.send()
    case.expect(result["end"] == "done", f"ends with {result['end']}")
    parked = _parked(case)
    expected = 1 if case.variant == "cancelled while photos travel" else 5
    case.expect(len(parked) == expected, f"{len(parked)} of {expected} are parked")
    case.expect(
        all(row["code"] in ("visit_closed", "visit_not_yours") for row in parked), "with another reason"
    )
    case.settle()
    if case.variant != "taken out of the team":
        write(case, ("UPDATE visit SET state = 'in_progress' WHERE id = ?", (case.visit,)))
    lead = case.desk("truongdoan")
    first, *rest = [row["id"] for row in parked]
    lead.post(f"/tablets/records/{first}/apply")
    for id in rest:
        lead.post(f"/tablets/records/{id}/set-aside", reason="Trùng với bản ghi tay")
    rows = {row["id"]: row for row in _rows(case)}
    case.expect(rows[first]["decision"] == "applied", "the lead's decision is not kept")
    case.expect(all(rows[id]["decision"] == "set_aside" for id in rest), "what was set aside is not kept")
    tablet.send()
    case.check()


def _rows(case: Case) -> list[Any]:
    connection = open_database(case.bench.data)
    try:
        return connection.execute("SELECT * FROM tablet_record ORDER BY sequence").fetchall()
    finally:
        connection.close()


def _parked(case: Case) -> list[Any]:
    return [row for row in _rows(case) if row["outcome"] == "parked"]


@fault(
    "F25",
    "the checklist gets a new version while drafts exist",
    variants=("before sending", "between two sendings"),
)
def new_version(case: Case) -> None:
    """The draft keeps its version: every answer lands on the item it was given to."""
    tablet = case.tablet()
    for _n in range(5):
        tablet.answer(case.visit)
    if case.variant == "between two sendings":
        tablet.send()
    _publish(case)
    for _n in range(5):
        tablet.answer(case.visit)
    tablet.send()
    connection = open_database(case.bench.data)
    versions = {
        row[0]
        for row in connection.execute(
            "SELECT i.version_id FROM response_event e JOIN item i ON i.id = e.item_id WHERE e.device_id = ?",
            (tablet.device,),
        )
    }
    newest = connection.execute("SELECT max(id) FROM instrument_version").fetchone()[0]
    connection.close()
    case.expect(
        len(versions) == 1 and newest not in versions, f"answers lie in versions {versions}, newest {newest}"
    )
    case.settle()


def _publish(case: Case) -> None:
    """The next version of the form: the same items under new ids, the old version retired."""
    visit = case.visit
    connection = open_database(case.bench.data)
    with connection:
        old = connection.execute(
            "SELECT s.version_id FROM submission s JOIN visit v ON v.submission_id = s.id WHERE v.id = ?",
            (visit,),
        ).fetchone()[0]
        new = _copy_row(connection, "instrument_version", old, "number = number + 1, content_hash = 'faults'")
        for (section,) in connection.execute(
            "SELECT id FROM section WHERE version_id = ?", (old,)
        ).fetchall():
            copied = _copy_row(connection, "section", section, f"version_id = {new}")
            for (item,) in connection.execute(
                "SELECT id FROM item WHERE section_id = ?", (section,)
            ).fetchall():
                _copy_row(connection, "item", item, f"version_id = {new}, section_id = {copied}")
        connection.execute("UPDATE instrument_version SET state = 'retired' WHERE id = ?", (old,))
    connection.close()


def _copy_row(connection: Any, table: str, id: int, changes: str) -> int:
    """A row with the next id and these changes."""
    new = int(connection.execute(f"SELECT max(id) + 1 FROM {table}").fetchone()[0])
    connection.execute("DROP TABLE IF EXISTS temp.copied")
    connection.execute(f"CREATE TEMP TABLE copied AS SELECT * FROM {table} WHERE id = ?", (id,))
    connection.execute(f"UPDATE copied SET id = {new}, {changes}")
    connection.execute(f"INSERT INTO {table} SELECT * FROM copied")
    return new

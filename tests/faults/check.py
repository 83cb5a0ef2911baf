"""What must hold after every case, read from the files of both sides and computed anew.

Nothing here asks the server: tables are read with SQLite alone; heads, receipts and chains are computed from
the definitions in ``docs/offline-protocol.md`` and decision 0009.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from audit.kernel.journal.domain import GENESIS, entry_hash
from tests.faults.world import DATABASE

KEPT = ("accepted", "conflict", "parked", "refused")
APPLIED = ("accepted", "conflict")


@dataclass
class Findings:
    """What is wrong, in sentences; empty when everything holds."""

    problems: list[str] = field(default_factory=list)

    def expect(self, condition: object, sentence: str) -> None:
        if not condition:
            self.problems.append(sentence)


def open_database(data: Path) -> sqlite3.Connection:
    """The database for reading, rows by column name."""
    connection = sqlite3.connect(data / DATABASE, timeout=15)
    connection.row_factory = sqlite3.Row
    return connection


def check_server(found: Findings, data: Path) -> None:
    """The database is sound, projections are right, the chain holds, files are whole."""
    connection = open_database(data)
    try:
        integrity = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        found.expect(integrity == ["ok"], f"integrity_check says {integrity[:3]}")
        foreign = connection.execute("PRAGMA foreign_key_check").fetchall()
        found.expect(not foreign, f"{len(foreign)} rows point nowhere")
        _projection(found, connection)
        _chain(found, connection)
        _files(found, connection, data)
    finally:
        connection.close()


def check_tablet(
    found: Findings, data: Path, device: str, dump: dict[str, Any], *, complete: bool = True
) -> None:
    """The ledger of ``device`` is what its journal says was sent; ``complete``: nothing waits any more."""
    connection = open_database(data)
    try:
        _ledger(found, connection, device, dump, complete=complete)
        _answers(found, connection, device, dump)
        _media(found, connection, device, dump, complete=complete)
        if complete:
            _receipts(found, connection, device, dump)
    finally:
        connection.close()


def check_shown(found: Findings, shown: Iterable[tuple[str, str]], dump: dict[str, Any]) -> None:
    """Everything that was shown as saved is in the journal, with the same text."""
    held = {(record["id"], record["digest"]) for record in dump["records"]}
    lost = [pair for pair in shown if pair not in held]
    found.expect(not lost, f"{len(lost)} records were shown as saved and are lost: {lost[:2]}")
    numbers = sorted(record["sequence"] for record in dump["records"])
    found.expect(numbers == list(range(1, len(numbers) + 1)), "sequence numbers have gaps or repeat")
    for record in dump["records"]:
        if record["text"] is not None:
            digest = hashlib.sha256(record["text"].encode()).hexdigest()
            found.expect(digest == record["digest"], f"the text of {record['id']} changed")


def _ledger(
    found: Findings, connection: sqlite3.Connection, device: str, dump: dict[str, Any], *, complete: bool
) -> None:
    rows = connection.execute(
        "SELECT record_id, digest, outcome, decision, kind FROM tablet_record WHERE device_id = ?",
        (device,),
    ).fetchall()
    ledger = Counter((row["record_id"], row["digest"]) for row in rows)
    found.expect(max(ledger.values(), default=1) == 1, "the ledger holds a record twice")
    sent = {
        (record["id"], record["digest"])
        for record in dump["records"]
        if record["state"] == "sent" and record["said"]["outcome"] in KEPT
    }
    everything = {(record["id"], record["digest"]) for record in dump["records"]}
    found.expect(sent <= ledger.keys(), f"{len(sent - ledger.keys())} records count as sent and are not held")
    found.expect(ledger.keys() <= everything, "the ledger holds records this tablet never made")
    if complete:
        found.expect(ledger.keys() == everything, f"{len(everything - ledger.keys())} records did not arrive")
        waiting = [record for record in dump["records"] if record["state"] == "unsent"]
        found.expect(not waiting, f"{len(waiting)} records still wait")
    said = {(record["id"], record["digest"]): record["said"] for record in dump["records"]}
    for row in rows:
        told = (said.get((row["record_id"], row["digest"])) or {}).get("outcome")
        # What a lead decided later is told by the receipt's counts only.
        if told and complete and not row["decision"]:
            found.expect(told == row["outcome"], f"the tablet says {told}, the ledger {row['outcome']}")


def _answers(found: Findings, connection: sqlite3.Connection, device: str, dump: dict[str, Any]) -> None:
    applied = {
        row["record_id"]
        for row in connection.execute(
            "SELECT record_id FROM tablet_record WHERE device_id = ? AND kind = 'answer' "
            "AND (outcome IN ('accepted', 'conflict') OR decision = 'applied')",
            (device,),
        )
    }
    events = {
        row["id"]: row
        for row in connection.execute("SELECT * FROM response_event WHERE device_id = ?", (device,))
    }
    found.expect(
        applied == events.keys(), f"{len(applied ^ events.keys())} answers without event or the reverse"
    )
    for record in dump["records"]:
        event = events.get(record["id"])
        if event is None or record["text"] is None or record["kind"] != "answer":
            continue
        body = json.loads(record["text"])["body"]
        stored = (
            event["status"],
            _value(event),
            event["note"],
            sorted(json.loads(event["base_ids"])),
        )
        said = (body["status"], body["value"], body["note"], sorted(body["base_ids"]))
        found.expect(stored == said, f"event {record['id']} says {stored}, the tablet said {said}")


def _media(
    found: Findings, connection: sqlite3.Connection, device: str, dump: dict[str, Any], *, complete: bool
) -> None:
    photos = connection.execute(
        "SELECT r.*, u.size, u.offset, u.completed_at FROM tablet_record r "
        "LEFT JOIN tablet_media u ON u.device_id = r.device_id AND u.sha256 = r.media "
        "WHERE r.device_id = ? AND r.kind = 'photo' AND r.outcome = 'accepted'",
        (device,),
    ).fetchall()
    done = {photo["sha256"] for photo in dump["media"] if not photo.get("unsent") and not photo.get("aside")}
    for row in photos:
        whole = row["completed_at"] is not None
        found.expect(
            whole == (row["attachment_id"] is not None), "a photo appears before its bytes are whole"
        )
        found.expect(
            whole or row["media"] not in done, "a photo counts as sent and is not whole on the server"
        )
        found.expect(not whole or row["offset"] == row["size"], "a photo is whole at the wrong offset")
        if complete:
            found.expect(whole, f"the bytes of photo {row['record_id']} did not arrive")


def _receipts(found: Findings, connection: sqlite3.Connection, device: str, dump: dict[str, Any]) -> None:
    for receipt in dump["receipts"]:
        visit = receipt["visit"]
        digest = _receipt_digest(connection, device, visit)
        found.expect(digest == receipt["digest"], f"the receipts of visit {visit} differ")
        state = dump["states"][str(visit)]["state"]
        found.expect(state == "received", f"visit {visit} is shown as {state}")


def _receipt_digest(connection: sqlite3.Connection, device: str, visit: int) -> str:
    """Section 5 of the contract, over the ledger."""
    rows = connection.execute(
        "SELECT record_id, digest FROM tablet_record WHERE device_id = ? AND visit_id = ?", (device, visit)
    ).fetchall()
    media = connection.execute(
        "SELECT DISTINCT u.sha256, u.size FROM tablet_record r JOIN tablet_media u "
        "ON u.device_id = r.device_id AND u.sha256 = r.media "
        "WHERE r.device_id = ? AND r.visit_id = ? AND r.kind = 'photo' AND u.completed_at IS NOT NULL",
        (device, visit),
    ).fetchall()
    lines = sorted(f"{row['record_id']} {row['digest']}\n" for row in rows)
    lines += sorted(f"media {row['sha256']} {row['size']}\n" for row in media)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _projection(found: Findings, connection: sqlite3.Connection) -> None:
    """Heads are the events nobody built on; the response shows the latest of them."""
    groups: dict[tuple[int, int, str], list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute("SELECT * FROM response_event"):
        groups[row["submission_id"], row["item_id"], row["period"]].append(row)
    shown = {
        (row["submission_id"], row["item_id"], row["period"]): row
        for row in connection.execute("SELECT * FROM response")
    }
    found.expect(groups.keys() == shown.keys(), "responses without events or the reverse")
    for key, events in groups.items():
        if key not in shown:
            continue
        expected = heads_of(events)
        response = shown[key]
        held = set(json.loads(response["head_ids"]))
        found.expect(
            held == expected.keys(), f"the heads of {key} are {len(held)}, should be {len(expected)}"
        )
        latest = max(expected.values(), key=lambda event: (event["device_time"], event["id"]))
        same = all(response[name] == latest[name] for name in ("status", "note")) and _value(
            response
        ) == _value(latest)
        found.expect(
            same and response["event_id"] == latest["id"], f"the response of {key} shows another answer"
        )
        differ = len({_content(event) for event in expected.values()}) > 1
        found.expect(bool(response["conflict"]) == differ, f"the conflict of {key} is not told rightly")


def heads_of(events: Iterable[sqlite3.Row]) -> dict[str, sqlite3.Row]:
    """The events of one item that no other names as a base, by id; all when they name each other."""
    by_id = {event["id"]: event for event in events}
    left = dict(by_id)
    for event in by_id.values():
        for base in json.loads(event["base_ids"]):
            if base != event["id"]:
                left.pop(base, None)
    return left or by_id


def _value(row: sqlite3.Row) -> Any:
    """SQLite keeps a JSON number in such a column as a number."""
    return json.loads(row["value"]) if isinstance(row["value"], str) else row["value"]


def _content(row: sqlite3.Row) -> str:
    return json.dumps([row["status"], _value(row), row["note"]], sort_keys=True)


def _chain(found: Findings, connection: sqlite3.Connection) -> None:
    previous, position = GENESIS, 0
    for row in connection.execute("SELECT * FROM journal_entry ORDER BY position"):
        position += 1
        at = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC)
        digest = entry_hash(
            previous=previous,
            position=position,
            at=at,
            actor=row["actor"],
            province_code=row["province_code"],
            action=row["action"],
            subject=row["subject"],
            subject_id=row["subject_id"],
            details=row["details"],
        )
        if row["position"] != position or row["hash"] != digest:
            found.problems.append(f"the journal's chain breaks at {position}")
            return
        previous = digest
    head = connection.execute("SELECT position, hash FROM journal_head").fetchone()
    found.expect(
        (head["position"], head["hash"]) == (position, previous), "the journal's head is another one"
    )


def _files(found: Findings, connection: sqlite3.Connection, data: Path) -> None:
    """Every photo's file is there and is what its name says; nothing half-written lies among the evidence."""
    store = data / "files"
    for (digest,) in connection.execute("SELECT DISTINCT published_sha256 FROM attachment"):
        path = store / digest[:2] / digest[2:4] / digest
        whole = path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
        found.expect(whole, f"the file of photo {digest[:12]} is missing or damaged")
    strange = [path for path in store.rglob("*") if path.is_file() and len(path.name) != 64]
    visible = [path for path in strange if not path.name.startswith(".")]
    found.expect(not visible, f"files among the evidence that are none: {visible[:2]}")

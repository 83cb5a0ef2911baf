"""F20, F21, F23: many at once, wrong clocks, two writers of one sheet."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.faults.check import open_database
from tests.faults.proxy import NO_HARM, Harm, Request
from tests.faults.registry import fault
from tests.faults.rig import Case, Tablet
from tests.faults.server import gone
from tests.faults.values import answer_body

CLIENTS = 50


@fault(
    "F20",
    "server restarted under load of 50 clients: kill -9, SIGTERM, a cold start",
    variants=("kill -9", "SIGTERM", "cold start"),
)
def restarted_under_load(case: Case) -> None:
    """No acknowledged write is lost; every client comes to an end."""
    host = case.tablet()
    names = list(case.world.devices)
    swarm = host.order(
        "swarm",
        count=CLIENTS,
        visit=case.visit,
        bodies=[answer_body(case.rng, *case.rng.choice(case.world.items), []) for _n in range(CLIENTS)],
        timeout=180,
    )
    case.expect(len(swarm) == CLIENTS and names, f"{len(swarm)} clients")
    host.process.begin("swarmSend", rounds=6)
    stop = threading.Event()
    restarts = 0
    while not stop.is_set() and restarts < 4:
        time.sleep(0.3)
        restarts += 1
        _restart(case)
    said = host.process.answer(300)
    case.expect(
        said["unfinished"] == 0, f"{said['unfinished']} clients do not come to an end: {said['reasons']}"
    )
    connection = open_database(case.bench.data)
    ledger = {(row["record_id"], row["digest"]) for row in connection.execute("SELECT * FROM tablet_record")}
    connection.close()
    sent = {tuple(pair) for pair in said["sent"]}
    case.expect(len(sent) == CLIENTS * 6, f"{len(sent)} records count as sent")
    case.expect(sent <= ledger, f"{len(sent - ledger)} acknowledged records are lost")
    case.expect(ledger <= sent, "the ledger holds records nobody made")
    case.bench.server.kill()
    case.bench.server.start()
    case.tablets.clear()
    case.check()


def _restart(case: Case) -> None:
    server = case.bench.server
    if case.variant == "SIGTERM":
        os.kill(server.pid, signal.SIGTERM)
        gone(server.pid, 30)
        server.start()
    elif case.variant == "cold start":
        server.kill()
        server.start_cold()
    else:
        server.kill()
        time.sleep(case.rng.random() * 0.1)
        server.start()


DAY = 86_400_000
CLOCKS: dict[str, tuple[int, ...]] = {
    "a day fast": (DAY,),
    "a day slow": (-DAY,),
    "ten years fast": (3653 * DAY,),
    "ten years slow": (-3653 * DAY,),
    "jumps back in a visit": (0, -3 * 3_600_000, 0, -DAY),
    "jumps forward in a visit": (0, DAY, 40 * DAY),
    "29 February": (),
    "year end": (),
    "wrong zone": (0,),
}


@fault("F21", "clock ±1 day, ±10 years, jumps, wrong zone, 29 February, year end", variants=tuple(CLOCKS))
def wrong_clock(case: Case) -> None:
    """Order by sequence is kept, everything is accepted, the difference is told."""
    tablet = case.tablet(zone="America/Santiago") if case.variant == "wrong zone" else case.tablet()
    skews = CLOCKS[case.variant] or _around(case.variant)
    item = case.world.items[0][0]
    made = []
    for skew in skews:
        tablet.order("clock", skew=skew)
        for _n in range(3):
            made.append(tablet.answer(case.visit, item)["id"])
    tablet.send()
    connection = open_database(case.bench.data)
    rows = connection.execute("SELECT * FROM tablet_record ORDER BY sequence").fetchall()
    skew_ms = connection.execute(
        "SELECT skew_ms FROM tablet_device WHERE id = ?", (tablet.device,)
    ).fetchone()[0]
    head = connection.execute(
        "SELECT r.head_ids FROM response r JOIN item i ON i.id = r.item_id JOIN visit v ON v.submission_id = "
        "r.submission_id WHERE v.id = ? AND i.code = ?",
        (case.visit, item),
    ).fetchone()
    connection.close()
    case.expect(
        [row["record_id"] for row in rows] == made, "the order of the sequence is not the order of the work"
    )
    outcomes = {row["outcome"] for row in rows}
    case.expect(outcomes == {"accepted"}, f"outcomes are {outcomes}")
    case.expect(
        json.loads(head["head_ids"]) == made[-1:], "an earlier answer stands because its clock was ahead"
    )
    case.expect(
        abs((skew_ms or 0) - skews[-1]) < 60_000, f"the server notes {skew_ms} ms instead of {skews[-1]}"
    )
    page = case.desk("truongdoan").get(f"/tablets/{tablet.device}")
    case.expect(tablet.username == "kiemtra1" and page, "the lead's page of the tablet does not open")
    case.settle()


def _around(name: str) -> tuple[int, ...]:
    """Skews that put the tablet just before and just after the moment."""
    moment = (
        datetime(2028, 2, 29, tzinfo=UTC) if name == "29 February" else datetime(2026, 12, 31, 17, tzinfo=UTC)
    )
    now = datetime.now(UTC)
    steps = (timedelta(minutes=-5), timedelta(minutes=5), timedelta(hours=23), timedelta(hours=25))
    return tuple(int((moment + step - now).total_seconds() * 1000) for step in steps)


@fault(
    "F23",
    "two inspectors edit one visit offline, 1 to 500 edits each, any interleaving of sending",
    seeded=True,
)
def two_inspectors(case: Case) -> None:
    """Every value of both can be found, the conflicts are exact, both tablets see the same."""
    rng = case.rng
    pair = [case.tablet("kiemtra1"), case.tablet("kiemtra2")]
    most = 500 if rng.random() < 0.02 else rng.choice((3, 10, 25, 60))
    items = rng.sample([code for code, _kind in case.world.items], rng.randint(2, 12))
    left = [rng.randint(1, most) for _tablet in pair]
    if rng.random() < 0.5:
        case.harm(lambda request: _jolt(case, request))
    while any(left):
        who = rng.choice([place for place in (0, 1) if left[place]])
        for _n in range(min(left[who], rng.randint(1, 40))):
            pair[who].answer(case.visit, rng.choice(items), confirmed_no_personal_data=True)
            left[who] -= 1
        if rng.random() < 0.25:
            result = pair[who].send()
            _learn(pair[who], case.visit, result)
    case.heal()
    for tablet in pair:
        tablet.send()
    sheets = [tablet.order("sheet", visit=case.visit) for tablet in pair]
    case.expect(sheets[0] == sheets[1], "the two tablets see different sheets")
    case.settle()
    _expect_conflicts(case, sheets[0]["items"])


def _jolt(case: Case, request: Request) -> Harm:
    """A tenth of the requests is cut somewhere."""
    if case.rng.random() > 0.1:
        return NO_HARM
    return case.rng.choice((Harm(cut_request=case.rng.randrange(request.size)), Harm(cut_reply=20)))


def _learn(tablet: Tablet, visit: int, result: dict[str, Any]) -> None:
    """The page now shows what the server holds: the next answer builds on it."""
    held = result.get("last", {}).get("held", {}).get(str(visit), {}).get("items", {})
    for code, state in held.items():
        tablet.heads[visit, code] = list(state["head_ids"])


def _expect_conflicts(case: Case, items: dict[str, Any]) -> None:
    connection = open_database(case.bench.data)
    rows = connection.execute(
        "SELECT i.code, r.conflict FROM response r JOIN item i ON i.id = r.item_id JOIN visit v ON "
        "v.submission_id = r.submission_id WHERE v.id = ?",
        (case.visit,),
    ).fetchall()
    connection.close()
    told = sorted(code for code, held in items.items() if held.get("conflict"))
    case.expect(
        told == sorted(row["code"] for row in rows if row["conflict"]), "the list of conflicts is not exact"
    )

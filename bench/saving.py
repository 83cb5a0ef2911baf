"""Saving one answer in the office while tablets come home: the wait with nobody else, and with 50 of them.

A real server process takes both. A person saves one answer after the other with the request the checklist's
page makes, first alone, then while the tablets, in a process of their own, send packets of 250 answers
without a pause. Every packet has its own visit and is proved before the clock starts.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.exchange import ANSWERS, Request, World, served, uuid7

CLIENTS = 50
SECONDS = 30.0
# More packets than one process can take in that time.
PACKETS = 1_500
# A person reads and taps; without a pause they would be one more client under load.
PAUSE = 0.1
TIMES = 2.0


def _packets(world: World) -> list[list[Request]]:
    """Of each tablet what it has to send."""
    waiting: list[list[Request]] = [[] for _n in range(CLIENTS)]
    for number in range(PACKETS):
        device = world.devices[number % CLIENTS]
        visit, _sheet, texts = world.batch(device[0])
        said = {"records": texts, "receipts": [visit], "state": {}}
        waiting[number % CLIENTS].append(world.proved(device, json.dumps(said, ensure_ascii=False).encode()))
    return waiting


def _come_home(port: int, waiting: Sequence[Sequence[Request]], told: Any) -> None:
    """What the process of the tablets does until the time is over; tells how often it got which answer."""
    until = time.monotonic() + SECONDS

    def send(requests: Sequence[Request]) -> Counter[str]:
        got: Counter[str] = Counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for request in requests:
            if time.monotonic() >= until:
                break
            try:
                connection.request("POST", request.path, request.body, request.headers)
                answer = connection.getresponse()
                whole = answer.read().count(b'"accepted"') == ANSWERS
                got[str(answer.status) if whole or answer.status != 200 else "200 in part"] += 1
            except (OSError, http.client.HTTPException) as problem:
                got[type(problem).__name__] += 1
                connection.close()
        else:
            got["nothing left to send"] += 1
        connection.close()
        return got

    with ThreadPoolExecutor(len(waiting)) as pool:
        told.put(sum(pool.map(send, waiting), Counter[str]()))


class _Person:
    """Answers one question after the other of one checklist, as its page sends them."""

    def __init__(self, world: World, port: int) -> None:
        self.world = world
        self.visit, _sheet = world.visits.pop()
        self.codes = [code for code, kind in world.kinds.items() if kind == "count" and code in world.items]
        self.heads: dict[str, str] = {}
        self.number = 0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def save(self) -> float:
        """Seconds until the server has said that it is kept."""
        self.number += 1
        code, id_ = self.codes[self.number % len(self.codes)], uuid7()
        event = {
            "id": id_, "item": code, "period": "", "status": "answered", "value": self.number, "note": "",
            "base_ids": [self.heads[code]] if code in self.heads else [], "device_id": "desk",
            "device_sequence": self.number, "device_time": datetime.now(UTC).isoformat(),
            "confirmed_no_personal_data": False,
        }  # fmt: skip
        self.heads[code] = id_
        headers = {
            "Cookie": self.world.cookie,
            "X-CSRFToken": self.world.token,
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        body = json.dumps({"events": [event]}).encode()
        begun = time.perf_counter()
        self.connection.request("POST", f"/visits/{self.visit}/checklist/events", body, headers)
        answer = self.connection.getresponse()
        said = answer.read()
        took = time.perf_counter() - begun
        if answer.status != 200 or json.loads(said)["results"][0]["outcome"] != "accepted":
            raise RuntimeError(f"{answer.status} {said[:300]!r}")
        return took

    def work(self, seconds: float) -> list[float]:
        until = time.monotonic() + seconds
        took = []
        while time.monotonic() < until:
            took.append(self.save())
            time.sleep(PAUSE)
        return took


def _p95(took: Sequence[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def measure() -> tuple[list[float], list[float], Counter[str]]:
    """Seconds of each answer alone, then under load, and what the tablets were answered."""
    with tempfile.TemporaryDirectory() as place:
        world = World(Path(place), f"sqlite:///{place}/saving.sqlite3", visits=PACKETS + 1)
        waiting = _packets(world)
        with served("ours", Path(place), world.url) as port:
            person = _Person(world, port)
            person.work(2)
            alone = person.work(SECONDS / 2)
            fork = multiprocessing.get_context("fork")
            told = fork.Queue()
            tablets = fork.Process(target=_come_home, args=(port, waiting, told))
            tablets.start()
            time.sleep(1)  # until all of them have something under way
            busy = person.work(SECONDS - 2)
            got: Counter[str] = told.get(timeout=180)
            tablets.join()
    return alone, busy, got


def run() -> list[dict[str, Any]]:
    """The 95th percentiles, their ratio, and how many of the tablets' packets were not taken."""
    alone, busy, got = measure()
    if got.pop("nothing left to send", 0):
        raise RuntimeError("the tablets ran out of packets: PACKETS is too small for this machine")
    idle, loaded = _p95(alone), _p95(busy)
    failed = got.total() - got["200"]
    return [
        {
            "name": f"saving an answer, p95 while {CLIENTS} tablets send / alone ({len(busy)}, {len(alone)})",
            "ours": round(loaded * 1000, 1),
            "other": round(idle * 1000, 1),
            "unit": "ms",
            "ratio": round(loaded / idle, 2),
            "target": f"≤ {TIMES:g}",
            "ok": loaded / idle <= TIMES,
        },
        {
            "name": f"  p50 of the same, {got['200'] / SECONDS:.1f} packets/s taken meanwhile",
            "ours": round(statistics.median(busy) * 1000, 1),
            "other": round(statistics.median(alone) * 1000, 1),
            "unit": "ms",
            "ratio": round(statistics.median(busy) / statistics.median(alone), 2),
            "target": "–",
            "ok": True,
        },
        {
            "name": f"packets of {CLIENTS} tablets not answered with 200 in {SECONDS:g} s",
            "ours": failed,
            "other": got.total(),
            "unit": "packets",
            "ratio": None,
            "target": "0",
            "ok": failed == 0,
        },
    ]

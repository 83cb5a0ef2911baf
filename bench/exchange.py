"""What an exchange of 250 answers costs, beside a bare Flask endpoint that inserts the same rows.

Both run under waitress in a process of their own on 127.0.0.1; batches, proofs and connections are prepared
before the clock starts. Every batch goes to a visit of its own. ``TEST_POSTGRESQL=postgresql://…`` measures
there as well.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
import secrets
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.engine import make_url
from waitress import serve as listen

from audit.app import create_app
from audit.kernel.database import db, transaction
from audit.kernel.serving import serve as serve_in_lanes
from audit.kernel.settings import from_environ
from audit.offline.wiring import SLOW_PATHS, UNATTENDED

ANSWERS = 250
ROUNDS = 3
# Clients, and batches they send between them in each round.
LOADS = ((1, 12), (8, 32), (50, 100))
# One for each batch, and those that warm up or are sent again.
VISITS = 2 + ROUNDS * sum(batches for _clients, batches in LOADS) + 12
THREADS = 8
INSPECTOR = "kiemtra1"


@dataclass(frozen=True, slots=True)
class Request:
    """A request that is ready to be sent."""

    path: str
    body: bytes
    headers: dict[str, str]


# --- the two servers, each in its own process -----------------------------------------------------------


def settings(folder: str, url: str) -> Any:
    return from_environ(
        {
            "THUC_DIA_MODE": "testing",
            "SECRET_KEY": "a key for measuring only, long enough to be accepted",
            "DATA_DIR": folder,
            "DATABASE_URL": url,
            "SECURE_COOKIES": "0",
        }
    )


def _bare(url: str) -> Flask:
    """Reads the batch, inserts event, response and ledger rows with SQLAlchemy's fastest way, and commits."""
    from audit.offline.models import LedgerRecord
    from checklists.models.submissions import Response, ResponseEvent

    app, engine = Flask("bare"), create_engine(url)

    @app.post("/bare")
    def _insert() -> dict[str, int]:
        from flask import request

        sent = json.loads(request.get_data())
        submission, items, device = sent["submission"], sent["items"], sent["device"]
        now = datetime.now(UTC)
        events, ledger, heads = [], [], {}
        for line in sent["records"]:
            record = json.loads(line)
            body, made = record["body"], datetime.fromisoformat(record["time"])
            event = {
                "id": record["id"], "submission_id": submission, "item_id": items[body["item"]],
                "period": "", "status": body["status"], "value": body["value"], "note": body["note"],
                "base_ids": body["base_ids"], "content_hash": hashlib.sha256(line.encode()).hexdigest(),
                "personal_data_confirmed": False, "author_id": 1, "author_name": "x",
                "device_id": device, "device_sequence": record["sequence"], "device_time": made,
                "received_at": now,
            }  # fmt: skip
            events.append(event)
            heads[event["item_id"]] = event
            ledger.append(
                {
                    "record_id": record["id"],
                    "digest": event["content_hash"],
                    "device_id": device,
                    "visit_id": record["visit"],
                    "sequence": record["sequence"],
                    "kind": "answer",
                    "outcome": "accepted",
                    "code": "",
                    "message": "",
                    "item_code": body["item"],
                    "text": "",
                    "device_time": made,
                    "received_at": now,
                    "decided_by_name": "",
                    "decision": "",
                    "decision_reason": "",
                }
            )
        responses = [
            {
                "submission_id": submission, "item_id": item, "period": "", "event_id": event["id"],
                "head_ids": [event["id"]], "status": event["status"], "value": event["value"],
                "note": event["note"], "conflict": False, "updated_at": now,
            }
            for item, event in heads.items()
        ]  # fmt: skip
        with engine.begin() as connection:
            connection.execute(insert(ResponseEvent.__table__), events)  # type: ignore[arg-type]
            connection.execute(insert(Response.__table__), responses)  # type: ignore[arg-type]
            connection.execute(insert(LedgerRecord.__table__), ledger)  # type: ignore[arg-type]
        return {"accepted": len(events)}

    return app


def serve(kind: str, folder: str, url: str, port: str) -> None:
    """What the process of a server does."""
    if kind == "ours":
        app = create_app(settings(folder, url))
        lanes = {"slow_paths": SLOW_PATHS, "unattended": UNATTENDED}
        serve_in_lanes(app, host="127.0.0.1", port=int(port), threads=THREADS, **lanes)
    else:
        listen(_bare(url), host="127.0.0.1", port=int(port), threads=THREADS, backlog=256)


_SERVE = "import sys; from bench.exchange import serve; serve(*sys.argv[1:])"


@contextmanager
def served(kind: str, folder: Path, url: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, kind, str(folder), url, str(port)],
    )
    try:
        for _attempt in range(1_200):  # a busy machine takes its time
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"the {kind} server did not start")
        yield port
    finally:
        process.terminate()
        process.wait()


# --- the world both write into --------------------------------------------------------------------------


class World:
    """A database with many visits in progress that one inspector attends, and that inspector signed in."""

    def __init__(self, folder: Path, url: str, *, visits: int = VISITS) -> None:
        self.url = url
        self.app = create_app(settings(str(folder), url))
        with self.app.app_context():
            db.create_all()
            runner = self.app.test_cli_runner()
            for command in (
                ["registers", "load-units"],
                ["registers", "load-agencies"],
                ["checklists", "load"],
                ["reports", "load-texts"],
            ):
                result = runner.invoke(args=command)
                if result.exit_code:
                    raise RuntimeError(result.output)
            self._fill(visits)
            self._sign_in()
            db.session.remove()
            db.engine.dispose()

    def _fill(self, needed: int) -> None:
        from audit.demo import story
        from audit.inspections.models.teams import TeamMember
        from audit.inspections.models.visits import Visit, VisitMember
        from audit.kernel import clock
        from audit.offline.models import Generation
        from checklists.models.submissions import Submission
        from checklists.queries.instruments import frozen_items

        people = story.tell("20", "Sở Y tế")
        self.password = people[INSPECTOR].password
        with transaction():
            model = db.session.scalars(select(Visit).where(Visit.state == "in_progress")).first()
            assert model is not None and model.submission is not None
            members = select(TeamMember.id).where(TeamMember.user_id == people[INSPECTOR].actor.id)
            member = db.session.scalars(
                select(VisitMember.member_id).where(
                    VisitMember.visit_id == model.id, VisitMember.member_id.in_(members)
                )
            ).one()
            columns = {c.name: getattr(model, c.name) for c in Visit.__table__.columns if c.name != "id"}
            sheets = [
                Submission(version_id=model.submission.version_id, state="draft", created_at=clock.now())
                for _n in range(needed)
            ]
            db.session.add_all(sheets)
            db.session.flush()
            visits = [Visit(**{**columns, "submission_id": sheet.id}) for sheet in sheets]
            db.session.add_all(visits)
            db.session.flush()
            db.session.add_all(VisitMember(visit_id=visit.id, member_id=member) for visit in visits)
            if db.session.get(Generation, 1) is None:
                db.session.add(Generation(id=1, generation=str(uuid.uuid4()), since=clock.now()))
            self.visits = [(visit.id, sheet.id) for visit, sheet in zip(visits, sheets, strict=True)]
            self.items = {
                code: item_id
                for code, (item_id, spec) in frozen_items(model.submission.version_id).items()
                if spec.answer_type in ("yes_no", "count", "text", "rating")
            }
            self.kinds = {
                code: spec.answer_type.value
                for code, (_id, spec) in frozen_items(model.submission.version_id).items()
            }

    def _sign_in(self) -> None:
        import re

        client = self.app.test_client()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
        assert found is not None
        form = {"csrf_token": found[1], "username": INSPECTOR, "password": self.password}
        assert client.post("/sign-in", data=form).status_code == 303
        said: Any = client.get("/tablet/api/session").json
        cookie = client.get_cookie("session")
        assert cookie is not None
        self.cookie = f"session={cookie.value}"
        self.token = said["csrf_token"]
        self.devices = []
        for _n in range(max(clients for clients, _batches in LOADS)):
            answer = client.post(
                "/tablet/api/devices",
                json={"tablet": str(uuid.uuid4())},
                headers={"X-CSRFToken": self.token, "Accept": "application/json"},
            )
            said = answer.json
            self.devices.append((said["device"], _secret(said["secret"])))

    def batch(self, device: str) -> tuple[int, int, list[str]]:
        """250 answers to a visit nobody has answered in: visit, sheet, texts."""
        visit, sheet = self.visits.pop()
        codes, made = list(self.items), datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
        values = {"yes_no": True, "count": 12, "text": "Đã kiểm tra hồ sơ, số liệu khớp.", "rating": "good"}
        texts: list[str] = []
        seen: dict[str, str] = {}
        for number in range(ANSWERS):
            code = codes[number % len(codes)]
            body = {
                "item": code, "period": "", "status": "answered", "value": values[self.kinds[code]],
                "note": "Đối chiếu bản gốc" if number % 5 == 0 else "", 
                "base_ids": [seen[code]] if code in seen else [], "confirmed_no_personal_data": False,
            }  # fmt: skip
            seen[code] = uuid7()
            head = {
                "v": 1, "id": seen[code], "kind": "answer", "visit": visit, "device": device,
                "sequence": number + 1, "time": made.isoformat(), "elapsed": number, "boot": "b",
                "body": body,
            }  # fmt: skip
            texts.append(json.dumps(head, ensure_ascii=False))
        return visit, sheet, texts

    def proved(self, device: tuple[str, bytes], body: bytes) -> Request:
        name, key = device
        nonce, path = secrets.token_hex(16), "/tablet/api/exchange"
        said = f"POST\n{path}\n{nonce}\n{hashlib.sha256(body).hexdigest()}"
        return Request(
            path,
            body,
            {
                "Cookie": self.cookie,
                "X-CSRFToken": self.token,
                "Content-Type": "application/json",
                "Accept": "application/json",
                "X-Thuc-Dia-Device": name,
                "X-Thuc-Dia-Nonce": nonce,
                "X-Thuc-Dia-Proof": hmac.new(key, said.encode(), hashlib.sha256).hexdigest(),
            },
        )

    def prepared(self, clients: int, batches: int) -> tuple[list[list[Request]], list[list[Request]]]:
        """The same batches for the two servers, by client; each server has its own ids."""
        ours: list[list[Request]] = [[] for _n in range(clients)]
        bare: list[list[Request]] = [[] for _n in range(clients)]
        for number in range(batches):
            device = self.devices[number % clients]
            visit, sheet, texts = self.batch(device[0])
            body = json.dumps(
                {"records": texts, "receipts": [visit], "state": {}}, ensure_ascii=False
            ).encode()
            ours[number % clients].append(self.proved(device, body))
            said = {"records": texts, "submission": sheet, "items": self.items, "device": device[0]}
            bare[number % clients].append(
                Request(
                    "/bare",
                    json.dumps(said, ensure_ascii=False).encode(),
                    {"Content-Type": "application/json"},
                )
            )
        return ours, bare

    def again(self, requests: Sequence[Sequence[Request]]) -> list[list[Request]]:
        """The same bodies with new proofs."""
        devices = dict(self.devices)
        return [
            [
                self.proved((r.headers["X-Thuc-Dia-Device"], devices[r.headers["X-Thuc-Dia-Device"]]), r.body)
                for r in of_client
            ]
            for of_client in requests
        ]


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def _secret(text_: str) -> bytes:
    import base64

    secret = base64.urlsafe_b64decode(text_ + "=" * (-len(text_) % 4))
    middle = hmac.new(b"\x00" * 32, secret, hashlib.sha256).digest()
    return hmac.new(middle, b"thuc-dia request\x01", hashlib.sha256).digest()


def uuid7() -> str:
    number = int(time.time() * 1000) << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    return str(uuid.UUID(int=number | 0b10 << 62 | secrets.randbits(62)))


# --- measuring ------------------------------------------------------------------------------------------


def _send(port: int, of_client: Sequence[Request]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    took = []
    for request in of_client:
        start = time.perf_counter()
        connection.request("POST", request.path, request.body, request.headers)
        answer = connection.getresponse()
        said = answer.read()
        took.append(time.perf_counter() - start)
        if answer.status != 200 or said.count(b'"accepted"') not in (1, ANSWERS):
            raise RuntimeError(f"{request.path}: {answer.status} {said[:300]!r}")
    connection.close()
    return took


def _rate(port: int, requests: Sequence[Sequence[Request]]) -> tuple[float, float]:
    """Packets a second, and the 95th percentile of one in seconds."""
    start = time.perf_counter()
    with ThreadPoolExecutor(len(requests)) as pool:
        took = [one for times in pool.map(lambda r: _send(port, r), requests) for one in times]
    whole = time.perf_counter() - start
    return len(took) / whole, statistics.quantiles(took, n=20)[-1]


def _sqlite_rows(folder: Path) -> float:
    """Rows a second of ``sqlite3.executemany`` with a commit for each 250 rows of the same width."""
    connection = sqlite3.connect(folder / "rows.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    names = ", ".join(f"c{n}" for n in range(14))
    connection.execute(f"CREATE TABLE event (id TEXT PRIMARY KEY, {names})")
    rounds = []
    for _round in range(20):
        rows = [(uuid7(), *["một câu trả lời ngắn"] * 14) for _n in range(ANSWERS)]
        start = time.perf_counter()
        connection.executemany(f"INSERT INTO event VALUES ({', '.join('?' * 15)})", rows)
        connection.commit()
        rounds.append(ANSWERS / (time.perf_counter() - start))
    connection.close()
    return statistics.median(rounds)


def _row(
    name: str, ours: float, other: float | None, unit: str, target: str, ok: Callable[[float], bool]
) -> Any:
    ratio = ours / other if other else None
    return {
        "name": name,
        "ours": round(ours, 1),
        "other": round(other, 1) if other else None,
        "unit": unit,
        "ratio": round(ratio, 2) if ratio else None,
        "target": target,
        "ok": ratio is None or ok(ratio),
    }


def _measure(label: str, url_of: Callable[[str, Path], str], made: list[str]) -> list[dict[str, Any]]:
    """All figures on one kind of database; names of databases it makes are added to ``made``."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        one, two = Path(place) / "ours", Path(place) / "bare"
        one.mkdir()
        two.mkdir()
        world = World(one, url_of("ours", one))
        bare_url = _copy(world.url, two, made)
        with served("ours", one, world.url) as ours_port, served("bare", two, bare_url) as bare_port:
            warm_ours, warm_bare = world.prepared(1, 2)
            _rate(ours_port, warm_ours)
            _rate(bare_port, warm_bare)
            single = 0.0
            for clients, batches in LOADS:
                rates: list[tuple[float, float, float]] = []
                for _round in range(ROUNDS):
                    for_ours, for_bare = world.prepared(clients, batches)
                    (rate, p95), (bare_rate, _p95) = _rate(ours_port, for_ours), _rate(bare_port, for_bare)
                    rates.append((rate, bare_rate, p95))
                ours, bare, p95 = (statistics.median(column) for column in zip(*rates, strict=True))
                single = single or ours
                name = f"exchange of 250 answers{label}, {clients} client{'s' if clients > 1 else ''}"
                rows.append(_row(name, ours, bare, "packets/s", "≥ 0.5", lambda ratio: ratio >= 0.5))
                rows.append(_row(f"  p95 of one{label}", p95 * 1000, None, "ms", "–", lambda ratio: True))
            fresh, _bare_requests = world.prepared(1, 12)
            first, _p95 = _rate(ours_port, fresh)
            resent = statistics.median(_rate(ours_port, world.again(fresh))[0] for _round in range(ROUNDS))
            rows.append(
                _row(
                    f"sending it again{label}", 1000 / resent, 1000 / first, "ms", "≤ 0.6", lambda r: r <= 0.6
                )
            )
            rows.append(
                _row(
                    f"answers{label} beside sqlite3.executemany",
                    single * ANSWERS,
                    _sqlite_rows(Path(place)),
                    "rows/s",
                    "–",
                    lambda ratio: True,
                )
            )
    return rows


def _copy(of: str, folder: Path, made: list[str]) -> str:
    """A copy of a database nobody uses: the bare side writes into the same tables with the same keys."""
    source = make_url(of)
    if source.get_backend_name() == "sqlite":
        with sqlite3.connect(str(source.database)) as there, sqlite3.connect(folder / "bare.sqlite3") as here:
            there.backup(here)
        return f"sqlite:///{folder / 'bare.sqlite3'}"
    made.append(f"{source.database}_bare")
    engine = create_engine(source.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{made[-1]}" TEMPLATE "{source.database}"'))
    engine.dispose()
    return str(source.set(database=made[-1]).render_as_string(hide_password=False))


def run() -> list[dict[str, Any]]:
    """Packets a second with 1, 8 and 50 clients, sending again, and rows a second."""
    rows = _measure("", lambda name, folder: f"sqlite:///{folder / f'{name}.sqlite3'}", [])
    server = os.environ.get("TEST_POSTGRESQL", "")
    if not server:
        return rows
    made: list[str] = []
    engine = create_engine(server, isolation_level="AUTOCOMMIT")

    def database(name: str, _folder: Path) -> str:
        made.append(f"thuc_dia_bench_{name}_{uuid.uuid4().hex[:8]}")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{made[-1]}"'))
        return str(make_url(server).set(database=made[-1]).render_as_string(hide_password=False))

    try:
        rows += _measure(" (PostgreSQL)", database, made)
    finally:
        with engine.connect() as connection:
            for name in made:
                connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        engine.dispose()
    return rows


if __name__ == "__main__":
    for line in run():
        print(line)

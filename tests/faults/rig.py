"""One bench: a server's files, the server, the proxy before it, and tablets; cases run on it one by one."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.faults import check
from tests.faults.office import Desk
from tests.faults.proxy import Plan, Proxy, no_harm
from tests.faults.server import Server, gone
from tests.faults.tablet_process import TabletDied, TabletProcess
from tests.faults.values import Body, answer_body
from tests.faults.world import PIN, World, copy_data

SPEED = 100  # the waits between attempts run so many times faster than on a tablet


class CaseFailed(AssertionError):
    """What must hold does not; the message names everything that is wrong."""


class Bench:
    """A folder of its own for one worker: the server's files, logs, the stores of tablets."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder
        folder.mkdir(parents=True)
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.server = Server(self.data, self.log)
        self.processes: dict[str, TabletProcess] = {}
        self.struck = threading.Event()
        self.proxy = Proxy(upstream=lambda: self.server.port, strike=self._strike)
        self.down_for: Callable[[], float] | None = None

    def _strike(self) -> None:
        """Called by the proxy in the middle of a request: the server dies; it comes back when it may."""
        pid = self.server.pid
        self.server.strike()
        if not self.struck.is_set():
            self.struck.set()
            if self.down_for is not None:
                threading.Thread(target=self._come_back, args=(pid, self.down_for()), daemon=True).start()

    def _come_back(self, pid: int, seconds: float) -> None:
        gone(pid)
        time.sleep(seconds)
        self.server.start()

    def process(self, name: str) -> TabletProcess:
        if name not in self.processes:
            self.processes[name] = TabletProcess(self.folder / f"{name}.log")
        return self.processes[name]

    def fresh(self) -> None:
        """The world as it was told, a server on it, a proxy that does no harm."""
        for process in self.processes.values():
            process.shut()
        self.server.kill()
        copy_data(self.world.data, self.data)
        self.log.write_bytes(b"")
        self.down_for = None
        self.struck.clear()
        self.proxy.forget()
        shutil.rmtree(self.folder / "tablets", ignore_errors=True)
        (self.folder / "tablets").mkdir()
        self.server.start()

    def close(self) -> None:
        for process in self.processes.values():
            process.kill()
        self.server.close()
        self.proxy.close()


class Tablet:
    """One person's tablet in a case; remembers what it showed as saved."""

    def __init__(self, case: Case, username: str, options: dict[str, Any]) -> None:
        self.case, self.username = case, username
        self.device = case.world.devices[username]
        self.process = case.bench.process(username)
        self.path = case.bench.folder / "tablets" / f"{username}.store"
        self.options = options
        self.shown: list[tuple[str, str]] = []
        self.heads: dict[tuple[int, str], list[str]] = {}
        source = case.world.folder / "tablets" / self.path.name
        shutil.copyfile(source, self.path)
        shutil.copyfile(f"{source}.cookies", f"{self.path}.cookies")
        self.open()

    def order(self, order: str, **options: Any) -> Any:
        return self.process.order(order, **options)

    def open(self, **options: Any) -> None:
        """Open the application, also after a kill; where keys are known, without stretching the PIN."""
        given: dict[str, Any] = {"speed": SPEED, "patience": 20_000, "quick": True}
        given["seed"] = self.case.rng.randrange(2**31)
        given["base"] = f"http://127.0.0.1:{self.case.bench.proxy.port}"
        given |= self.options | options
        self.process.order(
            "open",
            path=str(self.path),
            device=self.device,
            pin=PIN,
            **given,
        )

    def kill(self) -> None:
        self.process.kill()

    def answer(self, visit: int, item: str | None = None, **changes: Any) -> dict[str, Any]:
        """Answer an item as its page does: built on what this tablet has seen of it."""
        rng = self.case.rng
        code, kind = (
            rng.choice(self.case.world.items) if item is None else (item, dict(self.case.world.items)[item])
        )
        bases = self.heads.get((visit, code), [])
        body: Body = answer_body(rng, code, kind, bases, changes.get("status")) | changes
        saved = self.order("append", visit=visit, body=body)
        self.note(saved)
        self.heads[visit, code] = [saved["id"]]
        return {**saved, "item": code, "body": body}

    def photo(
        self, visit: int, number: int | None = None, item: str | None = None, **about: Any
    ) -> dict[str, Any]:
        """Take a photo; ``number`` chooses its size."""
        rng, world = self.case.rng, self.case.world
        path = world.photos[rng.randrange(len(world.photos)) if number is None else number]
        code = item or rng.choice(world.items)[0]
        about = {"caption": "Ảnh chụp tại chỗ", "width": 100, "height": 100} | about
        saved: dict[str, Any] = self.order("photo", visit=visit, item=code, path=str(path), **about)
        self.note(saved)
        return saved

    def append(self, kind: str, visit: int, body: dict[str, Any]) -> dict[str, Any]:
        saved: dict[str, Any] = self.order("append", kind=kind, visit=visit, body=body)
        self.note(saved)
        return saved

    def note(self, saved: dict[str, Any]) -> None:
        """The screen has shown this as saved."""
        self.shown.append((saved["id"], saved["digest"]))

    def texts(self) -> list[str]:
        """The records of this tablet as they travel, in the order they were made."""
        records = sorted(self.dump()["records"], key=lambda record: record["sequence"])
        return [record["text"] for record in records]

    def exchange(self, texts: list[str], **more: Any) -> dict[str, Any]:
        """One exchange past the sender; raises Failed as the transport does."""
        result: dict[str, Any] = self.order("call", method="exchange", args=[{"records": texts, **more}])
        return result

    def send(self, seconds: float = 60.0, reason: str = "start", pauses: int | None = None) -> dict[str, Any]:
        """Send until all is received, or a person is needed, or the sender has paused ``pauses`` times."""
        more = {} if pauses is None else {"pauses": pauses}
        result: dict[str, Any] = self.process.order(
            "send", seconds=seconds, reason=reason, timeout=seconds + 60, **more
        )
        return result

    def dump(self) -> dict[str, Any]:
        result: dict[str, Any] = self.order("dump")
        return result


class Case:
    """One fault injected once: a fresh world, seeded choices, and what must hold at the end."""

    def __init__(self, bench: Bench, fault: str, number: int, variant: Any = None) -> None:
        self.bench, self.world, self.number, self.variant = bench, bench.world, number, variant
        self.rng = random.Random(f"{fault} {number} {variant}")
        self.found = check.Findings()
        self.tablets: dict[str, Tablet] = {}
        self.allowed: set[int] = set()
        self.note = ""
        bench.fresh()

    @property
    def visit(self) -> int:
        """A visit in progress that has no answers yet."""
        return self.world.visits[0]

    def tablet(self, username: str = "kiemtra1", **options: Any) -> Tablet:
        self.tablets[username] = Tablet(self, username, options)
        return self.tablets[username]

    def desk(self, username: str) -> Desk:
        """Somebody at a desk, signed in; their requests go to the server itself."""
        return Desk(self.bench.server.port, username, self.world.password)

    def harm(self, plan: Plan) -> None:
        self.bench.proxy.follow(plan)

    def heal(self) -> None:
        """No more harm; a server that was killed comes up again."""
        self.bench.proxy.follow(no_harm)
        if self.bench.struck.is_set():
            self._await_server()

    def _await_server(self) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with suppress(FileNotFoundError, ProcessLookupError):
                stat = Path(f"/proc/{self.bench.server.pid}/stat").read_text()
                if stat.rpartition(")")[2].split()[0] not in "ZX":
                    return
            if self.bench.down_for is None:
                self.bench.server.start()
            time.sleep(0.01)

    def expect(self, condition: object, sentence: str) -> None:
        self.found.expect(condition, sentence)

    def settle(self, seconds: float = 60.0) -> None:
        """Harm is over: every tablet sends until all was received; then everything is checked."""
        self.finish_sending(seconds)
        self.check()

    def finish_sending(self, seconds: float = 60.0) -> None:
        """Harm is over: every tablet sends until it says that all was received."""
        self.heal()
        for tablet in self.tablets.values():
            try:
                result = tablet.send(seconds, "tap")
            except TabletDied:
                tablet.open()
                result = tablet.send(seconds, "tap")
            if result["end"] != "done" or not result["received"]:
                told = {name: result.get(name) for name in ("end", "waiting", "states", "reasons")}
                broken = result.get("last", {}).get("broken")
                self.found.problems.append(
                    f"{tablet.username} does not come to an end: {told} {broken or ''}"
                )

    def check(self, *, complete: bool = True) -> None:
        """Both sides against each other and against the definitions."""
        for tablet in self.tablets.values():
            dump = tablet.dump()
            check.check_shown(self.found, tablet.shown, dump)
            check.check_tablet(self.found, self.bench.data, tablet.device, dump, complete=complete)
        check.check_server(self.found, self.bench.data)
        broken = [
            pair for pair in self.bench.proxy.statuses if pair[0] >= 500 and pair[0] not in self.allowed
        ]
        self.found.expect(not broken, f"the server answered {broken[:3]}")
        log = self.bench.log.read_text(errors="replace")
        self.found.expect("Traceback" not in log, f"the server's log: …{log[-1500:]}")

    def finish(self) -> None:
        if self.found.problems:
            raise CaseFailed("; ".join(self.found.problems[:6]))

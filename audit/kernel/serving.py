"""The server's threads: what is quick does not queue behind large bodies of work that arrive together."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import Flask
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

from audit.kernel.courtesy import people

BACKLOG = 256
# Seconds a thread keeps the interpreter while others wait for it. A page makes a score of short waits for the
# database, and after each it would queue for Python's own 5 ms behind a packet that computes.
SWITCH = 0.0005
# New objects until the collector looks through them: one request's worth, not a tenth of it.
ROUND = 10_000


class Turn:
    """A request that waits for a thread; ``done`` is called when it is over."""

    def __init__(self, channel: Any, *, slow: bool, done: Callable[[], None]) -> None:
        self.channel, self.slow, self.done = channel, slow, done

    def service(self) -> None:
        try:
            self.channel.service()
        finally:
            self.done()

    def cancel(self) -> None:
        self.channel.cancel()
        if not self.slow:  # the slow lane is being shut down then
            self.done()


class Lanes:
    """Requests that wait: those of the slow lane come after the others, and only so many at once."""

    def __init__(self, width: int) -> None:
        self.width, self.under_way = width, 0
        self.quick: deque[Turn] = deque()
        self.slow: deque[Turn] = deque()

    def append(self, turn: Turn) -> None:
        (self.slow if turn.slow else self.quick).append(turn)

    def popleft(self) -> Turn:
        if self.quick:
            return self.quick.popleft()
        self.under_way += 1
        return self.slow.popleft()

    def __len__(self) -> int:
        """How many may begin now: the threads look for no more than that."""
        return len(self.quick) + min(len(self.slow), max(0, self.width - self.under_way))


class LaneDispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Waitress's threads, fed from two lanes; ``slow_paths`` go into the slow one.

    Whoever else comes is told to :data:`audit.kernel.courtesy.people`, but for addresses under
    ``unattended``, which only programs ask for.
    """

    def __init__(self, slow_paths: Sequence[str], width: int, unattended: str) -> None:
        super().__init__()
        self.slow_paths, self.unattended = frozenset(slow_paths), unattended
        self.queue = Lanes(width)

    def add_task(self, channel: Any) -> None:
        path = getattr(channel.requests[0], "path", "")
        if path in self.slow_paths:
            super().add_task(Turn(channel, slow=True, done=self._made_room))
        elif path.startswith(self.unattended):
            super().add_task(Turn(channel, slow=False, done=lambda: None))
        else:
            people.arrived()
            super().add_task(Turn(channel, slow=False, done=people.left))

    def _made_room(self) -> None:
        with self.lock:
            self.queue.under_way -= 1
            self.queue_cv.notify()

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        with self.lock:
            self.queue.width = sys.maxsize  # what still waits is to be turned away, whatever is under way
        return bool(super().shutdown(cancel_pending, timeout))


def serve(
    app: Flask,
    *,
    host: str,
    port: int,
    threads: int,
    slow_paths: Sequence[str],
    unattended: str,
    beside: Sequence[str] = (),
) -> None:
    """Serve until the process is told to stop; for ``slow_paths`` and ``unattended`` see the dispatcher.
    ``beside`` is the command of a process that runs as long as the server does, started anew when it dies.

    On SQLite one request of the slow lane runs at a time: its one writer would make the others wait anyway,
    each with a thread in its hands. Elsewhere half of the threads may.
    """
    sqlite = str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")
    dispatcher = LaneDispatcher(slow_paths, 1 if sqlite else max(1, threads // 2), unattended)
    dispatcher.set_thread_count(threads)
    server = create_server(
        app, host=host, port=port, threads=threads, backlog=BACKLOG, ident=None, _dispatcher=dispatcher
    )
    _settle_memory()
    sys.setswitchinterval(SWITCH)
    with running(beside):
        server.run()


@contextmanager
def running(command: Sequence[str]) -> Iterator[None]:
    """Keep a process running meanwhile, and stop it at the end; with no command nothing runs."""
    over = threading.Event()

    def keep() -> None:
        while not over.is_set():
            process = subprocess.Popen(command)
            while process.poll() is None and not over.wait(0.2):
                pass
            if over.is_set():
                process.terminate()
            process.wait()
            over.wait(1.0)  # what dies at once is not started a thousand times

    keeper = threading.Thread(target=keep, daemon=True)
    if command:
        keeper.start()
    try:
        yield
    finally:
        over.set()
        if command:
            keeper.join()


def _settle_memory() -> None:
    """Take what was loaded at the start out of the collector's rounds, and go round less often: what stays as
    long as the process was looked through again and again, for a sixth of a tablet's packet."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ROUND, *gc.get_threshold()[1:])

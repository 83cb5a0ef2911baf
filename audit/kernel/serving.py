"""The server's threads: what is quick does not queue behind large bodies of work that arrive together."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

BACKLOG = 256


class Turn:
    """A request that waits for a thread, and gives its place in the slow lane back when it is done."""

    def __init__(self, channel: Any, *, slow: bool, done: Callable[[], None]) -> None:
        self.channel, self.slow, self.done = channel, slow, done

    def service(self) -> None:
        try:
            self.channel.service()
        finally:
            if self.slow:
                self.done()

    def cancel(self) -> None:
        self.channel.cancel()


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
    """Waitress's threads, fed from two lanes; ``slow_paths`` go into the slow one."""

    def __init__(self, slow_paths: Sequence[str], width: int) -> None:
        super().__init__()
        self.slow_paths = frozenset(slow_paths)
        self.queue = Lanes(width)

    def add_task(self, channel: Any) -> None:
        slow = getattr(channel.requests[0], "path", "") in self.slow_paths
        super().add_task(Turn(channel, slow=slow, done=self._made_room))

    def _made_room(self) -> None:
        with self.lock:
            self.queue.under_way -= 1
            self.queue_cv.notify()

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        with self.lock:
            self.queue.width = sys.maxsize  # what still waits is to be turned away, whatever is under way
        return bool(super().shutdown(cancel_pending, timeout))


def serve(app: Flask, *, host: str, port: int, threads: int, slow_paths: Sequence[str]) -> None:
    """Serve until the process is told to stop.

    On SQLite one request of the slow lane runs at a time: its one writer would make the others wait anyway,
    each with a thread in its hands. Elsewhere half of the threads may.
    """
    sqlite = str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")
    dispatcher = LaneDispatcher(slow_paths, 1 if sqlite else max(1, threads // 2))
    dispatcher.set_thread_count(threads)
    server = create_server(
        app, host=host, port=port, threads=threads, backlog=BACKLOG, ident=None, _dispatcher=dispatcher
    )
    server.run()

"""The tablet's process as the harness drives it: orders in, answers out, ``kill -9`` at any moment."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

# Debian 12's Node 18 keeps Web Cryptography behind this switch; later ones accept it.
SWITCH = "--experimental-global-webcrypto"
CLIENT = Path(__file__).parent / "tablet" / "client.mjs"


class TabletDied(Exception):
    """The process ended before it answered; nothing it was about to say was shown."""


class Failed(Exception):
    """An order failed on the tablet: the name of the failure, and what it says of itself."""

    def __init__(self, said: dict[str, Any]) -> None:
        super().__init__(
            f"{said['name']} {said['reason']} {said['status']} {said['code']}: {said['message']}"
        )
        self.name: str = said["name"]
        self.reason: str = said["reason"]
        self.status: int = said["status"]
        self.code: str = said["code"]
        self.reply: dict[str, Any] | None = said["reply"]
        self.stack: str = said.get("stack") or ""


class TabletProcess:
    """A Node process with the tablet's scripts; started when first needed and again after it was killed."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._heard = b""

    def order(self, order: str, *, timeout: float = 60.0, **options: Any) -> Any:
        """Send an order and wait for its answer; raises Failed, TabletDied or TimeoutError."""
        self.begin(order, **options)
        return self.answer(timeout)

    def begin(self, order: str, **options: Any) -> None:
        """Send an order; its answer is fetched later, or never."""
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps({"order": order, **options}).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            self.kill()
            raise TabletDied from None

    def answer(self, timeout: float = 60.0) -> Any:
        """The answer to the oldest order that has none."""
        process = self._process
        if process is None or process.stdout is None:
            raise TabletDied
        until = time.monotonic() + timeout
        while b"\n" not in self._heard:
            ready, _w, _x = select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise TimeoutError("the tablet does not answer")
            part = os.read(process.stdout.fileno(), 1 << 20)
            if not part:
                self.kill()
                raise TabletDied
            self._heard += part
        line, _newline, self._heard = self._heard.partition(b"\n")
        said = json.loads(line)
        if "failed" in said:
            raise Failed(said["failed"])
        return said["done"]

    def shut(self) -> None:
        """Close the application, if it is open; a process that does not answer is killed."""
        if self._process is None:
            return
        try:
            self.order("shut", timeout=10)
        except (Failed, TabletDied, TimeoutError):
            self.kill()

    def kill(self) -> None:
        """``kill -9``; what the process was doing is over."""
        process, self._process, self._heard = self._process, None, b""
        if process is None:
            return
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.kill()
            node = shutil.which("node")
            if node is None:
                raise RuntimeError("node is not installed")
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [node, SWITCH, str(CLIENT)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    bufsize=0,
                )
        return self._process

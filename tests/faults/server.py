"""Control of the server process: started, killed at any moment, started again on the same files."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "only the fault harness signs its sessions with this"


def environment(data: Path) -> dict[str, str]:
    """The environment of a server in production mode whose files lie in ``data``."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "FLASK_APP": "wsgi:app",
        "THUC_DIA_MODE": "production",
        "SECRET_KEY": SECRET_KEY,
        "SECURE_COOKIES": "0",
        "DATA_DIR": str(data),
        "PROVINCE": "20",
        "SIGN_IN_LIMIT": "1000 per minute",
        "PYTHONUNBUFFERED": "1",
    }


def gone(pid: int, seconds: float = 5.0) -> None:
    """Wait until the process has ended; raises TimeoutError when it does not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return
        if state in "ZX":
            return
        time.sleep(0.002)
    raise TimeoutError(f"process {pid} does not end")


def flask(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``flask …`` on the files in ``data``, as the keeper of the server does."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=ROOT,
        env=environment(data),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class Server:
    """One server on the files in ``data``; ``port`` changes with every start."""

    def __init__(self, data: Path, log: Path) -> None:
        self.data, self.log = data, log
        self.pid = self.port = 0
        self._nursery: subprocess.Popen[str] | None = None
        self._cold: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start by forking a loaded application: some 20 ms."""
        if self._nursery is None:
            self._nursery = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery"],
                cwd=ROOT,
                env=environment(self.data),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._nursery.stdin is not None and self._nursery.stdout is not None
        self._nursery.stdin.write(json.dumps({"log": str(self.log)}) + "\n")
        self._nursery.stdin.flush()
        answer = json.loads(self._nursery.stdout.readline())
        self.pid, self.port = answer["pid"], answer["port"]

    def start_cold(self) -> None:
        """Start ``waitress-serve wsgi:app``: a second or two."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        with self.log.open("ab") as log:
            self._cold = subprocess.Popen(
                [
                    str(Path(sys.executable).parent / "waitress-serve"),
                    f"--listen=127.0.0.1:{self.port}",
                    "--threads=8",
                    "--ident=",
                    "wsgi:app",
                ],
                cwd=ROOT,
                env=environment(self.data),
                stdout=log,
                stderr=log,
            )
        self.pid = self._cold.pid
        self._await_port()

    def _await_port(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise TimeoutError("the server does not come up")

    def strike(self) -> None:
        """``kill -9`` now; may be called from any thread; does not wait."""
        if self._is_ours():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def _is_ours(self) -> bool:
        """Whether the process of that number still is the server we started: numbers are used again."""
        if self._cold is not None:
            return self._cold.poll() is None
        if not self.pid or self._nursery is None:
            return False
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False
        return int(stat.rpartition(")")[2].split()[1]) == self._nursery.pid

    def kill(self) -> None:
        """``kill -9`` and wait until the process is gone."""
        self.strike()
        if self._cold is not None:
            self._cold.wait(10)
            self._cold = None
        elif self.pid:
            gone(self.pid)
        self.pid = 0

    def close(self) -> None:
        """End the server and the nursery it came from."""
        self.kill()
        if self._nursery is not None and self._nursery.stdin is not None:
            self._nursery.stdin.close()
            self._nursery.wait(10)
            self._nursery = None

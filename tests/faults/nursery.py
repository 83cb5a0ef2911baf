"""Starts servers fast: loads the application once, then every start is a fork that serves it with Waitress.

Run as ``python -m tests.faults.nursery`` with the environment of a server; reads one JSON line per start
(``{"log": path}``) and answers ``{"pid", "port"}``. A child is a process of its own with its own connections
to the database, and dies of ``kill -9`` like any other.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """From now on this process is killed when the one that started it ends, however that comes about."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _serve(app: Any, listener: socket.socket, log: str) -> None:
    """Be a server until somebody ends us."""
    from waitress.server import create_server

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    die_with_parent()
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.close(0)
    create_server(app, sockets=[listener], threads=8, clear_untrusted_proxy_headers=True).run()


def _load() -> Any:
    # Loaded by requests only; loading them before the fork makes the first request as fast as the second.
    import PIL.Image
    import PIL.JpegImagePlugin  # noqa: F401

    from audit.app import create_app
    from audit.kernel.database import db

    app = create_app()
    app.test_client().get("/sign-in")  # compiles templates and loads words; asks the database nothing
    with app.app_context():
        db.engine.dispose()
    return app


def _start(
    app: Any, order: dict[str, str], serve: Callable[[Any, socket.socket, str], None]
) -> dict[str, int]:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(256)  # from now on clients wait instead of being refused
    port = int(listener.getsockname()[1])
    pid = os.fork()
    if pid == 0:
        try:
            serve(app, listener, order["log"])
        finally:
            os._exit(1)
    listener.close()
    return {"pid": pid, "port": port}


def main() -> None:
    """Answer orders until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children that were killed leave nothing behind
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    app = _load()
    with suppress(BrokenPipeError):
        for line in sys.stdin:
            print(json.dumps(_start(app, json.loads(line), _serve)), flush=True)


if __name__ == "__main__":
    main()

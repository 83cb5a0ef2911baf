"""``flask jobs``: the process that does long work beside the server."""

from __future__ import annotations

import os
import signal
import threading

import click
from flask.cli import AppGroup

from audit.kernel.jobs import worker

group = AppGroup("jobs", help="Việc chạy nền.")


@group.command("work", help="Thực hiện các việc chạy nền; dừng khi máy chủ đã gọi nó dừng.")
@click.option("--once", is_flag=True, help="Làm hết các việc đang chờ rồi thôi.")
def work(once: bool) -> None:
    if once:
        while worker.work_once(f"once-{os.getpid()}"):
            pass
        return
    stop, parent = threading.Event(), os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_told: stop.set())
    worker.work(until=lambda: stop.is_set() or os.getppid() != parent)

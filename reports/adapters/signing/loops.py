"""pyHanko's synchronous calls, run where no event loop is in their way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def outside_loops(call: Callable[[], T]) -> T:
    """What ``call`` returns or raises, run in a thread of its own.

    pyHanko starts an event loop inside its synchronous calls, which Python refuses in a thread that
    already runs one: a server or a worker built on a loop could neither sign nor check.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="signing") as pool:
        return pool.submit(call).result()

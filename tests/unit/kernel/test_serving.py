"""Two lanes for the server's threads: large work runs one at a time, and quick requests overtake it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from audit.kernel import serving
from audit.kernel.courtesy import Courtesy
from audit.kernel.serving import LaneDispatcher

SLOW = "/slow"
PATIENCE = 10.0


@pytest.fixture(autouse=True)
def people(monkeypatch: pytest.MonkeyPatch) -> Courtesy:
    """Nobody but those of the test."""
    people = Courtesy()
    monkeypatch.setattr(serving, "people", people)
    return people


def channel(path: str, act: Callable[[], None], cancelled: list[str] | None = None) -> Any:
    return SimpleNamespace(
        requests=[SimpleNamespace(path=path)],
        service=act,
        cancel=lambda: None if cancelled is None else cancelled.append(path),
    )


def test_quick_requests_overtake_slow_ones_and_those_take_turns() -> None:
    dispatcher = LaneDispatcher([SLOW], 1, "/api/")
    dispatcher.set_thread_count(4)
    gate, answered, finished = threading.Event(), threading.Event(), threading.Semaphore(0)
    guard, running, most = threading.Lock(), [0], [0]

    def slow() -> None:
        with guard:
            running[0] += 1
            most[0] = max(most[0], running[0])
        gate.wait(PATIENCE)
        with guard:
            running[0] -= 1
        finished.release()

    for _n in range(10):
        dispatcher.add_task(channel(SLOW, slow))
    dispatcher.add_task(channel("/quick", answered.set))
    assert answered.wait(PATIENCE)
    gate.set()
    for _n in range(10):
        assert finished.acquire(timeout=PATIENCE)
    assert most == [1]
    dispatcher.shutdown()


def test_a_failure_gives_the_lane_back() -> None:
    dispatcher = LaneDispatcher([SLOW], 1, "/api/")
    dispatcher.set_thread_count(2)
    reached = threading.Event()

    def fail() -> None:
        raise RuntimeError("on purpose")

    dispatcher.add_task(channel(SLOW, fail))
    dispatcher.add_task(channel(SLOW, reached.set))
    assert reached.wait(PATIENCE)
    dispatcher.shutdown()


def test_what_waits_at_the_end_is_turned_away(people: Courtesy) -> None:
    dispatcher, cancelled = LaneDispatcher([SLOW], 1, "/api/"), []  # type: ignore[var-annotated]
    for path in (SLOW, SLOW, SLOW, "/quick"):
        dispatcher.add_task(channel(path, lambda: None, cancelled))
    dispatcher.shutdown()
    assert not people._under_way
    assert sorted(cancelled) == ["/quick", SLOW, SLOW, SLOW]


def test_people_are_told_of_and_programs_are_not(people: Courtesy) -> None:
    dispatcher = LaneDispatcher([SLOW], 1, "/api/")
    dispatcher.set_thread_count(3)
    gate, done = threading.Event(), threading.Semaphore(0)

    def act() -> None:
        gate.wait(PATIENCE)
        done.release()

    dispatcher.add_task(channel(SLOW, act))
    dispatcher.add_task(channel("/api/media", act))
    assert not people.about()
    dispatcher.add_task(channel("/visits/1", act))
    assert people.about()
    gate.set()
    for _n in range(3):
        assert done.acquire(timeout=PATIENCE)
    dispatcher.shutdown()

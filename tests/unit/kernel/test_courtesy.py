"""Long work goes on in small portions while people are about, and waits for them, but not for ever."""

from __future__ import annotations

import threading
import time

import pytest

from audit.kernel import courtesy
from audit.kernel.courtesy import Courtesy


def test_alone_everything_is_done_at_once() -> None:
    assert list(Courtesy().portions([1, 2, 3, 4, 5], 2)) == [[1, 2, 3, 4, 5]]
    assert list(Courtesy().portions([], 2)) == [[]]


def test_while_people_are_about_it_goes_on_in_portions() -> None:
    people = Courtesy()
    people.arrived()
    people.left()
    assert people.about()
    assert list(people.portions([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]
    assert list(people.portions([1, 2], 2)) == [[1, 2]]
    assert list(people.portions([], 2)) == [[]]


def test_people_who_left_long_ago_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    people = Courtesy()
    people.arrived()
    people.left()
    now = time.monotonic()
    monkeypatch.setattr(courtesy.time, "monotonic", lambda: now + 60)
    assert not people.about()
    assert list(people.portions([1, 2, 3], 2)) == [[1, 2, 3]]


def test_a_portion_begins_only_when_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "_PATIENCE", 30.0)
    people = Courtesy()
    people.arrived()
    begun = threading.Event()

    def work() -> None:
        next(people.portions([1, 2, 3], 2))
        begun.set()

    worker = threading.Thread(target=work)
    worker.start()
    assert not begun.wait(0.1)
    people.left()
    assert begun.wait(10)
    worker.join()


def test_an_office_that_never_rests_does_not_starve_the_tablets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "_PATIENCE", 0.01)
    people = Courtesy()
    people.arrived()
    assert list(people.portions([1, 2, 3], 2)) == [[1, 2], [3]]

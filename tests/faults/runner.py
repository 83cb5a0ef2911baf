"""Runs cases, one after the other, on the bench of a worker process."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path

from tests.faults import cases as _cases  # noqa: F401  (registers the faults)
from tests.faults.nursery import die_with_parent
from tests.faults.registry import FAULTS
from tests.faults.rig import Bench, Case
from tests.faults.world import World

_bench: Bench | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One case: the fault, which of its functions, the seed, the place of the variant."""

    fault: str
    part: int
    seed: int
    place: int | None

    @property
    def name(self) -> str:
        variant = "" if self.place is None else f" {FAULTS[self.fault][self.part].variants[self.place]}"
        return f"{self.fault}{'abcdefgh'[self.part]} seed {self.seed}{variant}"


def prepare(world: World, folder: Path) -> None:
    """In a worker: a bench of its own, closed when the worker ends."""
    global _bench
    die_with_parent()
    _bench = Bench(world, folder / f"bench-{os.getpid()}")
    Finalize(None, _bench.close, exitpriority=10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: ``problem`` when it failed, ``note`` when it measured something."""

    task: Task
    problem: str | None
    note: str
    seconds: float


def run_case(task: Task) -> Outcome:
    """Run one case on this process's bench."""
    assert _bench is not None
    return case_on(_bench, task)


def case_on(bench: Bench, task: Task) -> Outcome:
    """Run one case on ``bench``."""
    begun = time.monotonic()
    problem, note = _attempt(bench, task)
    return Outcome(task, problem, note, time.monotonic() - begun)


def _attempt(bench: Bench, task: Task) -> tuple[str | None, str]:
    fault = FAULTS[task.fault][task.part]
    variant = None if task.place is None else fault.variants[task.place]
    try:
        case = Case(bench, f"{task.fault} {task.part}", task.seed, variant)
        fault.run(case)
        case.finish()
    except AssertionError as error:
        return str(error), ""
    except Exception as error:
        for process in bench.processes.values():
            process.kill()
        where = traceback.format_exc(limit=-3)
        return f"{type(error).__name__}: {error}\n{where}", ""
    return None, case.note


def tasks_of(fault: str, seeds: int, only_seed: int | None = None) -> list[Task]:
    """Every case of a fault in a run with so many seeds."""
    tasks = [
        Task(fault, part, seed, place)
        for part, member in enumerate(FAULTS[fault])
        for seed, place in member.cases(seeds if only_seed is None else only_seed + 1)
    ]
    return tasks if only_seed is None else [task for task in tasks if task.seed == only_seed]

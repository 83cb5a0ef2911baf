"""`python -m tests.faults`: inject every fault, print one line each, exit with 1 when any case fails."""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.faults.registry import FAULTS
from tests.faults.runner import Outcome, prepare, run_case, tasks_of
from tests.faults.world import build


def _run_all(pool: ProcessPoolExecutor, wanted: list[str], seeds: int, seed: int | None) -> Iterator[bool]:
    print(f"{'id':<5}{'cases':>6}{'passes':>8}{'seconds':>9}  what is injected", flush=True)
    for fault in wanted:
        begun = time.monotonic()
        futures: list[Future[Outcome]] = [
            pool.submit(run_case, task) for task in tasks_of(fault, seeds, seed)
        ]
        outcomes = [future.result() for future in as_completed(futures)]
        failures = [(outcome.task, outcome.problem) for outcome in outcomes if outcome.problem is not None]
        seconds = time.monotonic() - begun
        words = FAULTS[fault][0].words
        print(
            f"{fault:<5}{len(futures):>6}{len(futures) - len(failures):>8}{seconds:>9.1f}  {words}",
            flush=True,
        )
        for note in sorted({outcome.note for outcome in outcomes if outcome.note}):
            print(f"      {note}", flush=True)
        for task, problem in sorted(failures, key=lambda failure: failure[0].seed)[:5]:
            print(f"      FAILED {task.name}: {problem}", flush=True)
        if failures:
            print(f"      seeds: {sorted({task.seed for task, _problem in failures})}", flush=True)
        yield not failures


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="seeds of each fault that is repeated")
    parser.add_argument("--only", default="", help="ids of faults, separated by commas")
    parser.add_argument("--seed", type=int, default=None, help="repeat this one seed")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    if shutil.which("node") is None:
        print("node is not installed (Debian package: nodejs)")
        return 1
    wanted = options.only.split(",") if options.only else sorted(FAULTS)
    unknown = [fault for fault in wanted if fault not in FAULTS]
    if unknown:
        parser.error(f"unknown faults: {', '.join(unknown)}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="thuc-dia-faults-") as name:
        world = build(Path(name) / "world")
        with ProcessPoolExecutor(
            options.workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=prepare,
            initargs=(world, Path(name)),
        ) as pool:
            good = list(_run_all(pool, wanted, options.seeds, options.seed))
    print(f"{sum(good)} of {len(good)} faults passed in {time.monotonic() - begun:.0f} s")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())

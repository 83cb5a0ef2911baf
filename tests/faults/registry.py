"""The list of faults: what is injected, how many cases there are, and the function that runs one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.rig import Case

Run = Callable[[Case], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """``variants`` are run once each; ``seeded`` cases are repeated with as many seeds as asked for."""

    id: str
    words: str
    run: Run
    variants: tuple[Any, ...]
    seeded: bool

    def cases(self, seeds: int) -> list[tuple[int, int | None]]:
        """(seed, place of the variant) of every case of a run with so many seeds."""
        if self.seeded:
            count = max(1, len(self.variants))
            return [(seed, seed % count if self.variants else None) for seed in range(seeds)]
        return [(0, place) for place in range(len(self.variants))] or [(0, None)]


FAULTS: dict[str, list[Fault]] = {}


def fault(id: str, words: str, *, variants: Sequence[Any] = (), seeded: bool = False) -> Callable[[Run], Run]:
    """Register a case function; several functions may make up one fault."""

    def register(run: Run) -> Run:
        FAULTS.setdefault(id, []).append(Fault(id, words, run, tuple(variants), seeded))
        return run

    return register

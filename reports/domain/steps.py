"""How far long work on a document is: told as it goes on, to whoever wants to hear it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    """What is being done: the visited units are put together, the annexes drawn, the whole is finished."""

    READ = "read"
    DRAW = "draw"
    FINISH = "finish"


# Is told the step and how many of how many are done; nothing that is made may depend on it.
Listener = Callable[[Step, int, int], None]


def nobody(_step: Step, _done: int, _total: int) -> None:
    """Nobody wants to hear it."""

"""Courtesy between requests: work on many records pauses where it can for people who wait for a page."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from threading import Condition
from typing import Final, TypeVar

# So long after the last request of a person, others of theirs are to be expected.
_ABOUT: Final = 5.0
# What gives way goes on after this time whatever happens: an office that never rests must not starve tablets.
_PATIENCE: Final = 0.25

T = TypeVar("T")


class Courtesy:
    """Counts the requests of people under way in this process; safe for threads.

    Only a server that tells of its requests (:mod:`audit.kernel.serving`) makes anybody wait.
    """

    def __init__(self) -> None:
        self._nobody = Condition()
        self._under_way = 0
        self._last = float("-inf")

    def arrived(self) -> None:
        """A person's request came; :meth:`left` must follow."""
        with self._nobody:
            self._under_way += 1

    def left(self) -> None:
        """A person's request is answered."""
        with self._nobody:
            self._under_way -= 1
            self._last = time.monotonic()
            if not self._under_way:
                self._nobody.notify_all()

    def about(self) -> bool:
        """Whether people are at work, so that long work had better go on in small portions."""
        with self._nobody:
            return self._under_way > 0 or time.monotonic() - self._last < _ABOUT

    def give_way(self) -> None:
        """Wait until no person's request is under way, but not for ever."""
        with self._nobody:
            self._nobody.wait_for(lambda: not self._under_way, _PATIENCE)

    def portions(self, things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
        """All at once while nobody is about, else in portions of ``size`` with a pause before each; one
        portion at least, even of nothing."""
        at = 0
        while True:
            self.give_way()
            until = at + size if self.about() else len(things)
            yield things[at:until]
            if until >= len(things):
                return
            at = until


people: Final = Courtesy()

"""What can be wrong with an answer, as a code and its numbers; the words are chosen elsewhere."""

from __future__ import annotations

from typing import Any


class Problem(ValueError):
    """A value or an event cannot be accepted; ``code`` is stable, ``params`` fill the message."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

"""The list of passwords too common to be accepted, read when it is first needed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[1] / "data" / "common_passwords.txt"


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """Lower-case passwords of eight characters and more."""
    return frozenset(_FILE.read_text(encoding="utf-8").splitlines())

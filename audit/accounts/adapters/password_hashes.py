"""Argon2id by argon2-cffi, with the parameters OWASP recommends: 19 MiB, two passes, one lane."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from audit.accounts.domain.passwords import LONGEST, normalised

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def make(password: str) -> str:
    """The hash to store, with its own salt."""
    return _hasher.hash(normalised(password))


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    return _hasher.hash("the password of nobody")


def matches(stored: str | None, password: str) -> bool:
    """Whether ``password`` made ``stored``; without a stored hash the same work is done, and it is no."""
    if len(password) > LONGEST:
        password = ""
    try:
        _hasher.verify(stored or _of_nobody(), normalised(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)

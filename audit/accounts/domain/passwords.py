"""What makes a password acceptable (OWASP ASVS 5.0, V6.2): length, not guessable; no rules of composition."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from audit.kernel.text import nfc, search_key

SHORTEST = 8
LONGEST = 256  # far above the 64 that must be accepted; a bound on what is hashed

# Words anybody would try here (ASVS V6.1.2): the product, its owner, its trade.
CONTEXT_WORDS = frozenset(
    {"thucdia", "soyte", "thanhtra", "kiemtra", "matkhau", "password", "admin", "administrator"}
)


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    LIKE_USERNAME = "like_username"
    CONTEXT = "context"
    REPETITIVE = "repetitive"


def normalised(password: str) -> str:
    """The form that is hashed: NFC, so that two ways of typing ``ế`` are one password; otherwise as typed."""
    return nfc(password)


def weakness(password: str, *, username: str, common: Collection[str]) -> Weakness | None:
    """The first reason to refuse ``password``, or None; ``common`` is in lower case, without marks."""
    password = normalised(password)
    if len(password) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(password) > LONGEST:
        return Weakness.TOO_LONG
    folded = search_key(password).replace(" ", "")
    if password.casefold() in common or folded in common:
        return Weakness.COMMON
    if len(set(folded)) <= 2:
        return Weakness.REPETITIVE
    core = _letters(folded)
    if username and username.casefold() in (password.casefold(), password.casefold()[::-1]):
        return Weakness.LIKE_USERNAME
    if username and core == _letters(search_key(username)):
        return Weakness.LIKE_USERNAME
    if core in CONTEXT_WORDS:
        return Weakness.CONTEXT
    return None


def _letters(folded: str) -> str:
    """What is left of a guessable word without the digits and signs people add around it."""
    return "".join(c for c in folded if c.isalpha())

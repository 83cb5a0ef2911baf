"""Check codes: what is printed on an issued document so that anybody can ask whether it is genuine."""

from __future__ import annotations

import re
import secrets
from typing import Final

# Without I, L, O and U: letters that are read as digits, or that make words (Crockford's base 32).
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 16
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE: Final = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}\Z")


def new_code() -> str:
    """A code of 80 random bits: it cannot be guessed, and says nothing of the document."""
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


def plain_code(text: str) -> str:
    """The code as stored, however it was typed: spaces, dashes, small letters, O for 0; else ""."""
    bare = re.sub(r"[\s\-–.]", "", text[:100]).upper().translate(_READ_AS)
    return bare if _CODE.match(bare) else ""


def shown_code(code: str) -> str:
    """In groups of four, as it is printed and read out: ``7F3A-K2MX-9QRT-4WZ1``."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))

"""Text columns that make a database order Vietnamese names as the Vietnamese alphabet does."""

from __future__ import annotations

import re

from audit.kernel.text import vietnamese_key

_DIGITS = re.compile(r"\d+")


def sort_key(name: str, *, width: int = 400) -> str:
    """A key of hexadecimal digits, at most ``width`` long, whose plain order is the Vietnamese order.

    Digits compare the same under every collation of every database. Numbers count as numbers:
    *Phường 2* comes before *Phường 10*.
    """
    padded = _DIGITS.sub(lambda match: match.group().zfill(6), name)
    parts: list[str] = []
    for word in vietnamese_key(padded):
        for group, rank in word:
            if group < 0:
                parts.append(f"0{rank:x}")  # the end of a word sorts before any letter
            elif group == 0:
                parts.append(f"1{rank:06x}")
            else:
                parts.append(f"2{rank:02x}")
    return "".join(parts)[:width]

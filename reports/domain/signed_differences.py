"""What minutes say otherwise than the text that was signed on the spot, answer by answer.

Two renderings of one answer may differ in spaces, punctuation, capitals and in how thousands are grouped;
none of that is a difference. Anything else is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from audit.kernel.text import nfc
from audit.offline.domain.signed_blocks import Block

MAX_NAMED: Final = 20
MAX_WORDS: Final = 160
# What a tablet may write between an answer and its note.
NOTE_WORDS: Final = ((), ("ghi", "chú"), ("note",))

_GROUPED = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
# Numbers, words, and single signs that change a meaning ("<", "%", "+"); dots, commas, dashes and brackets
# do not.
_PIECES = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[^\w\s.,;:()\[\]“”\"'’/…–-]")


@dataclass(frozen=True, slots=True)
class PresentAnswer:
    """An item of the sheet as it stands now: its words, its answer in each language a tablet may have shown
    it in (none when it is not answered, or answered in two ways), and its note."""

    text: str
    wordings: tuple[str, ...]
    note: str = ""


def essence(text: str) -> tuple[str, ...]:
    """The words and numbers of a text: small letters, ``1.234`` and ``1234`` alike, ``12.5`` as ``12,5``."""
    plain = _GROUPED.sub("", nfc(text).casefold())
    return tuple(piece.replace(".", ",") if piece[0].isdigit() else piece for piece in _PIECES.findall(plain))


def differences(signed: Sequence[Block], present: Sequence[PresentAnswer]) -> tuple[str, ...]:
    """The items whose answer in the signed text is not the one that holds now, in words.

    Items are told by their words, equal ones by their order. One that only one of the two has is named as
    such; at most twenty are named, the rest is counted.
    """
    said: dict[tuple[str, ...], list[Block]] = defaultdict(list)
    for block in signed:
        if block.style == "answer":
            said[essence(block.text)].append(block)
    found = []
    for item in present:
        blocks = said[essence(item.text)]
        if not blocks:
            if item.wordings:
                found.append(f"{_named(item.text)} (bản đã ký không có nội dung này)")
        elif not _agrees(essence(blocks.pop(0).value), item):
            found.append(_named(item.text))
    for blocks in said.values():
        found.extend(f"{_named(block.text)} (chỉ có trong bản đã ký)" for block in blocks if block.value)
    if len(found) > MAX_NAMED:
        found = [*found[:MAX_NAMED], f"và {len(found) - MAX_NAMED} nội dung khác"]
    return tuple(found)


def _agrees(value: tuple[str, ...], item: PresentAnswer) -> bool:
    note = essence(item.note)
    if not item.wordings:
        return not value
    for wording in item.wordings:
        base = essence(wording)
        labels = NOTE_WORDS if note else ((),)
        if any(value == (*base, *label, *note) for label in labels):
            return True
    return False


def remarks_of(signed: Sequence[Block]) -> str:
    """What the visited side said in the signed text: the paragraph under the heading of its opinion
    ("Ý kiến …"), "" when there is none."""
    under = False
    for block in signed:
        if block.style == "heading":
            under = "ý kiến" in nfc(block.text).casefold()
        elif under:
            return block.text.strip()
    return ""


def _named(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words if len(words) <= MAX_WORDS else words[: MAX_WORDS - 1].rstrip() + '…'}”"

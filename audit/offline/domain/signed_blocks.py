"""The blocks of minutes as the screen showed them, read from the very text that was signed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from audit.offline.domain.bodies import ended_at
from checklists.domain.problems import Problem

STYLES: Final = ("heading", "text", "answer")
MAX_BLOCKS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a question (``text``) with its answer (``value``)."""

    style: str
    text: str
    value: str = ""


def title_and_blocks(record: str) -> tuple[str, tuple[Block, ...]]:
    """Title and blocks of a ``minutes`` record; what is no block is shown as a paragraph of its own.

    ("", ()) when the text is no such record.
    """
    try:
        body = json.loads(record)["body"]
        title, blocks = body["title"], body["blocks"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", ()
    if not isinstance(blocks, list):
        return "", ()
    return str(title), tuple(_block(raw) for raw in blocks[:MAX_BLOCKS])


def ended_at_of(record: str) -> datetime | None:
    """The closing hour of a ``minutes`` record; None when it has none, or it is no such record."""
    try:
        return ended_at(json.loads(record)["body"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, Problem):
        return None


def _block(raw: object) -> Block:
    if not isinstance(raw, dict):
        return Block("text", raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False))
    style = raw.get("style")
    return Block(style if style in STYLES else "text", _words(raw.get("text")), _words(raw.get("value")))


def _words(raw: object) -> str:
    if raw is None:
        return ""
    return raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)

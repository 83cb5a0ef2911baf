"""Merging what several people wrote, on several devices, in whatever order it arrives.

An event supersedes the events it names as its bases: those its author had before their eyes. What nobody
has superseded is a head. Two heads that say different things are a conflict; both stay, and an event that
names both as bases decides it. Merging is a set operation: order and repetition do not matter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from checklists.domain.kinds import AnswerStatus

Key = tuple[str, str]


class Event(NamedTuple):
    """One act of answering: `item` and `period` say to what, `bases` what its author had seen."""

    id: str
    item: str
    status: AnswerStatus
    value: Any
    note: str
    bases: frozenset[str]
    made_at: datetime
    period: str = ""

    @property
    def key(self) -> Key:
        return self.item, self.period

    @property
    def content(self) -> str:
        """Status, value and note as one canonical text: equal texts say the same thing."""
        return json.dumps([self.status, self.value, self.note], sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class State:
    """What holds for an item and period: all heads by id, the one to show, and whether they differ."""

    heads: tuple[Event, ...]
    shown: Event
    conflict: bool


def _merge(events: dict[str, Event]) -> State:
    named = {base for event in events.values() for base in event.bases if base != event.id}
    # Events that name each other in a ring leave no head; all of them then stay visible.
    heads = [event for event in events.values() if event.id not in named] or list(events.values())
    heads.sort(key=lambda event: event.id)
    shown = max(heads, key=lambda event: (event.made_at, event.id))
    return State(tuple(heads), shown, len(heads) > 1 and len({event.content for event in heads}) > 1)


def project(events: Iterable[Event]) -> dict[Key, State]:
    """The state of every (item, period) that has events; the same for any order and any repetition."""
    by_key: dict[Key, dict[str, Event]] = {}
    for event in events:
        by_key.setdefault(event.key, {})[event.id] = event
    return {key: _merge(group) for key, group in sorted(by_key.items())}

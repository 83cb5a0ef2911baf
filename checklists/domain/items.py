"""An item as the rules see it, and an answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checklists.domain.kinds import AnswerStatus, AnswerType


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """What the rules need to know of an item.

    `options` by type: count_pair ``{"parts": [{"code", "label"}, ...2], "part_of_whole": bool}``;
    count_choice ``{"measures": [{"code", "label"}]}``; choices ``{"choices": [{"code", "label"}]}``;
    any ``{"note_required": true}`` (the note must say more when the answer is Có or above 0).
    `skip_rule` is ``{"show_if": condition}``, `scoring` ``{"rule": ...}``; see the modules of that name.
    """

    code: str
    answer_type: AnswerType
    section_code: str = ""
    position: int = 0
    text: str = ""
    unit: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    required: bool = True
    weight: float = 0.0
    scoring: Mapping[str, Any] | None = None
    skip_rule: Mapping[str, Any] | None = None
    applies_to: tuple[str, ...] = ()
    finding_polarity: Mapping[str, Any] | None = None
    legal_basis: str | None = None
    note_prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for an item; in conflict when two people answered differently and nobody has decided."""

    status: AnswerStatus
    value: Any = None
    note: str = ""
    conflict: bool = False


Answers = Mapping[str, Answer]

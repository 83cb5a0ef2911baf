"""Answers as people give them, from a seed: canonical values, so that both sides hold the same."""

from __future__ import annotations

import random
from typing import Any

Body = dict[str, Any]
_WORDS = (
    "có",
    "đủ",
    "sổ",
    "lịch",
    "quý",
    "kế hoạch",
    "niêm yết",
    "tập huấn",
    "đúng hạn",
    "bổ sung",
    "mẫu",
    "báo cáo",
)


def words(rng: random.Random, most: int = 12) -> str:
    """A sentence without a name, a number or anything else of a person."""
    return " ".join(rng.choice(_WORDS) for _n in range(rng.randint(1, most)))


def value_of(rng: random.Random, kind: str) -> Any:
    """A value of an item of this answer type, as the server would write it itself."""
    match kind:
        case "yes_no":
            return rng.random() < 0.5
        case "rating":
            return rng.choice(("good", "fair", "poor"))
        case "count":
            return rng.randint(0, 400)
        case "money" | "percent":
            return str(rng.randint(1, 99))
        case _:
            return words(rng)


def answer_body(
    rng: random.Random, item: str, kind: str, bases: list[str], status: str | None = None
) -> Body:
    """The body of an answer record; now and then the item is not applicable or not observed."""
    status = status or rng.choices(("answered", "not_applicable", "not_observed"), (18, 1, 1))[0]
    return {
        "item": item,
        "period": "",
        "status": status,
        "value": value_of(rng, kind) if status == "answered" else None,
        "note": words(rng) if rng.random() < 0.3 else "",
        "base_ids": list(bases),
        "confirmed_no_personal_data": True,
    }

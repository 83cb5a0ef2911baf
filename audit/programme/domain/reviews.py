"""A closing review pre-filled: the wording of the shipped template of its day, with names put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ReviewTemplate:
    """Texts of the plan of a closing review, in force from ``valid_from`` through ``valid_to``.

    ``$province`` ("tỉnh Lạng Sơn"), ``$years`` ("2021 - 2025"), ``$next_years`` ("2026 - 2035"), ``$year``
    (of the review), ``$first_day`` and ``$last_day`` of the figures, ``$office`` ("Báo và Đài …") are put in.
    """

    valid_from: date
    valid_to: date | None
    texts: Mapping[str, Any]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def template_on(templates: Iterable[ReviewTemplate], day: date) -> ReviewTemplate | None:
    """The template that holds on that day, if there is one."""
    return next((template for template in templates if template.holds_on(day)), None)

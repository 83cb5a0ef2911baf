"""The package's own YAML data file: the wording that the plan of a closing review begins with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from audit.kernel.text import nfc
from audit.programme.domain.reviews import ReviewTemplate

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def review_templates() -> tuple[ReviewTemplate, ...]:
    """Every template, each with the days it holds."""
    content = yaml.safe_load(nfc((DATA / "closing-review.yaml").read_text(encoding="utf-8")))
    return tuple(
        ReviewTemplate(valid_from=row["valid_from"], valid_to=row.get("valid_to"), texts=row["texts"])
        for row in content["templates"]
    )

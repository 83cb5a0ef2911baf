"""The package's own YAML data files: default periods for carrying recommendations out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from audit.findings.domain.deadlines import DuePeriod
from audit.kernel.text import nfc
from checklists.domain.kinds import Severity

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def due_periods() -> tuple[DuePeriod, ...]:
    """Every row ever in force, each with the note of where it comes from."""
    content = yaml.safe_load(nfc((DATA / "due-periods.yaml").read_text(encoding="utf-8")))
    return tuple(
        DuePeriod(
            row["valid_from"], Severity(row["severity"]), row["days"], row.get("origin", content["origin"])
        )
        for row in content["periods"]
    )

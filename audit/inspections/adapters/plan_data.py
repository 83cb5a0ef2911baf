"""The package's own YAML data files: legal bases with their days, and the templates of plans."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from audit.inspections.domain.legal_bases import LegalBasis
from audit.inspections.domain.plan_templates import PlanTemplate
from audit.kernel.text import nfc

DATA = Path(__file__).resolve().parent.parent / "data"


def _read(name: str) -> Any:
    return yaml.safe_load(nfc((DATA / name).read_text(encoding="utf-8")))


@cache
def legal_bases() -> tuple[LegalBasis, ...]:
    """Every basis of the data file, in the order documents cite them."""
    return tuple(
        LegalBasis(
            code=row["code"],
            citation=row["citation"],
            kinds=tuple(row["kinds"]),
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
            note=row.get("note", ""),
        )
        for row in _read("legal_bases.yaml")["bases"]
    )


@cache
def plan_templates() -> tuple[PlanTemplate, ...]:
    """Every template of both kinds of plan."""
    return tuple(
        PlanTemplate(
            kind=content["kind"],
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
            instrument=row["instrument"],
            texts=row["texts"],
        )
        for name in ("plan_management.yaml", "plan_establishment.yaml")
        for content in (_read(name),)
        for row in content["templates"]
    )

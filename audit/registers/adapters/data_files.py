"""The project's own YAML data files: patches, corrections, resolutions, agencies, establishment types."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from audit.kernel.text import nfc
from audit.registers.domain.agencies import AgencyRow, ProvincePeriod, expand
from audit.registers.domain.establishments import EstablishmentType
from audit.registers.domain.gazetteer import Change, Correction
from audit.registers.domain.units import Level

DATA = Path(__file__).resolve().parent.parent / "data"


def _read(path: Path) -> Any:
    return yaml.safe_load(nfc(path.read_text(encoding="utf-8")))


def changes(folder: Path = DATA / "patches") -> list[Change]:
    """Dated changes of units, oldest file first."""
    found: list[Change] = []
    for path in sorted(folder.glob("*.yaml")):
        content = _read(path)
        for item in content.get("changes", []):
            found.append(
                Change(
                    code=item["code"],
                    level=Level(item["level"]),
                    name=item["name"],
                    effective=content["effective"],
                    citation=item["citation"],
                    source=content["source"],
                )
            )
    return found


def corrections(folder: Path = DATA / "patches") -> list[Correction]:
    """Slips of the list, with the reason for each."""
    return [
        Correction(item["code"], item["valid_from"], item["reason"], dict(item["values"]))
        for path in sorted(folder.glob("*.yaml"))
        for item in _read(path).get("corrections", [])
    ]


def outline_codes(folder: Path = DATA / "patches") -> dict[str, str]:
    """Codes that public outline files still carry, and the code each unit has in the official list."""
    return dict(_read(folder / "corrections.yaml").get("outline_codes", {}))


def resolutions() -> tuple[str, dict[str, str]]:
    """The resolution on provinces, and the one on communes by province code, of 2025."""
    content = _read(DATA / "resolutions-2025.yaml")
    return content["provinces"], content["communes"]


def agencies() -> list[AgencyRow]:
    """Every agency of the data file, once for each name it had."""
    content = _read(DATA / "agencies.yaml")
    periods = [
        ProvincePeriod(code, item["name"], item["from"], item.get("to"))
        for code, items in content["provinces"].items()
        for item in items
    ]
    return expand(content["agencies"], periods)


@cache
def establishment_types() -> tuple[EstablishmentType, ...]:
    """All types ever in force, in the order of the decree."""
    content = _read(DATA / "establishment-types.yaml")
    return tuple(
        EstablishmentType(
            code=item["code"],
            name=item["name"],
            groups=tuple(item.get("groups", [])),
            valid_from=item.get("from", content["valid_from"]),
            valid_to=item.get("to"),
            source=item.get("source", content["source"]),
        )
        for item in content["types"]
    )


def types_on(day: date) -> tuple[EstablishmentType, ...]:
    """The types in force on a day."""
    return tuple(t for t in establishment_types() if t.in_force(day))

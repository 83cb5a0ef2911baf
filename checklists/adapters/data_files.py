"""Reads the project's own data files (YAML) of instruments and indicator sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from checklists.domain.catalogue import InstrumentContent, instrument_content
from checklists.domain.indicator_sets import SetContent, set_content

FOLDER = Path(__file__).resolve().parents[1] / "data"


def _read(path: Path) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.load(file, Loader=loader)
    return content


def indicator_sets(folder: Path = FOLDER) -> list[SetContent]:
    """Every ``indicators_*.yaml`` of the folder, by file name."""
    return [set_content(_read(path)) for path in sorted(folder.glob("indicators_*.yaml"))]


def instruments(folder: Path = FOLDER) -> list[InstrumentContent]:
    """Every ``instrument_*.yaml`` of the folder; a form takes its items from the indicators it names."""
    found = []
    for path in sorted(folder.glob("instrument_*.yaml")):
        raw = _read(path)
        rows: Sequence[Mapping[str, Any]] = ()
        if "indicators_from" in raw:
            rows = set_content(_read(folder / f"{raw['indicators_from']}.yaml")).indicators
        found.append(instrument_content(raw, rows))
    return found

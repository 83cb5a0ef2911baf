"""An indicator set as written in a data file: rows ready for the tables, and the hash of the whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.kernel.text import nfc, search_key


@dataclass(frozen=True, slots=True)
class SetContent:
    """A set: `head`, `indicators`, `derived`, `rules` and `targets` are rows for their tables, without ids.

    `targets` maps an indicator's code to pairs of period and target as printed.
    """

    head: Mapping[str, Any]
    indicators: tuple[Mapping[str, Any], ...]
    derived: tuple[Mapping[str, Any], ...] = ()
    rules: tuple[Mapping[str, Any], ...] = ()
    targets: Mapping[str, tuple[tuple[str, str], ...]] | None = None

    @property
    def content_hash(self) -> str:
        said = [dict(self.head), [dict(row) for row in self.indicators]]
        said += [[dict(row) for row in self.derived], [dict(row) for row in self.rules], self.targets or {}]
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def indicator_row(*, code: str, position: int, name: str, source: str, **more: Any) -> dict[str, Any]:
    """One row of the table of indicators, completed with what most rows have in common."""
    name = nfc(name)
    row: dict[str, Any] = {
        "code": code,
        "position": position,
        "marker": "",
        "name": name,
        "display_name": name,
        "unit": None,
        "section_code": "",
        "section_title": "",
        "parent_code": None,
        "parent_relation": None,
        "kind": "data",
        "value_type": "count",
        "measure": "flow",
        "agg_years": "sum",
        "agg_units": "sum",
        "sum_caveat": None,
        "sensitivity": "aggregate",
        "responsible_agency": "",
        "frequency": None,
        "information_source": None,
        "cross_check": [],
        "companion_prompt": None,
        "disaggregation": [],
        "alternatives": [],
        "inferred": [],
        "note": None,
        "source": source,
    } | more
    words = (code, row["name"], row["display_name"], row["responsible_agency"])
    return row | {"search_key": search_key(" ".join(words))}


def set_content(raw: Mapping[str, Any]) -> SetContent:
    """The content of a data file of indicators; raises KeyError or ValueError when it is incomplete."""
    titles = {section["code"]: section["title"] for section in raw["sections"]}
    indicators = []
    for position, item in enumerate(raw["indicators"], start=1):
        more = {key: value for key, value in item.items() if key not in ("code", "name", "section", "parent")}
        indicators.append(
            indicator_row(
                code=item["code"],
                position=position,
                name=item["name"],
                source=raw["source"],
                section_code=item["section"],
                section_title=titles[item["section"]],
                parent_code=item.get("parent"),
                **more,
            )
        )
    head = {
        "code": raw["code"],
        "name": raw["name"],
        "version": raw["version"],
        "valid_from": date.fromisoformat(raw["valid_from"]),
        "valid_to": _day(raw.get("valid_to")),
        "period_from": _day(raw.get("period_from")),
        "period_to": _day(raw.get("period_to")),
        "source": raw["source"],
        "note": raw.get("note"),
    }
    derived = tuple(
        {"target": None, "target_source": None} | item | {"position": position}
        for position, item in enumerate(raw.get("derived", ()), start=1)
    )
    rules = tuple(
        item | {"position": position} for position, item in enumerate(raw.get("rules", ()), start=1)
    )
    return SetContent(head, tuple(indicators), derived, rules)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

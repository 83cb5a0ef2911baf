"""The standing texts that come with the product: the package's YAML file, and the legal bases of plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from audit.inspections.adapters.plan_data import legal_bases
from audit.kernel.text import nfc
from reports.domain.standing_texts import TextKind, TextValues
from reports.domain.wording import DocumentKind

DATA = Path(__file__).resolve().parent.parent / "data"
_PARTS = (
    ("sentences", TextKind.SENTENCE),
    ("recipients", TextKind.RECIPIENT),
    ("symbols", TextKind.SYMBOL),
)
_BOTH = {"management", "establishment"}


@dataclass(frozen=True, slots=True)
class ShippedText:
    """A text of the product under the key it keeps when its words are corrected."""

    key: str
    kind: TextKind
    values: TextValues


def shipped_texts() -> list[ShippedText]:
    """Every text that comes with the product, in the order of print."""
    content = yaml.safe_load(nfc((DATA / "standing-texts.yaml").read_text(encoding="utf-8")))
    return [*_texts(content), *_bases()]


def _texts(content: Any) -> Iterator[ShippedText]:
    for name, kind in _PARTS:
        for group in content[name]:
            for position, line in enumerate(group["lines"], start=1):
                values = TextValues(
                    text=line["text"],
                    document_kind=group["document"],
                    inspection_kind=group.get("inspection", ""),
                    position=position,
                    valid_from=line.get("from", content["valid_from"]),
                    valid_to=line.get("to"),
                    source=group["source"],
                )
                yield ShippedText(line["key"], kind, values)


def _bases() -> Iterator[ShippedText]:
    """The bases of plans; that file says the first day a base no longer holds, a standing text the last day
    it does."""
    for position, basis in enumerate(legal_bases(), start=1):
        values = TextValues(
            text=basis.citation,
            document_kind=DocumentKind.PLAN,
            inspection_kind="" if set(basis.kinds) == _BOTH else basis.kinds[0],
            position=position,
            valid_from=basis.valid_from,
            valid_to=basis.valid_to - timedelta(days=1) if basis.valid_to else None,
            source=basis.note,
        )
        yield ShippedText(f"basis-{basis.code}", TextKind.LEGAL_BASIS, values)

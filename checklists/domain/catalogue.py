"""An instrument as written in a data file: checked, completed, and given the hash of its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from checklists.domain.conditions import referenced
from checklists.domain.kinds import AnswerType, FindingKind, InstrumentKind, Severity, SubjectKind
from checklists.domain.scores import RULES

FORM_ANSWER_TYPES = {
    "count": AnswerType.COUNT,
    "money": AnswerType.MONEY,
    "yes_no": AnswerType.YES_NO,
    "percent": AnswerType.PERCENT,
    "text": AnswerType.TEXT,
    "group": AnswerType.HEADING,
}


class CatalogueError(ValueError):
    """A data file contradicts itself; the message names the file's instrument and the item."""


@dataclass(frozen=True, slots=True)
class InstrumentContent:
    """Everything a version fixes; `items` are rows for the table of items, without ids."""

    code: str
    kind: InstrumentKind
    subject: SubjectKind
    title: str
    valid_from: date
    source: str
    method: str | None
    needs_legal_review: bool
    review_note: str | None
    sections: tuple[tuple[str, str], ...]
    items: tuple[Mapping[str, Any], ...]

    @property
    def content_hash(self) -> str:
        """SHA-256 of what is asked and how it is judged; the same content is the same version."""
        said = [self.kind, self.subject, self.title, self.valid_from, self.source, self.method]
        said += [
            self.needs_legal_review,
            self.review_note,
            self.sections,
            [dict(item) for item in self.items],
        ]
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def instrument_content(raw: Mapping[str, Any], rows: Iterable[Mapping[str, Any]] = ()) -> InstrumentContent:
    """The content of a data file; ``rows`` are indicators for a form that takes its items from them.

    Raises :class:`CatalogueError` when codes repeat, a section is unknown, a rule is malformed or looks
    at an item that comes later.
    """
    rows = list(rows)
    if "indicators_from" in raw:
        items = [_form_item(row, position) for position, row in enumerate(rows, start=1)]
        sections = {row["section_code"]: row["section_title"] for row in rows}
    else:
        items = [_checklist_item(raw, item, position) for position, item in enumerate(raw["items"], start=1)]
        sections = {section["code"]: section["title"] for section in raw["sections"]}
    content = InstrumentContent(
        code=raw["code"],
        kind=InstrumentKind(raw["kind"]),
        subject=SubjectKind(raw["subject"]),
        title=raw["title"],
        valid_from=date.fromisoformat(raw["valid_from"]),
        source=raw["source"],
        method=raw.get("method"),
        needs_legal_review=raw.get("needs_legal_review", False),
        review_note=raw.get("review_note"),
        sections=tuple(sections.items()),
        items=tuple(items),
    )
    _check(content)
    return content


def _checklist_item(raw: Mapping[str, Any], item: Mapping[str, Any], position: int) -> dict[str, Any]:
    legal_basis = item.get("legal_basis")
    if legal_basis is None and "clause" in item:
        legal_basis = raw["basis"].format(section=item["section"], clause=item["clause"])
    return {
        "code": item["code"],
        "section_code": item["section"],
        "position": position,
        "marker": "",
        "text": item["text"],
        "answer_type": AnswerType(item["answer_type"]).value,
        "unit": item.get("unit"),
        "options": item.get("options", {}),
        "guidance": item.get("guidance"),
        "legal_basis": legal_basis,
        "evidence": item.get("evidence", []),
        "indicator_codes": item.get("indicators", []),
        "applies_to": _expand(item.get("applies_to", []), raw.get("groups", {})),
        "skip_rule": item.get("skip_rule"),
        "required": item.get("required", True),
        "note_prompt": item.get("note_prompt"),
        "sensitivity": item.get("sensitivity", "aggregate"),
        "weight": float(item.get("weight", 0)),
        "scoring": item.get("scoring"),
        "finding_polarity": item.get("finding_polarity"),
        "inferred": item.get("inferred", []),
    }


def _form_item(row: Mapping[str, Any], position: int) -> dict[str, Any]:
    answer_type = FORM_ANSWER_TYPES[row["value_type"]]
    options: dict[str, Any] = {}
    if row.get("disaggregation"):
        answer_type, options["parts"] = AnswerType.COUNT_PAIR, row["disaggregation"]
    elif row.get("alternatives"):
        answer_type, options["measures"] = AnswerType.COUNT_CHOICE, row["alternatives"]
    if row.get("companion_prompt"):
        options["note_required"] = True
    return {
        "code": row["code"],
        "section_code": row["section_code"],
        "position": position,
        "marker": row["marker"],
        "text": row["display_name"],
        "answer_type": answer_type.value,
        "unit": None if row["value_type"] == "yes_no" else row["unit"],
        "options": options,
        "guidance": row["note"],
        "legal_basis": row["source"],
        "evidence": [],
        "indicator_codes": [row["code"]],
        "applies_to": [],
        "skip_rule": None,
        "required": row["kind"] == "data",
        "note_prompt": row.get("companion_prompt"),
        "sensitivity": row["sensitivity"],
        "weight": 0.0,
        "scoring": None,
        "finding_polarity": None,
        "inferred": row["inferred"],
    }


def _expand(codes: Sequence[str], groups: Mapping[str, Sequence[str]]) -> list[str]:
    """Types of establishments with the groups (such as ``luu_tru``) replaced by their members."""
    return [member for code in codes for member in groups.get(code, [code])]


def _check(content: InstrumentContent) -> None:
    known: set[str] = set()
    sections = dict(content.sections)
    for item in content.items:
        code = item["code"]

        def refuse(why: str, code: str = code) -> CatalogueError:
            return CatalogueError(f"{content.code}: {code}: {why}")

        if code in known:
            raise refuse("repeated code")
        if item["section_code"] not in sections:
            raise refuse("unknown section")
        known.add(code)
        if item["scoring"] and item["scoring"].get("rule") not in RULES:
            raise refuse("unknown scoring rule")
        try:
            earlier = referenced(item["skip_rule"]["show_if"]) if item["skip_rule"] else set()
            if earlier - (known - {code}):
                raise refuse("a skip rule looks at an item that does not come before")
            for rule in (item["finding_polarity"] or {"rules": []})["rules"]:
                FindingKind(rule["kind"])
                if rule["kind"] == FindingKind.SHORTCOMING:
                    Severity(rule["severity"])
                if referenced(rule["when"]) - {row["code"] for row in content.items}:
                    raise refuse("a finding rule looks at an unknown item")
        except (KeyError, ValueError) as error:
            if isinstance(error, CatalogueError):
                raise
            raise refuse(str(error)) from error

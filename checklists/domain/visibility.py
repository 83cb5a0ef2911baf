"""Which items are asked: those for the kind of establishment, minus those a skip rule leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from checklists.domain.conditions import holds
from checklists.domain.items import Answers, ItemSpec


def applies(item: ItemSpec, subject_type: str | None) -> bool:
    """True when the item is asked of this type of establishment; with None every item is."""
    return not item.applies_to or subject_type is None or subject_type in item.applies_to


def asked(
    items: Sequence[ItemSpec], answers: Answers, subject_type: str | None = None
) -> tuple[ItemSpec, ...]:
    """The items to be answered now, in order; headings are not among them.

    An item with a skip rule is asked once its condition holds; a condition on an item that is itself
    left out does not hold. Rules look only at items that come before, which loading makes sure of.
    """
    by_code = {item.code: item for item in items}
    seen: dict[str, ItemSpec] = {}
    for item in sorted(items, key=lambda item: item.position):
        if item.answer_type == "heading" or not applies(item, subject_type):
            continue
        if item.skip_rule is not None:
            visible = {code: answer for code, answer in answers.items() if code in seen}
            if not holds(item.skip_rule["show_if"], own=item.code, items=by_code, answers=visible):
                continue
        seen[item.code] = item
    return tuple(seen.values())

"""Every Vietnamese text of the interface has an English translation with the same placeholders."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")


@cache
def texts() -> frozenset[str]:
    """The first form of every text marked for translation in code and templates."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = set()
    for package in ("audit", "checklists", "maps", "reports"):
        rules = [(pattern.removeprefix(f"{package}/"), method) for pattern, method in methods]
        for _name, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / package), rules, options
        ):
            found.add(message[0] if isinstance(message, tuple) else message)
    return frozenset(found)


@cache
def english() -> Catalog:
    with (ROOT / "audit/kernel/translations/en/LC_MESSAGES/messages.po").open("rb") as catalogue:
        return read_po(catalogue, locale="en")


def pairs() -> dict[str, str]:
    return {
        m.id if isinstance(m.id, str) else m.id[0]: m.string if isinstance(m.string, str) else m.string[0]
        for m in english()
        if m.id
    }


def test_every_text_has_an_english_translation() -> None:
    assert len(texts()) > 1000
    assert sorted(text for text in texts() if not pairs().get(text)) == []


def test_no_translation_is_left_over() -> None:
    assert sorted(set(pairs()) - texts()) == []


def test_translations_keep_their_placeholders() -> None:
    wrong = {
        text: translation
        for text, translation in pairs().items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(translation))
    }
    assert wrong == {}

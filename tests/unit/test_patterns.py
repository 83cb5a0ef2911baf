"""Every regular expression of the product, taken from its sources, ends on long hostile texts.

A pattern that goes back over what it has read would take hours on these; all of them together take seconds.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("audit", "checklists", "maps", "reports")
WAYS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
LENGTH = 100_000


@dataclass(frozen=True)
class Found:
    """A literal pattern, where it stands, and the ways in which the product applies it."""

    where: str
    pattern: str
    ways: tuple[str, ...]


def _ways(source: str, name: str) -> tuple[str, ...]:
    used = set(re.findall(rf"\b{name}\.(\w+)\(", source)) & WAYS
    return tuple(sorted(used)) or ("search", "sub")


def patterns() -> Iterator[Found]:
    """Every literal pattern of the sources with how it is applied in its own file."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            source = path.read_text("utf-8")
            tree = ast.parse(source)
            named = {
                id(node.value): target.id
                for node in ast.walk(tree)
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for node in ast.walk(tree):
                if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                    continue
                pattern, call = node.args[0].value, node.func
                if not isinstance(pattern, str):
                    continue
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                if isinstance(call, ast.Name) and call.id == "Regexp":
                    yield Found(where, pattern, ("match",))
                elif (
                    isinstance(call, ast.Attribute)
                    and isinstance(call.value, ast.Name)
                    and call.value.id == "re"
                ):
                    if call.attr in WAYS:
                        yield Found(where, pattern, (call.attr,))
                    elif call.attr == "compile":
                        yield Found(where, pattern, _ways(source, named.get(id(node), "-")))


FOUND = list(patterns())
UNITS = (
    "a",
    "A",
    "0",
    " ",
    "\n",
    "-",
    ".",
    "/",
    "(",
    "<",
    '"',
    "ạ",
    "a ",
    "0.",
    "0 ",
    "a.",
    "- ",
    "1/1/",
    "Aa0 ",
)


@pytest.mark.parametrize("found", FOUND, ids=lambda found: found.where)
def test_a_pattern_ends_on_a_hundred_kilobytes_of_anything(found: Found) -> None:
    compiled = re.compile(found.pattern)
    for unit in UNITS:
        for tail in ("", "!", "\x00"):
            words = unit * (LENGTH // len(unit)) + tail
            for way in found.ways:
                apply = getattr(compiled, way)
                result = apply("", words) if way in ("sub", "subn") else apply(words)
                if way == "finditer":
                    assert sum(1 for _match in result) <= len(words) + 1


def test_the_patterns_were_found() -> None:
    assert len(FOUND) > 20

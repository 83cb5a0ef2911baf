"""Scripts and styles as they travel to a tablet: without the lines that only people read."""

from __future__ import annotations

import re

# A run of spaces is looked at from its beginning only: time grows with the text, not with its square.
_BEHIND = re.compile(r"(?<!\s)\s+// [^\"'`]*$")
_FINE = re.compile(r"(\.\d\d)\d+")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_SECTION = re.compile(r"^/\* ---- (.+?) -+ \*/$")


def without_comments(text: str) -> str:
    """Lines that are comments, empty lines and indentation left out; it works on lines, never inside them.

    A comment that begins at the start of a line (``//``, ``/*`` up to ``*/``) goes, and so does one behind
    code unless it holds a quote, for then it might be part of a text.
    Texts that run over several lines would lose their indentation: a test sees to it that there are none.
    """
    kept: list[str] = []
    inside = False
    for line in text.splitlines():
        bare = line.strip()
        if inside:
            inside = not bare.endswith("*/")
            continue
        if bare.startswith("/*") and (bare.endswith("*/") or "*/" not in bare):
            inside = not bare.endswith("*/")
            continue
        if bare and not bare.startswith("//"):
            kept.append(_BEHIND.sub("", bare))
    return "\n".join(kept) + "\n"


def tight(style: str) -> str:
    """A style without the spaces behind signs; those before a colon or between selectors have a meaning."""
    closer = re.sub(r"([{};:,])\s+", r"\1", re.sub(r"(?<!\s)\s+([{}])", r"\1", style))
    return closer.replace(";}", "}")


def sections(style: str, names: frozenset[str]) -> str:
    """Of a style divided by ``/* ---- name ---- */`` the sections of these names; LookupError for others."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in style.splitlines():
        heading = _SECTION.match(line)
        if heading:
            current = found.setdefault(heading[1], [])
        else:
            current.append(line)
    missing = names - found.keys()
    if missing:
        raise LookupError(f"no such sections: {sorted(missing)}")
    return "\n".join(line for name, lines in found.items() if name in names for line in lines)


def rules_for(style: str, classes: frozenset[str]) -> str:
    """Without the lines of whole rules that are about a class nobody uses (one rule or more a line)."""
    kept = []
    for line in style.splitlines():
        about = _CLASS.match(line.strip())
        base = about[1].partition("--")[0] if about else ""  # scripts add what follows: note--warn
        if about is None or base in classes or line.count("{") != line.count("}"):
            kept.append(line)
    return "\n".join(kept)


def sprite_of(symbols: str, names: frozenset[str]) -> str:
    """An SVG with the symbols of these names, drawn to the hundredth of the 16 units they measure."""
    found = re.finditer(r'<symbol id="([a-z0-9-]+)".*?</symbol>', symbols, re.DOTALL)
    kept = _FINE.sub(r"\1", "".join(match[0] for match in found if match[1] in names))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{kept}</svg>'

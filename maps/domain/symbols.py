"""The symbols of visits, findings and establishments: shapes that differ even without their colours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol; ``key`` is the state, severity or kind it stands for.

    ``shape``: circle, square, diamond, triangle; ``mark`` is drawn inside it: tick, cross, plus, dot or none.
    """

    key: str
    shape: str
    fill: str
    ink: str
    mark: str = ""
    mark_ink: str = ""


# In each tuple a later symbol is the more telling one: it stands for a place that has several.
VISIT_SYMBOLS = (
    Symbol("cancelled", "square", "#ffffff", "#6d7a86", "cross"),
    Symbol("planned", "square", "#ffffff", "#1f5f8b"),
    Symbol("announced", "square", "#ffffff", "#1f5f8b", "dot"),
    Symbol("completed", "square", "#1f5f8b", "#0d3550"),
    Symbol("reviewed", "square", "#1f5f8b", "#0d3550", "tick", "#ffffff"),
    Symbol("in_progress", "square", "#7fd1c7", "#0b5a50", "plus"),
)

# Okabe and Ito's colours, which colour-blind people can tell apart.
FINDING_SYMBOLS = (
    Symbol("strength", "circle", "#009e73", "#00513b", "plus", "#ffffff"),
    Symbol("low", "circle", "#56b4e9", "#12476b"),
    Symbol("medium", "diamond", "#e69f00", "#6b4a00"),
    Symbol("high", "triangle", "#d55e00", "#5c2900", "dot", "#ffffff"),
)

ESTABLISHMENT_SYMBOLS = (
    Symbol("closed", "circle", "#ffffff", "#5b3e85"),
    Symbol("active", "circle", "#8f6cc0", "#3e2763"),
)


def index_of(symbols: tuple[Symbol, ...], key: str) -> int:
    """The place of the symbol for ``key``; raises :class:`KeyError` for a key the map does not know."""
    for index, symbol in enumerate(symbols):
        if symbol.key == key:
            return index
    raise KeyError(key)

"""What accounts must know of the registers above them: names of areas. The roof brings an implementation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from audit.kernel.access import ScopeKind


class Places(Protocol):
    """The areas an account may be confined to, today."""

    def choices(self, kind: ScopeKind, province_code: str) -> list[tuple[str, str]]:
        """(code, name) of the areas of ``kind`` in the province, in Vietnamese order."""
        ...

    def name(self, kind: ScopeKind, code: str) -> str:
        """The area's name, or the code itself when it is unknown."""
        ...

    def names(self, areas: Iterable[tuple[ScopeKind, str]]) -> dict[tuple[ScopeKind, str], str]:
        """As :meth:`name` for many areas, in a fixed number of queries."""
        ...


class NoPlaces:
    """No registers are loaded: an area is known by its code alone."""

    def choices(self, kind: ScopeKind, province_code: str) -> list[tuple[str, str]]:
        return [(province_code, province_code)] if kind is ScopeKind.PROVINCE and province_code else []

    def name(self, kind: ScopeKind, code: str) -> str:
        return code

    def names(self, areas: Iterable[tuple[ScopeKind, str]]) -> dict[tuple[ScopeKind, str], str]:
        return {(kind, code): code for kind, code in areas}

"""The parts a table is described by, for those who draw one."""

from __future__ import annotations

from reports.domain.tables import Column, Head, Span, Total, place

__all__ = ["Column", "Head", "Span", "Total", "place"]

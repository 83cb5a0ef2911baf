"""Reads what an address of the lead's pages asks for; unknown values as if they were not there."""

from __future__ import annotations

from collections.abc import Collection

from flask import request


def one_of(name: str, values: Collection[str], default: str = "") -> str:
    """A value of the address that is one of ``values``."""
    text = request.args.get(name, "")
    return text if text in values else default


def number(name: str) -> int | None:
    """A whole number of the address, or None."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def words(name: str = "q") -> str:
    """A text of the address, no longer than anybody types."""
    return request.args.get(name, "")[:200]

"""To whom a new announcement goes before anybody has edited it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 300


def addressed(plan_kind: str, names: Sequence[str]) -> str:
    """Addressees one a line while they are few, else together, as the schedule names them."""
    listed = "\n".join(dict.fromkeys(names))
    if names and len(set(names)) <= 4 and len(listed) <= _LONGEST:
        return listed
    if plan_kind == "establishment":
        return "Các cơ sở kinh doanh dịch vụ có tên trong lịch kiểm tra"
    return "Ủy ban nhân dân các xã, phường có tên trong lịch kiểm tra"

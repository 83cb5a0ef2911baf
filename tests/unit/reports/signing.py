"""Sample signatures on a tablet, for the tests of minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from audit.demo.handwriting import signature
from audit.offline.domain.outcomes import Side
from reports.domain.dates import VIETNAM
from reports.domain.signed_text import SignedText, SiteSignature

SIGNED_AT = datetime(2026, 9, 5, 11, 5, tzinfo=VIETNAM)
DIGEST = "0f" * 32


def strokes_of(name: str) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Invented handwriting as a content keeps it."""
    return tuple(tuple((x, y) for x, y, _ms in stroke) for stroke in signature(name))


def signed_by(side: Side, name: str, **more: Any) -> SiteSignature:
    """A signature of this person."""
    return SiteSignature(side, name, SIGNED_AT, **{"strokes": strokes_of(name), **more})


def both_sides(**more: Any) -> SignedText:
    """The text signed by the unit's representative and by the head of the team of ``samples.minutes``."""
    return SignedText(
        DIGEST,
        SIGNED_AT,
        (
            signed_by(Side.UNIT, "Vi Thị Mai", function="Phó Chủ tịch UBND xã"),
            signed_by(Side.TEAM, "Lương Thị Hồng Ánh", function="Phó Giám đốc Sở Y tế"),
        ),
        **more,
    )
